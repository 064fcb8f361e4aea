//! What the answer rests on: what is assumed, what is not stated, and where each number is from.

use super::made_of::Dossier;
use super::markers::{link, list, titled};
use crate::date::Date;
use crate::render::sentences::{age, ruled_out};
use crate::report::{About, Report, Sentence, SourceReport};
use crate::text::count;
use crate::text::markup::xml;

/// What is assumed, and what to be careful with.
pub fn assumed(report: &Report) -> String {
    let (stated, open): (Vec<&Sentence>, Vec<&Sentence>) =
        report.verdict.assumed.iter().partition(|sentence| sentence.about != About::NotStated);
    let mut open: Vec<String> = open.into_iter().map(ToString::to_string).collect();
    for option in &report.options {
        open.extend(
            option
                .not_stated
                .iter()
                .map(|one| format!("{}: {} is not stated", one.api, one.requirement)),
        );
    }
    open.sort();
    open.dedup();
    let warnings = report.warnings.iter().map(|warning| &warning.message);
    format!(
        "<div class=\"two\">\n<div>\n{}{}</div>\n<div>\n{}{}</div>\n</div>\n",
        titled("Assumed", &list(stated)),
        titled("Not stated", &list(open)),
        titled("Warnings", &list(warnings)),
        titled("Ruled out", &list(ruled_out(report)))
    )
}

/// Every profile used, with its source, its date and its age.
pub fn sources(dossier: &Dossier<'_>) -> String {
    let report = dossier.report;
    if report.sources.is_empty() {
        return String::new();
    }
    let today: Option<Date> = report.assumptions.today.parse().ok();
    let rows: String = report.sources.iter().map(|source| row(dossier, source, today)).collect();
    let age = age(report).map(|text| format!("<p>{}</p>\n", xml(&text))).unwrap_or_default();
    format!(
        "{age}<table class=\"sources\">\n<caption>The profiles used, and where their numbers are from</caption>\n\
         <thead><tr><th scope=\"col\">profile</th><th scope=\"col\">as of</th><th scope=\"col\">age</th>\
         <th scope=\"col\">source</th><th scope=\"col\">file, line, SHA-256</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n"
    )
}

fn row(dossier: &Dossier<'_>, source: &SourceReport, today: Option<Date>) -> String {
    let as_of: Option<Date> = source.as_of.parse().ok();
    let days = today.zip(as_of).map(|(today, as_of)| today.days_since(as_of));
    let age = days.and_then(|days| usize::try_from(days).ok());
    let age = age.map_or_else(String::new, |days| count(days, "day"));
    let hash = dossier.hashes.iter().find(|(file, _)| *file == source.file);
    let hash = hash.map_or("", |(_, hash)| hash.get(..12).unwrap_or(hash));
    let basis = source
        .basis
        .as_ref()
        .map(|basis| format!(" <span class=\"how\">({})</span>", xml(basis)))
        .unwrap_or_default();
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{age}</td><td>{}{basis}</td><td>{}:{} <code>{hash}</code></td></tr>\n",
        xml(&source.profile),
        xml(&source.as_of),
        link(&source.source),
        xml(&source.file),
        source.line
    )
}

/// The command that makes the page again, and what it was made with.
pub fn again(dossier: &Dossier<'_>) -> String {
    let tool = &dossier.report.tool;
    let files: Vec<String> =
        dossier.hashes.iter().map(|(file, hash)| format!("{file} {hash}")).collect();
    format!(
        "<pre><code>{}</code></pre>\n<p>{} {}, prices of {}, without a network.</p>\n\
         <details>\n<summary>Files of profiles used, with their SHA-256</summary>\n{}</details>\n",
        xml(&dossier.command),
        xml(&tool.name),
        xml(&tool.version),
        xml(&dossier.report.assumptions.today),
        list(files)
    )
}
