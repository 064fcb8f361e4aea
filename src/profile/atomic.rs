//! Writes a file whole or not at all.
//!
//! The text goes to a new file in the same folder, which then takes the name of the old one: a
//! program, a machine or a disk that gives up in between leaves the old file as it was.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Puts `text` in the place of a file that holds `before`.
///
/// # Errors
/// When the file cannot be written, or holds something else by now.
pub fn replace(path: &Path, before: &str, text: &str) -> io::Result<()> {
    let unchanged = |target: &Path| match fs::read(target)? == before.as_bytes() {
        true => Ok(()),
        false => Err(io::Error::other("the file has changed meanwhile; nothing was written")),
    };
    write(path, text, unchanged)
}

/// Makes a file, or puts `text` in the place of what it holds.
///
/// # Errors
/// When the file cannot be written.
pub fn write_over(path: &Path, text: &str) -> io::Result<()> {
    write(path, text, |_| Ok(()))
}

/// `ready` has the last word before the new file takes the name of the old one.
fn write(path: &Path, text: &str, ready: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let permissions = fs::metadata(&target).ok().map(|metadata| metadata.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let (temporary, mut file) = temporary(&target)?;
    let done = permissions
        .map_or(Ok(()), |permissions| fs::set_permissions(&temporary, permissions))
        .and_then(|()| file.write_all(text.as_bytes()))
        .and_then(|()| file.sync_all())
        .and_then(|()| ready(&target))
        .and_then(|()| fs::rename(&temporary, &target));
    if done.is_err() {
        // The first error is the one to tell; a file that stays behind does no harm.
        let _ = fs::remove_file(&temporary);
    }
    done
}

/// A new file beside the target, whose name does not end in `.toml` so that nobody reads it.
fn temporary(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 0;
    loop {
        let path = target.with_file_name(format!(".{name}.{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < 100 => number += 1,
            opened => return opened.map(|file| (path, file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("breakeven-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string();
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|e| name(e).unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn giving_up_before_the_rename_leaves_the_old_file_whole() {
        let folder = folder("atomic");
        let path = folder.join("a.toml");
        fs::write(&path, "old").unwrap();
        let result = write(&path, "new", |target| {
            assert_eq!(fs::read_to_string(target).unwrap(), "old");
            assert_eq!(names(&folder).len(), 2, "the new text waits beside the old file");
            Err(io::Error::other("power cut"))
        });
        assert_eq!(result.unwrap_err().to_string(), "power cut");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(&folder), ["a.toml"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn somebody_elses_change_is_not_lost() {
        let folder = folder("race");
        let path = folder.join("a.toml");
        fs::write(&path, "theirs").unwrap();
        assert!(replace(&path, "old", "new").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        replace(&path, "theirs", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = folder("mode");
        let (path, link) = (folder.join("a.toml"), folder.join("link.toml"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        replace(&link, "old", "new").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(replace(&path, "new", "x").unwrap_err().kind(), ErrorKind::PermissionDenied);
        fs::remove_dir_all(folder).unwrap();
    }
}
