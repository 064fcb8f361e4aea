//! The shipped constants are those of the fit to the measurements in `benches/throughput/data`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "the evaluation uses all of it, this test a part")]

#[path = "../../benches/throughput/harness/mod.rs"]
mod harness;

use breakeven::profile::catalog::Catalog;
use breakeven::profile::schema::{Field, Kind as FieldKind};
use breakeven::profile::sections::section;
use harness::constants::entries;
use harness::data::{own, read};
use harness::folds::Evaluation;
use harness::row::Kind;

#[test]
fn the_shipped_constants_are_those_of_the_fit() {
    let catalog = Catalog::with(vec![]).unwrap();
    let rows = read(&own()).unwrap();
    let of_kind = |kind| rows.iter().filter(|row| row.kind == kind).count();
    assert_eq!(Kind::ALL.map(of_kind), [752, 1_547, 672]);
    let evaluation = Evaluation::new(&rows, catalog.estimator.as_ref().unwrap());
    for entry in entries(&evaluation.everything) {
        let record = catalog.record(entry.kind, &entry.name).unwrap();
        let (mut fields, mut known) = (record.fields(), section(entry.kind).unwrap().fields);
        if !entry.table.is_empty() {
            fields = fields.table(field(known, entry.table));
            known = inside(field(known, entry.table));
        }
        assert_eq!(fields.number(field(known, entry.key)), Some(entry.value), "{entry:?}");
    }
}

fn field(fields: &'static [Field], key: &str) -> &'static Field {
    fields.iter().find(|field| field.key == key).unwrap()
}

fn inside(field: &Field) -> &'static [Field] {
    match field.kind {
        FieldKind::Table(fields) => fields,
        _ => panic!("`{}` is no table", field.key),
    }
}
