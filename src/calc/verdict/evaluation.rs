//! Everything that an answer is made of.

use super::confidence::{Confidence, confidence};
use super::selection::{self, Choice, choose};
use crate::api::Api;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::cash::break_even::{BreakEven, Line};
use crate::calc::cash::ledger::Ledger;
use crate::calc::cash::payback::{Payback, payback};
use crate::calc::decide::listing::{candidates, cheapest, cheapest_api};
use crate::calc::decide::menu::{Cheapest, Menu};
use crate::calc::decide::rank::is_tied;
use crate::calc::decide::shadow_price::{Prices, prices};
use crate::calc::decide::sized_fleet::only_capacity;
use crate::calc::option::serving::{Kind, ServingOption};
use crate::calc::option::subject::{BaseSubject, Candidate, Subject};
use crate::calc::whatif::aged::may_change;
use crate::calc::whatif::flips::{Flip, flips};
use crate::calc::whatif::revisit::{Revisit, revisit};
use crate::calc::whatif::robustness::{Doubt, doubt};
use crate::requirement::Requirement;
use crate::scenario::Scenario;
use crate::source::Source;
use crate::tier::Tier;
use crate::units::{DAYS_PER_MONTH, Usd, UsdPerMonth};

/// Everything that the report is made of.
pub struct Evaluation<'a, 'c> {
    /// The question.
    pub scenario: &'a Scenario<'c>,
    /// What payback is measured against.
    pub baseline: Option<&'c Api>,
    /// The cheapest endpoint, where another baseline was stated.
    pub cheapest_api: Option<&'c Api>,
    /// The options shown.
    pub choices: Vec<Choice<'a, 'c>>,
    /// Total of the cheapest option of all.
    pub cheapest_cost: Option<Usd>,
    /// Total of the cheapest option that only the number of machines given rules out.
    pub ruled_out_by_capacity: Option<Usd>,
    /// What requirements cost, alone and together.
    pub shadow: Prices<'c>,
    /// Options that cost the same as the verdict.
    pub ties: Vec<&'a Candidate<'c>>,
    /// The answer at the tier of the API that is used, where the verdict's is lower.
    pub at_tier: Option<AtTier<'c>>,
    /// What would change the verdict, nearest first.
    pub flips: Vec<Flip>,
    /// When to ask again.
    pub revisit: Option<Revisit>,
    /// Whether prices that are out of date may hide another verdict; also where nobody looked.
    pub aged: bool,
    /// What the interval of the throughput alone would change.
    pub doubt: Option<Doubt>,
    /// How sure the verdict is; `None` where nothing is drawn.
    pub confidence: Option<Confidence>,
}

/// Chooses the options of a scenario and asks something of them.
pub fn with_evaluation<T>(
    scenario: &Scenario<'_>,
    ask: impl FnOnce(&Evaluation<'_, '_>) -> T,
) -> T {
    let menu = Menu::new(scenario);
    let (candidates, outside) = (&menu.candidates(), &menu.outside());
    let cheapest_cost = cheapest(candidates).map(Candidate::cost);
    let resale = cheapest_resale(scenario, candidates);
    let costs = Evaluation::of_costs(scenario, candidates, outside);
    let now = menu.cheapest(scenario);
    ask(&Evaluation {
        revisit: now.filter(|_| scenario.flips > 0).and_then(|now| revisit(&menu, now)),
        shadow: prices(&menu, cheapest_cost),
        at_tier: at_tier(&menu, costs.winner()),
        flips: now.map_or_else(Vec::new, |now| flips(&menu, now, resale, scenario.flips)),
        aged: scenario.flips == 0 || aged(&menu, now, &costs.choices),
        doubt: now.and_then(|now| doubt(&menu, now)),
        confidence: confidence(scenario, &costs.choices, costs.baseline),
        ..costs
    })
}

/// Whether the oldest prices of what is shown may have moved enough to change the verdict.
fn aged(menu: &Menu<'_, '_>, now: Option<Cheapest>, choices: &[Choice<'_, '_>]) -> bool {
    let today = menu.scenario.today;
    let months = |source: &Source| source.age_days(today).max(0) as f64 / DAYS_PER_MONTH;
    let subjects = || choices.iter().map(|choice| &choice.candidate.subject);
    let oldest = |ages: &mut dyn Iterator<Item = f64>| ages.fold(0.0, f64::max);
    let apis = oldest(&mut subjects().flat_map(|one| one.apis()).map(|api| months(&api.source)));
    let machines = subjects().filter_map(|one| one.deployment());
    let machines = oldest(&mut machines.map(|(on, _)| months(&on.hardware.source)));
    may_change(menu, now, (apis, machines))
}

/// The same, without asking what each requirement costs and what would change the verdict: for a
/// search that asks many times.
pub fn with_costs<T>(scenario: &Scenario<'_>, ask: impl FnOnce(&Evaluation<'_, '_>) -> T) -> T {
    ask(&Evaluation::of_costs(scenario, &candidates(scenario), &[]))
}

/// The answer at a tier that nobody asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct AtTier<'c> {
    /// The API that is of this tier.
    pub api: &'c Api,
    /// The cheapest option of at least its tier.
    pub best: Option<Candidate<'c>>,
}

