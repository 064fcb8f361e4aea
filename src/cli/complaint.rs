//! What clap says of a command line, in our words and safe to print.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::run::Outcome;
use crate::text::printable;

/// Help and version are answers; everything else is a refusal with exit code 2.
pub fn outcome(error: &Error) -> Outcome {
    if !error.use_stderr() {
        return Outcome { stdout: error.to_string(), ..Outcome::default() };
    }
    let text = match error.kind() {
        ErrorKind::ValueValidation => value(error).unwrap_or_else(|| error.to_string()),
        _ => error.to_string(),
    };
    let lines: Vec<_> = text.trim_end().lines().map(printable).collect();
    Outcome { stderr: format!("{}\n", lines.join("\n")), code: 2, ..Outcome::default() }
}

/// A flag with a value that means nothing: the flag, the user's words, and what was expected.
fn value(error: &Error) -> Option<String> {
    let text = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.as_str()),
        _ => None,
    };
    let flag = text(ContextKind::InvalidArg)?.split(' ').next()?;
    let found = text(ContextKind::InvalidValue)?;
    let reason = std::error::Error::source(error)?;
    Some(format!("error: `{flag} {found}`: {reason}"))
}
