//! `profiles set NAME.FIELD VALUE --file FILE`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::super::args::ProfileArgs;
use super::super::around::{Outcome, Surroundings};
use super::super::hinted::hinted;
use super::super::own_profiles::{complain, paths};
use crate::profile::builtin::shipped;
use crate::profile::catalog::{Catalog, heading};
use crate::profile::doctor::Doctor;
use crate::profile::document::Document;
use crate::profile::edit::Edited;
use crate::profile::fields::AS_OF;
use crate::profile::hold::hold;
use crate::profile::problem::Problem;
use crate::profile::target::{self, Target};
use crate::profile::{atomic, files};
use crate::text::{printable, reason};

/// Changes one value of a file, if the file is at least as good as before.
pub fn set(
    words: &str,
    value: &str,
    file: &Path,
    profiles: &ProfileArgs,
    around: &Surroundings,
) -> Result<Outcome> {
    let one = |problem: Problem| complain(&[problem]);
    let path = file.display().to_string();
    let unreadable = |error: std::io::Error| one(Problem::of_file(&path, reason(&error)));
    // Held until the end, so that of several changes at once none is lost.
    let _held = hold(file).map_err(unreadable)?;
    let text = files::read_text(file).map_err(one)?;
    let old = Document::parse(path.clone(), text).map_err(|problems| complain(&problems))?;
    let (target, edited) = target::set(&old, words, value).map_err(one)?;
    let new = Document::parse(path.clone(), edited.text.clone())
        .map_err(|problems| complain(&problems))?;
    let under = under(file, profiles, around)?;
    let catalog = sound(&under, &old, &new, &edited).map_err(|problems| complain(&problems))?;
    let failed = |error: std::io::Error| {
        let message = format!("{}: {}", printable(&path), reason(&error));
        hinted(message, "the file is as it was")
    };
    if edited.before.as_deref() != Some(new.words(edited.place)) {
        atomic::replace(file, &old.text, &edited.text).map_err(failed)?;
    }
    let today = profiles.today.unwrap_or(around.today);
    Ok(told(words, &target, &edited, &new, &catalog, today))
}

/// The other profiles of a run: the file itself comes last, wherever else it is named.
fn under(file: &Path, profiles: &ProfileArgs, around: &Surroundings) -> Result<Vec<Document>> {
    let same = |path: &PathBuf| match (path.canonicalize(), file.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    };
    let others: Vec<PathBuf> = paths(profiles, around).into_iter().filter(|p| !same(p)).collect();
    let own = files::read(&others).map_err(|problems| complain(&problems))?;
    let builtin: Vec<Document> = if profiles.no_builtin { Vec::new() } else { shipped().collect() };
    Ok(builtin.into_iter().chain(own).collect())
}

/// The profiles with the change, unless it brings a problem. A file that had problems before may
/// keep them: it must be possible to repair one after the other.
fn sound(
    under: &[Document],
    old: &Document,
    new: &Document,
    edited: &Edited,
) -> Result<Catalog, Vec<Problem>> {
    let with = |document: &Document| {
        Catalog::as_far_as_possible(under.iter().chain([document]).cloned().collect())
    };
    let (catalog, after) = with(new);
    if after.is_empty() {
        return Ok(catalog);
    }
    let before = with(old).1;
    let known = |problem: &Problem| before.iter().any(|old| old.message == problem.message);
    let touched = |problem: &Problem| {
        problem.file == *new.path
            && problem.at.as_ref().is_some_and(|at| at.line == edited.place.line)
    };
    let brought: Vec<Problem> = after
        .into_iter()
        .filter(|problem| !known(problem) && (before.is_empty() || touched(problem)))
        .collect();
    if brought.is_empty() { Ok(catalog) } else { Err(brought) }
}

/// What was done, what is doubtful about it, and what should follow.
fn told(
    words: &str,
    target: &Target,
    edited: &Edited,
    new: &Document,
    catalog: &Catalog,
    today: crate::date::Date,
) -> Outcome {
    let now = printable(new.words(edited.place)).into_owned();
    let path = printable(&new.path).into_owned();
    let mut outcome = Outcome::answer(format!(
        "{path}:{}: `{}` is `{now}`, {}\n",
        edited.place.line,
        printable(words),
        match &edited.before {
            Some(before) => format!("was `{}`", printable(before)),
            None => "was not stated".into(),
        }
    ));
    let Some(record) = catalog.record(target.section.key, &target.name) else { return outcome };
    for doubt in Doctor::new(catalog, today).examine(record) {
        outcome.stderr.push_str(&format!("warning: {doubt}\n"));
    }
    let about_numbers = !target.is_text && !words.ends_with("as_of");
    if let Some(day) = record.fields().date(&AS_OF).filter(|day| *day != today && about_numbers) {
        let heading = heading(target.section, &target.name);
        outcome.stderr.push_str(&format!(
            "hint: `as_of` of {heading} is still {day}; if the new number is of another day, set \
             `as_of` and `source` too\n"
        ));
    }
    outcome
}
