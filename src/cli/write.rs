//! Files that appear whole or not at all, and lines that are added to one.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Result, anyhow};

use crate::profile::atomic;

/// Writes a whole file, so that a reader never sees half of it and a failure leaves an old file as
/// it was.
///
/// # Errors
/// When the folder cannot be written to or the disk is full.
pub fn atomically(path: &Path, text: &str) -> Result<()> {
    atomic::write_over(path, text).map_err(|error| refusal(path, &error))
}

/// Adds to the end of a file.
///
/// # Errors
/// When it cannot be written to.
pub fn append(path: &Path, text: &str) -> Result<()> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| refusal(path, &error))
}

fn refusal(path: &Path, error: &io::Error) -> anyhow::Error {
    // The system's own words, without its error number.
    let reason = error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase();
    let path = path.display().to_string();
    anyhow!("{}: could not be written: {reason}", crate::text::printable(&path))
}
