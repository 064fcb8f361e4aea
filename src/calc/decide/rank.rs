//! Which of several options is the better one: by price, and at the same price by what it can do.

use std::cmp::Ordering;

use crate::calc::option::subject::{BaseSubject, Candidate};
use crate::date::Date;
use crate::model::Model;
use crate::tier::Tier;

/// Totals that differ by less than this share of them, the last digit that is printed anywhere, are the
/// same price.
const SAME: f64 = 1e-12;

/// The best: fewest failed requirements first, then cheapest; of those at the same price the higher
/// tier, then the one whose facts are newer, then the least busy, then the first.
pub fn best<'a, 'c: 'a>(
    candidates: impl Iterator<Item = &'a Candidate<'c>>,
) -> Option<&'a Candidate<'c>> {
    let all: Vec<&Candidate<'c>> = candidates.collect();
    let first = *all.iter().min_by(|a, b| a.order(b))?;
    let tied = all.into_iter().filter(|one| is_tied(one, first));
    tied.min_by(|a, b| standing(b).cmp(&standing(a)).then_with(|| a.order(b)))
}

/// Whether two options fail as much as each other, and cost the same.
pub fn is_tied(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    let (a, b) = (one.cost().get(), other.cost().get());
    let same = a == b || (a - b).abs() <= SAME * a.abs().min(b.abs());
    one.unmet.len() == other.unmet.len() && same
}

/// What an option's base can do, and the day of its facts.
fn standing(candidate: &Candidate<'_>) -> (Tier, Date) {
    match &candidate.subject.base {
        BaseSubject::Api(api) => (api.tier, api.source.as_of),
        BaseSubject::Machines(deployment, _) => standing_of(deployment.model),
    }
}

/// What open weights can do, and the day of their facts.
pub const fn standing_of(model: &Model) -> (Tier, Date) {
    (model.tier, model.source.as_of)
}

/// Whether the base of one option can do more than another's, or as much with newer facts.
pub fn outranks(one: &Model, other: &Model) -> bool {
    standing_of(one).cmp(&standing_of(other)) == Ordering::Greater
}
