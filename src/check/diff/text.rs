//! A difference in words: a headline, and lines for a table or a pull request.

use super::difference::{CostChange, DiffReport, Difference, InputChange, WorkloadDiff};
use crate::check::metric::Unit;
use crate::figure::{dollars, percent, significant};
use crate::render::aligned::aligned;
use crate::render::wrap::wrap;
use crate::text::markup::markdown as escape;
use crate::text::printable;

/// One line: the first month of the verdict before and now, and whether the verdict changed.
pub fn headline(difference: &Difference) -> String {
    let or_nothing = |kind: &Option<String>| kind.clone().unwrap_or_else(|| "nothing".into());
    let verdict = &difference.verdict;
    let kinds = if verdict.changed {
        let (from, to) = (or_nothing(&verdict.from), or_nothing(&verdict.to));
        format!("verdict changed from {from} to {to}")
    } else {
        format!("verdict unchanged: {}", or_nothing(&verdict.to))
    };
    match difference.of_verdict().and_then(|change| change.monthly_usd.as_ref()) {
        None => kinds,
        Some(cost) if cost.difference.0.abs() < CENT.max(1e-9 * cost.from.0.abs()) => {
            format!("{} a month as before; {kinds}", dollars(cost.to.0))
        }
        Some(cost) => format!(
            "{} to {} a month{}; {kinds}",
            apart(cost.from.0, cost.to.0)[0],
            apart(cost.from.0, cost.to.0)[1],
            relative(cost.from.0, cost.difference.0)
        ),
    }
}

/// What moved by less than this has not moved, US dollars a month.
const CENT: f64 = 0.01;

/// Two amounts, to the cent when they look the same in whole dollars.
fn apart(one: f64, two: f64) -> [String; 2] {
    Unit::Usd.show_apart(one, two)
}

fn relative(from: f64, difference: f64) -> String {
    let share = (difference / from).abs();
    // From nothing, or from next to nothing, a percentage says nothing.
    if !share.is_finite() || share > 1e6 {
        return String::new();
    }
    format!(" ({}{})", sign(difference), percent(share))
}

fn sign(amount: f64) -> &'static str {
    if amount < 0.0 { "-" } else { "+" }
}

/// A difference with its sign.
pub fn signed(amount: f64) -> String {
    format!("{}{}", sign(amount), dollars(amount.abs()))
}

/// The costs and their causes: a row of label, before, now, difference.
pub fn rows(difference: &Difference) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    let verdict = difference.of_verdict();
    for change in &difference.costs {
        let said = change.subject != "verdict"
            && verdict.is_some_and(|v| {
                v.from_option == change.from_option && v.to_option == change.to_option
            });
        if !said && moved(change) {
            rows.extend(cost_rows(change));
        }
    }
    rows
}

/// Whether there is something to show: half a cent, or another option.
fn moved(change: &CostChange) -> bool {
    let costs = [&change.monthly_usd, &change.horizon_usd];
    change.from_option != change.to_option
        || costs.into_iter().flatten().any(|cost| cost.difference.0.abs() >= 0.005)
}

fn cost_rows(change: &CostChange) -> Vec<[String; 4]> {
    let none = || "none".to_string();
    let (from, to) = (&change.from_option, &change.to_option);
    let (Some(monthly), Some(horizon)) = (&change.monthly_usd, &change.horizon_usd) else {
        let name = |option: &Option<String>| option.as_deref().map_or_else(none, str::to_string);
        return vec![[change.subject.clone(), name(from), name(to), String::new()]];
    };
    let mut rows = Vec::new();
    for (what, found) in [("a month", monthly), ("over the horizon", horizon)] {
        let [before, now] = apart(found.from.0, found.to.0);
        rows.push([format!("{}, {what}", change.subject), before, now, signed(found.difference.0)]);
        for cause in found.causes.iter().filter(|cause| cause.usd.0.abs() >= 0.005) {
            let cause_text = match cause.cause.as_str() {
                "switch" => format!("switch to {}", to.as_deref().unwrap_or("none")),
                word => word.to_string(),
            };
            let usd = signed(cause.usd.0);
            rows.push([format!("  {cause_text}"), String::new(), String::new(), usd]);
        }
    }
    rows
}

