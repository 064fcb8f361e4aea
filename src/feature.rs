//! Floor 1: what an engine can do besides serving plainly, and what was measured of it.
//!
//! A feature is off unless a measurement was made with it or somebody asks for it.

use crate::engine::{Spread, matches};
use crate::figure::fixed;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::range::Range;
use crate::source::{Fault, Source, Text, not_increasing};
use crate::units::Gigabytes;

/// What a feature acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Several tokens are guessed ahead and checked in one step.
    Speculation,
    /// The KV cache is kept in fewer bytes.
    KvCache,
    /// Routed experts are read from main memory.
    ExpertsInMainMemory,
    /// Accelerators hold whole experts instead of a slice of each.
    ExpertParallel,
    /// Accelerators hold whole layers instead of a slice of each.
    LayerSplit,
}

impl Effect {
    /// Every effect with the word for it in profiles.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Speculation, "speculation"),
        (Self::KvCache, "kv-cache"),
        (Self::ExpertsInMainMemory, "experts-in-main-memory"),
        (Self::ExpertParallel, "expert-parallel"),
        (Self::LayerSplit, "layer-split"),
    ];

    /// The effect that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(effect, _)| effect)
    }
}

/// Something that an engine can do besides serving plainly.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// The profile's name.
    pub name: Text,
    /// What it does, in a few words.
    pub does: Text,
    /// What it acts on.
    pub effect: Effect,
    /// Engines that have it; an entry that ends in `*` stands for all that begin so.
    pub engines: Vec<Text>,
    /// Bytes of the KV cache over those at 16 bit.
    pub kv_factor: f64,
    /// Layers that it adds to the model, weights and KV cache alike.
    pub extra_layers: f64,
    /// Share of the main memory's bandwidth at which experts are read.
    pub main_memory_efficiency: f64,
    /// What it adds to the interval of a decode rate where its gain is not stated.
    pub interval: Spread,
    /// Where the facts are from.
    pub source: Source,
}

impl Feature {
    /// Whether an engine has it.
    pub fn is_of(&self, engine: &str) -> bool {
        self.engines.iter().any(|pattern| matches(pattern, engine))
    }
}

/// A gain that was measured with so many streams on a copy of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GainPoint {
    /// Streams on one copy.
    pub streams: f64,
    /// Decode rate with the feature over that without.
    pub gain: Range<f64>,
}

/// What a feature was measured to gain on some models.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// The feature.
    pub feature: Text,
    /// The models.
    pub models: Vec<Text>,
    /// The engines; `None` for every one that has the feature.
    pub engines: Option<Vec<Text>>,
    /// By streams, fewest first, at least one point.
    pub decode: Vec<GainPoint>,
    /// Where the facts are from.
    pub source: Source,
}

impl Gain {
    /// The rules between fields.
    ///
    /// # Errors
    /// No point, or streams that do not increase.
    pub fn checked(self) -> Result<Self, Fault> {
        if self.decode.is_empty() {
            return Err(Fault::new("decode", "no gain is stated; expected at least one"));
        }
        let streams = self.decode.iter().map(|point| point.streams);
        if let Some((next, last)) = not_increasing(streams) {
            let message = format!("{next} streams after {last}; expected more");
            return Err(Fault::new("decode", message));
        }
        Ok(self)
    }

    /// Whether it was measured on this model and engine.
    pub fn is_of(&self, model: &str, engine: &str) -> bool {
        let engines = self.engines.as_ref();
        self.models.iter().any(|name| name == model)
            && engines.is_none_or(|engines| engines.iter().any(|name| name == engine))
    }

    /// The gain with so many streams on a copy: by the logarithm of the streams between two points,
    /// that of the first point below it, and none from two doublings beyond the last one on; a loss
    /// stays.
    ///
    /// ```
    /// # use breakeven::{date::Date, feature::{Gain, GainPoint}, range::Range, source::Source};
    /// # let source = Source { kind: "gain", profile: "x".into(), file: "".into(), line: 1,
    /// #     as_of: Date::EPOCH, source: "".into(), basis: None };
    /// let point = |streams, gain| GainPoint { streams, gain: Range::exactly(gain) };
    /// let gain = Gain { feature: "mtp".into(), models: vec![], engines: None, source,
    ///     decode: vec![point(1.0, 2.5), point(16.0, 1.5)] };
    /// assert_eq!([0.5, 1.0, 4.0, 16.0].map(|n| gain.at(n).typical), [2.5, 2.5, 2.0, 1.5]);
    /// assert_eq!([32.0, 64.0, 999.0].map(|n| gain.at(n).typical), [1.25, 1.0, 1.0]);
    /// ```
    pub fn at(&self, streams: f64) -> Range<f64> {
        const FADES_WITHIN: f64 = 4.0;
        let above = self.decode.iter().position(|point| point.streams >= streams);
        let (low, high) = match (above, self.decode.last()) {
            (Some(0), _) => return self.decode[0].gain,
            (Some(index), _) => (self.decode[index - 1], self.decode[index]),
            (None, Some(last)) => {
                let gain = last.gain.map(|gain| gain.min(1.0));
                (*last, GainPoint { streams: FADES_WITHIN * last.streams, gain })
            }
            (None, None) => return Range::exactly(1.0),
        };
        let share = ((streams / low.streams).ln() / (high.streams / low.streams).ln()).min(1.0);
        let between = |low: f64, high: f64| low + (high - low) * share;
        Range {
            low: between(low.gain.low, high.gain.low),
            typical: between(low.gain.typical, high.gain.typical),
            high: between(low.gain.high, high.gain.high),
        }
    }
}

