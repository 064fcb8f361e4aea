//! A lever at many values, for people and for spreadsheets.

use anyhow::Result;

use super::Style;
use super::table::rows_of;
use super::would_change::{value, winner};
use crate::figure::{change, dollars};
use crate::report::Figure;
use crate::report::swept::{SweepReport, SweptOption, SweptPoint};
use crate::text::count;
use crate::text::markup::{cell, markdown as escape};

/// A row for each value, below the sentence that says where the winner changes.
pub fn table(report: &SweepReport, style: &Style) -> String {
    let header = header(report).map(String::from).to_vec();
    let loud: Vec<bool> = report.points.iter().map(|point| point.changes).collect();
    rows_of(&finding(report), header, rows(report), &loud, style)
}

/// The same as a table of Markdown.
pub fn markdown(report: &SweepReport) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut out = format!("**{}**\n\n", escape(&finding(report)));
    out.push_str(&line(&header(report)));
    out.push_str("| ---: | --- | ---: | ---: | --- | ---: |\n");
    for row in rows(report) {
        out.push_str(&line(&row.iter().map(|cell| escape(cell)).collect::<Vec<_>>()));
    }
    out
}

/// The columns of the CSV.
pub const COLUMNS: [&str; 12] = [
    "input",
    "value",
    "changes",
    "cheapest.id",
    "cheapest.kind",
    "cheapest.units",
    "cheapest.first_month_usd",
    "cheapest.horizon_usd",
    "instead.id",
    "instead.kind",
    "instead.units",
    "instead.horizon_usd",
];

/// A row for each value, below the names of the columns.
///
/// # Errors
/// None in practice: the writer writes to memory.
pub fn csv(report: &SweepReport) -> Result<String> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for point in &report.points {
        let of = |option: &Option<SweptOption>| match option {
            None => [const { String::new() }; 5],
            Some(option) => [
                cell(&option.id),
                option.kind.clone(),
                option.units.map(number).unwrap_or_default(),
                number(option.first_month_usd),
                number(option.horizon_usd),
            ],
        };
        let ([id, kind, units, month, total], other) = (of(&point.cheapest), of(&point.instead));
        let [other_id, other_kind, other_units, _, other_total] = other;
        let (value, changes) = (number(point.value), point.changes.to_string());
        let input = report.input.clone();
        writer.write_record([
            input,
            value,
            changes,
            id,
            kind,
            units,
            month,
            total,
            other_id,
            other_kind,
            other_units,
            other_total,
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// With the digits of the JSON report.
fn number(figure: Figure) -> String {
    serde_json::to_string(&figure).unwrap_or_default()
}

fn header(report: &SweepReport) -> [String; 6] {
    let total = report.horizon_months.map_or_else(
        || "total".to_string(),
        |months| format!("total, {}", count(months as usize, "month")),
    );
    let input = report.input.replace('-', " ");
    [input, "cheapest".into(), "first month".into(), total, "instead".into(), "total".into()]
}

fn rows(report: &SweepReport) -> Vec<Vec<String>> {
    let row = |point: &SweptPoint| {
        let at = value(&report.input, point.value.0);
        let Some(cheapest) = &point.cheapest else {
            return vec![
                at,
                "nothing".into(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
            ];
        };
        let (instead, more) = point.instead.as_ref().map_or_else(Default::default, |option| {
            let more = option.horizon_usd.0 / cheapest.horizon_usd.0 - 1.0;
            (name(option), if more.is_finite() { change(more) } else { String::new() })
        });
        let (month, total) = (cheapest.first_month_usd.0, cheapest.horizon_usd.0);
        vec![at, name(cheapest), dollars(month), dollars(total), instead, more]
    };
    report.points.iter().map(row).collect()
}

/// The kind and who serves: `local, 2 x rtx-3090`.
fn name(option: &SweptOption) -> String {
    let first = option.label.first().map_or(&*option.id, String::as_str);
    match option.kind.as_str() {
        "api" => format!("the API {first}"),
        "local" => format!("own {first}"),
        "rent" => format!("rented {first}"),
        "mixed" => format!("{first} and an API"),
        kind => format!("{kind}: {first}"),
    }
}

/// Changes that are said one by one.
const MOST: usize = 4;

/// Where the winner changes.
fn finding(report: &SweepReport) -> String {
    let kind = |point: &SweptPoint| {
        point.cheapest.as_ref().map_or("nothing", |option| winner(&option.kind))
    };
    let Some(first) = report.points.first() else { return String::new() };
    let mut said = format!("cheapest by {}: {}", report.input.replace('-', " "), kind(first));
    let changes: Vec<&SweptPoint> = report.points.iter().filter(|point| point.changes).collect();
    for point in changes.iter().take(MOST) {
        let from = value(&report.input, point.value.0);
        said.push_str(&format!("; from {from} on {}", kind(point)));
    }
    if let Some(last) = changes.last().filter(|_| changes.len() > MOST) {
        said.push_str(&format!(", and so on; at the end {}", kind(last)));
    }
    if changes.is_empty() {
        said.push_str(" at every value shown");
    }
    said
}
