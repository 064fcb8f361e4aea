//! `profiles path` and `profiles export DIR`: where profiles are, and how they get there.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use super::super::args::ProfileArgs;
use super::super::around::{Outcome, Surroundings};
use super::super::hinted::hinted;
use super::super::own_profiles::{complain, paths};
use crate::profile::builtin::shipped;
use crate::profile::document::{BUILTIN, Document};
use crate::profile::{atomic, files};
use crate::render::aligned::aligned;
use crate::text::{count, printable, reason};

/// Every file of a run in the order in which it is read; later ones win.
pub fn path(profiles: &ProfileArgs, around: &Surroundings) -> Result<String> {
    let mut rows = Vec::new();
    if !profiles.no_builtin {
        let number = count(shipped().count(), "file");
        rows.push(vec![BUILTIN.to_string(), "built into the program".into(), number]);
    }
    let named = profiles.profiles.len();
    let all = paths(profiles, around);
    for (index, path) in all.iter().enumerate() {
        let by = if index + named < all.len() { "BREAKEVEN_PROFILES" } else { "--profiles" };
        let read = files::read(std::slice::from_ref(path));
        for document in read.map_err(|problems| complain(&problems))? {
            let profiles = count(profiles_in(&document), "profile");
            rows.push(vec![printable(&document.path).into_owned(), by.into(), profiles]);
        }
    }
    Ok(aligned(&rows, usize::MAX))
}

fn profiles_in(document: &Document) -> usize {
    let (catalog, _) = crate::profile::catalog::Catalog::as_far_as_possible(vec![document.clone()]);
    catalog.records().count()
}

/// The shipped profiles as files.
pub fn export(folder: &Path, force: bool) -> Result<Outcome> {
    let files: Vec<(PathBuf, Document)> = shipped()
        .map(|document| (folder.join(document.path.trim_start_matches(BUILTIN)), document))
        .collect();
    let other = |path: &Path, document: &Document| match std::fs::read(path) {
        Ok(bytes) => bytes != document.text.as_bytes(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    };
    let (changed, rest): (Vec<_>, Vec<_>) =
        files.iter().partition(|(path, document)| other(path, document));
    if let (false, Some((first, _))) = (force, changed.first()) {
        let files = match changed.len() {
            1 => "1 file is".into(),
            number => format!("{number} files are"),
        };
        let first = first.display().to_string();
        let message = format!(
            "{files} already there with another content, the first `{}`; nothing was written",
            printable(&first)
        );
        return Err(hinted(message, "name an empty folder, or overwrite with `--force`"));
    }
    for (path, document) in changed.into_iter().chain(rest) {
        write(path, document)?;
    }
    let shown = folder.display().to_string();
    Ok(Outcome {
        stdout: format!("{} in {}\n", count(files.len(), "file"), printable(&shown)),
        stderr: format!("hint: use them with `--profiles {}`\n", printable(&shown)),
        ..Outcome::default()
    })
}

fn write(path: &Path, document: &Document) -> Result<()> {
    let failed = |error: std::io::Error| {
        anyhow!("{}: {}", printable(&path.display().to_string()), reason(&error))
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    atomic::write_over(path, &document.text).map_err(failed)
}
