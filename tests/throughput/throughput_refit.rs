//! The shipped constants are those of a fit to the measurements, where those are at hand: in a
//! folder `shared/data` beside the repository, or in `BREAKEVEN_MEASUREMENTS`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "the evaluation uses all of it, this test a part")]

#[path = "../../benches/throughput/harness/mod.rs"]
mod harness;

use std::path::Path;

use breakeven::profile::catalog::Catalog;
use breakeven::profile::fields::estimator_fields::{INTERVAL, interval, spread};
use breakeven::profile::schema::{Field, Kind};
use breakeven::profile::sections::section;
use harness::constants::{base, entries, rounded};
use harness::data::{Data, Paths};
use harness::folds::Evaluation;

#[test]
fn the_shipped_constants_are_those_of_the_fit() {
    let given = std::env::var_os("BREAKEVEN_MEASUREMENTS");
    let paths = match &given {
        Some(folder) => Some(Paths::in_folder(Path::new(folder)).unwrap()),
        None => Paths::beside_the_repository(),
    };
    // Without the measurements there is nothing to compare with.
    let Some(paths) = paths.filter(|paths| paths.prefill.is_some()) else {
        let why = "no `shared/data` beside the repository, and no BREAKEVEN_MEASUREMENTS";
        return crate::support::skipped::skipped("the fit of the shipped constants", why);
    };
    let data = Data::read(&paths).unwrap();
    assert_eq!((data.single.len(), data.batched.len(), data.prompts.len()), (712, 262, 579));
    let (fitted, intervals) = Evaluation::new(&data, base().unwrap()).everything();
    let catalog = Catalog::with(vec![]).unwrap();
    let entries = entries(&fitted);
    assert_eq!(entries.len(), 65);
    for entry in entries {
        let record = catalog.record(entry.kind, &entry.name).unwrap();
        let (mut fields, mut known) = (record.fields(), section(entry.kind).unwrap().fields);
        if !entry.table.is_empty() {
            fields = fields.table(field(known, entry.table));
            known = inside(field(known, entry.table));
        }
        assert_eq!(fields.number(field(known, entry.key)), Some(entry.value), "{entry:?}");
    }
    let record = catalog.records_of("estimator").next().unwrap();
    for (name, (low, high)) in intervals {
        let shipped = record.fields().table(&INTERVAL).table(field(interval::ALL, name));
        let fitted = [low, high].map(|log| Some(rounded(log.exp())));
        assert_eq!([shipped.number(&spread::LOW), shipped.number(&spread::HIGH)], fitted, "{name}");
    }
}

fn field(fields: &'static [Field], key: &str) -> &'static Field {
    fields.iter().find(|field| field.key == key).unwrap()
}

fn inside(field: &Field) -> &'static [Field] {
    match field.kind {
        Kind::Table(fields) => fields,
        _ => panic!("`{}` is no table", field.key),
    }
}
