//! Which option stands out.

use super::super::page::Tone;
use crate::report::{OptionReport, Report};

/// How an option is painted.
pub fn tone(report: &Report, option: &OptionReport) -> Tone {
    if !option.meets_requirements {
        Tone::Faint
    } else if report.verdict.option.as_deref() == Some(&*option.id) {
        Tone::Good
    } else {
        Tone::Plain
    }
}
