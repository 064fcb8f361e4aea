//! `NAME.FIELD` as a person types it -> the way to a value in a file, and the change itself.

use super::document::Document;
use super::edit::{self, Edited, Refusal};
use super::node::{Entry, Place, Value};
use super::problem::Problem;
use super::quoted::quoted;
use super::reference;
use super::schema::{Field, Kind, Section};
use super::sections::SECTIONS;
use super::steps::{Step, lookup};
use crate::text::{did_you_mean, printable};

/// A value of one profile of a file.
#[derive(Clone, Debug)]
pub struct Target {
    /// The kind of profile.
    pub section: &'static Section,
    /// Its name; the four names of a throughput joined with spaces.
    pub name: String,
    /// The way from the top of the file.
    pub path: Vec<Step>,
    /// The field, of which the value may be a part.
    pub field: &'static Field,
    /// Whether the value is text, so that quotes may be left out.
    pub is_text: bool,
}

/// A profile of a file.
struct Found<'a> {
    section: &'static Section,
    names: Vec<&'a str>,
    place: Place,
}

/// Changes the value that `words` name, and nothing else.
///
/// # Errors
/// Names that the file does not have, fields that no profile has, and values that are not TOML.
pub fn set(document: &Document, words: &str, value: &str) -> Result<(Target, Edited), Problem> {
    let target = find(document, words)?;
    let in_quotes = value.starts_with(['"', '\'']);
    let value = if target.is_text && !in_quotes { quoted(value) } else { value.into() };
    let edited = edit::set(&document.text, &target.path, &value)
        .map_err(|refusal| explain(document, words, &value, &target, &refusal))?;
    Ok((target, edited))
}

fn explain(
    document: &Document,
    words: &str,
    value: &str,
    target: &Target,
    refusal: &Refusal,
) -> Problem {
    let (words, value) = (printable(words), printable(value));
    let at = |path: &[Step], message: String| match lookup(&document.table, path) {
        Some(node) => Problem::at(document, node.place, message),
        None => Problem::of_file(&document.path, message),
    };
    match refusal {
        Refusal::NotAValue => {
            let message = format!("`{value}` is not one TOML value");
            Problem::of_file(&document.path, message).hint(
                "write numbers like 0.25 or 1_000, ranges like '{ low = 1, typical = 2, high = 3 }', \
                 dates like 2026-11-23",
            )
        }
        Refusal::Missing(reached) => {
            let (key, example) = (target.field.key, reference::example(target.field));
            at(&target.path[..*reached], format!("there is no `{words}` to change"))
                .hint(format!("write the whole field, like `{key} = {example}`"))
        }
        Refusal::Form => {
            let message = match lookup(&document.table, &target.path) {
                Some(_) => format!("`{words}` is written in a form that one value cannot replace"),
                None => format!("there is no place to which `{words}` could be added"),
            };
            at(&target.path, message).hint("change it in an editor")
        }
    }
}

/// The longest name of a profile in this file with which `words` begin, and the field after it.
fn find(document: &Document, words: &str) -> Result<Target, Problem> {
    // A shell leaves the quotes of TOML keys in place when they are themselves quoted.
    let words = words.replace('"', "");
    let profiles = profiles(document);
    let mut matches = Vec::new();
    for found in &profiles {
        let name = found.names.join(".");
        let with_kind = format!("{}.{name}", found.section.key);
        for spelled in [name.as_str(), with_kind.trim_end_matches('.')] {
            let field = words.strip_prefix(spelled).and_then(|rest| rest.strip_prefix('.'));
            if let Some(field) = field.filter(|_| !spelled.is_empty()) {
                matches.push((spelled.len(), found, resolve(found.section.fields, field)));
            }
        }
    }
    let rank = |(length, _, resolved): &(usize, &Found<'_>, Result<Rest, Unknown>)| {
        (resolved.is_ok(), *length)
    };
    let Some(best) = matches.iter().map(rank).max() else {
        return Err(unknown_name(document, &words, &profiles));
    };
    matches.retain(|candidate| rank(candidate) == best);
    if let [(_, a, Ok(_)), (_, b, Ok(_)), ..] = matches.as_slice() {
        let (a, b) = (a.section.key, b.section.key);
        let message = format!("`{}` is both {a} and {b}", printable(&words));
        let hint = format!("say `{a}.{0}` or `{b}.{0}`", printable(&words));
        return Err(Problem::of_file(&document.path, message).hint(hint));
    }
    let Some((_, found, resolved)) = matches.pop() else {
        return Err(unknown_name(document, &words, &profiles));
    };
    let rest = resolved.map_err(|unknown| unknown.problem(document, found))?;
    let keys = std::iter::once(found.section.key).chain(found.names.iter().copied());
    let path = keys.map(|key| Step::Key(key.to_string())).chain(rest.steps).collect();
    let name = found.names.join(" ");
    Ok(Target { section: found.section, name, path, field: rest.field, is_text: rest.is_text })
}

