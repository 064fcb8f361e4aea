//! The files that paths stand for.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::{printable, reason};

/// How deep folders are followed.
const DEEPEST: usize = 32;
/// Names that a log or an export in a folder can end with.
const ENDINGS: [&str; 9] = ["jsonl", "json", "csv", "tsv", "prom", "txt", "gz", "log", "ndjson"];

/// What stands for standard input.
pub const STDIN: &str = "-";

/// How a file is called in messages.
pub fn name(path: &Path) -> String {
    if path.as_os_str() == STDIN {
        "<stdin>".into()
    } else {
        printable(&path.display().to_string()).into_owned()
    }
}

/// Every file once, in the order of the arguments, those of a folder by name.
///
/// # Errors
/// A path that is not there or cannot be read.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for path in paths {
        if path.as_os_str() == STDIN {
            found.push(path.clone());
            continue;
        }
        let kind =
            path.metadata().map_err(|error| format!("{}: {}", name(path), reason(&error)))?;
        let before = found.len();
        if kind.is_dir() {
            folder(path, 0, &mut found)?;
        } else {
            found.push(path.clone());
        }
        let new = found.split_off(before);
        found.extend(
            new.into_iter()
                .filter(|path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()))),
        );
    }
    Ok(found)
}

fn folder(path: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let said = |error: io::Error| format!("{}: {}", name(path), reason(&error));
    let mut entries =
        std::fs::read_dir(path).map_err(said)?.collect::<io::Result<Vec<_>>>().map_err(said)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (inner, kind) = (entry.path(), entry.file_type().map_err(said)?);
        let ending = inner.extension().and_then(|ending| ending.to_str());
        if kind.is_dir() && depth < DEEPEST {
            folder(&inner, depth + 1, found)?;
        } else if inner.is_file() && ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
            found.push(inner);
        }
    }
    Ok(())
}