/// Where the verdict is of a lower tier than the API that is used now: the answer at that tier.
fn at_tier<'c>(menu: &Menu<'_, 'c>, winner: Option<Choice<'_, 'c>>) -> Option<AtTier<'c>> {
    let scenario = menu.scenario;
    let api = match (scenario.baseline, &scenario.apis[..]) {
        (Some(stated), _) => stated,
        (None, [only]) if !scenario.pins.apis.is_empty() => only,
        _ => return None,
    };
    let winner = winner?.candidate;
    if winner.subject.hard.is_some() || tier_of(winner) >= api.tier {
        return None;
    }
    let mut requirements = scenario.requirements.clone();
    requirements.asked.retain(|requirement| !matches!(requirement, Requirement::Tier(_)));
    requirements.asked.push(Requirement::Tier(api.tier));
    let higher = menu.best_with(Scenario { requirements, ..scenario.clone() });
    Some(AtTier { api, best: cheapest(&higher).cloned() })
}

/// The tier of what serves the tokens that are not hard.
pub fn tier_of(candidate: &Candidate<'_>) -> Tier {
    match &candidate.subject.base {
        BaseSubject::Api(api) => api.tier,
        BaseSubject::Machines(deployment, _) => deployment.model.tier,
    }
}

/// Other options at the price of the best that are another API, or another model on the same
/// machines.
fn ties<'a, 'c>(candidates: &'a [Candidate<'c>], best: &Candidate<'c>) -> Vec<&'a Candidate<'c>> {
    let differs = |other: &Subject<'_>| match (&best.subject.base, &other.base) {
        (BaseSubject::Api(a), BaseSubject::Api(b)) => a.id != b.id,
        (BaseSubject::Machines(a, _), BaseSubject::Machines(b, _)) => {
            a.hardware.id == b.hardware.id && a.model.id != b.model.id
        }
        _ => false,
    };
    let tied = candidates.iter().filter(|other| {
        other.is_possible()
            && is_tied(other, best)
            && other.subject.kind() == best.subject.kind()
            && differs(&other.subject)
    });
    tied.collect()
}

fn ruled_out_by_capacity(candidates: &[Candidate<'_>]) -> Option<Usd> {
    let ruled_out = candidates.iter().filter(|c| !c.unmet.is_empty() && only_capacity(&c.unmet));
    let costs = ruled_out.map(Candidate::cost).filter(|cost| cost.get().is_finite());
    costs.min_by(|a, b| a.get().total_cmp(&b.get()))
}

/// The resale fraction of the cheapest possible machines to buy.
fn cheapest_resale(scenario: &Scenario<'_>, candidates: &[Candidate<'_>]) -> Option<f64> {
    let bought = candidates.iter().filter(|c| c.is_possible() && c.subject.kind() == Kind::Local);
    let cheapest = bought.min_by(|a, b| a.cost().get().total_cmp(&b.cost().get()))?;
    Some(Ledger::new(cheapest.option()?, scenario).resale_fraction())
}

impl<'a, 'c> Evaluation<'a, 'c> {
    /// The options that are shown of these candidates, and nothing that asks further questions.
    fn of_costs(
        scenario: &'a Scenario<'c>,
        candidates: &'a [Candidate<'c>],
        outside: &'a [Candidate<'c>],
    ) -> Self {
        // The API that was named, else the cheapest that meets the requirements.
        let cheapest_of_all = cheapest_api(candidates);
        let baseline = scenario.baseline.or(cheapest_of_all);
        let differs = |api: &&Api| baseline.is_some_and(|baseline| baseline.id != api.id);
        let choices = choose(scenario, candidates, outside, baseline);
        let best = selection::cheapest(&choices);
        Self {
            ties: best.map(|best| ties(candidates, best.candidate)).unwrap_or_default(),
            choices,
            cheapest_api: cheapest_of_all.filter(differs),
            cheapest_cost: cheapest(candidates).map(Candidate::cost),
            ruled_out_by_capacity: ruled_out_by_capacity(candidates),
            ..Self::bare(scenario, baseline)
        }
    }

    /// The question alone.
    pub const fn bare(scenario: &'a Scenario<'c>, baseline: Option<&'c Api>) -> Self {
        Self {
            scenario,
            baseline,
            cheapest_api: None,
            choices: Vec::new(),
            cheapest_cost: None,
            ruled_out_by_capacity: None,
            shadow: Prices { decides: None, each: Vec::new() },
            ties: Vec::new(),
            at_tier: None,
            flips: Vec::new(),
            revisit: None,
            aged: true,
            doubt: None,
            confidence: None,
        }
    }
}

impl<'c> Evaluation<'_, 'c> {
    /// The verdict, among what is shown.
    pub fn winner(&self) -> Option<Choice<'_, 'c>> {
        selection::cheapest(&self.choices)
    }

    /// The baseline as an option.
    pub fn baseline_option(&self) -> Option<ServingOption<'c>> {
        self.baseline.map(ServingOption::api)
    }

    /// The baseline's bill of the first month at today's prices.
    pub fn baseline_today(&self) -> Option<UsdPerMonth> {
        let baseline = self.baseline_option()?;
        Some(Ledger::new(&baseline, self.scenario).today().running.total())
    }

    /// Break-even of machines against the baseline.
    pub fn break_even(&self, option: &ServingOption<'_>) -> Option<(Line, BreakEven)> {
        // A mix has no volume of its own at which machines take over.
        let fleet: &Fleet<'_> = option.machines_alone()?;
        let bill = Ledger::new(&self.baseline_option()?, self.scenario).bills();
        let line = Line::of(&Ledger::new(option, self.scenario), fleet, self.scenario, bill);
        let break_even = fleet.given().map_or_else(|| line.sized(), |n| line.fixed(n));
        Some((line, break_even))
    }

    /// Payback against the baseline; the baseline itself has none.
    pub fn payback(&self, option: &ServingOption<'_>, count_resale: bool) -> Payback {
        match self.baseline_option() {
            Some(baseline) if *option != baseline => {
                payback(option, &baseline, self.scenario, count_resale)
            }
            _ => Payback::None,
        }
    }
}
