//! Numbers that are allowed but hardly true, each with the reason for the doubt.
//!
//! The reader refuses what cannot be. This is for what can be and almost never is: a unit mixed
//! up, a day in the future. Limits are far outside of everything that is sold, because a warning
//! that is often wrong is not read.

mod age;
mod doubtful;
mod hardware;
mod neighbours;
mod rules;
mod throughput;

use std::cell::OnceCell;

use neighbours::Prices;

use super::catalog::{Catalog, self_problem};
use super::document::Document;
use super::problem::Problem;
use super::record::Record;
use crate::date::Date;

/// Looks at profiles, one after the other, knowing what their neighbours cost.
pub struct Doctor<'c> {
    catalog: &'c Catalog,
    today: Date,
    prices: OnceCell<Prices>,
}

impl<'c> Doctor<'c> {
    /// For the profiles of a catalog; dates are held against `today`.
    pub fn new(catalog: &'c Catalog, today: Date) -> Self {
        Self { catalog, today, prices: OnceCell::new() }
    }

    /// Everything about one profile that is hardly true.
    pub fn examine(&self, record: &Record) -> Vec<Problem> {
        let (catalog, name) = (self.catalog, &*record.name);
        let document = catalog.document(record);
        let mut doubts = rules::of_any(record, self.today);
        match record.kind {
            "api" => doubts.extend(rules::of_api(catalog, name, self.prices(), self.today)),
            "hardware" => doubts.extend(hardware::of_hardware(catalog, name, self.prices())),
            "model" => doubts.extend(rules::of_model(catalog, name)),
            "throughput" => doubts.extend(throughput::of_throughput(catalog, name)),
            "defaults" => doubts.extend(rules::of_defaults(record)),
            _ => {}
        }
        doubts.into_iter().map(|fault| self_problem(document, record, fault)).collect()
    }

    /// That nobody can ever be told to get a machine of the user's own, because its profile has no
    /// price; for who asks about the profile, not for who has the machine.
    pub fn examine_choice(&self, record: &Record) -> Option<Problem> {
        let found = match record.kind {
            "hardware" => hardware::never_chosen(self.catalog, &record.name),
            _ => None,
        };
        found.map(|fault| self_problem(self.catalog.document(record), record, fault))
    }

    /// That prices are older than what they are of allows; for who keeps the profile, since an answer
    /// warns of it where it could be another.
    pub fn examine_age(&self, record: &Record) -> Vec<Problem> {
        let document = self.catalog.document(record);
        let found = age::of_prices(self.catalog, record, self.today);
        found.into_iter().map(|fault| self_problem(document, record, fault)).collect()
    }

    fn prices(&self) -> &Prices {
        self.prices.get_or_init(|| Prices::of(self.catalog))
    }
}

/// Everything about the user's own profiles that is hardly true, of those that are `used`.
pub fn examine_own(catalog: &Catalog, today: Date, used: impl Fn(&Record) -> bool) -> Vec<Problem> {
    if catalog.documents().iter().all(Document::is_shipped) {
        return Vec::new();
    }
    let doctor = Doctor::new(catalog, today);
    let own = catalog.records().filter(|record| !catalog.document(record).is_shipped());
    own.filter(|record| used(record)).flat_map(|record| doctor.examine(record)).collect()
}
