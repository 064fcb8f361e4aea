//! Floor 1: open weights that can be run on a machine.

use crate::source::{Fault, Source, Text};
use crate::tier::Tier;
use crate::units::Gigabytes;

/// Kinds of input.
pub const MODALITIES: &[&str] = &["text", "image", "audio", "video", "pdf"];

/// Heads of attention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heads {
    /// Those of queries for each of the cache; where that is compressed, operations of a prompt's attention
    /// per byte of it.
    pub queries: f64,
    /// Those of the cache, which accelerators that share layers divide among them.
    pub cache: f64,
}

impl Heads {
    /// Where nobody states them: the most common of large models, and enough to divide.
    pub const UNKNOWN: Self = Self { queries: 8.0, cache: f64::INFINITY };

    /// How often a cache is kept when so many accelerators share layers; each has at least one head.
    ///
    /// ```
    /// use breakeven::model::Heads;
    /// let heads = Heads { queries: 8.0, cache: 2.0 };
    /// assert_eq!([1.0, 2.0, 8.0].map(|group| heads.copies(group)), [1.0, 1.0, 4.0]);
    /// ```
    pub fn copies(self, group: f64) -> f64 {
        (group / self.cache).max(1.0)
    }
}

/// Experts of a mixture-of-experts model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Experts {
    /// Routed experts in a layer.
    pub total: f64,
    /// Routed experts that one token uses.
    pub per_token: f64,
}

/// Open weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The profile's name.
    pub id: Text,
    /// What people call it.
    pub name: Text,
    /// What it can do.
    pub tier: Tier,
    /// Its number on the index that tiers are drawn from; `None` when not stated.
    pub index: Option<f64>,
    /// Parameters, 10^9.
    pub parameters_billion: f64,
    /// Parameters that one token uses, 10^9.
    pub active_parameters_billion: f64,
    /// Transformer layers.
    pub layers: f64,
    /// Set for a mixture of experts.
    pub experts: Option<Experts>,
    /// Bytes of KV cache per token of context, at 16 bit.
    pub kv_bytes_per_token: f64,
    /// Heads of attention.
    pub heads: Heads,
    /// What a request keeps whatever its length: recurrent state, the windows of local attention;
    /// nothing when not stated.
    pub state: Gigabytes,
    /// Longest context.
    pub context_tokens: f64,
    /// Kinds of input accepted; `None` when not stated.
    pub modalities: Option<Vec<Text>>,
    /// Size of the weights by quantization, in file order.
    pub weights: Vec<(Text, Gigabytes)>,
    /// Tokens made or read per token of the workload.
    pub tokens_factor: f64,
    /// Output that is made for each token of it that is seen; `None` when not stated.
    pub output_factor: Option<f64>,
    /// Where the facts are from.
    pub source: Source,
}

impl Model {
    /// The rules between fields.
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub fn checked(self) -> Result<Self, Fault> {
        self.tier.agrees_with(self.index)?;
        if self.active_parameters_billion > self.parameters_billion {
            return Err(Fault::new(
                "active_parameters_billion",
                format!(
                    "{} billion active parameters of {} billion; expected at most all of them",
                    self.active_parameters_billion, self.parameters_billion
                ),
            ));
        }
        if let Some(experts) = self.experts.filter(|experts| experts.per_token > experts.total) {
            return Err(Fault::new(
                "experts_per_token",
                format!(
                    "{} experts per token of {}; expected at most all of them",
                    experts.per_token, experts.total
                ),
            ));
        }
        Ok(self)
    }

    /// Size of the weights in this quantization.
    pub fn weights_in(&self, quantization: &str) -> Option<Gigabytes> {
        self.weights.iter().find(|(name, _)| name == quantization).map(|(_, size)| *size)
    }

    /// The share of these weights that is outside the routed experts. All of them in a dense model.
    pub fn share_outside_experts(&self, weights: Gigabytes) -> f64 {
        let active = active_share(self.parameters_billion, self.active_parameters_billion);
        self.experts.map_or(1.0, |experts| {
            let share = outside_experts(active, experts);
            stored_outside(share, self.parameters_billion, weights.get())
        })
    }

    /// Bytes of weights that one token reads: the share of the weights that is active.
    ///
    /// ```
    /// # use breakeven::units::Gigabytes;
    /// assert_eq!(breakeven::model::active_share(30.0, 3.0), 0.1);
    /// assert_eq!(breakeven::model::active_share(27.0, 27.0), 1.0);
    /// ```
    pub fn active_weights(&self, weights: Gigabytes) -> Gigabytes {
        weights * active_share(self.parameters_billion, self.active_parameters_billion)
    }
}

/// The share of the parameters outside the routed experts, such that one token uses exactly the active
/// ones: `(a - e) / (1 - e)` with the active share `a` of the parameters and the share `e` of the experts
/// that a token uses.
///
/// ```
/// use breakeven::model::{Experts, outside_experts};
/// // A quarter of the experts and a tenth of the rest is read: 0.1 + 0.9 / 4 = 0.325.
/// let experts = Experts { total: 8.0, per_token: 2.0 };
/// assert!((outside_experts(0.325, experts) - 0.1).abs() < 1e-12);
/// ```
pub fn outside_experts(active: f64, experts: Experts) -> f64 {
    let used = (experts.per_token / experts.total).min(active);
    if used >= 1.0 { 1.0 } else { (active - used) / (1.0 - used) }
}

/// Active parameters over all parameters.
pub fn active_share(parameters: f64, active: f64) -> f64 {
    active / parameters
}

/// The share of the bytes that a share of the parameters takes, 10^9 parameters and GB: a file with
/// less than a byte per parameter has narrow experts, and about a byte for each of the others
/// (`docs/throughput.md`).
///
/// ```
/// use breakeven::model::stored_outside;
/// // 10 % of 100 billion parameters is 10 GB: all of its share at a byte, a quarter of 40 GB.
/// assert_eq!(stored_outside(0.1, 100.0, 110.0), 0.1);
/// assert_eq!(stored_outside(0.1, 100.0, 40.0), 0.25);
/// assert_eq!(stored_outside(0.9, 100.0, 40.0), 1.0);
/// ```
pub fn stored_outside(share: f64, parameters: f64, weights: f64) -> f64 {
    (share * (parameters / weights).max(1.0)).min(1.0)
}
