//! Rules between profiles: names that must exist, and speeds that cannot be.
//!
//! A shipped measurement is of a shipped machine and model. Where the user replaces one of them so
//! that the measurement no longer fits, it is left out; it is not the user's mistake.

use super::catalog::{Catalog, self_problem};
use super::document::{BUILTIN, Document};
use super::estimator::vendor;
use super::fields::{FAMILIES, default_fields};
use super::node::{Place, Value, find};
use super::problem::Problem;
use super::record::Record;
use crate::api::Api;
use crate::feature::{Feature, Gain};
use crate::figure::fixed;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::source::Fault;
use crate::text::{did_you_mean, shown};
use crate::throughput::Measured;

/// Above this multiple of bandwidth over active weight bytes, a "single stream" is an aggregate.
///
/// A stream reads every active weight once per token, so the ratio cannot pass 1; the rest allows
/// for file sizes that include embeddings which are looked up, not read.
const MISLABELLED: f64 = 1.15;

/// Leaves out the shipped measurements that do not fit what the user replaced.
pub fn drop_misfits(catalog: &mut Catalog) {
    let mut measured = std::mem::take(&mut catalog.measured);
    let fits = |m: &Measured| {
        let shipped = m.source.file.starts_with(BUILTIN);
        let fault = || too_wide(catalog, m).or_else(|| above_roof(catalog, m));
        !shipped || (missing_name(catalog, m).is_none() && fault().is_none())
    };
    measured.retain(fits);
    catalog.measured = measured;
}

/// Every rule that does not hold.
pub fn cross_check(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for measured in catalog.all::<Measured>() {
        let Some(record) = catalog.record("throughput", &measured.source.profile) else { continue };
        if let Some(missing) = missing_name(catalog, measured) {
            problems.push(missing.at_name(catalog.document(record), record));
        } else if let Some(fault) = too_wide(catalog, measured) {
            problems.push(self_problem(catalog.document(record), record, fault));
        } else if let Some(fault) = above_roof(catalog, measured) {
            let problem = self_problem(catalog.document(record), record, fault);
            problems.push(problem.hint("is it the total of several streams?"));
        }
    }
    problems.extend(catalog.all().filter_map(|api| serves(catalog, api)));
    problems.extend(catalog.all().filter_map(|gain| gains(catalog, gain)));
    for kind in ["workload", "defaults"] {
        problems.extend(catalog.records_of(kind).filter_map(|record| load(catalog, record)));
    }
    problems.extend(catalog.records().filter_map(|record| idle_factor(catalog, record)));
    problems
}

/// A section of the throughput model that nothing would ever use, because of its name.
fn idle_factor(catalog: &Catalog, record: &Record) -> Option<Problem> {
    let family = || FAMILIES.iter().copied();
    let hardware = || catalog.all::<Hardware>().map(|hardware| &*hardware.id);
    let name = |index| record.name.split(' ').nth(index).unwrap_or_default();
    let missing = match record.kind {
        "family" => Missing::unless_known("family of hardware", 0, name(0), family()),
        "engine_family" => Missing::unless_known("family of hardware", 1, name(1), family()),
        "vendor" => Missing::unless_known("vendor", 0, name(0), family().map(vendor)),
        "interconnect" => {
            let joined = ["pcie", "nvlink"].into_iter();
            Missing::unless_known("interconnect", 0, name(0), joined)
        }
        "calibration" if !catalog.is_broken("hardware", name(0)) => {
            Missing::unless_known("hardware", 0, name(0), hardware())
        }
        _ => None,
    };
    Some(missing?.at_name(catalog.document(record), record))
}

fn serves(catalog: &Catalog, api: &Api) -> Option<Problem> {
    let model = api.serves.as_deref()?;
    let models = catalog.all::<Model>().map(|model| &*model.id);
    let missing = Missing::unless_known("model", 0, model, models)?;
    if catalog.is_broken("model", model) {
        return None;
    }
    let record = catalog.record("api", &api.id)?;
    Some(missing.at(catalog.document(record), place(record, "serves")))
}

fn load(catalog: &Catalog, record: &Record) -> Option<Problem> {
    let name = record.fields().text(&default_fields::LOAD)?;
    let missing = Missing::unless_known("load", 0, &name, catalog.load_names())?;
    if catalog.is_broken("load", &name) {
        return None;
    }
    Some(missing.at(catalog.document(record), place(record, "load")))
}

