//! Calibration: one model measured on a machine, another predicted there.

use std::collections::BTreeSet;

use super::metrics::{Held, quantile};
use super::row::{Kind, Row};

/// Share of the logarithm that one measurement counts with: 1 / (1 + 0.5).
const SHARE: f64 = 1.0 / 1.5;

/// All ordered pairs of models of one source, machine and engine, from residuals without that
/// machine; and the interval of all of them.
pub fn pairs(rows: &[Row], left: &[Held]) -> (Vec<Held>, (f64, f64)) {
    let same = |a: &Row, b: &Row| {
        a.kind == Kind::Single
            && b.kind == Kind::Single
            && a.source == b.source
            && a.hardware == b.hardware
            && a.engine == b.engine
            && a.model != b.model
    };
    let mut found: Vec<(&str, f64)> = Vec::new();
    for (measured, known) in rows.iter().zip(left) {
        for (asked, held) in rows.iter().zip(left).filter(|(asked, _)| same(measured, asked)) {
            found.push((&asked.hardware, held.residual - SHARE * known.residual));
        }
    }
    let interval = |residuals: &[f64]| (quantile(residuals, 0.1), quantile(residuals, 0.9));
    let machines: BTreeSet<&str> = found.iter().map(|(machine, _)| *machine).collect();
    let mut held = Vec::new();
    for machine in machines {
        let others: Vec<f64> =
            found.iter().filter(|(other, _)| *other != machine).map(|(_, r)| *r).collect();
        let interval = interval(&others);
        let own = found.iter().filter(|(other, _)| *other == machine);
        held.extend(own.map(|(_, residual)| Held { residual: *residual, interval }));
    }
    let all: Vec<f64> = found.iter().map(|(_, residual)| *residual).collect();
    (held, interval(&all))
}
