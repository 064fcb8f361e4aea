//! Shadow prices: what each requirement costs.

use super::listing::{candidates, cheapest};
use crate::requirement::Requirements;
use crate::scenario::Scenario;
use crate::units::{Months, Usd, UsdPerMonth};

/// Below this many dollars a month a requirement costs nothing.
const NOTHING: f64 = 0.005;

/// What one requirement costs, or several together.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// The requirements that are dropped.
    pub requirements: Vec<&'static str>,
    /// What dropping them saves; `None` when nothing meets the requirements with them, and
    /// something does without.
    pub per_month: Option<UsdPerMonth>,
    /// The cheapest option without them.
    pub instead: Option<String>,
    /// What that option costs over the horizon.
    pub instead_cost: Option<Usd>,
}

impl Price {
    /// Whether dropping them changes anything that a price in cents shows.
    ///
    /// ```
    /// use breakeven::calc::decide::shadow_price::Price;
    /// use breakeven::units::UsdPerMonth;
    /// let price = |usd: Option<f64>| Price {
    ///     requirements: vec!["privacy"],
    ///     per_month: usd.map(UsdPerMonth::new),
    ///     instead: None,
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
}

/// The price of every requirement that was asked for, dearest first. When none costs anything
/// alone, pairs that do together follow.
pub fn prices(scenario: &Scenario<'_>, with_all: Option<Usd>) -> Vec<Price> {
    let words: Vec<&'static str> =
        scenario.requirements.asked.iter().map(|requirement| requirement.word()).collect();
    let mut found: Vec<Price> =
        words.iter().filter_map(|word| price(scenario, with_all, &[word])).collect();
    if !found.iter().any(Price::counts) {
        for (index, first) in words.iter().enumerate() {
            for second in &words[index + 1..] {
                let pair = price(scenario, with_all, &[first, second]);
                found.extend(pair.filter(Price::counts));
            }
        }
    }
    found.sort_by(|a, b| dearness(b).total_cmp(&dearness(a)));
    found
}

fn dearness(price: &Price) -> f64 {
    price.per_month.map_or(f64::INFINITY, UsdPerMonth::get)
}

/// `None` when nothing meets the requirements even without these.
fn price(
    scenario: &Scenario<'_>,
    with_all: Option<Usd>,
    dropped: &[&'static str],
) -> Option<Price> {
    let mut requirements: Requirements = scenario.requirements.clone();
    for word in dropped {
        requirements = requirements.without(word);
    }
    let without = Scenario { requirements, ..scenario.clone() };
    let candidates = candidates(&without);
    let cheapest = cheapest(&candidates)?;
    let cost = cheapest.cost();
    let horizon = Months::new(f64::from(scenario.assumptions.horizon_months));
    let saved = with_all.map(|with| ((with - cost) / horizon).max(UsdPerMonth::ZERO));
    Some(Price {
        requirements: dropped.to_vec(),
        per_month: saved,
        instead: Some(cheapest.subject.id()),
        instead_cost: Some(cost),
    })
}
