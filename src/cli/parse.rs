//! Arguments -> what they ask for.

use std::ffi::OsString;

use clap::{Parser, Subcommand as _};

use super::args::CompareArgs;
use super::command_line::{Cli, Command};
use super::sweep_args::Sweep;

/// A comparison, which is what most runs ask for: it needs no subcommand, and to set up all of them
/// takes twice as long as to parse its own flags.
#[derive(Debug, Parser)]
#[command(name = "breakeven")]
struct Comparison {
    #[command(flatten)]
    compare: CompareArgs,
    #[arg(long, value_parser = Sweep::read, allow_hyphen_values = true,
          conflicts_with_all = ["chart", "series", "explain", "all"])]
    sweep: Option<Sweep>,
}

/// Parses the arguments of the program, its name first.
///
/// # Errors
/// Whatever clap has to say, help and version included.
pub fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    let asked;
    let args = match args {
        // As people type it elsewhere: `help`, `help solve`.
        [name, word, of @ ..] if word == "help" => {
            asked = [std::slice::from_ref(name), of, &["--help".into()]].concat();
            &asked
        }
        _ => args,
    };
    let names_another = |arg: &OsString| arg.to_str().is_some_and(Command::has_subcommand);
    if !args.iter().any(names_another)
        && let Ok(Comparison { compare, sweep }) = Comparison::try_parse_from(args)
    {
        return Ok(Cli { command: None, compare, sweep });
    }
    Cli::try_parse_from(args)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn both(line: &str) -> [String; 2] {
        let args: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        [parse(&args), Cli::try_parse_from(&args)].map(|parsed| match parsed {
            Ok(cli) => format!("{cli:?}"),
            Err(error) => error.render().ansi().to_string(),
        })
    }

    #[test]
    fn help_is_a_word_too() {
        for (words, flags) in [
            ("breakeven help", "breakeven --help"),
            ("breakeven help solve", "breakeven solve --help"),
        ] {
            let [found, wanted] = [words, flags].map(|line| {
                let args: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
                parse(&args).unwrap_err().render().to_string()
            });
            assert_eq!(found, wanted);
            assert!(found.contains("Usage: breakeven"), "{found}");
        }
    }

    #[test]
    fn a_comparison_is_what_it_is_among_all_commands() {
        for line in [
            "breakeven",
            "breakeven --volume 5M/day",
            "breakeven --volume 5M/day --api check --hardware l4 --hardware l40s --format json",
            "breakeven --input 1M/day --output 2k/hour --hard 5 --routing cascade --color never",
            "breakeven --volume 5M/day --require privacy --require offline --profiles a --explain",
            "breakeven --volume=5M/day --no-builtin --today 2026-11-23 --width 40 --ascii",
            "breakeven solve --for volume --volume 5M/day",
            "breakeven --volume 5M/day check",
            "breakeven completions bash",
            "breakeven man",
            "breakeven mann",
            "breakeven --help",
            "breakeven -h",
            "breakeven --version",
            "breakeven --volume 5M",
            "breakeven --volum 5M/day",
            "breakeven --volume 5M/day --volume 6M/day",
            "breakeven --volume 5M/day -- x",
        ] {
            let [quick, whole] = both(line);
            assert_eq!(quick, whole, "{line}");
        }
    }
}
