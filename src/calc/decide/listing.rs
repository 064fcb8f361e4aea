//! The menu as options, possible or not, with their totals: what answers are chosen from.

use std::collections::BTreeSet;

use super::beyond_limit::{self, Way};
use super::coarse::too_coarse;
use super::compiled::Compiled;
use super::eligibility;
use super::menu::{Menu, Part, Side, share};
use super::overflow::Overflow;
use super::price_list::{ApiPrices, for_excess};
use super::rank::best;
use super::rated::Slot;
use super::sized_fleet::only_capacity;
use crate::api::Api;
use crate::calc::capacity::fleet::Tenure;
use crate::calc::option::serving::{Kind, ServingOption};
use crate::calc::option::subject::{Candidate, Subject};
use crate::scenario::{Scenario, Shown};
use crate::units::Usd;

/// The options of a scenario among which the best of each kind are; all of them, where more than the
/// best is to be shown.
pub fn candidates<'c>(scenario: &Scenario<'c>) -> Vec<Candidate<'c>> {
    Menu::new(scenario).candidates()
}

/// The cheapest possible endpoint.
pub fn cheapest_api<'c>(candidates: &[Candidate<'c>]) -> Option<&'c Api> {
    let possible = candidates.iter().filter(|candidate| candidate.is_possible());
    best(possible.filter(|one| one.subject.kind() == Kind::Api))?.subject.api_alone()
}

/// The same beside machines or another endpoint, with which what is used now is left in any case.
pub fn cheapest_beside<'c>(
    compiled: &Compiled<'_, 'c>,
    candidates: &[Candidate<'c>],
) -> Option<&'c Api> {
    if compiled.migration == Usd::ZERO {
        return cheapest_api(candidates);
    }
    let leaving = |mut one: Candidate<'c>| {
        if let Some((option, total)) = &mut one.priced
            && !option.leaves_baseline(compiled.scenario)
        {
            *total += compiled.migration;
        }
        one
    };
    cheapest_api(&candidates.iter().cloned().map(leaving).collect::<Vec<_>>())
}

/// The cheapest possible option of all.
pub fn cheapest<'a, 'c>(candidates: &'a [Candidate<'c>]) -> Option<&'a Candidate<'c>> {
    best(candidates.iter().filter(|candidate| candidate.is_possible()))
}

