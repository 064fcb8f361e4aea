//! How a machine's accelerators share the work: as few as hold a copy of the model, and as many
//! copies as there is room for.

use super::memory::Fit;
use crate::engine::{Constants, Link};
use crate::feature::{Effect, Features};
use crate::model::Model;
use crate::throughput::{Deployment, Measured, Split};
use crate::units::Gigabytes;
use crate::unmet::{Unmet, Unrated};

/// How several accelerators talk to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interconnect {
    /// PCI Express.
    Pcie,
    /// NVLink.
    Nvlink,
}

impl Interconnect {
    /// What it costs.
    pub fn link(self, constants: &Constants) -> Link {
        match self {
            Self::Pcie => constants.pcie,
            Self::Nvlink => constants.nvlink,
        }
    }
}

/// Accelerators of one machine: `tensor_parallel x stages x replicas` of them are used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Accelerators that share every layer.
    pub tensor_parallel: f64,
    /// Groups of accelerators that have different layers. Measurements use them; we choose 1.
    pub stages: f64,
    /// Independent copies of the model.
    pub replicas: f64,
    /// How accelerators that share layers talk; `None` when not stated.
    pub interconnect: Option<Interconnect>,
}

impl Layout {
    /// One accelerator.
    pub const SINGLE: Self =
        Self { tensor_parallel: 1.0, stages: 1.0, replicas: 1.0, interconnect: None };

    /// Whether the throughput model knows it.
    ///
    /// # Errors
    /// Several accelerators that talk in a way that is not stated.
    pub fn supported(self) -> Result<Self, Unmet> {
        if self.tensor_parallel > 1.0 && self.interconnect.is_none() {
            return Err(Unrated::NoInterconnect(self.tensor_parallel).into());
        }
        Ok(self)
    }
}

/// The layout of a deployment and what fits in it, at a context of this many tokens.
///
/// That of its measurement; else the smallest power of two of accelerators that holds weights,
/// overhead and one request, and the rest of the machine runs copies: on PCI Express copies beat
/// sharing about threefold in the measurements.
///
/// # Errors
/// Requirement `fit`, with the memory needed and there.
pub fn layout(deployment: &Deployment<'_>, context_tokens: f64) -> Result<(Layout, Fit), Unmet> {
    let gpus = f64::from(deployment.hardware.gpus);
    smallest(deployment, context_tokens)
        .map(|(split, fit)| (arranged(deployment, split, fit.replicas), fit))
        .map_err(|(split, fit)| does_not_fit(&fit, split.accelerators(), gpus))
}

/// Whether there is a layout at a context of this many tokens.
pub fn fits(deployment: &Deployment<'_>, context_tokens: f64) -> bool {
    smallest(deployment, context_tokens).is_ok()
}

/// The fewest accelerators that hold a copy of the model, and their memory; else the most there are.
fn smallest(
    deployment: &Deployment<'_>,
    context_tokens: f64,
) -> Result<(Split, Fit), (Split, Fit)> {
    let gpus = f64::from(deployment.hardware.gpus);
    let by_layers = deployment.features.with(Effect::LayerSplit).is_some();
    let split = |accelerators| match by_layers {
        true => Split { tensor_parallel: 1.0, stages: accelerators },
        false => Split { tensor_parallel: accelerators, stages: 1.0 },
    };
    let stated = deployment.measured.and_then(|measured| measured.split);
    let mut one_copy = stated.unwrap_or(split(1.0));
    loop {
        let fit = fit(deployment, context_tokens, one_copy.accelerators());
        if fit.by_size() >= 1.0 {
            return Ok((one_copy, fit));
        }
        let next = split(one_copy.accelerators() * 2.0);
        if stated.is_some() || next.accelerators() > gpus {
            return if fit.ran >= 1.0 { Ok((one_copy, fit)) } else { Err((one_copy, fit)) };
        }
        one_copy = next;
    }
}

