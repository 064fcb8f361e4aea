//! Throughput for people; for spreadsheets in [`csv`].

pub mod csv;
mod feature_lines;

use super::Style;
use super::aligned::grid;
use super::page::Page;
use crate::figure::{fixed, grouped, whole};
use crate::report::throughput::{
    CellReport, DeploymentReport, FitReport, MatrixReport, MeasuredReport, PointReport,
};
use crate::report::{Figure, SourceReport};

/// The rates of one deployment, its memory, its roof, and where they are from.
pub fn table(report: &DeploymentReport, style: &Style) -> String {
    let mut page = Page::new(*style);
    page.paragraph(
        "",
        &format!(
            "{} {} with {} on {}, requests of {} + {} tokens",
            report.model,
            report.quantization,
            feature_lines::engine(report),
            report.hardware,
            whole(report.request.prompt_tokens.0),
            whole(report.request.output_tokens.0)
        ),
    );
    page.paragraph("", "tokens per second of all requests together, with the 80 % interval");
    page.blank();
    grid(
        &mut page,
        &[REQUESTS, "prefill", "decode", "low", "high", "each", "roof", "basis"],
        report.points.iter().map(point_row),
    );
    if let Some(line) = report.points.iter().find_map(prefill) {
        page.paragraph("", &line);
    }
    for reason in reasons(&report.points) {
        page.paragraph("", &reason);
    }
    let parts: Vec<String> =
        memory(&report.fit, &report.hardware).into_iter().chain(roof(report)).collect();
    page.section("memory and roof", &parts);
    feature_lines::draw(report, &mut page);
    page.section("where this is from", &from(report));
    if !report.others.is_empty() {
        page.blank();
        page.paragraph("", &format!("also known here: {}", report.others.join(", ")));
    }
    for warning in &report.warnings {
        page.warning(&warning.message);
    }
    page.finish()
}

/// What was measured, and the profiles.
fn from(report: &DeploymentReport) -> Vec<String> {
    let calibrated = report.calibration.as_ref().map(|calibration| {
        format!(
            "calibrated: measured / modelled {}, counts as {} near {} at the same time ({})",
            fixed(calibration.factor.0, 3),
            fixed(calibration.effective_factor.0, 3),
            requests(calibration.concurrency.0),
            place(&calibration.source)
        )
    });
    let sources =
        report.sources.iter().map(|source| format!("{}: {}", source.profile, place(source)));
    report.measured.iter().map(measurement).chain(calibrated).chain(sources).collect()
}

/// A column that is named in two places.
const REQUESTS: &str = "requests";

fn point_row(point: &PointReport) -> Vec<String> {
    vec![
        whole(point.concurrency.0),
        rate(point.prefill_tokens_per_second),
        rate(point.decode_tokens_per_second),
        rate(point.low),
        rate(point.high),
        rate(point.per_stream_tokens_per_second),
        rate(point.roof_tokens_per_second),
        basis(point),
    ]
}

fn basis(point: &PointReport) -> String {
    match (&point.basis, point.fits) {
        (Some(basis), _) => basis.clone(),
        (None, false) => "does not fit".into(),
        (None, true) => "not known".into(),
    }
}

/// The prefill rate has a basis and an interval of its own.
fn prefill(point: &PointReport) -> Option<String> {
    Some(format!(
        "prefill is {}: {}, {} to {}, at {}",
        point.prefill_basis.as_deref()?,
        rate(point.prefill_tokens_per_second),
        rate(point.prefill_low),
        rate(point.prefill_high),
        requests(point.concurrency.0)
    ))
}

/// Each reason once.
fn reasons(points: &[PointReport]) -> Vec<String> {
    let mut reasons: Vec<String> = points.iter().filter_map(|point| point.reason.clone()).collect();
    reasons.dedup();
    reasons
}

fn rate(rate: Option<Figure>) -> String {
    rate.map_or_else(|| "-".into(), |Figure(rate)| grouped(rate, usize::from(rate < 99.95)))
}

fn gb(amount: Figure) -> String {
    format!("{} GB", grouped(amount.0, usize::from(amount.0.abs() < 99.95)))
}

fn requests(number: f64) -> String {
    format!("{} request{}", whole(number), if number == 1.0 { "" } else { "s" })
}

