//! The best of each kind, also of those kinds that do not win.
//!
//! The menu's own list leaves out machines that cannot be the best of their tenure. With overflow one
//! of them may still be the best mix, which no verdict needs and every picture of kinds does. A machine
//! of a mix runs what is fastest on it: with anything slower the machine alone would do better.

use crate::api::Api;
use crate::calc::decide::compiled::Compiled;
use crate::calc::decide::listing::cheapest_api;
use crate::calc::decide::menu::{Menu, only_capacity};
use crate::calc::decide::overflow::Overflow;
use crate::calc::decide::price_list::ApiPrices;
use crate::calc::option::serving::ServingOption;
use crate::calc::option::subject::{Candidate, Subject};

/// The options of a menu among which the best of every kind is, mixes included.
pub fn of_every_kind<'c>(menu: &Menu<'_, 'c>) -> Vec<Candidate<'c>> {
    let scenario = menu.scenario;
    let mut all = menu.candidates();
    // With a hard share every kind is a mix, and all of them are listed.
    if scenario.requirements.hard_share == 0.0
        && let Some(api) = cheapest_api(&all)
    {
        all.extend(cheapest_overflow(menu, api));
    }
    all
}

/// The cheapest machines with an endpoint for what exceeds them.
fn cheapest_overflow<'c>(menu: &Menu<'_, 'c>, api: &'c Api) -> Option<Candidate<'c>> {
    let scenario = menu.scenario;
    let compiled = Compiled::new(scenario, &menu.horizon);
    let overflow = Overflow::new(&compiled, &ApiPrices::new(api, scenario));
    let side = menu.sides.first()?;
    let mut best: Option<Candidate<'c>> = None;
    for (index, entry) in menu.entries.iter().enumerate() {
        for slot in menu.shortlist(side, index) {
            let Some((fleet, unmet)) = menu.fleet(scenario, *slot, entry.tenure, 1.0) else {
                continue;
            };
            let rates = compiled.rates_of(&fleet);
            let least = best.as_ref().map_or(f64::INFINITY, |best| best.cost().get());
            // Machines cost at least what they cost for being there.
            if compiled.at_least(&rates, entry.tenure).get() > least || !only_capacity(&unmet) {
                continue;
            }
            let found = overflow.cheapest(&compiled, &fleet, &rates);
            let Some((sized, total)) = found.filter(|(_, total)| total.get() < least) else {
                continue;
            };
            let machines = Subject::machines(sized.deployment.clone(), entry.tenure);
            let option = ServingOption { overflow: Some(api), ..ServingOption::fleet(sized) };
            best = Some(Candidate {
                subject: Subject { overflow: Some(api), ..machines },
                unmet: Vec::new(),
                priced: Some((option, total)),
            });
        }
    }
    best
}