impl<'c> Menu<'_, 'c> {
    /// The options of a question like this one among which the best of each kind are, whatever more this
    /// one shows.
    pub fn best_with(&self, other: Scenario<'c>) -> Vec<Candidate<'c>> {
        self.beside(&Scenario { shown: Shown::Best, ..other }).candidates()
    }

    /// The options of the menu.
    pub fn candidates(&self) -> Vec<Candidate<'c>> {
        let all_shown = self.scenario.shows_more_than_the_best();
        let entries = if all_shown { BTreeSet::new() } else { self.best_entries() };
        let compiled = Compiled::new(self.scenario, &self.horizon);
        let mut all = Vec::new();
        let mut frontier = None;
        for side in &self.sides {
            let hard = match (side.part, frontier) {
                (Part::Everything, _) => None,
                // Of nothing there is no mix.
                (Part::Easy, Some(api)) if share(side.part, self.scenario) > 0.0 => Some(api),
                (Part::Easy, _) => continue,
            };
            let apis: Vec<_> =
                self.scenario.apis.iter().map(|api| self.api(&compiled, side, api)).collect();
            let cheapest = cheapest_beside(&compiled, &apis);
            let fleets: Vec<_> = [Tenure::Bought, Tenure::Owned, Tenure::Rented]
                .into_iter()
                .flat_map(|tenure| self.of_tenure(&compiled, (side, &entries), tenure))
                .collect();
            let to = self.overflow_to(&compiled, side, cheapest).into_iter();
            let mixes: Vec<_> =
                to.flat_map(|to| overflowing(&compiled, &fleets, to, hard)).collect();
            if side.part == Part::Everything {
                frontier = cheapest;
            }
            let beyond = self.beyond_limits(&compiled, side, hard);
            let bases = apis.into_iter().chain(beyond).chain(fleets).chain(mixes);
            all.extend(bases.filter_map(|base| with_hard(&compiled, base, hard)));
        }
        all
    }

    /// The endpoints that may take what exceeds machines for the least: the cheapest one for everything, and others.
    pub fn overflow_to<'s>(
        &self,
        compiled: &Compiled<'_, 'c>,
        side: &'s Side<'c>,
        cheapest: Option<&Api>,
    ) -> Vec<&'s ApiPrices<'c>> {
        let is_it = |api: &Api| side.prices.iter().find(|own| std::ptr::eq(own.api, api));
        let over = (compiled.tokens, &self.horizon);
        cheapest.and_then(is_it).map_or_else(Vec::new, |it| for_excess(it, &side.prices, over))
    }

    /// The endpoints that may not be chosen, because others were named: what those are compared with.
    pub fn outside(&self) -> Vec<Candidate<'c>> {
        let Some(side) = self.sides.first().filter(|_| self.sides.len() == 1) else {
            return Vec::new();
        };
        let compiled = Compiled::new(self.scenario, &self.horizon);
        self.scenario.others.iter().map(|api| self.api(&compiled, side, api)).collect()
    }

    /// One endpoint against every requirement, for everything that the side serves.
    fn api(&self, compiled: &Compiled<'_, 'c>, side: &Side<'c>, api: &'c Api) -> Candidate<'c> {
        let unmet =
            eligibility::api(self.scenario, api, side.least, share(side.part, self.scenario));
        let option = ServingOption::api(api);
        let total = compiled.total(&option);
        Candidate { subject: Subject::api(api), unmet, priced: Some((option, total)) }
    }

    /// Endpoints with fixed limits, and others for what exceeds them.
    fn beyond_limits(
        &self,
        compiled: &Compiled<'_, 'c>,
        side: &Side<'c>,
        hard: Option<&'c Api>,
    ) -> Vec<Candidate<'c>> {
        let part = (share(side.part, self.scenario), side.least);
        let ways = beyond_limit::ways(compiled, part, &side.prices, hard).into_iter();
        let candidate = |(api, to, total): Way<'c>| {
            Candidate::possible(ServingOption::beyond_limit(api, to), total)
        };
        ways.map(candidate).collect()
    }

    /// What runs on the machines of a tenure: on those of some entries; on all of them where none of those may be
    /// chosen, and the nearest miss can be anywhere.
    fn of_tenure(
        &self,
        compiled: &Compiled<'_, 'c>,
        (side, entries): (&Side<'c>, &BTreeSet<usize>),
        tenure: Tenure,
    ) -> Vec<Candidate<'c>> {
        let fleet = |slot: Slot| self.deployment(compiled, side, slot, tenure);
        let entries = entries.iter().filter(|entry| self.entries[**entry].tenure == tenure);
        let slots = entries.flat_map(|entry| self.shortlist(side, *entry)).copied();
        let slots: BTreeSet<Slot> = slots.collect();
        let found: Vec<_> = slots.into_iter().map(fleet).collect();
        if !found.iter().any(Candidate::is_possible) && self.tenures().contains(&tenure) {
            let all = 0..self.scenario.deployments.machines();
            return all.flat_map(|machine| self.rated.slots(machine)).map(fleet).collect();
        }
        found
    }

    fn tenures(&self) -> [Tenure; 2] {
        let own = if self.scenario.owned { Tenure::Owned } else { Tenure::Bought };
        [own, Tenure::Rented]
    }

    /// One deployment against every requirement, for everything that the side serves.
    fn deployment(
        &self,
        compiled: &Compiled<'_, 'c>,
        side: &Side<'c>,
        slot: Slot,
        tenure: Tenure,
    ) -> Candidate<'c> {
        let deployment = self.rated.deployment(slot);
        let subject = Subject::machines(deployment.clone(), tenure);
        let (hardware, model) = (deployment.hardware, deployment.model);
        let mut unmet = eligibility::machines(self.scenario, hardware, model, tenure, side.least);
        unmet.extend(too_coarse(self.scenario, deployment));
        if eligibility::unobtainable(self.scenario, hardware, tenure).is_some() {
            return Candidate::impossible(subject, unmet);
        }
        let share = share(side.part, self.scenario);
        match (self.fleet(self.scenario, slot, tenure, share), self.rated.rates(slot)) {
            (Some((fleet, more)), _) => {
                unmet.extend(more);
                let total = compiled.fleet(&fleet, &compiled.rates_of(&fleet));
                Candidate { subject, unmet, priced: Some((ServingOption::fleet(fleet), total)) }
            }
            (None, rates) => {
                unmet.extend(rates.as_ref().err().cloned());
                Candidate::impossible(subject, unmet)
            }
        }
    }
}

/// The best fleet with overflow of every possible fleet that has more than one machine, and of
/// every fleet whose given size is too small.
fn overflowing<'c>(
    compiled: &Compiled<'_, 'c>,
    fleets: &[Candidate<'c>],
    to: &ApiPrices<'c>,
    hard: Option<&'c Api>,
) -> Vec<Candidate<'c>> {
    let prices = to.beside(hard, compiled.hard_share());
    let (overflow, to) = (Overflow::new(compiled, &prices), Some(to.api));
    let possible = fleets.iter().filter(|candidate| only_capacity(&candidate.unmet));
    let mixes = possible.filter_map(|candidate| {
        let fleet = candidate.option()?.machines()?;
        let rates = compiled.rates_of(fleet);
        let (sized, total) = overflow.cheapest(compiled, fleet, &rates, None)?;
        let option = ServingOption { overflow: to, ..ServingOption::fleet(sized) };
        Some(Candidate::possible(option, total))
    });
    mixes.collect()
}

/// A base with the hard share taken off to a frontier endpoint; `None` for that endpoint itself, with
/// which it would be no mix. Without a hard share, the base is all there is.
fn with_hard<'c>(
    compiled: &Compiled<'_, 'c>,
    base: Candidate<'c>,
    hard: Option<&'c Api>,
) -> Option<Candidate<'c>> {
    let Some(frontier) = hard else { return Some(base) };
    if base.subject == Subject::api(frontier) {
        return None;
    }
    let subject = Subject { hard, ..base.subject };
    let priced = base.priced.map(|(option, _)| {
        let option = ServingOption { hard, ..option };
        let total = compiled.total(&option);
        (option, total)
    });
    // The frontier endpoint meets what it must, or it would not have been chosen.
    Some(Candidate { subject, unmet: base.unmet, priced })
}
