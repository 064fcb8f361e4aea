//! Which prices of an answer are older than what they are of allows.

use crate::calc::capacity::fleet::Tenure;
use crate::calc::verdict::evaluation::Evaluation;
use crate::date::Date;
use crate::report::Warning;
use crate::source::Source;
use crate::stale::{Priced, Seller};
use crate::text::count;

/// A price that is used.
#[derive(Clone, Copy, Debug)]
pub struct AgedPrice<'c> {
    /// The profile.
    pub source: &'c Source,
    /// What it is of.
    pub priced: Priced,
    /// The day on which it was true.
    pub as_of: Date,
    /// How old it is, in days.
    pub age: i64,
    /// How old it may be.
    pub limit: i64,
}

/// The prices of the options shown that are too old, the furthest beyond its limit first.
pub fn stale<'c>(evaluation: &Evaluation<'_, 'c>) -> Vec<AgedPrice<'c>> {
    let scenario = evaluation.scenario;
    let mut found: Vec<AgedPrice<'c>> = Vec::new();
    let mut add = |source: &'c Source, priced: Priced, as_of: Date| {
        let age = scenario.today.days_since(as_of).max(0);
        let limit = scenario.stale_after.of(priced);
        let known = |price: &AgedPrice<'_>| {
            price.source.kind == source.kind && price.source.profile == source.profile
        };
        if age > limit && !found.iter().any(known) {
            found.push(AgedPrice { source, priced, as_of, age, limit });
        }
    };
    for choice in &evaluation.choices {
        for api in choice.candidate.subject.apis() {
            let plans = api.plan.iter().map(|plan| &plan.source);
            plans.for_each(|plan| add(plan, Priced::Api(Seller::FirstParty), plan.as_of));
            add(&api.source, Priced::Api(api.seller), api.source.as_of);
        }
        if let Some((deployment, tenure)) = choice.candidate.subject.deployment() {
            let hardware = deployment.hardware;
            let own = hardware.source.as_of;
            match tenure {
                Tenure::Rented => {
                    add(&hardware.source, Priced::Rent, hardware.rent_as_of.unwrap_or(own));
                }
                Tenure::Bought | Tenure::Owned => add(&hardware.source, Priced::Hardware, own),
            }
        }
    }
    found.sort_by_key(|price| (price.limit - price.age, price.source.profile.clone()));
    found
}

/// The warning, where what the prices may have moved since could change the verdict.
pub fn warning(evaluation: &Evaluation<'_, '_>) -> Option<Warning> {
    let old = stale(evaluation);
    let worst = old.first().filter(|_| evaluation.aged)?;
    let verb = if old.len() == 1 { "is" } else { "are" };
    Some(Warning {
        code: "stale-prices".into(),
        message: format!(
            "{} used here {verb} too old; the furthest is `{}`: {} days, from {}, {} at most for {}",
            count(old.len(), "price profile"),
            worst.source.profile,
            worst.age,
            worst.as_of,
            worst.limit,
            worst.priced.word()
        ),
    })
}
