//! The best of each kind, also of those kinds that do not win.
//!
//! The menu's own list leaves out machines that cannot be the best of their tenure. With overflow one
//! of them may still be the best mix, which no verdict needs and every picture of kinds does.

use crate::calc::capacity::fleet::offered_by;
use crate::calc::decide::compiled::Compiled;
use crate::calc::decide::listing::cheapest_beside;
use crate::calc::decide::menu::Menu;
use crate::calc::decide::overflow::Overflow;
use crate::calc::decide::price_list::ApiPrices;
use crate::calc::decide::sized_fleet::only_capacity;
use crate::calc::option::serving::ServingOption;
use crate::calc::option::subject::Candidate;
use crate::calc::price::machine_rates::MachineRates;

/// The options of a menu among which the best of every kind is, mixes included.
pub fn of_every_kind<'c>(menu: &Menu<'_, 'c>) -> Vec<Candidate<'c>> {
    let scenario = menu.scenario;
    let compiled = Compiled::new(scenario, &menu.horizon);
    let mut all = menu.candidates();
    // With a hard share every kind is a mix, and all of them are listed.
    if scenario.requirements.hard_share == 0.0 {
        let cheapest = cheapest_beside(&compiled, &all);
        let to = menu.sides.iter().flat_map(|side| menu.overflow_to(&compiled, side, cheapest));
        all.extend(to.filter_map(|to| cheapest_overflow(menu, &compiled, to)));
    }
    all
}

/// The cheapest machines with an endpoint for what exceeds them.
fn cheapest_overflow<'c>(
    menu: &Menu<'_, 'c>,
    compiled: &Compiled<'_, 'c>,
    to: &ApiPrices<'c>,
) -> Option<Candidate<'c>> {
    let scenario = menu.scenario;
    let (overflow, api) = (Overflow::new(compiled, to), to.api);
    let side = menu.sides.first()?;
    let mut by_cost: Vec<_> = menu
        .entries
        .iter()
        .map(|entry| {
            let rates = MachineRates::new(entry.hardware, entry.tenure, scenario);
            (compiled.at_least(entry.hardware, &rates, entry.tenure).get(), entry, rates)
        })
        .collect();
    by_cost.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best: Option<Candidate<'c>> = None;
    for (at_least, entry, rates) in by_cost {
        let cost = |best: &Option<Candidate<'c>>| {
            best.as_ref().map_or(f64::INFINITY, |best| best.cost().get())
        };
        if at_least > cost(&best) {
            break;
        }
        let machine = compiled.full_month(entry, &rates);
        for slot in menu.rated.able(entry.machine, entry.tenure, side.least) {
            let (Ok(known), least) = (menu.rated.rates(slot), cost(&best)) else { continue };
            let model = menu.rated.deployment(slot).model;
            let offered = offered_by(known, model, 1.0, scenario).mean;
            if overflow.at_least(offered, 1.0, &machine).get() > least {
                continue;
            }
            let fleet = menu.fleet(scenario, slot, entry.tenure, 1.0);
            let Some((fleet, _)) = fleet.filter(|(_, unmet)| only_capacity(unmet)) else {
                continue;
            };
            let found = overflow.cheapest(compiled, &fleet, &rates, None);
            let Some((sized, total)) = found.filter(|(_, total)| total.get() < least) else {
                continue;
            };
            let option = ServingOption { overflow: Some(api), ..ServingOption::fleet(sized) };
            best = Some(Candidate::possible(option, total));
        }
    }
    best
}
