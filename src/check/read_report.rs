//! What a metric is read from: an option of a report, and the age of its prices.

use crate::date::Date;
use crate::report::{OptionReport, Report};

/// The option that a subject stands for.
///
/// # Errors
/// Why there is none.
pub fn option<'r>(report: &'r Report, subject: &str) -> Result<&'r OptionReport, String> {
    if subject == "verdict" {
        let named = report.verdict.option.as_ref();
        let found = report.options.iter().find(|option| Some(&option.id) == named);
        return found.ok_or_else(|| "nothing meets the requirements".into());
    }
    let of_kind =
        || report.options.iter().filter(|option| option.kind == subject && !option.comparison_only);
    let cost = |option: &OptionReport| option.costs.as_ref().map(|costs| costs.horizon_usd.0);
    let best = of_kind()
        .filter(|option| option.meets_requirements)
        .filter_map(|option| Some((option, cost(option)?)))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    best.map(|(option, _)| option).ok_or_else(|| match of_kind().next() {
        Some(miss) => {
            let reason = miss.unmet.first().map_or("", |unmet| &unmet.reason);
            format!("no option of kind {subject} is possible: {} {reason}", miss.id)
        }
        None => format!("no option of kind {subject} was found"),
    })
}

/// The age in days of the oldest price that a report uses, and the profile's name.
pub fn max_age(report: &Report) -> Option<(i64, &str)> {
    let today: Date = report.assumptions.today.parse().ok()?;
    let age = |day: &str| day.parse::<Date>().map(|day| today.days_since(day).max(0));
    report
        .sources
        .iter()
        .filter(|source| source.is_priced())
        .filter_map(|source| Some((age(&source.as_of).ok()?, source.profile.as_str())))
        .max_by_key(|(age, _)| *age)
}
