//! A configuration reads only below its folder, and no output takes the place of what it should not.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::checks::{Run, run_in, scratch};

const CONFIG: &str = "profiles = [PATHS]\n[workload.chat]\nvolume = \"5M/day\"\n\
                      api = [\"claude-haiku-5.5\"]\nhardware = [\"rtx-3090\"]\n\n\
                      [check.budget]\nmetric = \"api.monthly_usd\"\nmax = 100\n";
const PROFILE: &str = "[api.mine]\nprovider = \"me\"\nmodel = \"m\"\ntier = \"mid\"\n\
                       context_tokens = 1000\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 1\n\
                       as_of = 2026-11-01\nsource = \"the test\"\n";

/// A repository beside a file that is nobody's business.
fn repository(name: &str, paths: &str) -> PathBuf {
    let outer = scratch(name);
    fs::write(outer.join("secret"), "password = hunter2\n").unwrap();
    fs::write(outer.join("other.toml"), PROFILE).unwrap();
    let folder = outer.join("repository");
    fs::create_dir_all(folder.join("profiles")).unwrap();
    fs::write(folder.join("profiles/mine.toml"), PROFILE).unwrap();
    fs::write(folder.join(".env"), "TOKEN=hunter2\n").unwrap();
    fs::write(folder.join("breakeven.toml"), CONFIG.replace("PATHS", paths)).unwrap();
    folder
}

fn check(folder: &Path, more: &[&str]) -> Run {
    run_in(folder, &[&["check", "--today", "2026-11-28"], more].concat())
}

fn refused(run: &Run, why: &str) {
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains(why), "{}", run.stderr);
    let told = format!("{}{}", run.stdout, run.stderr);
    assert!(!told.contains("hunter2"), "{told}");
}

#[test]
fn profiles_outside_of_the_folder_are_not_read() {
    for path in ["\"../secret\"", "\"/etc/passwd\"", "\"profiles/../../other.toml\"", "\"..\""] {
        let folder = repository("outside", path);
        refused(&check(&folder, &[]), "a path outside of the folder of this file");
    }
    let folder = repository("allowed", "\"../other.toml\"");
    assert_eq!(check(&folder, &["--allow-outside"]).code, 0);
    // Who types a path means it.
    let folder = repository("typed", "");
    assert_eq!(check(&folder, &["--profiles", "../other.toml"]).code, 0);
}

#[test]
fn what_is_no_toml_file_is_not_shown() {
    let folder = repository("no-toml", "\".env\"");
    refused(&check(&folder, &[]), "names `.env`, no `.toml` file");
    let folder = repository("no-toml-outside", "\"../secret\"");
    refused(&check(&folder, &["--allow-outside"]), "no `.toml` file");
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = repository("link", "\"profiles\"");
    assert_eq!(check(&folder, &[]).code, 0);
    symlink("../../secret", folder.join("profiles/link.toml")).unwrap();
    refused(&check(&folder, &[]), "leads outside");
    fs::remove_file(folder.join("profiles/link.toml")).unwrap();
    symlink("../.env", folder.join("profiles/link.toml")).unwrap();
    refused(&check(&folder, &[]), "no `.toml` file");
    fs::remove_file(folder.join("breakeven.toml")).unwrap();
    symlink("../secret", folder.join("breakeven.toml")).unwrap();
    refused(&check(&folder, &[]), "a link to outside of its folder");
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_written_to_and_stay() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = repository("device", "");
    let made = std::process::Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap();
    assert!(made.success());
    let pipe = folder.join("pipe");
    let reader = std::thread::spawn(move || fs::read_to_string(pipe).unwrap());
    let run = check(&folder, &["--output", "json=pipe", "--output", "csv=/dev/null"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let read: serde_json::Value = serde_json::from_str(&reader.join().unwrap()).unwrap();
    assert_eq!(read["passed"], true);
    assert!(fs::metadata(folder.join("pipe")).unwrap().file_type().is_fifo());
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn outputs_take_the_place_of_nothing_that_is_read() {
    let folder = repository("replace", "\"profiles\"");
    let base = check(&folder, &["--format", "json"]);
    fs::write(folder.join("base.json"), &base.stdout).unwrap();
    let before = |file: &str| fs::read(folder.join(file)).unwrap();
    for (file, what) in [
        ("breakeven.toml", "the configuration"),
        ("base.json", "the baseline"),
        ("profiles/mine.toml", "a file of profiles"),
    ] {
        let old = before(file);
        for path in [format!("json={file}"), format!("json=./profiles/../{file}")] {
            let run = check(&folder, &["--baseline", "base.json", "--output", &path]);
            refused(&run, &format!("would replace {what}"));
        }
        assert_eq!(before(file), old);
    }
    let twice = ["--output", "json=new.json", "--output", "csv=profiles/../new.json"];
    refused(&check(&folder, &twice), "two outputs go to");
}

#[cfg(target_os = "linux")]
#[test]
fn no_name_of_a_file_gets_around_that() {
    let folder = repository("other-names", "\"profiles\"");
    let before = fs::read(folder.join("breakeven.toml")).unwrap();
    std::os::unix::fs::symlink("breakeven.toml", folder.join("link.json")).unwrap();
    for path in ["json=/proc/self/cwd/breakeven.toml", "json=link.json", "json=./breakeven.toml"] {
        refused(&check(&folder, &["--output", path]), "would replace the configuration");
    }
    assert_eq!(fs::read(folder.join("breakeven.toml")).unwrap(), before);
    // What is open already is written to.
    let run = check(&folder, &["--output", "csv=/dev/stdout"]);
    assert!(run.stdout.contains("workload,check,"), "{}{}", run.stdout, run.stderr);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_a_file_names_holds_nobody_up() {
    let folder = repository("named-pipe", "\"pipe.toml\"");
    let made = std::process::Command::new("mkfifo").arg(folder.join("pipe.toml")).status().unwrap();
    assert!(made.success());
    refused(&check(&folder, &[]), "`pipe.toml`, which is no plain file");
}
