//! Rules between profiles: names that must exist, and speeds that cannot be.

use super::catalog::{Catalog, self_problem};
use super::estimator::vendor;
use super::fields::FAMILIES;
use super::problem::Problem;
use super::record::Record;
use crate::source::Fault;
use crate::text::did_you_mean;
use crate::throughput::Measured;

/// Above this multiple of bandwidth over active weight bytes, a "single stream" is an aggregate.
///
/// A stream reads every active weight once per token, so the ratio cannot pass 1; the rest allows
/// for file sizes that include embeddings which are looked up, not read.
const MISLABELLED: f64 = 1.15;

/// Every rule that does not hold.
pub fn cross_check(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for measured in &catalog.measured {
        let name = format!(
            "{} {} {} {}",
            measured.hardware, measured.model, measured.quantization, measured.engine
        );
        let Some(record) = catalog.record("throughput", &name) else { continue };
        if let Some(problem) = unknown_name(catalog, record, measured) {
            problems.push(problem);
        } else if let Some(fault) = too_wide(catalog, measured) {
            problems.push(self_problem(catalog.document(record), record, fault));
        } else if let Some(fault) = above_roof(catalog, measured) {
            problems.push(self_problem(catalog.document(record), record, fault));
        }
    }
    problems.extend(catalog.records().filter_map(|record| idle_factor(catalog, record)));
    problems
}

/// A section of the throughput model that nothing would ever use, because of its name.
fn idle_factor(catalog: &Catalog, record: &Record) -> Option<Problem> {
    let last = record.name.rsplit(' ').next().unwrap_or_default();
    let first = record.name.split(' ').next().unwrap_or_default();
    let (what, name, known): (_, _, Vec<&str>) = match record.kind {
        "family" | "engine_family" => ("family of hardware", last, FAMILIES.to_vec()),
        "vendor" => ("vendor", last, FAMILIES.iter().map(|family| vendor(family)).collect()),
        "interconnect" => ("interconnect", last, vec!["pcie", "nvlink"]),
        "calibration" => {
            ("hardware", first, catalog.hardware.iter().map(|hardware| &*hardware.id).collect())
        }
        _ => return None,
    };
    if known.contains(&name) {
        return None;
    }
    let message = format!("no {what} is called `{name}`");
    let hint = did_you_mean(name, known.iter().copied());
    Some(Problem::at(catalog.document(record), record.place, message).maybe_hint(hint))
}

fn unknown_name(catalog: &Catalog, record: &Record, measured: &Measured) -> Option<Problem> {
    let complain = |what: &str, name: &str, hint: Option<String>| {
        let message = format!("no {what} is called `{name}`");
        let problem = Problem::at(catalog.document(record), record.place, message);
        Some(problem.maybe_hint(hint))
    };
    let hardware = || catalog.hardware.iter().map(|hardware| &*hardware.id);
    if catalog.is_broken("hardware", &measured.hardware)
        || catalog.is_broken("model", &measured.model)
    {
        return None;
    }
    if !hardware().any(|id| id == measured.hardware) {
        let hint = did_you_mean(&measured.hardware, hardware());
        return complain("hardware", &measured.hardware, hint);
    }
    let models = || catalog.models.iter().map(|model| &*model.id);
    let Some(model) = catalog.models.iter().find(|model| model.id == measured.model) else {
        return complain("model", &measured.model, did_you_mean(&measured.model, models()));
    };
    let quantizations = || model.weights.iter().map(|(name, _)| &**name);
    if !quantizations().any(|name| name == measured.quantization) {
        let hint = did_you_mean(&measured.quantization, quantizations());
        let what = format!("quantization of `{}`", model.id);
        return complain(&what, &measured.quantization, hint);
    }
    None
}

fn too_wide(catalog: &Catalog, measured: &Measured) -> Option<Fault> {
    let hardware = catalog.hardware.iter().find(|h| h.id == measured.hardware)?;
    let used = measured.split?.accelerators();
    (used > f64::from(hardware.gpus)).then(|| {
        Fault::new(
            "tensor_parallel",
            format!(
                "one copy of the model is spread over {used} accelerators, `{}` has {}",
                hardware.id, hardware.gpus
            ),
        )
    })
}

fn above_roof(catalog: &Catalog, measured: &Measured) -> Option<Fault> {
    let hardware = catalog.hardware.iter().find(|h| h.id == measured.hardware)?;
    let model = catalog.models.iter().find(|m| m.id == measured.model)?;
    let single = measured.decode.iter().find(|point| point.concurrency == 1.0)?;
    let weights = model.weights_in(&measured.quantization)?;
    let active = model.active_weights(weights);
    let roof = hardware.bandwidth.get() / active.get();
    if measured.speculative || single.aggregate.get() <= MISLABELLED * roof {
        return None;
    }
    Some(Fault::new(
        "decode_tokens_per_second",
        format!(
            "one stream at {} tokens/s is above what the memory can do: {:.0} GB/s over {:.1} GB \
             read per token is {roof:.0} tokens/s; is it the total of several streams?",
            single.aggregate.get(),
            hardware.bandwidth.get(),
            active.get()
        ),
    ))
}
