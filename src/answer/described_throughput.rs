//! Requests, measurements, calibrations and sources as a throughput report shows them.

use super::describe::source;
use crate::calc::throughput::correction::shrunk;
use crate::report::throughput::{CalibrationReport, MeasuredReport};
use crate::report::{Figure, RequestReport};
use crate::throughput::{Deployment, Measured};
use crate::workload::Request;

pub(super) fn request(request: Request) -> RequestReport {
    RequestReport {
        prompt_tokens: Figure(request.prompt_tokens),
        output_tokens: Figure(request.output_tokens),
    }
}

pub(super) fn measured(measured: &Measured) -> MeasuredReport {
    let point = |p: &crate::throughput::DecodePoint| [p.concurrency, p.aggregate.get()].map(Figure);
    MeasuredReport {
        decode_tokens_per_second: measured.decode.iter().map(point).collect(),
        prefill_tokens_per_second: measured.prefill.map(|rate| Figure(rate.get())),
        context_tokens: measured.context_tokens.map(Figure),
        includes_prefill: measured.end_to_end.is_some(),
        speculative: measured.speculative,
        source: source(&measured.source),
    }
}

pub(super) fn calibration(deployment: &Deployment<'_>) -> Option<CalibrationReport> {
    let (known, constants) = deployment.calibration.zip(deployment.constants)?;
    let prior = constants.prior_measurements;
    Some(CalibrationReport {
        factor: Figure(known.factor),
        effective_factor: Figure(shrunk(known.factor, known.measurements, prior)),
        measurements: Figure(known.measurements),
        concurrency: Figure(known.concurrency),
        source: source(&known.source),
    })
}

pub(super) fn profiles(deployment: &Deployment<'_>) -> Vec<crate::report::SourceReport> {
    let calibration = deployment.calibration.filter(|_| deployment.measured.is_none());
    let sources = [
        Some(&deployment.hardware.source),
        Some(&deployment.model.source),
        deployment.measured.map(|measured| &measured.source),
        calibration.map(|calibration| &calibration.source),
        deployment.constants.map(|constants| &constants.source),
    ];
    sources.into_iter().flatten().map(source).collect()
}
