//! Numbers of all workloads together.

use super::metric::{MEASURES, Measure, Metric, Reading};
use crate::report::Report;

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

/// The sum over workloads, each decided alone. One that has no such number leaves no sum.
pub fn read<'r>(metric: Metric, answers: impl Iterator<Item = (&'r str, &'r Report)>) -> Reading {
    let mut sum = 0.0;
    for (name, report) in answers {
        match metric.read(report) {
            Reading::Number(number) => sum += number,
            Reading::Never => return Reading::Absent(format!("that of {name} never comes")),
            Reading::Absent(why) => return Reading::Absent(format!("{name}: {why}")),
        }
    }
    Reading::Number(sum)
}
