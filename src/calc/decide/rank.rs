//! Which of several options is the better one: by price, and at the same price by what it can do.

use std::cmp::Ordering;

use crate::calc::option::subject::{BaseSubject, Candidate};
use crate::date::Date;
use crate::model::Model;
use crate::tier::Tier;
use crate::units::Usd;

/// Totals that differ by less than this share of them, the last digit that is printed anywhere, are the
/// same price.
const SAME: f64 = 1e-12;

/// The best: fewest failed requirements first, then cheapest; of those at the same price the higher
/// tier, then the higher index, then the one whose facts are newer, then the least busy, then the first.
pub fn best<'a, 'c: 'a>(
    candidates: impl Iterator<Item = &'a Candidate<'c>>,
) -> Option<&'a Candidate<'c>> {
    let all: Vec<&Candidate<'c>> = candidates.collect();
    let first = *all.iter().min_by(|a, b| a.order(b))?;
    let tied = all.into_iter().filter(|one| is_tied(one, first));
    tied.min_by(|a, b| standing(b).order(&standing(a)).then_with(|| a.order(b)))
}

/// Whether two options fail as much as each other, and cost the same.
pub fn is_tied(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.unmet.len() == other.unmet.len() && is_same(one.cost(), other.cost())
}

/// Whether two totals are the same price.
pub fn is_same(one: Usd, other: Usd) -> bool {
    let (a, b) = (one.get(), other.get());
    a == b || (a - b).abs() <= SAME * a.abs().min(b.abs())
}

/// What a model can do, and the day of its facts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    tier: Tier,
    /// What is not scored counts as the least of its tier.
    index: f64,
    as_of: Date,
}

impl Standing {
    fn new(tier: Tier, index: Option<f64>, as_of: Date) -> Self {
        Self { tier, index: index.unwrap_or_else(|| tier.least_index()), as_of }
    }

    /// That of open weights.
    pub fn of(model: &Model) -> Self {
        Self::new(model.tier, model.index, model.source.as_of)
    }

    /// Which can do more, or as much with newer facts.
    pub fn order(&self, other: &Self) -> Ordering {
        let index = self.index.total_cmp(&other.index);
        self.tier.cmp(&other.tier).then(index).then(self.as_of.cmp(&other.as_of))
    }
}

/// What an option's base can do, and the day of its facts.
fn standing(candidate: &Candidate<'_>) -> Standing {
    match &candidate.subject.base {
        BaseSubject::Api(api) => Standing::new(api.tier, api.index, api.source.as_of),
        BaseSubject::Machines(deployment, _) => Standing::of(deployment.model),
    }
}

/// Whether the base of one option can do more than another's, or as much with newer facts.
pub fn outranks(one: &Model, other: &Model) -> bool {
    Standing::of(one).order(&Standing::of(other)) == Ordering::Greater
}
