//! Writes a file whole or not at all.
//!
//! The text goes to a new file in the same folder, which then takes the name of the old one: a
//! program, a machine or a disk that gives up in between leaves the old file as it was. What such a
//! program leaves behind is swept away by the next one that writes the same file.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// What some editors begin a file with; no part of its text.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Puts `text` in the place of a file that holds `before`, both without a byte order mark; one that
/// is there stays.
///
/// # Errors
/// When the file cannot be written, or holds something else by now.
pub fn replace(path: &Path, before: &str, text: &str) -> io::Result<()> {
    let marked = fs::read(path)?.starts_with(BYTE_ORDER_MARK.as_bytes());
    let mark = if marked { BYTE_ORDER_MARK } else { "" };
    let before = format!("{mark}{before}");
    let unchanged = |target: &Path| match fs::read(target)? == before.as_bytes() {
        true => Ok(()),
        false => Err(io::Error::other("the file has changed meanwhile; nothing was written")),
    };
    write(path, &format!("{mark}{text}"), unchanged)
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
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is read-only"));
    }
    sweep(&target);
    let (temporary, mut file) = temporary(&target)?;
    let done = old
        .map_or(Ok(()), |old| look_like(&file, &old))
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

/// Gives the new file the owner and the mode of the old one.
fn look_like(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let new = file.metadata()?;
        // Only root can give a file away; others can at most give it to a group of theirs.
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            let _ = fchown(file, Some(old.uid()), Some(old.gid()))
                .or_else(|_| fchown(file, None, Some(old.gid())));
        }
    }
    file.set_permissions(old.permissions())
}

/// A new file beside the target, locked for as long as it is open, whose name does not end in
/// `.toml` so that nobody reads it.
fn temporary(target: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = 0;
    loop {
        let path = target.with_file_name(format!(
            "{}{}-{number}{TAIL}",
            prefix(target),
            std::process::id()
        ));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < 100 => number += 1,
            Err(error) => return Err(error),
            // Between the two steps somebody may have taken it for left behind.
            Ok(file) if free(&file) && path.exists() => return Ok((path, file)),
            Ok(_) => number += 1,
        }
    }
}

const TAIL: &str = ".tmp";

fn prefix(target: &Path) -> String {
    format!(".{}.", target.file_name().unwrap_or_default().to_string_lossy())
}

/// Whether no other process holds the file; it is held from now on. Where files cannot be locked
/// everything is free.
fn free(file: &File) -> bool {
    !matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

/// Removes what writers of the same file that were killed have left behind.
fn sweep(target: &Path) {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Ok(entries) = fs::read_dir(folder.unwrap_or(Path::new("."))) else { return };
    let prefix = prefix(target);
    let left_behind = |name: &str| {
        let number = name.strip_prefix(&prefix)?.strip_suffix(TAIL)?;
        let (process, count) = number.split_once('-')?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        (digits(process) && digits(count)).then_some(())
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name.to_str().and_then(left_behind).is_none() {
            continue;
        }
        // Who is still writing it holds it.
        if File::open(entry.path()).is_ok_and(|file| free(&file)) {
            let _ = fs::remove_file(entry.path());
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

    #[test]
    fn a_byte_order_mark_stays() {
        let folder = folder("mark");
        let path = folder.join("a.toml");
        fs::write(&path, "\u{feff}old").unwrap();
        replace(&path, "old", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}new");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_was_left_behind_goes_and_what_is_in_use_stays() {
        let folder = folder("sweep");
        let path = folder.join("a.toml");
        fs::write(&path, "old").unwrap();
        for name in [".a.toml.12-0.tmp", ".a.toml.mine.tmp", ".b.toml.12-0.tmp"] {
            fs::write(folder.join(name), "x").unwrap();
        }
        let (busy, _held) = temporary(&path).unwrap();
        write_over(&path, "new").unwrap();
        let busy = busy.file_name().unwrap().to_str().unwrap().to_string();
        let mut wanted =
            [busy, ".a.toml.mine.tmp".into(), ".b.toml.12-0.tmp".into(), "a.toml".into()];
        wanted.sort();
        assert_eq!(names(&folder), wanted);
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
