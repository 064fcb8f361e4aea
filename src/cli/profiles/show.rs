//! `profiles show NAME`.

use anyhow::Result;

use super::super::fact_age::age;
use super::super::hinted::hinted;
use crate::date::Date;
use crate::profile::catalog::{Catalog, heading};
use crate::profile::fields::{AS_OF, BASIS, NOTES, SOURCE, hardware_fields};
use crate::profile::node::find;
use crate::profile::record::Record;
use crate::profile::schema::Section;
use crate::profile::sections::section;
use crate::render::aligned::aligned;
use crate::text::{did_you_mean, printable};

/// Every field of the profiles of this name, and where each is from.
pub fn show(words: &str, catalog: &Catalog, today: Date) -> Result<String> {
    let spelled = |record: &Record| record.name.replace(' ', ".");
    let named = |name: &str, kind: Option<&'static str>| {
        let is_kind = |record: &Record| kind.is_none_or(|kind| record.kind == kind);
        let is_name = |record: &Record| *record.name == *name || spelled(record) == name;
        catalog.records().filter(|r| is_kind(r) && is_name(r)).collect::<Vec<_>>()
    };
    let mut found = named(words, None);
    if let (true, (Some(section), name)) = (found.is_empty(), split_kind(words)) {
        found = named(name, Some(section.key));
    }
    if found.is_empty() && words == "defaults" {
        found = catalog.records_of("defaults").collect();
    }
    if found.is_empty() {
        let names: Vec<String> = catalog.records().map(spelled).collect();
        let hint = did_you_mean(words, names.iter().map(String::as_str));
        let hint = hint.unwrap_or_else(|| "`breakeven profiles list` shows them".into());
        return Err(hinted(format!("no profile is called `{}`", printable(words)), hint));
    }
    let pages: Vec<String> = found.into_iter().map(|record| page(record, catalog, today)).collect();
    Ok(pages.join("\n"))
}

fn page(record: &Record, catalog: &Catalog, today: Date) -> String {
    let document = catalog.document(record);
    let Some(section) = section(record.kind) else { return String::new() };
    let heading = heading(section, &record.name);
    let mut text = format!("{}  {}\n\n", heading.trim_matches('`'), section.doc);
    let fields = record.fields();
    let rent_day = fields.date(&hardware_fields::RENT_AS_OF);
    let day = fields.date(&AS_OF);
    let titles = ["FIELD", "VALUE", "FILE", "AS OF", "AGE", "SOURCE"];
    let mut rows: Vec<Vec<String>> = vec![titles.map(String::from).to_vec()];
    for field in section.fields {
        let Some(entry) = find(record.table(), field.key) else {
            rows.push(vec![field.key.into(), "not stated".into()]);
            continue;
        };
        let rented = field.key.starts_with("rent_");
        let as_of = if rented { rent_day.or(day) } else { day };
        let source = if rented && fields.text(&hardware_fields::RENT_SOURCE).is_some() {
            "[2]"
        } else {
            "[1]"
        };
        let words = document.words(entry.node.place);
        rows.push(vec![
            field.key.into(),
            short(words),
            format!("{}:{}", printable(&document.path), entry.node.place.line),
            as_of.map_or_else(String::new, |day| day.to_string()),
            as_of.map_or_else(String::new, |day| age(day, today)),
            source.into(),
        ]);
    }
    text.push_str(&aligned(&rows, usize::MAX));
    let sources = [
        ("[1]", SOURCE),
        ("[2]", hardware_fields::RENT_SOURCE),
        ("basis:", BASIS),
        ("note:", NOTES),
    ];
    text.push('\n');
    for (mark, field) in &sources {
        if let Some(words) = fields.text(field) {
            text.push_str(&format!("{mark} {}\n", printable(&words)));
        }
    }
    text
}

/// A value on one line of bearable length; long texts are repeated in full below the table.
fn short(words: &str) -> String {
    const LONGEST: usize = 48;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = printable(&line);
    if line.chars().count() <= LONGEST {
        return line.into_owned();
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// The kind of profile and its name in `words`: `NAME`, or `KIND.NAME`.
fn split_kind(words: &str) -> (Option<&'static Section>, &str) {
    match words.split_once('.').map(|(kind, name)| (section(kind), name)) {
        Some((Some(section), name)) => (Some(section), name),
        _ => (None, words),
    }
}
