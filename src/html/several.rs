//! The page that names the pages of several workloads.

use super::dossier::document;
use super::markers::{element, section};
use crate::figure::{dollars, short};
use crate::money::name;
use crate::report::Report;
use crate::text::markup::xml;

/// The answer of a workload, and the file of its page.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The workload.
    pub name: String,
    /// The file, beside this one.
    pub file: String,
    /// The answer.
    pub report: Report,
}

/// One row for each workload.
pub fn summary(entries: &[Entry], command: &str) -> String {
    let title = "Own hardware, rented hardware, an API, or a mix: all workloads";
    let total: f64 = entries.iter().filter_map(|entry| monthly(&entry.report)).sum();
    let rows: String = entries.iter().map(row).collect();
    let table = format!(
        "<table>\n<caption>The workloads, each decided alone</caption>\n<thead><tr><th scope=\"col\">workload</th>\
         <th scope=\"col\">tokens a day</th><th scope=\"col\">verdict</th>\
         <th scope=\"col\">{}, first month</th></tr></thead>\n<tbody>\n{rows}\
         <tr><th scope=\"row\">together</th><td></td><td></td><td>{}</td></tr>\n</tbody>\n</table>\n",
        name(),
        dollars(total)
    );
    let again = format!("<pre><code>{}</code></pre>\n", xml(command));
    let body = [
        format!("<header>\n{}</header>\n<main>\n", element("h1", title)),
        section("workloads", "Workloads", &table),
        section("again", "Make it again", &again),
        "</main>\n".into(),
    ];
    document(title, &body.concat())
}

/// What the verdict costs in its first month.
fn monthly(report: &Report) -> Option<f64> {
    let verdict = report.verdict.option.as_ref()?;
    let option = report.options.iter().find(|option| option.id == *verdict)?;
    option.costs.as_ref().map(|costs| costs.monthly_usd.total.0)
}

fn row(entry: &Entry) -> String {
    let Entry { name, file, report } = entry;
    let cost = monthly(report).map_or_else(|| "-".into(), dollars);
    format!(
        "<tr><th scope=\"row\"><a href=\"{}\">{}</a></th><td>{}</td><td>{}</td><td>{cost}</td></tr>\n",
        xml(file),
        xml(name),
        short(report.workload.tokens_per_day.0),
        xml(&report.verdict.sentence)
    )
}
