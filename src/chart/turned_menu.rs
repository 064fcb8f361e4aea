//! The menu with a lever turned: the cheapest option of each kind, and which kind wins.

use super::palette::Tone;
use crate::calc::decide::listing;
use crate::calc::decide::menu::Menu;
use crate::calc::option::subject::Candidate;
use crate::calc::whatif::every_kind::of_every_kind;
use crate::scenario::{Scenario, Shown};

/// A question of which pictures are made: nothing more than the best of each kind is looked for.
pub fn asked<'c>(scenario: &Scenario<'c>) -> Scenario<'c> {
    Scenario { shown: Shown::Best, explain: false, ..scenario.clone() }
}

/// The cheapest option of each kind that may be chosen.
#[derive(Clone, Debug)]
pub struct Best<'c> {
    /// Each kind's, in the order of [`Tone::KINDS`].
    pub each: Vec<(Tone, Candidate<'c>)>,
    /// The kind of the cheapest of all.
    pub winner: Tone,
}

impl<'c> Best<'c> {
    /// That of a question like that of a menu, but for numbers.
    pub fn beside(menu: &Menu<'_, 'c>, scenario: &Scenario<'c>) -> Self {
        let candidates = of_every_kind(&menu.beside(scenario));
        let winner = listing::cheapest(&candidates).map_or(Tone::Nothing, tone);
        let mut each: Vec<(Tone, Candidate<'c>)> = Vec::new();
        for kind in Tone::KINDS {
            let possible = candidates.iter().filter(|one| one.is_possible() && tone(one) == kind);
            let best = possible.min_by(|a, b| a.order(b));
            each.extend(best.map(|best| (kind, best.clone())));
        }
        Self { each, winner }
    }

    /// The option of a kind.
    pub fn of_kind(&self, kind: Tone) -> Option<&Candidate<'c>> {
        self.each.iter().find(|(tone, _)| *tone == kind).map(|(_, candidate)| candidate)
    }

    /// The cheapest of all.
    pub fn cheapest(&self) -> Option<&Candidate<'c>> {
        self.of_kind(self.winner)
    }

    /// The cheapest that is of another kind than this one.
    pub fn other_than(&self, kind: Tone) -> Option<&Candidate<'c>> {
        let others = self.each.iter().filter(|(tone, _)| *tone != kind);
        others.map(|(_, one)| one).min_by(|a, b| a.cost().get().total_cmp(&b.cost().get()))
    }
}

/// The tone of an option's kind.
pub fn tone(candidate: &Candidate<'_>) -> Tone {
    Tone::of_kind(candidate.subject.kind().word())
}

/// Which kind wins with other values of the inputs.
pub fn winner<'c>(menu: &Menu<'_, 'c>, scenario: &Scenario<'c>) -> Tone {
    menu.cheapest(scenario).map_or(Tone::Nothing, |found| Tone::of_kind(found.kind.word()))
}
