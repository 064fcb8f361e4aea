//! The 80 % intervals: of an engine on a family, from residuals that were left out.

use std::collections::{BTreeMap, BTreeSet};

use super::metrics::weighted_quantile;
use super::row::{Kind, Row};

/// A row, and how far it is off without what shares its key, and without its family.
#[derive(Clone, Copy)]
pub struct Known<'r> {
    /// The row.
    pub row: &'r Row,
    /// `ln(measured / predicted)` without its machine, source or model.
    pub own: f64,
    /// The same without its family.
    pub family: f64,
}

/// Families that were left out count as so many machines beside an engine's own on a family. Chosen on
/// models left out, of which it covers 79 to 83 % by kind; 0.4 covers 77 to 82 %, and 1 81 to 83 %.
const BESIDE: f64 = 0.7;
/// An engine on a family with fewer rows has the interval of what was not measured.
const ENOUGH: usize = 8;

/// An engine on a family, and what was timed.
type Cell<'r> = (&'r str, &'r str, Kind);

/// The 80 % intervals of each kind, as logarithms of measured over predicted.
#[derive(Clone, Debug, Default)]
pub struct Intervals<'r> {
    cells: BTreeMap<Cell<'r>, (f64, f64)>,
    unmeasured: BTreeMap<Kind, (f64, f64)>,
}

impl<'r> Intervals<'r> {
    /// From these rows.
    pub fn of(known: impl Iterator<Item = Known<'r>>) -> Self {
        let mut all = Self::default();
        let known: Vec<Known<'r>> = known.collect();
        for kind in Kind::ALL {
            let of_kind: Vec<Known<'r>> =
                known.iter().filter(|known| known.row.kind == kind).copied().collect();
            let mut sizes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
            for known in &of_kind {
                *sizes.entry((&known.row.engine, &known.row.family)).or_insert(0) += 1;
            }
            let enough = sizes.into_iter().filter(|(_, size)| *size >= ENOUGH);
            for ((engine, family), _) in enough {
                all.cells.insert((engine, family, kind), ends(&of_kind, engine, family));
            }
            all.unmeasured.insert(kind, ends(&of_kind, "", ""));
        }
        all
    }

    /// That of a row's engine on its family.
    pub fn at(&self, row: &Row) -> (f64, f64) {
        let own = self.cells.get(&(&*row.engine, &*row.family, row.kind));
        own.or_else(|| self.unmeasured.get(&row.kind)).copied().unwrap_or((f64::NAN, f64::NAN))
    }

    /// Those of engines on families that were measured.
    pub fn measured(&self) -> impl Iterator<Item = (&str, &str, Kind, (f64, f64))> {
        self.cells.iter().map(|((engine, family, kind), ends)| (*engine, *family, *kind, *ends))
    }

    /// Those of what was not.
    pub fn unmeasured(&self) -> impl Iterator<Item = (Kind, (f64, f64))> {
        self.unmeasured.iter().map(|(kind, ends)| (*kind, *ends))
    }
}

/// The 10 % and 90 % quantiles: an engine's own residuals on a family, and those of other families
/// when they were left out. Its own count with both signs: where one machine is faster than the others lead to,
/// the next may be slower.
fn ends(rows: &[Known<'_>], engine: &str, family: &str) -> (f64, f64) {
    let is_own = |known: &&Known<'_>| known.row.engine == engine && known.row.family == family;
    let own = rows.iter().filter(is_own);
    let machines: BTreeSet<(&str, &str)> =
        own.clone().map(|known| (&*known.row.source, &*known.row.hardware)).collect();
    let own: Vec<f64> = own.flat_map(|known| [known.own, -known.own]).collect();
    let others = rows.iter().filter(|known| known.row.family != family);
    let others: Vec<f64> = others.map(|known| known.family).collect();
    let beside = BESIDE / (BESIDE + machines.len() as f64);
    let mut all: Vec<(f64, f64)> = [(&own, 1.0 - beside), (&others, beside)]
        .into_iter()
        .flat_map(|(values, share)| {
            let each = share / values.len() as f64;
            values.iter().map(move |value| (*value, each))
        })
        .collect();
    (weighted_quantile(&mut all, 0.1), weighted_quantile(&mut all, 0.9))
}
