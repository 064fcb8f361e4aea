//! Everything that an answer is made of.

use super::selection::{Choice, choose};
use crate::api::Api;
use crate::calc::capacity::fleet::Fleet;
use crate::calc::cash::break_even::{BreakEven, Line};
use crate::calc::cash::ledger::Ledger;
use crate::calc::cash::payback::{Payback, payback};
use crate::calc::decide::listing::{candidates, cheapest, cheapest_api};
use crate::calc::decide::menu::{Menu, only_capacity};
use crate::calc::decide::shadow_price::{Price, prices};
use crate::calc::option::serving::{Kind, ServingOption};
use crate::calc::option::subject::Candidate;
use crate::calc::whatif::flips::{Flip, flips};
use crate::calc::whatif::robustness::{Doubt, doubt};
use crate::scenario::Scenario;
use crate::units::{Usd, UsdPerMonth};

/// Everything that the report is made of.
pub struct Evaluation<'a, 'c> {
    /// The question.
    pub scenario: &'a Scenario<'c>,
    /// What payback is measured against.
    pub baseline: Option<&'c Api>,
    /// The options shown.
    pub choices: Vec<Choice<'a, 'c>>,
    /// Total of the cheapest option of all.
    pub cheapest_cost: Option<Usd>,
    /// Total of the cheapest option that only the number of machines given rules out.
    pub ruled_out_by_capacity: Option<Usd>,
    /// What each requirement costs.
    pub shadow: Vec<Price>,
    /// What would change the verdict, nearest first.
    pub flips: Vec<Flip>,
    /// What the interval of the throughput alone would change.
    pub doubt: Option<Doubt>,
}

/// Chooses the options of a scenario and asks something of them.
pub fn with_evaluation<T>(
    scenario: &Scenario<'_>,
    ask: impl FnOnce(&Evaluation<'_, '_>) -> T,
) -> T {
    let menu = Menu::new(scenario);
    let candidates = &menu.candidates();
    let cheapest_cost = cheapest(candidates).map(Candidate::cost);
    let resale = cheapest_resale(scenario, candidates);
    ask(&Evaluation {
        shadow: prices(scenario, cheapest_cost),
        flips: flips(&menu, resale, scenario.flips),
        doubt: doubt(&menu),
        ..Evaluation::of_costs(scenario, candidates)
    })
}

/// The same, without asking what each requirement costs and what would change the verdict: for a
/// search that asks many times.
pub fn with_costs<T>(scenario: &Scenario<'_>, ask: impl FnOnce(&Evaluation<'_, '_>) -> T) -> T {
    ask(&Evaluation::of_costs(scenario, &candidates(scenario)))
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
    fn of_costs(scenario: &'a Scenario<'c>, candidates: &'a [Candidate<'c>]) -> Self {
        // The API that was named, else the cheapest that meets the requirements.
        let baseline = scenario.baseline.or_else(|| cheapest_api(candidates));
        Self {
            choices: choose(scenario, candidates, baseline),
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
            choices: Vec::new(),
            cheapest_cost: None,
            ruled_out_by_capacity: None,
            shadow: Vec::new(),
            flips: Vec::new(),
            doubt: None,
        }
    }
}

impl<'c> Evaluation<'_, 'c> {
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
        let bill = self.baseline_today()?;
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
