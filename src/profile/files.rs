//! Reads profile files and folders from disk.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use super::atomic::BYTE_ORDER_MARK;
use super::document::{Document, LARGEST_FILE};
use super::hold::not_a_file;
use super::node::{Place, Table};
use super::problem::{MOST_PROBLEMS, Problem};
use crate::text::reason;

/// The most text that the files of a run may hold together, in bytes: ten thousand profiles.
const LARGEST_SUM: u64 = 5 << 20;

/// The documents at these paths, in order; a folder gives its `.toml` files, at any depth, by name.
///
/// # Errors
/// Every file that cannot be read or is not TOML.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Document>, Vec<Problem>> {
    let (documents, problems) = read_as_far_as_possible(paths);
    if problems.is_empty() { Ok(documents) } else { Err(problems) }
}

/// The documents at these paths that can be read, and what is wrong with the others. Folders of
/// any size are refused in bounded time: with too much text, or with too many problems, the rest
/// is not read.
pub fn read_as_far_as_possible(paths: &[PathBuf]) -> (Vec<Document>, Vec<Problem>) {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    let mut bytes = 0;
    for path in paths {
        let files = match expand(path) {
            Ok(files) => files,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        for file in files {
            match read_file(&file) {
                Ok(document) => {
                    bytes += document.text.len() as u64;
                    documents.push(document);
                }
                Err(found) => problems.extend(found),
            }
            let rest = if bytes > LARGEST_SUM {
                "the profiles up to this file are larger than 5 MiB; the rest was not read"
            } else if problems.len() > MOST_PROBLEMS {
                "there are too many problems up to this file; the rest was not read"
            } else {
                continue;
            };
            problems.push(Problem::of_file(file.display(), rest));
            return (documents, problems);
        }
    }
    (documents, problems)
}

/// The files that a path names: itself, or the `.toml` files of a folder, at any depth, by name.
///
/// # Errors
/// When there is nothing, or something that is no file.
pub fn expand(path: &Path) -> Result<Vec<PathBuf>, Problem> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    collect(path, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err(Problem::of_file(
            path.display(),
            "the folder has no `.toml` file; expected at least one",
        ));
    }
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Problem> {
    let complain = |error| unreadable(folder, &error);
    for entry in fs::read_dir(folder).map_err(complain)? {
        let entry = entry.map_err(complain)?;
        let path = entry.path();
        // Links to folders are not followed, so that a loop of links cannot hold us up.
        if entry.file_type().map_err(complain)?.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            // One that is named by hand may be a pipe; in a folder nobody meant it, and to read
            // one that nobody writes to never ends.
            if let Some(kind) = fs::metadata(&path).ok().as_ref().and_then(not_a_file) {
                return Err(Problem::of_file(path.display(), format!("{kind}; expected a file")));
            }
            files.push(path);
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<Document, Vec<Problem>> {
    let text = read_text(path).map_err(|problem| vec![problem])?;
    let document = Document::parse(path.display().to_string(), text)?;
    if document.table.is_empty() {
        // A file that was cut off would silently mean the shipped numbers.
        let message = "the file has no profile; expected tables like `[api.NAME]`";
        let hint = "`breakeven profiles new api NAME` writes one to fill in";
        return Err(vec![Problem::of_file(path.display(), message).hint(hint)]);
    }
    Ok(document)
}

/// The text of a file of a size that a profile can have.
///
/// # Errors
/// When it cannot be read, is too large, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Problem::of_file(
            path.display(),
            "the file is larger than 1 MiB; expected a profile of a few kilobytes",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(path, &error))?;
    // Some editors begin a file with a byte order mark, which is no part of its text.
    Ok(text.strip_prefix(BYTE_ORDER_MARK).map(String::from).unwrap_or(text))
}

fn not_utf8(path: &Path, error: &FromUtf8Error) -> Problem {
    let (bytes, good) = (error.as_bytes(), error.utf8_error().valid_up_to());
    let text = String::from_utf8_lossy(bytes).into_owned();
    let place = Place::of(&text, good..good + '\u{fffd}'.len_utf8());
    let found = format!("the byte `0x{:02x}` is not UTF-8 text", bytes[good]);
    let document = Document {
        path: path.display().to_string().into(),
        text: text.into(),
        table: Table::default(),
    };
    Problem::at(&document, place, found).hint("save the file as UTF-8")
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    Problem::of_file(path.display(), reason(error))
}