/// The layout with the most memory for one copy, and that memory, whether or not the model fits.
pub fn roomiest(deployment: &Deployment<'_>, context_tokens: f64) -> (Layout, Fit) {
    let stated = deployment.measured.and_then(|measured| measured.split);
    let widest = f64::from(deployment.hardware.gpus).log2().floor().exp2();
    let one_copy = stated.unwrap_or(Split { tensor_parallel: widest, stages: 1.0 });
    let fit = fit(deployment, context_tokens, one_copy.accelerators());
    (arranged(deployment, one_copy, fit.replicas), fit)
}

fn arranged(deployment: &Deployment<'_>, split: Split, replicas: f64) -> Layout {
    let interconnect = match deployment.hardware.interconnect.as_deref() {
        Some("pcie") => Some(Interconnect::Pcie),
        Some("nvlink") => Some(Interconnect::Nvlink),
        _ => None,
    };
    let Split { tensor_parallel, stages } = split;
    Layout { tensor_parallel, stages, replicas, interconnect }
}

/// The memory of copies on this many accelerators each.
fn fit(deployment: &Deployment<'_>, context_tokens: f64, accelerators: f64) -> Fit {
    let hardware = deployment.hardware;
    let gpus = f64::from(hardware.gpus);
    let (share, overhead) = deployment
        .constants
        .map_or((1.0, Gigabytes::ZERO), |c| (c.usable_memory_share, c.memory_overhead));
    let layers = 1.0 + deployment.features.extra_layers() / deployment.model.layers;
    let kv_bytes = kv_bytes(deployment.model, &deployment.features) * layers;
    Fit {
        weights: on_accelerators(deployment),
        kv_per_request: Gigabytes::from_bytes(kv_bytes * context_tokens),
        state_per_request: deployment.model.state,
        overhead: overhead * accelerators,
        usable: hardware.memory * (share * accelerators / gpus),
        replicas: (gpus / accelerators).floor().min(copies_in_main_memory(deployment)),
        ran: deployment
            .measured
            .filter(|_| {
                deployment.own_measured().is_some() || deployment.features.extra_layers() == 0.0
            })
            .map_or(0.0, |measured| ran(measured, context_tokens)),
    }
}

/// The weights that must be in the memory of accelerators, with those that features add.
fn on_accelerators(deployment: &Deployment<'_>) -> Gigabytes {
    let Deployment { model, weights, features, .. } = deployment;
    let added = *weights * (features.extra_layers() / model.layers);
    let kept = match features.with(Effect::ExpertsInMainMemory) {
        Some(_) => model.share_outside_experts(*weights),
        None => 1.0,
    };
    *weights * kept + added
}

/// Copies of the experts that main memory holds, where they are there; else nothing limits them.
fn copies_in_main_memory(deployment: &Deployment<'_>) -> f64 {
    let Deployment { model, weights, features, hardware, .. } = deployment;
    let (Some(_), Some(main)) = (features.with(Effect::ExpertsInMainMemory), hardware.main_memory)
    else {
        return f64::INFINITY;
    };
    let experts = *weights * (1.0 - model.share_outside_experts(*weights));
    (main.size / experts).floor().max(1.0)
}

/// Requests of a context that ran at the same time: as many as were measured, fewer in proportion
/// when they are longer.
fn ran(measured: &Measured, context_tokens: f64) -> f64 {
    let most = measured.decode.last().map_or(0.0, |point| point.concurrency);
    let longer = measured.context_tokens.map_or(1.0, |own| (context_tokens / own).max(1.0));
    if measured.ran { (most / longer).floor() } else { 0.0 }
}

fn does_not_fit(fit: &Fit, accelerators: f64, gpus: f64) -> Unmet {
    let shared_by = (accelerators < gpus).then_some((accelerators, gpus));
    Unrated::Memory { needed: fit.needed(1.0), usable: fit.usable, shared_by }.into()
}

/// Bytes of KV cache per token of context, with what the features make of it. What their layers take
/// to read is in their measured gain.
pub fn kv_bytes(model: &Model, features: &Features<'_>) -> f64 {
    model.kv_bytes_per_token * features.kv_factor()
}
