//! `profiles validate PATH...`.

use std::path::PathBuf;

use anyhow::Result;

use super::super::args::ProfileArgs;
use super::super::around::{Outcome, Surroundings};
use super::super::own_profiles::paths;
use crate::date::Date;
use crate::profile::builtin::shipped;
use crate::profile::catalog::Catalog;
use crate::profile::doctor::Doctor;
use crate::profile::document::Document;
use crate::profile::files;
use crate::profile::problem::Problem;
use crate::profile::record::Record;
use crate::text::count;

/// The most problems that are printed.
const MOST: usize = 1_000;

/// Every problem and every doubt in these files, which lie over the other profiles of a run.
pub fn validate(
    given: &[PathBuf],
    profiles: &ProfileArgs,
    around: &Surroundings,
    today: Date,
) -> Result<Outcome> {
    let (under, mut problems) = files::read_as_far_as_possible(&paths(profiles, around));
    let (over, unreadable) = files::read_as_far_as_possible(given);
    problems.extend(unreadable);
    let names: Vec<String> = over.iter().map(|document| document.path.to_string()).collect();
    let builtin: Vec<Document> = if profiles.no_builtin { Vec::new() } else { shipped().collect() };
    let documents = builtin.into_iter().chain(under).chain(over).collect();
    let (catalog, found) = Catalog::as_far_as_possible(documents);
    problems.extend(found);
    let records = catalog
        .records()
        .filter(|record| names.iter().any(|name| *name == *catalog.document(record).path));
    let records: Vec<_> = records.collect();
    let doctor = Doctor::new(&catalog, today);
    let examine = |record: &&Record| {
        let doubts = doctor.examine(record).into_iter().chain(doctor.examine_choice(record));
        doubts.chain(doctor.examine_age(record))
    };
    let doubts: Vec<Problem> = records.iter().flat_map(examine).collect();
    let mut stderr = String::new();
    for (word, list) in [("error", in_order(problems.clone())), ("warning", in_order(doubts))] {
        for problem in list.iter().take(MOST) {
            stderr.push_str(&format!("{word}: {problem}\n"));
        }
    }
    if !problems.is_empty() {
        let shown = match problems.len() {
            all if all > MOST => format!("; the first {MOST} are shown"),
            _ => String::new(),
        };
        stderr.push_str(&format!("{}{shown}\n", count(problems.len(), "problem")));
        return Ok(Outcome { stderr, code: 2, ..Outcome::default() });
    }
    let stdout = format!(
        "{} in {}: no problem\n",
        count(records.len(), "profile"),
        count(names.len(), "file")
    );
    Ok(Outcome { stdout, stderr, ..Outcome::default() })
}

/// By file, line and column, as one reads.
fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| {
        let at = problem.at.as_ref().map(|at| (at.line, at.column));
        (problem.file.clone(), at)
    });
    problems
}
