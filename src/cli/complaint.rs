//! What clap says of a command line, in our words and safe to print.

use std::ffi::OsString;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::around::Outcome;
use crate::rate;
use crate::text::{one_of, printable, shown};

/// Help and version are answers; everything else is a refusal with exit code 2.
///
/// `args` are the arguments as they were typed: clap does not say which of them is not UTF-8.
pub fn outcome(error: &Error, args: &[OsString]) -> Outcome {
    if !error.use_stderr() {
        return Outcome { stdout: error.to_string(), ..Outcome::default() };
    }
    let complaint = Complaint(error);
    let (message, hint) =
        complaint.message(args).unwrap_or_else(|| (complaint.in_claps_words(), None));
    // A reason may bring a hint of its own on a second line.
    let lines: Vec<_> = message.lines().map(printable).collect();
    let hint = hint.map(|hint| format!("hint: {}\n", printable(&hint))).unwrap_or_default();
    Outcome {
        stderr: format!("error: {}\n{hint}", lines.join("\n")),
        code: 2,
        ..Outcome::default()
    }
}

type Said = Option<(String, Option<String>)>;

const HELP: &str = "`breakeven --help` lists the flags";
const HELP_ALL: &str = "`breakeven --help` lists the commands and flags";

/// An error of clap, whose context holds the words of the user.
struct Complaint<'a>(&'a Error);

impl Complaint<'_> {
    fn message(&self, args: &[OsString]) -> Said {
        match self.0.kind() {
            ErrorKind::ValueValidation => self.value(),
            ErrorKind::InvalidValue => self.choice(),
            ErrorKind::UnknownArgument => self.unknown_flag(),
            ErrorKind::InvalidSubcommand => self.unknown_command(),
            ErrorKind::MissingRequiredArgument => self.missing(),
            ErrorKind::ArgumentConflict => self.conflict(args),
            ErrorKind::TooManyValues => {
                let found = shown(self.text(ContextKind::InvalidValue)?);
                Some((format!("`{}` takes no value; found `{found}`", self.flag()?), None))
            }
            ErrorKind::InvalidUtf8 => not_utf8(args),
            _ => None,
        }
    }

    /// A flag with a value that means nothing: the flag, the user's words, what was expected.
    fn value(&self) -> Said {
        let (flag, found) = (self.flag()?, self.text(ContextKind::InvalidValue)?);
        if found.starts_with("--") {
            let message = format!("`{flag}` needs a value; found the flag `{}`", shown(found));
            return Some((message, None));
        }
        let reason = std::error::Error::source(self.0)?;
        let found = if found.is_empty() { "\"\"".into() } else { shown(found) };
        Some((format!("`{flag} {found}`: {reason}"), None))
    }

    /// A flag that takes one of several words and got none of them.
    fn choice(&self) -> Said {
        let (flag, found) = (self.flag()?, self.text(ContextKind::InvalidValue)?);
        let words: Vec<&str> = self.texts(ContextKind::ValidValue).collect();
        let expected =
            if words.is_empty() { String::new() } else { format!("; expected {}", one_of(words)) };
        let message = if found.is_empty() {
            format!("`{flag}` needs a value{expected}")
        } else {
            format!("`{flag}` is `{}`{expected}", shown(found))
        };
        Some((message, self.suggestion(ContextKind::SuggestedValue)))
    }

    fn unknown_flag(&self) -> Said {
        let found = self.text(ContextKind::InvalidArg)?;
        let hint = self.suggestion(ContextKind::SuggestedArg).unwrap_or_else(|| HELP.into());
        let what = if found.starts_with('-') { "unknown flag" } else { "unexpected" };
        Some((format!("{what} `{}`", shown(found)), Some(hint)))
    }

    fn unknown_command(&self) -> Said {
        let found = self.text(ContextKind::InvalidSubcommand)?;
        let hint = if rate::per_day(found).is_ok() {
            Some(format!("did you mean `--volume {}`?", shown(found)))
        } else {
            self.suggestion(ContextKind::SuggestedSubcommand)
        };
        let hint = hint.unwrap_or_else(|| HELP_ALL.into());
        Some((format!("unknown command `{}`", shown(found)), Some(hint)))
    }

    fn missing(&self) -> Said {
        let missing: Vec<&str> = self.texts(ContextKind::InvalidArg).collect();
        let names: Vec<String> = missing.iter().map(|name| format!("`{}`", plain(name))).collect();
        let usage = match self.0.get(ContextKind::Usage)? {
            ContextValue::StyledStr(usage) => usage.to_string(),
            _ => return None,
        };
        let form = plain(usage.trim_start_matches("Usage:").trim());
        Some((format!("{} is missing", names.join(", ")), Some(format!("write `{form}`"))))
    }

    fn conflict(&self, args: &[OsString]) -> Said {
        let prior: Vec<&str> = self.texts(ContextKind::PriorArg).map(first_word).collect();
        let others: Vec<String> = prior.iter().map(|flag| format!("`{flag}`")).collect();
        if let Some(command) = self.text(ContextKind::InvalidSubcommand) {
            let message = format!(
                "`{}` cannot follow {}: it is not a flag, and a command comes first",
                shown(command),
                others.join(", ")
            );
            return Some((message, Some(loose(command, args))));
        }
        let flag = self.flag()?;
        if prior == [flag] {
            return Some((format!("`{flag}` is given twice; expected once"), None));
        }
        let others = others.join(" and ");
        Some((format!("`{flag}` does not go with {others}; expected one or the other"), None))
    }

    /// The first line of what clap prints, for the kinds of errors that we have no words for.
    fn in_claps_words(&self) -> String {
        let text = self.0.to_string();
        let line = text.lines().next().unwrap_or_default();
        line.trim_start_matches("error: ").replace('\'', "`")
    }

    fn text(&self, kind: ContextKind) -> Option<&str> {
        self.texts(kind).next()
    }

    fn texts(&self, kind: ContextKind) -> impl Iterator<Item = &str> {
        let list = match self.0.get(kind) {
            Some(ContextValue::String(text)) => std::slice::from_ref(text),
            Some(ContextValue::Strings(texts)) => texts.as_slice(),
            _ => &[],
        };
        list.iter().map(String::as_str)
    }

    /// The flag without the name of its value.
    fn flag(&self) -> Option<&str> {
        self.text(ContextKind::InvalidArg).map(first_word)
    }

    fn suggestion(&self, kind: ContextKind) -> Option<String> {
        let words: Vec<&str> = self.texts(kind).collect();
        if words.is_empty() { None } else { Some(format!("did you mean {}?", one_of(words))) }
    }
}

