//! Doubts about measurements: what the hardware could hardly have done.

use super::doubtful::doubt;
use crate::feature::{Effect, Feature};
use crate::figure::short;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::profile::catalog::Catalog;
use crate::source::Fault;
use crate::throughput::{DecodePoint, Measured};

/// Clocks above the published ones, and sizes of weights that include what is not read.
const ROUNDING: f64 = 1.15;

/// A stream among more streams is slower; measurements differ by less than this from run to run.
const NOISE: f64 = 1.1;

/// Doubts about a measurement.
pub fn of_throughput(catalog: &Catalog, name: &str) -> Vec<Fault> {
    let Some(measured) = catalog.named::<Measured>(name) else { return Vec::new() };
    let machine = catalog.named::<Hardware>(&measured.hardware);
    let model = catalog.named::<Model>(&measured.model);
    let (Some(machine), Some(model)) = (machine, model) else { return Vec::new() };
    let prefill = measured.prefill.map(|prefill| prefill.get());
    let best = measured.decode.iter().map(|point| point.aggregate.get()).fold(0.0, f64::max);
    let single = measured.decode.iter().find(|point| point.concurrency == 1.0);
    let single = single.map(|point| point.aggregate.get());
    let above = |field, speed, what| above_peak(machine, model, measured, (field, speed, what));
    let doubts = [
        prefill.and_then(|speed| above("prefill_tokens_per_second", speed, "prompt processing")),
        above("decode_tokens_per_second", best, "decoding"),
        doubt(
            prefill.zip(single).is_some_and(|(prefill, single)| prefill < single),
            "prefill_tokens_per_second",
            || "prompts are processed slower than output is made; have they changed places?".into(),
        ),
        faster_together(measured),
        above_memory(machine, model, measured),
        too_large(machine, model, measured).filter(|_| !experts_elsewhere(catalog, measured)),
    ];
    doubts.into_iter().flatten().collect()
}

/// The fastest arithmetic for weights of a precision, 10^12 operations a second, and its name; as
/// far as the machine states it, else twice as fast for half as many bits.
///
/// Consumer cards add 16-bit products in 16 bit at twice the published rate (which is that of adding
/// them in 32 bit). What is neither of 16 bit nor a number format of the card is multiplied as
/// 8-bit integers, which run twice as fast as 16 bit.
fn peak(machine: &Hardware, quantization: &str) -> Option<(f64, &'static str)> {
    let consumer = if &*machine.family == "nv-geforce" { 2.0 } else { 1.0 };
    let sixteen = consumer * machine.fp16_tflops?;
    let eight = machine.fp8_tflops.unwrap_or(0.0).max(2.0 * sixteen);
    Some(match quantization {
        "bf16" | "f16" | "fp16" => (sixteen, "16-bit"),
        "fp8" => (eight, "8-bit"),
        "nvfp4" | "mxfp4" | "fp4" => (machine.fp4_tflops.unwrap_or(0.0).max(2.0 * eight), "4-bit"),
        _ => (eight, "8-bit integer"),
    })
}

/// Tokens faster than the peak of the stated precision: two operations per active parameter and
/// token.
fn above_peak(
    machine: &Hardware,
    model: &Model,
    measured: &Measured,
    (field, speed, what): (&'static str, f64, &str),
) -> Option<Fault> {
    let (tflops, precision) = peak(machine, &measured.quantization)?;
    let roof = tflops * 1e3 / (2.0 * model.active_parameters_billion);
    doubt(speed > ROUNDING * roof, field, || {
        format!(
            "{what} at {} tokens/s is above what the compute of `{}` can do, {} tokens/s: {} TFLOPS \
             of {precision} arithmetic over two operations for each of {} billion active parameters",
            short(speed),
            machine.id,
            short(roof),
            short(tflops),
            short(model.active_parameters_billion)
        )
    })
}

/// One of several streams faster than the memory can feed one; for one alone that is an error.
fn above_memory(machine: &Hardware, model: &Model, measured: &Measured) -> Option<Fault> {
    let active = model.active_weights(model.weights_in(&measured.quantization)?).get();
    let roof = machine.bandwidth.get() / active;
    let each = |point: &&DecodePoint| point.aggregate.get() / point.concurrency > ROUNDING * roof;
    let mut several = measured.decode.iter().filter(|point| point.concurrency > 1.0);
    let point = several.find(each).filter(|_| !measured.speculative)?;
    let reason = format!(
        "each of {} streams at {} tokens/s is above what the memory of `{}` can do for one, {} \
         tokens/s: {} GB/s over {} GB read per token",
        short(point.concurrency),
        short(point.aggregate.get() / point.concurrency),
        machine.id,
        short(roof),
        short(machine.bandwidth.get()),
        short(active)
    );
    Some(Fault::new("decode_tokens_per_second", reason))
}

/// Whether a feature that it was measured with keeps experts in main memory.
fn experts_elsewhere(catalog: &Catalog, measured: &Measured) -> bool {
    let found = measured.features.iter().filter_map(|name| catalog.named::<Feature>(name));
    found.into_iter().any(|feature| feature.effect == Effect::ExpertsInMainMemory)
}

fn too_large(machine: &Hardware, model: &Model, measured: &Measured) -> Option<Fault> {
    let weights = model.weights_in(&measured.quantization)?;
    doubt(weights.get() > machine.memory.get(), "decode_tokens_per_second", || {
        format!(
            "the weights, {} GB, are more than the memory of `{}`, {} GB; was a part of them \
             elsewhere?",
            short(weights.get()),
            machine.id,
            short(machine.memory.get())
        )
    })
}

/// A stream that is clearly faster among more streams than among fewer.
fn faster_together(measured: &Measured) -> Option<Fault> {
    let each = |point: &DecodePoint| point.aggregate.get() / point.concurrency;
    let mut pairs = measured.decode.windows(2);
    let pair = pairs.find(|pair| each(&pair[1]) > NOISE * each(&pair[0]))?;
    let fewer = match pair[0].concurrency {
        1.0 => "one alone".to_string(),
        number => format!("each of {}", short(number)),
    };
    let reason = format!(
        "each of {} streams is faster than {fewer}, {} tokens/s against {}; are numbers of several \
         measurements mixed?",
        short(pair[1].concurrency),
        short(each(&pair[1])),
        short(each(&pair[0]))
    );
    Some(Fault::new("decode_tokens_per_second", reason))
}