/// The inputs that differ, a line each.
pub fn inputs(difference: &Difference) -> Vec<String> {
    let mut lines: Vec<String> = difference.inputs.iter().map(input).collect();
    if difference.program.from != difference.program.to {
        let (from, to) = (&difference.program.from, &difference.program.to);
        lines.push(format!("program: {} -> {}", printable(from), printable(to)));
    }
    lines
}

fn input(change: &InputChange) -> String {
    format!("{}: {}", change.cause, input_alone(change))
}

/// An input that differs, without the cause it belongs to.
pub fn input_alone(change: &InputChange) -> String {
    let show = |value: &serde_json::Value| match value {
        serde_json::Value::Null => "not stated".to_string(),
        serde_json::Value::Number(number) => {
            number.as_f64().map_or_else(|| number.to_string(), |number| significant(number, 6))
        }
        serde_json::Value::String(text) => printable(text).into_owned(),
        other => printable(&other.to_string()).into_owned(),
    };
    format!("{} {} -> {}", printable(&change.input), show(&change.from), show(&change.to))
}

/// Lines of text with their columns aligned.
pub fn lines(rows: &[[String; 4]]) -> String {
    let rows = rows.iter().map(|row| row.each_ref().map(|cell| printable(cell).into_owned()));
    aligned(&rows.collect::<Vec<_>>(), 1)
}

/// A whole diff for a terminal of so many columns.
pub fn table(report: &DiffReport, columns: usize) -> String {
    let mut text = String::new();
    for workload in &report.workloads {
        let headline =
            format!("{}: {}", printable(&workload.workload), printable(&workload.headline));
        text.push_str(&format!("{}\n", wrap(&headline, columns)));
        if !workload.changed {
            continue;
        }
        let rows = rows(&workload.diff);
        if !rows.is_empty() {
            text.push('\n');
            text.push_str(&lines(&rows));
        }
        let inputs = inputs(&workload.diff);
        if !inputs.is_empty() {
            text.push_str("\nwhat changed:\n");
            for line in inputs {
                text.push_str(&format!("{}\n", wrap(&format!("  {line}"), columns)));
            }
        }
        text.push('\n');
    }
    for (word, names) in [("added", &report.added), ("removed", &report.removed)] {
        names.iter().for_each(|name| text.push_str(&format!("{}: {word}\n", printable(name))));
    }
    while text.ends_with("\n\n") {
        text.pop();
    }
    text
}

/// A whole diff for a pull request.
pub fn markdown(report: &DiffReport) -> String {
    let mut text = String::from("<!-- breakeven diff -->\n");
    for workload in &report.workloads {
        text.push_str(&markdown_of(workload));
    }
    for (word, names) in [("added", &report.added), ("removed", &report.removed)] {
        names.iter().for_each(|name| text.push_str(&format!("\n**{}**: {word}\n", escape(name))));
    }
    text
}

fn markdown_of(workload: &WorkloadDiff) -> String {
    let mut text =
        format!("\n**{}**: {}\n", escape(&workload.workload), escape(&workload.headline));
    if workload.changed {
        text.push_str(&details(&workload.diff));
    }
    text
}

/// The costs with their causes and the inputs, for a pull request.
pub fn details(difference: &Difference) -> String {
    let mut text =
        String::from("\n| Cost | Before | Now | Difference |\n| --- | ---: | ---: | ---: |\n");
    for [label, from, to, change] in rows(difference) {
        let label = escape(&label).replacen("  ", "&nbsp;&nbsp;", 1);
        let (from, to) = (escape(&from), escape(&to));
        text.push_str(&format!("| {label} | {from} | {to} | {change} |\n"));
    }
    let inputs = inputs(difference);
    if !inputs.is_empty() {
        text.push('\n');
        inputs.iter().for_each(|line| text.push_str(&format!("- {}\n", escape(line))));
    }
    text
}
