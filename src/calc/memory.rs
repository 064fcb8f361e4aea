//! Memory fit: weights, KV cache and runtime overhead in the memory that the engine may use.

use crate::requirement::Unmet;
use crate::throughput::Deployment;
use crate::units::Gigabytes;

/// What a deployment needs and what there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The weights.
    pub weights: Gigabytes,
    /// KV cache of one request of the full context.
    pub kv_per_request: Gigabytes,
    /// Runtime, activations and fragmentation.
    pub overhead: Gigabytes,
    /// What the engine may use.
    pub usable: Gigabytes,
}

impl Fit {
    /// Memory at this many requests in progress:
    /// `weights + concurrency x context x KV bytes per token + overhead`.
    ///
    /// ```
    /// use breakeven::{calc::memory::Fit, units::Gigabytes};
    /// let fit = Fit {
    ///     weights: Gigabytes::new(16.0),
    ///     kv_per_request: Gigabytes::new(0.5),
    ///     overhead: Gigabytes::new(1.0),
    ///     usable: Gigabytes::new(20.0),
    /// };
    /// assert_eq!(fit.needed(4.0).get(), 19.0);
    /// assert_eq!(fit.largest_concurrency(), 6.0);
    /// ```
    pub fn needed(&self, concurrency: f64) -> Gigabytes {
        self.weights + self.kv_per_request * concurrency + self.overhead
    }

    /// Why not even one request fits.
    pub fn unmet(&self) -> Unmet {
        let (needs, has) = (self.needed(1.0).get(), self.usable.get());
        Unmet::new("fit", format!("needs {needs:.1} GB of memory, has {has:.1} GB to use"))
    }

    /// Memory left for KV cache; negative when the weights alone do not fit.
    pub fn spare(&self) -> Gigabytes {
        self.usable - self.needed(0.0)
    }

    /// The largest whole number of requests that fit; 0 when not even one does.
    pub fn largest_concurrency(&self) -> f64 {
        let spare = self.spare();
        if spare.get() < 0.0 {
            0.0
        } else if self.kv_per_request.get() <= 0.0 {
            f64::INFINITY
        } else {
            // A hair's breadth of slack, so that a request that fits exactly is not lost to rounding.
            (spare / self.kv_per_request * (1.0 + 1e-12)).floor()
        }
    }
}

/// The fit of a deployment at a context of this many tokens.
pub fn fit(deployment: &Deployment<'_>, context_tokens: f64) -> Fit {
    let kv_bytes = deployment.model.kv_bytes_per_token * context_tokens;
    let (share, overhead) = deployment
        .constants
        .map_or((1.0, Gigabytes::ZERO), |c| (c.usable_memory_share, c.memory_overhead));
    Fit {
        weights: deployment.weights,
        kv_per_request: Gigabytes::from_bytes(kv_bytes),
        overhead,
        usable: deployment.hardware.memory * share,
    }
}
