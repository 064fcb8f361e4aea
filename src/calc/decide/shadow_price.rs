//! Shadow prices: what each requirement costs.

use super::eligibility;
use super::listing::cheapest;
use super::menu::Menu;
use crate::calc::option::subject::Subject;
use crate::criterion::Criterion;
use crate::requirement::{Requirement, Requirements};
use crate::scenario::Scenario;
use crate::units::{Months, Usd, UsdPerMonth};

/// Below this many dollars a month a requirement costs nothing.
const NOTHING: f64 = 0.005;

/// Totals that differ by less than this share are the same.
const SAME: f64 = 1e-9;

/// What one requirement costs, or several together.
#[derive(Clone, Debug, PartialEq)]
pub struct Price<'c> {
    /// The requirements that are dropped.
    pub requirements: Vec<Criterion>,
    /// What dropping them saves; `None` when nothing meets the requirements with them, and
    /// something does without.
    pub per_month: Option<UsdPerMonth>,
    /// The cheapest option without them.
    pub instead: Instead<'c>,
}

/// An option that requirements rule out.
#[derive(Clone, Debug, PartialEq)]
pub struct Instead<'c> {
    /// What it is.
    pub subject: Subject<'c>,
    /// Its machines in the first month, where it has any.
    pub machines: Option<f64>,
    /// Its total over the horizon.
    pub cost: Usd,
}

impl Price<'_> {
    /// Whether dropping them changes anything that a price in cents shows.
    pub fn counts(&self) -> bool {
        counts(self.per_month)
    }

    /// Whether what is cheapest without these costs no more than what is cheapest without others.
    fn serves_as_cheaply_as(&self, others: &Self) -> bool {
        self.instead.cost.get() <= others.instead.cost.get() * (1.0 + SAME)
    }
}

/// Whether a price in cents shows what is saved a month; `None` when nothing serves without saving it.
///
/// ```
/// use breakeven::calc::decide::shadow_price::counts;
/// use breakeven::units::UsdPerMonth;
/// assert!(!counts(Some(UsdPerMonth::new(0.005))));
/// assert!(counts(Some(UsdPerMonth::new(0.0051))));
/// assert!(counts(None));
/// ```
pub fn counts(per_month: Option<UsdPerMonth>) -> bool {
    per_month.is_none_or(|price| price.get() > NOTHING)
}

/// What requirements cost, alone and together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices<'c> {
    /// The fewest requirements that cost what all of them cost together; `None` when all of them
    /// together cost nothing.
    pub decides: Option<Price<'c>>,
    /// Each alone, and every smallest set of those that cost nothing alone and something together;
    /// dearest first.
    pub each: Vec<Price<'c>>,
}

/// More requirements than this that cost nothing alone are not searched for every smallest set: the
/// one that decides is found all the same.
const FEW: usize = 6;

/// The price of all requirements together, of the fewest that make it, of the smallest sets that
/// cost something, and of each alone.
pub fn prices<'c>(menu: &Menu<'_, 'c>, with_all: Option<Usd>) -> Prices<'c> {
    let scenario = menu.scenario;
    let asked: Vec<Criterion> = eligibility::asked(scenario).map(Requirement::criterion).collect();
    let ask = |dropped: &[Criterion]| price(menu, with_all, dropped);
    let Some(all) = Some(&asked).filter(|asked| !asked.is_empty()).and_then(|asked| ask(asked))
    else {
        return Prices::default();
    };
    if !all.counts() {
        // To drop fewer never saves more.
        let per_month = Some(UsdPerMonth::ZERO);
        let nothing = |one| Price { requirements: vec![one], per_month, ..all.clone() };
        return Prices { decides: None, each: asked.into_iter().map(nothing).collect() };
    }
    let decides = fewest(all, ask);
    let mut each: Vec<Price<'_>> = asked.iter().filter_map(|one| ask(&[*one])).collect();
    let costs_alone = |own| each.iter().any(|one| one.counts() && one.requirements == [own]);
    let rest: Vec<Criterion> = asked.iter().copied().filter(|own| !costs_alone(*own)).collect();
    each.extend(smallest_sets(&rest, ask));
    if !each.iter().any(|one| one.requirements == decides.requirements) {
        each.push(decides.clone());
    }
    each.sort_by(|a, b| dearness(b).total_cmp(&dearness(a)));
    Prices { decides: Some(decides), each }
}

/// Of a set of requirements, taken away from the last one on, those without which less is saved.
fn fewest<'c>(all: Price<'c>, ask: impl Fn(&[Criterion]) -> Option<Price<'c>>) -> Price<'c> {
    let mut decides = all.clone();
    for own in all.requirements.iter().rev() {
        let others = decides.requirements.iter().filter(|other| *other != own);
        let fewer: Vec<Criterion> = others.copied().collect();
        if let Some(found) = Some(&fewer).filter(|set| !set.is_empty()).and_then(|set| ask(set))
            && found.serves_as_cheaply_as(&all)
        {
            decides = found;
        }
    }
    decides
}

/// Every set of at least two that costs something and of which no part does.
fn smallest_sets<'c>(
    asked: &[Criterion],
    ask: impl Fn(&[Criterion]) -> Option<Price<'c>>,
) -> Vec<Price<'c>> {
    let mut found: Vec<Price<'c>> = Vec::new();
    if asked.len() < 2 || asked.len() > FEW || !ask(asked).is_some_and(|all| all.counts()) {
        return found;
    }
    let mut sets: Vec<u32> = (1..1_u32 << asked.len()).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    for set in sets.into_iter().filter(|set| set.count_ones() > 1) {
        let is_in = |index: &usize| set >> index & 1 == 1;
        let chosen: Vec<Criterion> =
            (0..asked.len()).filter(is_in).map(|index| asked[index]).collect();
        let has = |smaller: &Price<'_>| smaller.requirements.iter().all(|own| chosen.contains(own));
        if !found.iter().any(has) {
            found.extend(ask(&chosen).filter(Price::counts));
        }
    }
    found
}

fn dearness(price: &Price<'_>) -> f64 {
    price.per_month.map_or(f64::INFINITY, UsdPerMonth::get)
}

/// `None` when nothing meets the requirements even without these.
fn price<'c>(
    menu: &Menu<'_, 'c>,
    with_all: Option<Usd>,
    dropped: &[Criterion],
) -> Option<Price<'c>> {
    let scenario = menu.scenario;
    let mut requirements: Requirements = scenario.requirements.clone();
    for criterion in dropped {
        requirements = requirements.without(*criterion);
    }
    let without = Scenario { requirements, ..scenario.clone() };
    let candidates = menu.best_with(without.clone());
    let cheapest = cheapest(&candidates)?;
    let cost = cheapest.cost();
    let horizon = Months::new(f64::from(scenario.assumptions.horizon_months));
    let saved = with_all.map(|with| ((with - cost) / horizon).max(UsdPerMonth::ZERO));
    Some(Price {
        requirements: dropped.to_vec(),
        per_month: saved,
        instead: Instead {
            subject: cheapest.subject.clone(),
            machines: cheapest.machines(&without),
            cost,
        },
    })
}
