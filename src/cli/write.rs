//! Files that appear whole or not at all, devices that are written to, and lines that are added.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use crate::profile::atomic;
use crate::text::reason;
use crate::text::runner::disarmed;

/// Writes a whole file, so that a reader never sees half of it and a failure leaves an old file as
/// it was. What is no file, like `/dev/null` or a pipe, is written to and stays what it is.
///
/// # Errors
/// When the folder cannot be written to or the disk is full.
pub fn output(path: &Path, text: &str) -> Result<()> {
    let written = if is_device(path) {
        let device = OpenOptions::new().append(true).open(path);
        // It may be the log of a runner, which must not obey what a file says.
        device.and_then(|mut device| device.write_all(disarmed(text).as_bytes()))
    } else {
        atomic::write_over(path, text)
    };
    written.map_err(|error| refusal(path, &error))
}

/// Whether something is there that is no plain file, or a name of one that is open already, like
/// `/dev/stdout`. Other names below `/proc`, like `/proc/self/cwd/a.json`, are names of plain files.
pub fn is_device(path: &Path) -> bool {
    let other = fs::metadata(path).is_ok_and(|found| !found.is_file());
    other || (is_open(path) && path.exists())
}

fn is_open(path: &Path) -> bool {
    let is_folder_of_open = |folder: &Path| {
        folder == Path::new("/dev/fd") || (folder.starts_with("/proc") && folder.ends_with("fd"))
    };
    let standard = ["/dev/stdout", "/dev/stderr", "/dev/stdin"];
    standard.iter().any(|name| path == Path::new(name))
        || path.parent().is_some_and(is_folder_of_open)
}

/// One name for a file, however it is written, whether it is there or not.
pub fn identity(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::canonicalize(path).unwrap_or_else(|_| {
        let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")));
        folder.unwrap_or_default().join(path.file_name().unwrap_or_default())
    })
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
    anyhow!("{}: could not be written: {}", path.display(), reason(error))
}
