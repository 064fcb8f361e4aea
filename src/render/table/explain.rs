//! Each formula with its numbers, and the file and line of every number.

use super::super::page::Page;
use crate::report::{NumberReport, Report};

/// The explanation of every option, below the answer.
pub fn draw(report: &Report, page: &mut Page) {
    for explained in &report.explanation {
        page.blank();
        page.paragraph("", &format!("how {} comes about", explained.option));
        for step in &explained.steps {
            page.paragraph("  ", &format!("{}: {}", step.name, step.formula));
            page.paragraph("    = ", &step.numbers);
            for number in &step.from {
                page.paragraph("      ", &origin(number));
            }
        }
    }
}

fn origin(number: &NumberReport) -> String {
    let NumberReport { name, value, file, line, as_of, .. } = number;
    if file.is_empty() {
        format!("{name}: {value}")
    } else {
        format!("{name}: {value}, {file}:{line}, {as_of}")
    }
}
