//! What shells and manuals want to know of the command line.

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory as _};

use super::command_line::Cli;
use crate::load::Load;
use crate::model::Model;
use crate::profile::catalog::Catalog;
use crate::source::Text;

/// A completion script that knows the names of the shipped profiles.
///
/// The names are put in here only: what is typed is checked against the profiles of the run, by
/// code that can say what was probably meant.
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let catalog = Catalog::with(Vec::new()).unwrap_or_default();
    let names = |kind: &'static str| -> Vec<&'static str> {
        catalog.records_of(kind).filter_map(|record| shipped(&record.name)).collect()
    };
    let weights = catalog.all::<Model>().flat_map(|model| &model.weights);
    let mut quantizations: Vec<_> = weights.filter_map(|(name, _)| shipped(name)).collect();
    quantizations.sort_unstable();
    quantizations.dedup();
    let mut loads = names("load");
    loads.push(Load::FLAT);
    let known = [
        ("api", names("api")),
        ("baseline", names("api")),
        ("subscription", names("subscription")),
        ("hardware", names("hardware")),
        ("model", names("model")),
        ("quantization", quantizations),
        ("workload", names("workload")),
        ("load", loads),
    ];
    let shown = ["api", "hardware", "model", "workload", "load"];
    let shown = shown.into_iter().flat_map(names).collect();
    let with_names = |command: Command| {
        let known = known.iter().cloned();
        known.fold(command, |command, (argument, names)| with_values(command, argument, names))
    };
    let mut command = with_names(Cli::command())
        .mut_subcommand("solve", with_names)
        .mut_subcommand("report", with_names)
        .mut_subcommand("prices", |prices| prices.mut_subcommand("diff", with_names))
        .mut_subcommand("profiles", |profiles| {
            profiles.mut_subcommand("show", |show| with_values(show, "name", shown))
        });
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "breakeven", &mut script);
    script
}

/// A name that is part of the program, as all names of shipped profiles are.
fn shipped(name: &Text) -> Option<&'static str> {
    match name {
        Text::Borrowed(name) => Some(name),
        Text::Owned(_) => None,
    }
}

fn with_values(command: Command, argument: &'static str, names: Vec<&'static str>) -> Command {
    command.mut_arg(argument, |argument| argument.value_parser(PossibleValuesParser::new(names)))
}

/// The manual page, in roff: the program, and a section for every command.
///
/// # Errors
/// Never: it is written to memory.
pub fn manual() -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let command = all_shown(Cli::command());
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for inner in command.get_subcommands() {
        render(inner, "breakeven", &mut page)?;
    }
    Ok(page)
}

/// The command with the flags that only the long help explains explained.
fn all_shown(command: Command) -> Command {
    command.mut_args(|argument| argument.hide_short_help(false)).mut_subcommands(all_shown)
}

fn render(command: &Command, above: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    let name = format!("{above} {}", command.get_name());
    let man = clap_mangen::Man::new(command.clone().bin_name(name.clone()));
    page.extend_from_slice(format!(".SH \"{}\"\n", name.to_uppercase()).as_bytes());
    man.render_description_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_options_section(page)?;
    for inner in command.get_subcommands() {
        render(inner, &name, page)?;
    }
    Ok(())
}
