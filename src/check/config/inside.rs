//! Which files a `breakeven.toml` may make the program read.
//!
//! The file comes with a pull request, and what is wrong with a profile is shown with the line it
//! stands on. So it may name folders and `.toml` files, and only below its own folder, unless
//! whoever runs the program says otherwise.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::profile::document::Document;
use crate::profile::files::expand;
use crate::profile::hold::not_a_file;
use crate::profile::node::{Place, Value, find};
use crate::profile::problem::Problem;
use crate::text::shown;

/// Where files that are named in `breakeven.toml` may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Below the folder of the file.
    OwnFolder,
    /// Anywhere.
    Anywhere,
}

impl Trust {
    /// As `--allow-outside` says.
    pub fn of(allow_outside: bool) -> Self {
        if allow_outside { Self::Anywhere } else { Self::OwnFolder }
    }
}

const HINT: &str = "if you trust the file, say `--allow-outside`";

/// Refuses a configuration that is a link to somewhere else.
pub(super) fn of_config(path: &Path, folder: &Path, trust: Trust) -> Result<(), Problem> {
    let link = path.is_symlink() && !["/dev", "/proc"].iter().any(|open| path.starts_with(open));
    if trust == Trust::Anywhere || !link || lies_below(path, folder) {
        return Ok(());
    }
    let message = "the file is a link to outside of its folder";
    Err(Problem::of_file(path.display(), message).hint(HINT))
}

/// Every path of `profiles` that is, or leads to, no `.toml` file or one outside of the folder.
pub(super) fn of_profiles(
    document: &Document,
    paths: &[PathBuf],
    folder: &Path,
    trust: Trust,
) -> Vec<Problem> {
    let named = find(&document.table, "profiles").map(|entry| &entry.node.value);
    let Some(Value::List(items)) = named else { return Vec::new() };
    let complaint = |item: &crate::profile::node::Node, path: &PathBuf| {
        let Value::Text(words) = &item.value else { return None };
        problem(words, path, folder, trust)
            .map(|(message, hint)| at(document, item.place, words, message).maybe_hint(hint))
    };
    items.iter().zip(paths).filter_map(|(item, path)| complaint(item, path)).collect()
}

fn at(document: &Document, place: Place, words: &str, message: &str) -> Problem {
    Problem::at(document, place, format!("`profiles` names `{}`, {message}", shown(words)))
}

type Said = (&'static str, Option<String>);

fn problem(words: &str, path: &Path, folder: &Path, trust: Trust) -> Option<Said> {
    let outside = || Some(("a path outside of the folder of this file", Some(HINT.to_string())));
    if trust == Trust::OwnFolder && climbs(Path::new(words)) {
        return outside();
    }
    // What is not there is told by who reads it.
    let files = expand(path).unwrap_or_default();
    if trust == Trust::OwnFolder && !files.iter().all(|file| lies_below(file, folder)) {
        return Some(("which leads outside of the folder of this file", Some(HINT.to_string())));
    }
    let toml = |file: &PathBuf| {
        let real = fs::canonicalize(file).unwrap_or_default();
        real.extension().is_some_and(|extension| extension == "toml")
    };
    // One that is typed by hand may be a pipe; one that a file names would hold everybody up.
    if files.iter().any(|file| fs::metadata(file).ok().as_ref().and_then(not_a_file).is_some()) {
        return Some(("which is no plain file; expected a folder or a file of profiles", None));
    }
    if !files.iter().all(toml) {
        return Some(("no `.toml` file; expected a folder or a file of profiles", None));
    }
    None
}

/// Whether a path leads out of the folder it starts from as it is written.
fn climbs(path: &Path) -> bool {
    let mut depth = 0_i32;
    path.components().any(|part| {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => depth -= 1,
            Component::RootDir | Component::Prefix(_) => return true,
        }
        depth < 0
    })
}

/// Whether a file, with all links followed, lies below a folder. What is not there lies nowhere
/// else.
fn lies_below(file: &Path, folder: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match (fs::canonicalize(file), fs::canonicalize(folder)) {
        (Ok(file), Ok(folder)) => file.starts_with(folder),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::climbs;

    #[test]
    fn a_path_climbs_when_any_part_of_it_does() {
        for path in ["..", "a/../../b", "/etc/passwd", "./../a"] {
            assert!(climbs(Path::new(path)), "{path}");
        }
        for path in ["a", "./a/b", "a/../b", "a/b/../../c.toml"] {
            assert!(!climbs(Path::new(path)), "{path}");
        }
    }
}