fn memory(fit: &FitReport, hardware: &str) -> Vec<String> {
    let copies = match (fit.accelerators_per_copy.0, fit.copies.0) {
        (1.0, 1.0) => String::new(),
        (each, copies) => format!(
            " for each of {} on {} of its own{}",
            plural(copies, "copy", "copies"),
            plural(each, "accelerator", "accelerators"),
            match (each, fit.stages_per_copy.0) {
                (1.0, _) => "",
                (_, 1.0) => ", which share every layer",
                (each, stages) if each == stages => ", each with layers of its own",
                _ => ", in groups with layers of their own",
            }
        ),
    };
    let kv = grouped(fit.kv_gb.0, if fit.kv_gb.0 < 0.995 { 3 } else { 1 });
    let state = match fit.state_gb.0 {
        0.0 => String::new(),
        state => format!(" and {} GB of state", fixed(state, 3)),
    };
    let parts = format!(
        "{} of weights, {} of overhead, {kv} GB of KV cache{state} per request of {} \
         tokens{copies}",
        gb(fit.weights_gb),
        gb(fit.overhead_gb),
        whole(fit.context_tokens.0)
    );
    let verdict = match (fit.fits, fit.largest_concurrency) {
        (false, _) => format!(
            "does not fit: {} usable on {hardware}, {} missing",
            gb(fit.usable_gb),
            gb(Figure(-fit.spare_gb.0))
        ),
        (true, None) if fit.spare_gb.0 < 0.0 => format!(
            "{} more than the {} usable on {hardware}, and it ran: a part was in main memory, or the \
             sizes were others",
            gb(Figure(-fit.spare_gb.0)),
            gb(fit.usable_gb)
        ),
        (true, limit) => format!(
            "of {} usable, {} are spare with one request; {}",
            gb(fit.usable_gb),
            gb(fit.spare_gb),
            limit.map_or_else(
                || "nothing limits the number of requests".into(),
                |most| format!("{} fit on the machine", requests(most.0))
            )
        ),
    };
    vec![parts, verdict]
}

fn plural(number: f64, one: &str, many: &str) -> String {
    format!("{} {}", whole(number), if number == 1.0 { one } else { many })
}

fn roof(report: &DeploymentReport) -> Option<String> {
    let roof = &report.roof;
    let one = roof.one_stream_tokens_per_second?;
    let prompts = roof.prefill_tokens_per_second.map_or_else(String::new, |prompts| {
        format!("; prompts {}/s with all of its 16-bit compute", rate(Some(prompts)))
    });
    Some(format!(
        "roof: {} GB/s of bandwidth, {} read per token of one request: {}/s{prompts}",
        whole(roof.bandwidth_gb_per_s.0),
        gb(roof.read_gb_per_token),
        rate(Some(one))
    ))
}

fn measurement(measured: &MeasuredReport) -> String {
    let points: Vec<String> = measured
        .decode_tokens_per_second
        .iter()
        .map(|[concurrency, aggregate]| {
            format!("{} at {}", rate(Some(*aggregate)), requests(concurrency.0))
        })
        .collect();
    let mut text = format!("measured: {}", points.join(", "));
    if let Some(context) = measured.context_tokens {
        text.push_str(&format!(", {} tokens of context", whole(context.0)));
    }
    if measured.includes_prefill {
        text.push_str(", time of prompts included");
    }
    if measured.speculative {
        text.push_str(", with a draft model");
    }
    text
}

fn place(source: &SourceReport) -> String {
    format!("{}:{}, {}, {}", source.file, source.line, source.as_of, source.source)
}

/// A row per machine, model and concurrency; what does not fit is only named.
pub fn matrix_table(report: &MatrixReport, style: &Style) -> String {
    let mut page = Page::new(*style);
    page.paragraph("", &format!(
        "tokens per second of all requests together, requests of {} + {} tokens; how many fit at \
         the same time",
        whole(report.request.prompt_tokens.0),
        whole(report.request.output_tokens.0)
    ));
    for cells in report.cells.chunk_by(|a, b| a.hardware == b.hardware) {
        page.blank();
        page.paragraph("", &cells[0].hardware);
        let answered = cells.iter().filter(|cell| cell.reason.is_none());
        let rows = answered.flat_map(|cell| cell.points.iter().map(|point| cell_row(cell, point)));
        grid(
            &mut page,
            &["model", "weights", "engine", "n", "decode", "80 %", "basis", "fit"],
            rows,
        );
        let refused = cells.iter().filter(|cell| cell.reason.is_some());
        let refused: Vec<&str> = refused.map(|cell| &*cell.model).collect();
        if !refused.is_empty() {
            page.paragraph("", &format!("no: {}", refused.join(", ")));
        }
    }
    page.finish()
}

fn cell_row(cell: &CellReport, point: &PointReport) -> Vec<String> {
    let interval = match (point.low, point.high) {
        (Some(_), Some(_)) => format!("{}-{}", rate(point.low), rate(point.high)),
        _ => "-".into(),
    };
    vec![
        cell.model.clone(),
        cell.quantization.clone().unwrap_or_default(),
        cell.engine.clone().unwrap_or_default(),
        whole(point.concurrency.0),
        rate(point.decode_tokens_per_second),
        interval,
        basis(point),
        cell.largest_concurrency.map_or_else(|| "any".into(), |most| whole(most.0)),
    ]
}
