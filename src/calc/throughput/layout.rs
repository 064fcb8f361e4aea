//! How a machine's accelerators share the work: as few as hold a copy of the model, and as many
//! copies as there is room for.

use crate::calc::memory::Fit;
use crate::engine::{Constants, Link};
use crate::requirement::Unmet;
use crate::throughput::Deployment;
use crate::units::Gigabytes;

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
            return Err(Unmet::new(
                "throughput",
                format!(
                    "needs {} accelerators at once, and their interconnect is not stated",
                    self.tensor_parallel
                ),
            ));
        }
        Ok(self)
    }
}

/// The layout of a deployment and what fits in it, at a context of this many tokens: the smallest
/// power of two of accelerators that holds weights, overhead and one request; the rest are copies.
///
/// On PCI Express copies beat sharing about threefold in the measurements.
///
/// # Errors
/// Requirement `fit`, with the memory needed and there.
pub fn layout(deployment: &Deployment<'_>, context_tokens: f64) -> Result<(Layout, Fit), Unmet> {
    let hardware = deployment.hardware;
    let gpus = f64::from(hardware.gpus);
    let (share, overhead) = deployment
        .constants
        .map_or((1.0, Gigabytes::ZERO), |c| (c.usable_memory_share, c.memory_overhead));
    let interconnect = match hardware.interconnect.as_deref() {
        Some("pcie") => Some(Interconnect::Pcie),
        Some("nvlink") => Some(Interconnect::Nvlink),
        _ => None,
    };
    let kv_bytes = deployment.model.kv_bytes_per_token * context_tokens;
    let fit_on = |group: f64| {
        let replicas = (gpus / group).floor();
        Fit {
            weights: deployment.weights,
            kv_per_request: Gigabytes::from_bytes(kv_bytes),
            overhead: overhead * group,
            usable: hardware.memory * (share * group / gpus),
            replicas,
        }
    };
    let mut group = 1.0;
    while group <= gpus {
        let fit = fit_on(group);
        if fit.largest_concurrency() >= 1.0 {
            let replicas = fit.replicas;
            return Ok((
                Layout { tensor_parallel: group, stages: 1.0, replicas, interconnect },
                fit,
            ));
        }
        group *= 2.0;
    }
    let largest = group / 2.0;
    let fit = fit_on(largest);
    let of = if largest < gpus {
        format!(" on {largest} of {gpus} accelerators")
    } else {
        String::new()
    };
    Err(Unmet::new(
        "fit",
        format!(
            "needs {:.1} GB of memory, has {:.1} GB to use{of}",
            fit.needed(1.0).get(),
            fit.usable.get()
        ),
    ))
}