fn unknown_name(document: &Document, words: &str, profiles: &[Found<'_>]) -> Problem {
    let names: Vec<String> = profiles.iter().map(|found| found.names.join(".")).collect();
    let known = || names.iter().map(String::as_str).filter(|name| !name.is_empty());
    let message = format!("no profile of this file has the field `{}`", printable(words));
    // The name alone is more like a name than the name and the field are.
    let shorter = words.rsplit_once('.').map_or(words, |(name, _)| name);
    let hint = did_you_mean(shorter, known()).unwrap_or_else(|| {
        let first = known().take(8).collect::<Vec<_>>().join(", ");
        let more = if known().count() > 8 { ", …" } else { "" };
        format!("say NAME.FIELD; it has {first}{more}")
    });
    Problem::of_file(&document.path, message).hint(hint)
}

fn profiles(document: &Document) -> Vec<Found<'_>> {
    let mut all = Vec::new();
    for section in SECTIONS {
        if let Some(entry) = super::node::find(&document.table, section.key) {
            descend(section, entry, &mut Vec::new(), &mut all);
        }
    }
    all
}

fn descend<'a>(
    section: &'static Section,
    entry: &'a Entry,
    names: &mut Vec<&'a str>,
    all: &mut Vec<Found<'a>>,
) {
    let Value::Table(table) = &entry.node.value else { return };
    if names.len() == section.names.len() {
        all.push(Found { section, names: names.clone(), place: entry.place });
        return;
    }
    for inner in table.iter() {
        names.push(&inner.key);
        descend(section, inner, names, all);
        names.pop();
    }
}

/// What follows the name of a profile.
struct Rest {
    field: &'static Field,
    steps: Vec<Step>,
    is_text: bool,
}

/// A part that no field has, and the fields that could have been meant.
struct Unknown {
    part: String,
    fields: &'static [Field],
}

impl Unknown {
    fn problem(&self, document: &Document, found: &Found<'_>) -> Problem {
        let name = found.names.join(" ");
        let heading = super::catalog::heading(found.section, &name);
        let message = format!("{heading} can have no `{}`", printable(&self.part));
        let known = || self.fields.iter().map(|field| field.key);
        let hint = did_you_mean(&self.part, known());
        Problem::at(document, found.place, message).maybe_hint(hint)
    }
}

/// The steps of `price_usd.typical` or `long_context.0.input_usd_per_mtok`.
fn resolve(fields: &'static [Field], words: &str) -> Result<Rest, Unknown> {
    let (key, rest) = words.split_once('.').map_or((words, None), |(k, r)| (k, Some(r)));
    let unknown = |part: &str| Unknown { part: part.to_string(), fields };
    let field = fields.iter().find(|field| field.key == key).ok_or_else(|| unknown(key))?;
    let mut steps = vec![Step::Key(key.to_string())];
    let is_text = |kind| matches!(kind, Kind::Text | Kind::Name | Kind::Word(_));
    let Some(rest) = rest else {
        return Ok(Rest { field, steps, is_text: is_text(field.kind) });
    };
    let mut text_at_the_end = false;
    match field.kind {
        Kind::Range(_) | Kind::TokenPrice if ["low", "typical", "high"].contains(&rest) => {
            steps.push(Step::Key(rest.to_string()));
        }
        Kind::Sizes(_) if !rest.is_empty() => steps.push(Step::Key(rest.to_string())),
        Kind::Table(fields) => {
            let inner = resolve(fields, rest)?;
            steps.extend(inner.steps);
            text_at_the_end = inner.is_text;
        }
        Kind::Tables(fields) => {
            let (index, rest) = rest.split_once('.').ok_or_else(|| unknown(words))?;
            steps.push(Step::Item(index.parse().map_err(|_| unknown(words))?));
            let inner = resolve(fields, rest)?;
            steps.extend(inner.steps);
            text_at_the_end = inner.is_text;
        }
        Kind::Numbers(..) | Kind::Curve | Kind::Texts | Kind::Words(_) => {
            for index in rest.split('.') {
                steps.push(Step::Item(index.parse().map_err(|_| unknown(words))?));
            }
            text_at_the_end = matches!(field.kind, Kind::Texts | Kind::Words(_));
        }
        _ => return Err(unknown(words)),
    }
    Ok(Rest { field, steps, is_text: text_at_the_end })
}
