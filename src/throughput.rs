//! Floor 1: measured throughput, and a deployment that has one.

use std::rc::Rc;

use crate::engine::{Constants, Spread};
use crate::feature::{Feature, Features, Used};
use crate::hardware::Hardware;
use crate::model::Model;
use crate::source::{Fault, Source, Text, not_increasing};
use crate::units::{Gigabytes, TokensPerSecond};
use crate::workload::Request;

/// A point of the decode curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecodePoint {
    /// Requests in progress at the same time.
    pub concurrency: f64,
    /// Tokens per second of all of them together.
    pub aggregate: TokensPerSecond,
}

/// How one copy of a model is spread over accelerators; the rest of a machine runs copies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Accelerators that share every layer.
    pub tensor_parallel: f64,
    /// Groups of accelerators that have different layers.
    pub stages: f64,
}

impl Split {
    /// Accelerators of one copy.
    pub fn accelerators(self) -> f64 {
        self.tensor_parallel * self.stages
    }
}

/// The feature of runs of which is only known that they guessed ahead, and not how.
pub const SPECULATIVE: &str = "speculative";

/// What somebody measured on one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The hardware profile.
    pub hardware: Text,
    /// The model profile.
    pub model: Text,
    /// The quantization, a key of the model's weights.
    pub quantization: Text,
    /// The inference engine.
    pub engine: Text,
    /// Prompt tokens processed per second; `None` when not measured.
    pub prefill: Option<TokensPerSecond>,
    /// The decode curve, by concurrency, lowest first, at least one point.
    pub decode: Vec<DecodePoint>,
    /// Prompt plus output of the measurement; `None` when not stated.
    pub context_tokens: Option<f64>,
    /// The request; `None` when prompt and output are not stated apart.
    pub request: Option<Request>,
    /// Whether it ran on this machine, weights and requests and all: then it fits there, whatever an
    /// estimate of memory says.
    pub ran: bool,
    /// The request, when the curve is output over the time of whole requests, prompts included;
    /// `None` when it is decoding alone.
    pub end_to_end: Option<Request>,
    /// How several accelerators shared the work; `None` when not stated.
    pub split: Option<Split>,
    /// The features that were on, by name; none of a plain run.
    pub features: Vec<Text>,
    /// Whether one of them guesses tokens ahead.
    pub speculative: bool,
    /// How far another machine of the same kind may be from it; none for the user's own.
    pub doubt: Spread,
    /// Where the facts are from.
    pub source: Source,
}

impl Measured {
    /// The rules between fields.
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub fn checked(self) -> Result<Self, Fault> {
        let field = "decode_tokens_per_second";
        if self.decode.is_empty() {
            return Err(Fault::new(field, "the curve has no point; expected at least one"));
        }
        let concurrencies = self.decode.iter().map(|point| point.concurrency);
        if let Some((next, last)) = not_increasing(concurrencies) {
            let message = format!("concurrency {next} after {last}; expected a higher one");
            return Err(Fault::new(field, message));
        }
        Ok(self)
    }
}

/// How a user's machine compares with the throughput model.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The hardware profile.
    pub hardware: Text,
    /// The inference engine.
    pub engine: Text,
    /// Measured over modelled: the geometric mean over models, not yet shrunk.
    pub factor: f64,
    /// The number of models measured.
    pub measurements: f64,
    /// Requests in progress at the measurement.
    pub concurrency: f64,
    /// Where the facts are from.
    pub source: Source,
}

/// How a throughput is known, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Measured on exactly this deployment.
    Measured,
    /// Modelled, and corrected by a measurement on this machine.
    Calibrated,
    /// Modelled from physical numbers.
    Modelled,
}

impl Basis {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Calibrated => "calibrated",
            Self::Modelled => "modelled",
        }
    }
}

/// Hardware, model, quantization and engine: the thing that has a throughput.
#[derive(Clone, Debug, PartialEq)]
pub struct Deployment<'c> {
    /// The machine.
    pub hardware: &'c Hardware,
    /// The weights.
    pub model: &'c Model,
    /// The quantization, a key of the model's weights.
    pub quantization: Text,
    /// The size of the weights in that quantization.
    pub weights: Gigabytes,
    /// The inference engine.
    pub engine: Text,
    /// What is on besides.
    pub features: Features<'c>,
    /// What was measured on exactly this, or without the features.
    pub measured: Option<&'c Measured>,
    /// The constants of the throughput model for this engine on this family of hardware.
    pub constants: Option<&'c Constants>,
    /// What the user measured on this machine and engine with other models.
    pub calibration: Option<&'c Calibration>,
    /// The same on a machine with fewer of the same accelerators, where something was measured on one
    /// of both: more of them do no less.
    pub smaller: Option<Rc<Deployment<'c>>>,
}

impl<'c> Deployment<'c> {
    /// A model on a machine of which nothing else is known.
    pub fn bare(hardware: &'c Hardware, model: &'c Model) -> Self {
        Self {
            hardware,
            model,
            quantization: Text::Borrowed(""),
            weights: Gigabytes::ZERO,
            engine: Text::Borrowed(""),
            features: Features::default(),
            measured: None,
            constants: None,
            calibration: None,
            smaller: None,
        }
    }

    /// Whether something was measured on exactly this, features and all.
    pub fn own_measured(&self) -> Option<&'c Measured> {
        self.measured.filter(|measured| self.features.are(&measured.features))
    }

    /// The features that its measurement was made without, or all of them where there is none.
    pub fn unmeasured(&self) -> impl Iterator<Item = Used<'c>> + use<'_, 'c> {
        let with = |feature: &Feature| {
            self.measured.is_some_and(|measured| measured.features.contains(&feature.name))
        };
        self.features.0.iter().copied().filter(move |used| !with(used.feature))
    }

    /// The engine with its features: `vllm+mtp`.
    pub fn engine_label(&self) -> String {
        self.features.of_engine(&self.engine)
    }
}
