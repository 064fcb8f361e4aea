//! The machines of a menu that are the best of something, which are all that an answer lists.

use std::collections::BTreeSet;

use super::menu::{Kinds, Menu};
use super::rank::is_same;
use super::turned::{Rests, Turned};
use crate::calc::capacity::fleet::Tenure;
use crate::calc::option::serving::Kind;

impl<'c> Menu<'_, 'c> {
    /// The entries that are the best of each tenure, and those of the best mix: of each tenure, where mixes are
    /// asked about; else of all, where it costs less than machines alone. Of those that cost the same all; and those
    /// that may cost less, but of which there may not be enough. Of machines that are given all.
    pub fn best_entries(&self) -> BTreeSet<usize> {
        if self.scenario.given_machines().is_some() {
            return (0..self.entries.len()).collect();
        }
        let mut found = BTreeSet::new();
        self.turned(self.scenario, |turned| {
            turned.with_rests(|turned, rests| turned.find_best(rests, &mut found));
        });
        found
    }

    fn entries_of(&self, tenure: Tenure) -> Vec<usize> {
        let is_of_it = |entry: &usize| self.entries[*entry].tenure == tenure;
        (0..self.entries.len()).filter(is_of_it).collect()
    }
}

impl<'c> Turned<'_, '_, 'c> {
    fn find_best(&mut self, rests: &Rests<'_, '_, 'c>, found: &mut BTreeSet<usize>) {
        let (requirements, pins) = (&self.menu.scenario.requirements, &self.menu.scenario.pins);
        let asks_for_mixes = requirements.hard_share > 0.0 || !pins.hardware.is_empty();
        let mut best = None;
        for tenure in [Tenure::Bought, Tenure::Owned, Tenure::Rented] {
            let entries = self.menu.entries_of(tenure);
            let mut ask = |turned: &mut Self, kind| {
                (turned.best, turned.kinds) = (None, Kinds::Only(kind));
                turned.machines(rests, Some(&entries));
                turned.take_best(found);
                let ways = [best, turned.best].into_iter().flatten();
                best = ways.min_by(|a, b| a.total.get().total_cmp(&b.total.get()));
            };
            ask(self, Kind::of(tenure));
            if asks_for_mixes {
                ask(self, Kind::Mixed);
            }
        }
        if !asks_for_mixes {
            (self.best, self.kinds) = (best, Kinds::All);
            self.machines(rests, None);
            self.take_best(found);
        }
    }

    /// The entries of the ways that cost the same as the cheapest, or less if there were enough machines.
    fn take_best(&mut self, found: &mut BTreeSet<usize>) {
        found.extend(std::mem::take(&mut self.too_few));
        let Some(best) = self.best else { return };
        let as_cheap = std::mem::take(&mut self.as_cheap).into_iter();
        let tied = as_cheap.filter(|way| is_same(way.total, best.total));
        found.extend(tied.filter_map(|way| way.entry));
    }
}