/// What to do about a word that stands by itself: most belong to the flag before them.
fn loose(word: &str, args: &[OsString]) -> String {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let Some(at) = words.iter().skip(1).position(|found| *found == word).map(|at| at + 1) else {
        return HELP_ALL.into();
    };
    let Some(from) = words[..at].iter().rposition(|found| found.starts_with("--")) else {
        return HELP_ALL.into();
    };
    let rest = words[at..].iter().take_while(|found| !found.starts_with('-'));
    let all: Vec<&str> = words[from + 1..at].iter().chain(rest).copied().collect();
    let flag = words[from];
    match flag {
        "--api" | "--hardware" | "--model" | "--require" | "--needs" | "--features"
        | "--subscription" => format!("several go with commas: `{flag} {}`", shown(&all.join(","))),
        _ if rate::per_day(&all.join(" ")).is_ok() => {
            format!("a value of several words is quoted: `{flag} \"{}\"`", shown(&all.join(" ")))
        }
        _ => HELP_ALL.into(),
    }
}

/// `--volume` of `--volume <RATE>`, and `SHELL` of `<SHELL>`.
fn first_word(usage: &str) -> &str {
    let word = usage.split(' ').next().unwrap_or(usage);
    word.trim_matches(|c| "<>[].".contains(c))
}

/// `--volume RATE` of `--volume <RATE>`.
fn plain(usage: &str) -> String {
    usage.chars().filter(|c| !"<>".contains(*c)).collect()
}

fn not_utf8(args: &[OsString]) -> Said {
    let found = args.iter().find(|arg| arg.to_str().is_none())?;
    let text = shown(&found.to_string_lossy());
    Some((format!("the argument `{text}` is not UTF-8 text"), None))
}
