//! New prices in old files: values change, everything else stays to the byte.

use std::collections::BTreeMap;

use super::accounts::Book;
use super::compare::{Change, Comparison, key_of};
use crate::date::Date;
use crate::profile::catalog::Catalog;
use crate::profile::document::Document;
use crate::profile::edit;
use crate::profile::fields::api_fields::RETIRES;
use crate::profile::fields::{AS_OF, SOURCE};
use crate::profile::problem::Problem;
use crate::profile::quoted::quoted;
use crate::profile::record::Record;
use crate::profile::steps::Step;

/// A file of profiles with new prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Updated {
    /// The file as it was read: its index in the catalog.
    pub document: usize,
    /// Its path as the user knows it, `<builtin>/…` for a shipped one.
    pub path: String,
    /// Its new text.
    pub text: String,
    /// Values that were changed, dates and sources included.
    pub values: usize,
}

/// What an update comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    /// Files that change, in the order in which they were read.
    pub files: Vec<Updated>,
    /// Changes that were left to the user, and why.
    pub left: Vec<(Change, &'static str)>,
}

/// The day and the name that the new numbers carry.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The day on which they were true.
    pub as_of: Date,
    /// The database and its version, like `litellm 1.110.2`.
    pub source: String,
}

/// The files of the catalog with the changes of a comparison. Every profile that was compared gets
/// the date and the source, unless it is of a later day already.
///
/// # Errors
/// A value that is written in a form that cannot be replaced.
pub fn update(
    book: &Book,
    catalog: &Catalog,
    comparison: &Comparison,
    stamp: &Stamp,
) -> Result<Update, Problem> {
    let mut by_document: BTreeMap<usize, Vec<(Vec<Step>, String)>> = BTreeMap::new();
    let mut update = Update::default();
    for record in catalog.records_of("api") {
        let Some(key) = key_of(book, record).filter(|key| book.listing(key).is_some()) else {
            continue;
        };
        let edits = by_document.entry(record.document).or_default();
        let before = edits.len();
        let own = comparison.changed.iter().filter(|change| *record.name == *change.profile);
        for change in own {
            if change.is_range {
                update.left.push((change.clone(), "the profile has a range there"));
            } else {
                edits.push((path(record, &change.field), change.text.clone()));
            }
        }
        let fields = record.fields();
        let ends = book.listing(&key).and_then(|listing| listing.retires);
        if let Some(day) = ends.filter(|day| fields.date(&RETIRES) != Some(*day)) {
            edits.push((path(record, RETIRES.key), day.to_string()));
        }
        let newer = fields.date(&AS_OF).is_none_or(|day| day < stamp.as_of);
        if newer || edits.len() > before {
            edits.push((path(record, "as_of"), stamp.as_of.to_string()));
            let source = fields.text(&SOURCE).unwrap_or_default();
            let source = renamed(&source, book.database.word(), &key, &stamp.source);
            edits.push((path(record, "source"), quoted(&source)));
        }
    }
    for (index, edits) in by_document {
        let document = &catalog.documents()[index];
        update.files.extend(edited(document, index, &edits)?);
    }
    Ok(update)
}

fn edited(
    document: &Document,
    index: usize,
    edits: &[(Vec<Step>, String)],
) -> Result<Option<Updated>, Problem> {
    let mut text = document.text.to_string();
    let mut values = 0;
    for (path, value) in edits {
        let done = edit::set(&text, path, value).map_err(|_| {
            let field = path.iter().filter_map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
                Step::Item(_) => None,
            });
            let field: Vec<&str> = field.skip(1).collect();
            let message =
                format!("`{}` is written in a form that one value cannot replace", field.join("."));
            Problem::of_file(&document.path, message).hint("change it in an editor")
        })?;
        values += usize::from(done.before.as_deref() != Some(value));
        text = done.text;
    }
    let path = document.path.to_string();
    Ok((text != *document.text).then_some(Updated { document: index, path, text, values }))
}

/// The way to a field of a profile; a number in it is a place in a list.
fn path(record: &Record, field: &str) -> Vec<Step> {
    let heading = ["api", &record.name].into_iter().map(|key| Step::Key(key.to_string()));
    let steps = field.split('.').map(|part| match part.parse() {
        Ok(index) => Step::Item(index),
        Err(_) => Step::Key(part.to_string()),
    });
    heading.chain(steps).collect()
}

/// A source in which the database is named with its new version.
fn renamed(source: &str, database: &str, key: &str, new: &str) -> String {
    let part = |part: &str| {
        let words = part.trim();
        if words.starts_with(database) && words.contains('[') {
            format!("{new} [{key}]")
        } else {
            words.to_string()
        }
    };
    source.split(';').map(part).collect::<Vec<_>>().join("; ")
}