/// A feature that is on, and what is known of its gain on the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Used<'c> {
    /// The feature.
    pub feature: &'c Feature,
    /// What it was measured to gain on this model.
    pub gain: Option<&'c Gain>,
}

/// The features of a deployment; none of a plain one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features<'c>(pub Vec<Used<'c>>);

impl<'c> Features<'c> {
    /// Their names, in their order.
    pub fn names(&self) -> impl Iterator<Item = &'c Text> + use<'_, 'c> {
        self.0.iter().map(|used| &used.feature.name)
    }

    /// Whether they are exactly the features of these names, in any order.
    pub fn are(&self, names: &[Text]) -> bool {
        self.0.len() == names.len() && self.names().all(|name| names.contains(name))
    }

    /// The engine with its features: `vllm+mtp`.
    pub fn of_engine(&self, engine: &str) -> String {
        self.names().fold(engine.to_string(), |all, name| all + "+" + name)
    }

    /// Bytes of the KV cache over those at 16 bit.
    pub fn kv_factor(&self) -> f64 {
        self.0.iter().map(|used| used.feature.kv_factor).product()
    }

    /// Layers added to the model.
    pub fn extra_layers(&self) -> f64 {
        self.0.iter().map(|used| used.feature.extra_layers).sum()
    }

    /// The one that acts so.
    pub fn with(&self, effect: Effect) -> Option<Used<'c>> {
        self.0.iter().find(|used| used.feature.effect == effect).copied()
    }

    /// Whether a plain measurement says something of them: they change what a step yields or holds,
    /// and not where the weights are.
    pub fn build_on_plain(&self) -> bool {
        let light =
            |used: &Used<'_>| matches!(used.feature.effect, Effect::Speculation | Effect::KvCache);
        self.0.iter().all(light)
    }
}

/// Where a feature is to be used.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The machine.
    pub hardware: &'a Hardware,
    /// The model.
    pub model: &'a Model,
    /// Its weights.
    pub weights: Gigabytes,
    /// The engine.
    pub engine: &'a str,
}

impl Place<'_> {
    /// Why a feature cannot be counted there; `None` when it can.
    pub fn refuses(self, used: Used<'_>) -> Option<String> {
        let Self { hardware, model, engine, .. } = self;
        let name = &used.feature.name;
        if !used.feature.is_of(engine) {
            return Some(format!("`{engine}` is not known to have it"));
        }
        let needs_experts = || {
            let message = format!("`{}` has no routed experts", model.id);
            model.experts.is_none().then_some(message)
        };
        let needs_several = || {
            let message = format!("`{}` has one accelerator", hardware.id);
            (hardware.gpus < 2).then_some(message)
        };
        match used.feature.effect {
            Effect::Speculation if used.gain.is_none() => {
                Some(format!("the gain of `{name}` on `{}` is not stated", model.id))
            }
            Effect::Speculation | Effect::KvCache => None,
            Effect::ExpertsInMainMemory => needs_experts().or_else(|| self.lacks_main_memory()),
            Effect::ExpertParallel => needs_experts().or_else(needs_several),
            Effect::LayerSplit => needs_several(),
        }
    }

    /// Why the experts cannot be in main memory.
    fn lacks_main_memory(self) -> Option<String> {
        let Self { hardware, model, weights, .. } = self;
        let Some(main) = hardware.main_memory else {
            return Some(format!("the main memory of `{}` is not stated", hardware.id));
        };
        let experts = weights * (1.0 - model.share_outside_experts(weights));
        (experts > main.size).then(|| {
            format!(
                "the experts, {} GB, do not fit in the main memory of `{}`, {} GB",
                fixed(experts.get(), 1),
                hardware.id,
                fixed(main.size.get(), 1)
            )
        })
    }
}
