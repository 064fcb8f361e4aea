//! Doubts about measurements: what the hardware could hardly have done.

use super::doubtful::doubt;
use crate::figure::short;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::profile::catalog::Catalog;
use crate::source::Fault;
use crate::throughput::{DecodePoint, Measured};

/// Operations of the fastest number format for one of 16 bit: 4-bit formats run four times as fast.
const FASTEST_FORMAT: f64 = 4.0;

/// Doubts about a measurement.
pub fn of_throughput(catalog: &Catalog, name: &str) -> Vec<Fault> {
    let Some(measured) = catalog.named::<Measured>(name) else { return Vec::new() };
    let machine = catalog.named::<Hardware>(&measured.hardware);
    let model = catalog.named::<Model>(&measured.model);
    let (Some(machine), Some(model)) = (machine, model) else { return Vec::new() };
    let weights = model.weights_in(&measured.quantization);
    // Two operations per active parameter and token.
    let roof = machine
        .fp16_tflops
        .map(|tflops| FASTEST_FORMAT * tflops * 1e3 / (2.0 * model.active_parameters_billion));
    let above = |field, speed: f64, what: &str| {
        let roof = roof.filter(|roof| speed > *roof)?;
        let reason = format!(
            "{what} at {} tokens/s is above what the compute of `{}` can do, {} tokens/s",
            short(speed),
            machine.id,
            short(roof)
        );
        Some(Fault::new(field, reason))
    };
    let prefill = measured.prefill.map(|prefill| prefill.get());
    let best = measured.decode.iter().map(|point| point.aggregate.get()).fold(0.0, f64::max);
    let single = measured.decode.iter().find(|point| point.concurrency == 1.0);
    let single = single.map(|point| point.aggregate.get());
    let doubts = [
        prefill.and_then(|speed| above("prefill_tokens_per_second", speed, "prompt processing")),
        above("decode_tokens_per_second", best, "decoding"),
        doubt(
            prefill.zip(single).is_some_and(|(prefill, single)| prefill < single),
            "prefill_tokens_per_second",
            || "prompts are processed slower than output is made; have they changed places?".into(),
        ),
        faster_together(measured, single),
        weights.filter(|weights| weights.get() > machine.memory.get()).map(|weights| {
            let reason = format!(
                "the weights, {} GB, are more than the memory of `{}`, {} GB; was a part of them \
                 elsewhere?",
                short(weights.get()),
                machine.id,
                short(machine.memory.get())
            );
            Fault::new("decode_tokens_per_second", reason)
        }),
    ];
    doubts.into_iter().flatten().collect()
}

/// A stream among others that is clearly faster than one alone.
fn faster_together(measured: &Measured, single: Option<f64>) -> Option<Fault> {
    let single = single?;
    let each = |point: &&DecodePoint| point.aggregate.get() / point.concurrency > 1.3 * single;
    let point = measured.decode.iter().find(each)?;
    let reason = format!(
        "each of {} streams is faster than one alone, {} tokens/s against {}; are numbers of several \
         measurements mixed?",
        short(point.concurrency),
        short(point.aggregate.get() / point.concurrency),
        short(single)
    );
    Some(Fault::new("decode_tokens_per_second", reason))
}
