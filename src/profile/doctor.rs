//! Numbers that are allowed but hardly true, each with the reason for the doubt.
//!
//! The reader refuses what cannot be. This is for what can be and almost never is: a unit mixed
//! up, a day in the future. Limits are far outside of everything that is sold, because a warning
//! that is often wrong is not read.

mod hardware;
mod rules;
mod throughput;

use super::catalog::{Catalog, self_problem};
use super::document::Document;
use super::problem::Problem;
use super::record::Record;
use crate::date::Date;
use crate::source::Fault;

/// Everything about one profile that is hardly true.
pub fn examine(catalog: &Catalog, record: &Record, today: Date) -> Vec<Problem> {
    let document = catalog.document(record);
    let mut doubts = rules::of_any(record, today);
    match record.kind {
        "api" => doubts.extend(rules::of_api(catalog, &record.name)),
        "hardware" => doubts.extend(hardware::of_hardware(catalog, &record.name)),
        "model" => doubts.extend(rules::of_model(catalog, &record.name)),
        "throughput" => doubts.extend(throughput::of_throughput(catalog, &record.name)),
        "defaults" => doubts.extend(rules::of_defaults(record)),
        _ => {}
    }
    doubts.into_iter().map(|fault| self_problem(document, record, fault)).collect()
}

/// Everything about the user's own profiles that is hardly true, of those that are `used`.
pub fn examine_own(catalog: &Catalog, today: Date, used: impl Fn(&Record) -> bool) -> Vec<Problem> {
    if catalog.documents().iter().all(Document::is_shipped) {
        return Vec::new();
    }
    let own = catalog.records().filter(|record| !catalog.document(record).is_shipped());
    own.filter(|record| used(record)).flat_map(|r| examine(catalog, r, today)).collect()
}

/// A doubt at a field when `doubtful`.
fn doubt(doubtful: bool, field: &'static str, reason: impl FnOnce() -> String) -> Option<Fault> {
    doubtful.then(|| Fault::new(field, reason()))
}

/// Ratio to the median of its neighbours from which a price is doubtful.
const FAR: f64 = 100.0;

/// The middle of at least three numbers.
fn median(mut numbers: Vec<f64>) -> Option<f64> {
    if numbers.len() < 3 {
        return None;
    }
    numbers.sort_unstable_by(f64::total_cmp);
    Some(numbers[numbers.len() / 2])
}
