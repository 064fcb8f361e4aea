//! Shadow prices: what each requirement costs.

use super::eligibility;
use super::listing::cheapest;
use super::menu::Menu;
use crate::calc::option::serving::Kind;
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
pub struct Price {
    /// The requirements that are dropped.
    pub requirements: Vec<Criterion>,
    /// What dropping them saves; `None` when nothing meets the requirements with them, and
    /// something does without.
    pub per_month: Option<UsdPerMonth>,
    /// The cheapest option without them.
    pub instead: Option<String>,
    /// Its kind.
    pub instead_kind: Option<Kind>,
    /// What that option costs over the horizon.
    pub instead_cost: Option<Usd>,
}

impl Price {
    /// Whether dropping them changes anything that a price in cents shows.
    ///
    /// ```
    /// use breakeven::calc::decide::shadow_price::Price;
    /// use breakeven::criterion::Criterion;
    /// use breakeven::units::UsdPerMonth;
    /// let price = |usd: Option<f64>| Price {
    ///     requirements: vec![Criterion::Privacy],
    ///     per_month: usd.map(UsdPerMonth::new),
    ///     instead: None,
    ///     instead_kind: None,
    ///     instead_cost: None,
    /// };
    /// assert!(!price(Some(0.005)).counts());
    /// assert!(price(Some(0.0051)).counts());
    /// // Nothing meets them, and something does without.
    /// assert!(price(None).counts());
    /// ```
    pub fn counts(&self) -> bool {
        self.per_month.is_none_or(|price| price.get() > NOTHING)
    }

    /// Whether what is cheapest without these costs no more than what is cheapest without others.
    fn serves_as_cheaply_as(&self, others: &Self) -> bool {
        let (Some(own), Some(other)) = (self.instead_cost, others.instead_cost) else {
            return false;
        };
        own.get() <= other.get() * (1.0 + SAME)
    }
}

/// What requirements cost, alone and together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices {
    /// The fewest requirements that cost what all of them cost together; `None` when all of them
    /// together cost nothing.
    pub decides: Option<Price>,
    /// Each alone, and every smallest set of those that cost nothing alone and something together;
    /// dearest first.
    pub each: Vec<Price>,
}

/// More requirements than this that cost nothing alone are not searched for every smallest set: the
/// one that decides is found all the same.
const FEW: usize = 6;

/// The price of all requirements together, of the fewest that make it, of the smallest sets that
/// cost something, and of each alone.
pub fn prices(menu: &Menu<'_, '_>, with_all: Option<Usd>) -> Prices {
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
    let mut each: Vec<Price> = asked.iter().filter_map(|one| ask(&[*one])).collect();
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
fn fewest(all: Price, ask: impl Fn(&[Criterion]) -> Option<Price>) -> Price {
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
fn smallest_sets(asked: &[Criterion], ask: impl Fn(&[Criterion]) -> Option<Price>) -> Vec<Price> {
    let mut found: Vec<Price> = Vec::new();
    if asked.len() < 2 || asked.len() > FEW || !ask(asked).is_some_and(|all| all.counts()) {
        return found;
    }
    let mut sets: Vec<u32> = (1..1_u32 << asked.len()).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    for set in sets.into_iter().filter(|set| set.count_ones() > 1) {
        let is_in = |index: &usize| set >> index & 1 == 1;
        let chosen: Vec<Criterion> =
            (0..asked.len()).filter(is_in).map(|index| asked[index]).collect();
        let has = |smaller: &Price| smaller.requirements.iter().all(|own| chosen.contains(own));
        if !found.iter().any(has) {
            found.extend(ask(&chosen).filter(Price::counts));
        }
    }
    found
}

fn dearness(price: &Price) -> f64 {
    price.per_month.map_or(f64::INFINITY, UsdPerMonth::get)
}

/// `None` when nothing meets the requirements even without these.
fn price(menu: &Menu<'_, '_>, with_all: Option<Usd>, dropped: &[Criterion]) -> Option<Price> {
    let scenario = menu.scenario;
    let mut requirements: Requirements = scenario.requirements.clone();
    for criterion in dropped {
        requirements = requirements.without(*criterion);
    }
    let candidates = menu.best_with(Scenario { requirements, ..scenario.clone() });
    let cheapest = cheapest(&candidates)?;
    let cost = cheapest.cost();
    let horizon = Months::new(f64::from(scenario.assumptions.horizon_months));
    let saved = with_all.map(|with| ((with - cost) / horizon).max(UsdPerMonth::ZERO));
    Some(Price {
        requirements: dropped.to_vec(),
        per_month: saved,
        instead: Some(cheapest.subject.id()),
        instead_kind: Some(cheapest.subject.kind()),
        instead_cost: Some(cost),
    })
}
