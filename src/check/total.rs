//! Numbers of all workloads together.

use super::measure::{MEASURES, Measure};

/// The first word of the path.
pub const SUBJECT: &str = "total";
/// The metric of a check that is called like that and names none.
pub const DEFAULT: &str = "total.monthly_usd";

/// The numbers that can be added up.
const NAMES: [&str; 3] = ["monthly_usd", "upfront_usd", "horizon_usd"];

/// The measures behind them.
pub fn measures() -> impl Iterator<Item = &'static Measure> {
    NAMES.iter().filter_map(|name| MEASURES.iter().find(|measure| measure.name == *name))
}

/// The number of this name.
pub fn find(name: &str) -> Option<&'static Measure> {
    measures().find(|measure| measure.name == name)
}

/// The paths of all.
pub fn paths() -> Vec<String> {
    measures().map(|measure| format!("{SUBJECT}.{}", measure.name)).collect()
}
