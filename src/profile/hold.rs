//! Holds a file so that of several processes that change it each sees what the one before wrote.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// How long is waited for another process, seconds. A change takes some hundredths of one.
#[cfg(unix)]
const PATIENCE: u64 = 30;

/// Waits until no other process holds the file and holds it, until the answer is dropped: take it
/// before the file is read and keep it until it is replaced.
///
/// Only where a file that is held can be read and replaced; elsewhere
/// [`replace`](super::atomic::replace) refuses what has changed meanwhile.
///
/// # Errors
/// When it is no file, or cannot be opened, or another process does not let go of it.
pub fn hold(path: &Path) -> io::Result<File> {
    if let Some(kind) = not_a_file(&fs::metadata(path)?) {
        return Err(io::Error::other(format!("{kind}; expected a file")));
    }
    #[cfg(unix)]
    return wait(path);
    #[cfg(not(unix))]
    File::open(path)
}

#[cfg(unix)]
fn wait(path: &Path) -> io::Result<File> {
    use std::fs::TryLockError;
    use std::os::unix::fs::MetadataExt as _;
    use std::time::{Duration, Instant};
    let until = Instant::now() + Duration::from_secs(PATIENCE);
    loop {
        let file = File::open(path)?;
        match file.try_lock() {
            Ok(()) => {
                // Another process may have put a new file in its place while we waited.
                let (held, named) = (file.metadata()?, fs::metadata(path)?);
                if (held.dev(), held.ino()) == (named.dev(), named.ino()) {
                    return Ok(file);
                }
            }
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(2));
            }
            Err(TryLockError::WouldBlock) => {
                let message = "another process has held the file for too long; nothing was written";
                return Err(io::Error::other(message));
            }
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// What it is, if it is neither a file nor a folder: reading one may never end.
pub fn not_a_file(metadata: &fs::Metadata) -> Option<&'static str> {
    if metadata.is_file() || metadata.is_dir() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let kind = metadata.file_type();
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    Some("a device")
}
