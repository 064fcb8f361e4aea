//! Throughput for spreadsheets: the fields of the JSON, a row per concurrency.

use anyhow::Result;

use crate::report::Figure;
use crate::report::throughput::{DeploymentReport, MatrixReport, PointReport};

const COLUMNS: [&str; 16] = [
    "concurrency",
    "context_tokens",
    "fits",
    "basis",
    "decode_tokens_per_second",
    "per_stream_tokens_per_second",
    "low",
    "high",
    "roof_tokens_per_second",
    "prefill_basis",
    "prefill_tokens_per_second",
    "prefill_low",
    "prefill_high",
    "end_to_end_tokens_per_second",
    "largest_concurrency",
    "reason",
];

const NAMES: [&str; 4] = ["hardware", "model", "quantization", "engine"];

/// A row per concurrency.
///
/// # Errors
/// None in practice: the writer writes to memory.
pub fn one(report: &DeploymentReport) -> Result<String> {
    let names = [&report.hardware, &report.model, &report.quantization, &report.engine];
    let most = report.fit.largest_concurrency;
    let rows = report.points.iter().map(|point| (names.map(|name| &**name), most, Some(point), ""));
    written(rows)
}

/// A row per machine, model and concurrency.
///
/// # Errors
/// None in practice: the writer writes to memory.
pub fn matrix(report: &MatrixReport) -> Result<String> {
    let rows = report.cells.iter().flat_map(|cell| {
        let names = [
            &*cell.hardware,
            &*cell.model,
            cell.quantization.as_deref().unwrap_or_default(),
            cell.engine.as_deref().unwrap_or_default(),
        ];
        let reason = cell.reason.as_deref().unwrap_or_default();
        let points: Vec<Option<&PointReport>> = match cell.points.is_empty() {
            true => vec![None],
            false => cell.points.iter().map(Some).collect(),
        };
        points.into_iter().map(move |point| (names, cell.largest_concurrency, point, reason))
    });
    written(rows)
}

type Row<'a> = ([&'a str; 4], Option<Figure>, Option<&'a PointReport>, &'a str);

fn written<'a>(rows: impl Iterator<Item = Row<'a>>) -> Result<String> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(NAMES.iter().chain(&COLUMNS))?;
    for (names, most, point, reason) in rows {
        let number = |figure: Option<Figure>| {
            figure.map_or_else(String::new, |figure| figure.rounded().to_string())
        };
        let values = point.map_or_else(
            || vec![String::new(); COLUMNS.len() - 2],
            |point| {
                vec![
                    number(Some(point.concurrency)),
                    number(Some(point.context_tokens)),
                    point.fits.to_string(),
                    point.basis.clone().unwrap_or_default(),
                    number(point.decode_tokens_per_second),
                    number(point.per_stream_tokens_per_second),
                    number(point.low),
                    number(point.high),
                    number(point.roof_tokens_per_second),
                    point.prefill_basis.clone().unwrap_or_default(),
                    number(point.prefill_tokens_per_second),
                    number(point.prefill_low),
                    number(point.prefill_high),
                    number(point.end_to_end_tokens_per_second),
                ]
            },
        );
        let reason = point.and_then(|point| point.reason.as_deref()).unwrap_or(reason);
        let mut record: Vec<String> = names.map(String::from).to_vec();
        record.extend(values);
        record.extend([number(most), reason.to_string()]);
        writer.write_record(record)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
