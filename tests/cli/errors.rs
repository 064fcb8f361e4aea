//! Every message for wrong input, compared whole.
//!
//! `tests/errors/NAME.toml` is a profile, `NAME.args` a command line with one argument per line
//! (`\xNN` is a byte), and `NAME.stderr` what must be printed for it. Cases that no file can hold
//! are made in a scratch folder below. `BLESS=1 cargo test --test errors` writes what is printed.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use crate::support::golden;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A command line, the folder it is run in, and the file that says what must be printed.
struct Case {
    name: String,
    args: Vec<OsString>,
    folder: PathBuf,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors")
}

fn with_profiles(name: &str, path: &str, folder: &Path) -> Case {
    let args = ["--volume", "5M/day", "--profiles", path].map(OsString::from).to_vec();
    Case { name: name.into(), args, folder: folder.into() }
}

fn cases_in(folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_string();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("toml") => cases.push(with_profiles(&name, &format!("{name}.toml"), folder)),
            Some("args") => {
                let text = fs::read_to_string(&path).unwrap();
                let args = text.strip_suffix('\n').unwrap().split('\n').map(unescaped).collect();
                let args = if text == "\n" { Vec::new() } else { args };
                // An argument that is not UTF-8 cannot be passed elsewhere.
                if cfg!(unix) || !name.starts_with("not-utf8") {
                    cases.push(Case { name, args, folder: folder.into() });
                }
            }
            _ => {}
        }
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases
}

/// `\xNN` is the byte NN.
fn unescaped(line: &str) -> OsString {
    let mut parts = line.split("\\x");
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(part[2..].bytes());
    }
    from_bytes(bytes)
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

fn run(case: &Case, backtrace: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(&case.args)
        .current_dir(&case.folder)
        .env_remove("BREAKEVEN_PROFILES")
        .env("RUST_BACKTRACE", backtrace)
        .output()
        .unwrap()
}

/// What is wrong with the answer to one case; nothing, when it is as it must be.
fn verdict(case: &Case) -> Option<String> {
    let output = run(case, "0");
    let stderr = match String::from_utf8(output.stderr.clone()) {
        Ok(stderr) => stderr,
        Err(_) => return Some("stderr is not UTF-8".into()),
    };
    if output.status.code() != Some(2) {
        return Some(format!("ended with {}; expected 2\n{stderr}", output.status));
    }
    if !output.stdout.is_empty() {
        return Some("printed to stdout".into());
    }
    if let Some(bad) = stderr.chars().find(|c| *c != '\n' && is_unsafe(*c)) {
        return Some(format!("printed {bad:?} raw"));
    }
    let headed = stderr.lines().next().is_some_and(|line| line.starts_with("error: "));
    if !headed || !stderr.ends_with('\n') || stderr.contains("panicked") {
        return Some(format!("is no message:\n{stderr}"));
    }
    if run(case, "1") != output {
        return Some("prints something else under RUST_BACKTRACE=1".into());
    }
    let path = fixtures().join(format!("{}.stderr", case.name));
    golden::differs(&path, &stderr)
}

fn is_unsafe(character: char) -> bool {
    character.is_control()
        || ('\u{202a}'..='\u{202e}').contains(&character)
        || ('\u{2066}'..='\u{2069}').contains(&character)
}

fn assert_all(cases: &[Case]) {
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| Some(format!("== {}: {}", case.name, verdict(case)?)))
        .collect();
    assert!(failures.is_empty(), "{} failed\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_message_is_as_it_was() {
    let cases = cases_in(&fixtures());
    assert!(cases.len() > 150, "only {} cases found", cases.len());
    assert_all(&cases);
}

/// A folder of its own for one test.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("errors-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn files_of_any_size_and_kind_are_refused() {
    let folder = scratch("files");
    fs::File::create(folder.join("large.toml")).unwrap().set_len(50_000_000).unwrap();
    fs::create_dir(folder.join("empty")).unwrap();
    fs::create_dir(folder.join("folder")).unwrap();
    fs::create_dir(folder.join("folder/inner.toml")).unwrap();
    assert_all(&[
        with_profiles("made-large-file", "large.toml", &folder),
        with_profiles("made-empty-folder", "empty", &folder),
        with_profiles("made-folder-named-like-a-file", "folder", &folder),
        with_profiles("made-file-as-folder", "large.toml/x.toml", &folder),
    ]);
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_refused() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = scratch("links");
    fs::create_dir_all(folder.join("loop/inner")).unwrap();
    symlink("..", folder.join("loop/inner/up")).unwrap();
    symlink("b.toml", folder.join("a.toml")).unwrap();
    symlink("a.toml", folder.join("b.toml")).unwrap();
    fs::create_dir(folder.join("dangling")).unwrap();
    symlink("nowhere", folder.join("dangling/gone.toml")).unwrap();
    let mut cases = vec![
        with_profiles("made-loop-of-folders", "loop", &folder),
        with_profiles("made-loop-of-links", "a.toml", &folder),
        with_profiles("made-dangling-link", "dangling", &folder),
        with_profiles("made-endless-device", "/dev/zero", &folder),
    ];
    let closed = folder.join("closed.toml");
    fs::write(&closed, "").unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if fs::read(&closed).is_err() {
        cases.push(with_profiles("made-unreadable", "closed.toml", &folder));
    }
    assert_all(&cases);
}

#[test]
fn every_expectation_has_its_case() {
    let names: BTreeSet<String> = cases_in(&fixtures()).into_iter().map(|case| case.name).collect();
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let made = name.starts_with("made-") || (cfg!(not(unix)) && name.starts_with("not-utf8"));
        if path.extension().is_some_and(|extension| extension == "stderr") {
            assert!(made || names.contains(name), "{name}.stderr belongs to nothing");
        }
    }
}

#[test]
fn the_variable_is_read_like_the_flag() {
    let folder = scratch("variable");
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(["--volume", "5M/day"])
        .current_dir(&folder)
        .env("BREAKEVEN_PROFILES", "nowhere.toml")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let expected = "error: nowhere.toml: no such file or folder\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
}