fn place(record: &Record, field: &str) -> Place {
    find(record.table(), field).map_or(record.place, |entry| entry.node.place)
}

/// A name that no profile has.
struct Missing {
    /// Which of the names in the heading it is, from 0.
    index: usize,
    message: String,
    hint: Option<String>,
}

impl Missing {
    fn new<'a>(what: &str, index: usize, name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let message = format!("no {what} is called `{}`", shown(name));
        Self { index, message, hint: did_you_mean(name, known) }
    }

    fn unless_known<'a>(
        what: &str,
        index: usize,
        name: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<Self> {
        let is_known = known.clone().any(|one| one == name);
        if is_known { None } else { Some(Self::new(what, index, name, known)) }
    }

    fn at(self, document: &Document, place: Place) -> Problem {
        Problem::at(document, place, self.message).maybe_hint(self.hint)
    }

    /// The problem at the name in the heading of the record.
    fn at_name(self, document: &Document, record: &Record) -> Problem {
        let mut place = record.place;
        let mut table = &*document.table;
        for key in [record.kind].into_iter().chain(record.name.split(' ').take(self.index + 1)) {
            let Some(entry) = find(table, key) else { break };
            let Value::Table(inner) = &entry.node.value else { break };
            (place, table) = (entry.place, inner);
        }
        self.at(document, place)
    }
}

fn missing_name(catalog: &Catalog, measured: &Measured) -> Option<Missing> {
    if catalog.is_broken("hardware", &measured.hardware)
        || catalog.is_broken("model", &measured.model)
    {
        return None;
    }
    let hardware = catalog.all::<Hardware>().map(|hardware| &*hardware.id);
    if let Some(missing) = Missing::unless_known("hardware", 0, &measured.hardware, hardware) {
        return Some(missing);
    }
    let models = catalog.all::<Model>().map(|model| &*model.id);
    let Some(model) = catalog.named::<Model>(&measured.model) else {
        return Some(Missing::new("model", 1, &measured.model, models));
    };
    let quantizations = model.weights.iter().map(|(name, _)| &**name);
    let what = format!("quantization of `{}`", model.id);
    Missing::unless_known(&what, 2, &measured.quantization, quantizations)
        .or_else(|| measured.features.iter().find_map(|name| no_feature(catalog, 3, name)))
}

/// A feature that there is not, with those there are.
fn no_feature(catalog: &Catalog, index: usize, name: &str) -> Option<Missing> {
    let names = || catalog.all::<Feature>().map(|feature| &*feature.name);
    let missing = Missing::unless_known("feature", index, name, names())?;
    let all = || format!("known are {}", names().collect::<Vec<_>>().join(", "));
    Some(Missing { hint: Some(missing.hint.unwrap_or_else(all)), ..missing })
}

/// A gain of a feature that there is not.
fn gains(catalog: &Catalog, gain: &Gain) -> Option<Problem> {
    let missing = no_feature(catalog, 0, &gain.feature)?;
    if catalog.is_broken("feature", &gain.feature) {
        return None;
    }
    let record = catalog.record("gain", &gain.source.profile)?;
    Some(missing.at_name(catalog.document(record), record))
}

fn too_wide(catalog: &Catalog, measured: &Measured) -> Option<Fault> {
    let hardware = catalog.named::<Hardware>(&measured.hardware)?;
    let used = measured.split?.accelerators();
    (used > f64::from(hardware.gpus)).then(|| {
        Fault::new(
            "tensor_parallel",
            format!(
                "one copy of the model is spread over {used} accelerators; expected at most the {} \
                 of `{}`",
                hardware.gpus, hardware.id
            ),
        )
    })
}

fn above_roof(catalog: &Catalog, measured: &Measured) -> Option<Fault> {
    let hardware = catalog.named::<Hardware>(&measured.hardware)?;
    let model = catalog.named::<Model>(&measured.model)?;
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
            "one stream at {} tokens/s; expected at most {}, which is {MISLABELLED} times what the \
             memory can do: {} GB/s over {} GB read per token",
            single.aggregate.get(),
            fixed(MISLABELLED * roof, 1),
            fixed(hardware.bandwidth.get(), 0),
            fixed(active.get(), 1)
        ),
    ))
}
