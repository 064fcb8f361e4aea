//! Floor 2: the question, fully resolved. Whatever it holds has been checked.

use crate::api::Api;
use crate::assumptions::{Assumptions, Outlook, Sleep};
use crate::date::Date;
use crate::deployments::Deployments;
use crate::feature::Feature;
use crate::lever::{Belief, Spreads};
use crate::load::Load;
use crate::model::Model;
use crate::range::Range;
use crate::requirement::Requirements;
use crate::source::Text;
use crate::stale::StaleAfter;
use crate::tier::OpenWeights;
use crate::units::{TokensPerSecond, UsdPerMonth};
use crate::workload::{Request, Workload};

/// How much of the search is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shown {
    /// The best of each kind.
    #[default]
    Best,
    /// Every option, ranked.
    All,
    /// So many at most: the best of each machine and of each endpoint, ranked.
    Most(usize),
}

/// How a verdict is tried against what is only believed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// How many draws; 0 for none.
    pub draws: u32,
    /// Where they begin: the same question has the same answer.
    pub seed: u64,
    /// The share of the draws, 0 to 1, that a kind must win so as not to be a toss-up.
    pub level: f64,
}

impl Default for Sampling {
    fn default() -> Self {
        Self::USUAL
    }
}

impl Sampling {
    const USUAL: Self = Self { draws: 4_096, seed: 0, level: 0.8 };
    /// Nothing is drawn.
    pub const NONE: Self = Self { draws: 0, ..Self::USUAL };
}

/// Names that the user gave, which narrow the search.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Pins {
    /// APIs.
    pub apis: Vec<Text>,
    /// Machines.
    pub hardware: Vec<Text>,
    /// Open-weight models.
    pub models: Vec<Text>,
    /// Quantizations.
    pub quantizations: Vec<Text>,
    /// Engines.
    pub engines: Vec<Text>,
    /// Features of engines, which are on where they can be; what is without them stays, too.
    pub features: Vec<Text>,
}

/// A feature that is off, and the deployments there would be with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried<'c> {
    /// The feature.
    pub feature: &'c Feature,
    /// Those of the question, and with the feature where it can be counted.
    pub deployments: Deployments<'c>,
}

/// Everything that an answer depends on, and nothing else: no file, no clock, no environment.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario<'c> {
    /// The day for which prices are taken.
    pub today: Date,
    /// Demand.
    pub workload: Workload,
    /// Money and policy.
    pub assumptions: Assumptions,
    /// What is believed of inputs that nobody stated.
    pub beliefs: Vec<Belief>,
    /// How far other values of levers may plausibly be from today's.
    pub spreads: Spreads,
    /// How the verdict is tried against beliefs.
    pub sampling: Sampling,
    /// Hard conditions.
    pub requirements: Requirements,
    /// The APIs to choose from.
    pub apis: Vec<&'c Api>,
    /// APIs that may not be chosen, because another one was named: what that one is compared with.
    pub others: Vec<&'c Api>,
    /// The deployments to choose from.
    pub deployments: Deployments<'c>,
    /// Features of which the answer says what they would change.
    pub tried: Vec<Tried<'c>>,
    /// The size of every fleet, when given; otherwise it follows from demand. With `owned`, how many
    /// are there already, which gives no size.
    pub machines: Option<u32>,
    /// Machines are there already: as many as `machines` says, or one.
    pub owned: bool,
    /// Machines on and idle beyond what demand needs.
    pub spare_machines: u32,
    /// The API to measure payback against, when given.
    pub baseline: Option<&'c Api>,
    /// What is paid to it now, where the volume follows from that.
    pub spend: Option<UsdPerMonth>,
    /// Requests a day of one user, where the volume follows from their number.
    pub per_user: Option<Range<f64>>,
    /// Whether an endpoint may be chosen that trains models on what is sent to it.
    pub allow_training: bool,
    /// People who use it: the seats of every plan.
    pub users: f64,
    /// What the user named.
    pub pins: Pins,
    /// How much is shown.
    pub shown: Shown,
    /// Whether each formula is shown with its numbers.
    pub explain: bool,
    /// How fast open weights get better, if somebody says.
    pub open_weights: Option<OpenWeights>,
    /// How many flips are asked for: the nearest ones.
    pub flips: usize,
    /// How old prices may be before they are warned of.
    pub stale_after: StaleAfter,
}

impl Scenario<'_> {
    /// Tokens that a context must hold: those of a request, or what was asked for.
    pub fn context_tokens(&self) -> f64 {
        self.context_for(self.workload.request)
    }

    fn context_for(&self, request: Request) -> f64 {
        let request = request.context_tokens();
        self.requirements.context().map_or(request, |asked| asked.max(request))
    }

    /// The request as a model answers it: with what it writes and nobody sees.
    pub fn request_of(&self, model: &Model) -> Request {
        let Request { prompt_tokens, output_tokens } = self.workload.request;
        let times = self.workload.output_times(model.output_factor);
        Request { prompt_tokens, output_tokens: output_tokens * times }
    }

    /// Tokens that a model's context must hold.
    pub fn context_of(&self, model: &Model) -> f64 {
        self.context_for(self.request_of(model)) * model.tokens_factor
    }

    /// The size of every fleet, if it does not follow from demand.
    pub fn given_machines(&self) -> Option<f64> {
        self.machines.filter(|_| !self.owned).map(f64::from)
    }

    /// Machines that are there already.
    pub fn owned_machines(&self) -> f64 {
        if self.owned { f64::from(self.machines.unwrap_or(1)) } else { 0.0 }
    }

    /// Whether several options of a kind are shown, so that none may be left out early.
    pub fn shows_more_than_the_best(&self) -> bool {
        self.shown != Shown::Best || self.pins.hardware.len() > 1 || self.pins.models.len() > 1
    }

    /// The slowest stream accepted of machines.
    pub fn min_speed(&self) -> TokensPerSecond {
        self.requirements.min_speed().map_or(self.assumptions.min_speed, TokensPerSecond::new)
    }

    /// The multiple of the mean demand that machines are sized for: a burst is of what cannot wait.
    pub fn planned_peak(&self) -> f64 {
        self.load().planned(self.assumptions.headroom).max(self.burst())
    }

    /// The multiple of the mean demand that the busiest hour of machines has.
    pub fn busiest(&self) -> f64 {
        self.load().busiest().max(self.burst())
    }

    /// Whether some machine sleeps only so long after its last request.
    pub fn sleeps_late(&self) -> bool {
        let late = |sleep: Option<Sleep>| sleep.is_some_and(|sleep| sleep.after_seconds > 0.0);
        let mut machines = 0..self.deployments.machines();
        late(self.assumptions.sleep)
            || machines.any(|machine| late(self.deployments.hardware(machine).sleep))
    }

    fn load(&self) -> &Load {
        &self.workload.load
    }

    fn burst(&self) -> f64 {
        self.requirements.burst().map_or(0.0, |burst| burst * (1.0 - self.load().batch_share()))
    }

    /// The same question under another outlook and without anything to choose from, for asking
    /// what an option that was chosen would then cost.
    #[must_use]
    pub fn under(&self, outlook: Outlook) -> Self {
        Self {
            assumptions: Assumptions { outlook, ..self.assumptions.clone() },
            workload: self.workload.clone(),
            requirements: self.requirements.clone(),
            apis: Vec::new(),
            others: Vec::new(),
            deployments: Deployments::default(),
            tried: Vec::new(),
            beliefs: Vec::new(),
            pins: self.pins.clone(),
            ..*self
        }
    }
}
