//! Reads profile files and folders from disk.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use super::document::{Document, LARGEST_FILE};
use super::node::{Place, Table};
use super::problem::Problem;

/// The documents at these paths, in order; a folder gives its `.toml` files, at any depth, by name.
///
/// # Errors
/// Every file that cannot be read or is not TOML.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Document>, Vec<Problem>> {
    let (documents, problems) = read_as_far_as_possible(paths);
    if problems.is_empty() { Ok(documents) } else { Err(problems) }
}

/// The documents at these paths that can be read, and what is wrong with the others.
pub fn read_as_far_as_possible(paths: &[PathBuf]) -> (Vec<Document>, Vec<Problem>) {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match expand(path) {
            Ok(files) => {
                for file in files {
                    match read_file(&file) {
                        Ok(document) => documents.push(document),
                        Err(found) => problems.extend(found),
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    (documents, problems)
}

fn expand(path: &Path) -> Result<Vec<PathBuf>, Problem> {
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
            files.push(path);
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<Document, Vec<Problem>> {
    let text = read_text(path).map_err(|problem| vec![problem])?;
    Document::parse(path.display().to_string(), text)
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
    Ok(text.strip_prefix('\u{feff}').map(String::from).unwrap_or(text))
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

/// What the system says of a file, without its error number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_string(),
        io::ErrorKind::PermissionDenied => "permission denied".to_string(),
        io::ErrorKind::IsADirectory => "a folder; expected a file".to_string(),
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    }
}
