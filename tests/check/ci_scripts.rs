//! The scripts of the action, with the services they talk to played by small programs.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::checks::scratch;
use crate::support::skipped::skipped;

/// Whether this machine lacks a program that a script needs besides a shell, which is said.
fn missing(programs: &[&str]) -> bool {
    let found = |program: &&&str| Command::new("which").arg(program).output();
    let there = |program: &&&str| found(program).is_ok_and(|output| output.status.success());
    let absent: Vec<&&str> = programs.iter().filter(|program| !there(program)).collect();
    if !absent.is_empty() {
        skipped("a script of the action", &format!("this machine has no {absent:?}"));
    }
    !absent.is_empty()
}

/// A folder with programs of these names and bodies, which come first on the PATH.
fn stage(name: &str, programs: &[(&str, &str)]) -> PathBuf {
    let folder = scratch(name);
    fs::create_dir(folder.join("bin")).unwrap();
    for (program, body) in programs {
        let path = folder.join("bin").join(program);
        fs::write(&path, format!("#!/usr/bin/env bash\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

fn script(folder: &Path, name: &str, variables: &[(&str, &str)]) -> Output {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ci").join(name);
    Command::new("bash")
        .arg(path)
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", folder.join("bin").display()))
        .env("GITHUB_REPOSITORY", "org/name")
        .env("GITHUB_OUTPUT", "output")
        .env("GITHUB_PATH", "path")
        .env("RUNNER_TEMP", folder.join("temp"))
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Writes down what it was asked, keeps what it was sent, and answers with `comments.json`.
const GH: &str = r#"echo "$@" >>asked
case "$*" in
  *--input*) cat >sent ;;
  *artifacts/7/zip*) cat report.zip ;;
  *artifacts*) cat artifacts.json ;;
  *) cat comments.json ;;
esac"#;

#[test]
fn a_comment_is_made_once_and_then_changed() {
    if missing(&["jq"]) {
        return;
    }
    let folder = stage("comment", &[("gh", GH)]);
    let number = [("BREAKEVEN_PULL_REQUEST", "12")];
    let asked = || fs::read_to_string(folder.join("asked")).unwrap_or_default();
    let sent = || -> serde_json::Value {
        serde_json::from_str(&fs::read_to_string(folder.join("sent")).unwrap()).unwrap()
    };
    fs::write(folder.join("comments.json"), "[]").unwrap();
    fs::write(folder.join("breakeven-check.md"), "").unwrap();
    let none = script(&folder, "comment.sh", &number);
    assert!(none.status.success() && told(&none).contains("nothing changed"), "{}", told(&none));

    let text = "<!-- breakeven check -->\n**breakeven: `x` \"y\" $(touch hacked)**\n";
    fs::write(folder.join("breakeven-check.md"), text).unwrap();
    assert!(script(&folder, "comment.sh", &number).status.success());
    assert!(asked().contains("--method POST repos/org/name/issues/12/comments --input -"));
    assert_eq!(sent()["body"], text.trim_end());
    assert!(!folder.join("hacked").exists());

    // Anybody can write the marker; only a comment of a program is changed.
    let comments = r#"[{"id": 3, "user": {"type": "User"}, "body": "<!-- breakeven check -->"},
        {"id": 4, "user": {"type": "Bot"}, "body": "other"},
        {"id": 5, "user": {"type": "Bot"}, "body": "<!-- breakeven check -->\nold"}]"#;
    fs::write(folder.join("comments.json"), comments).unwrap();
    assert!(script(&folder, "comment.sh", &number).status.success());
    assert!(asked().contains("--method PATCH repos/org/name/issues/comments/5 --input -"));

    // Another check of the repository has a comment of its own.
    let other = [number[0], ("BREAKEVEN_ARTIFACT", "other-report")];
    assert!(script(&folder, "comment.sh", &other).status.success());
    assert!(asked().ends_with("--method POST repos/org/name/issues/12/comments --input -\n"));
    let body = sent()["body"].as_str().unwrap().to_string();
    assert!(body.starts_with("<!-- breakeven check other-report -->\n**breakeven: `x`"), "{body}");
    let odd = [number[0], ("BREAKEVEN_ARTIFACT", "a b")];
    assert_eq!(script(&folder, "comment.sh", &odd).status.code(), Some(2));

    fs::write(folder.join("breakeven-check.md"), "").unwrap();
    assert!(script(&folder, "comment.sh", &number).status.success());
    assert_eq!(sent()["body"], "<!-- breakeven check -->\n**breakeven: nothing changed**");
    let odd = script(&folder, "comment.sh", &[("BREAKEVEN_PULL_REQUEST", "1; touch x")]);
    assert_eq!(odd.status.code(), Some(2));
}

#[test]
fn a_comment_that_may_not_be_written_fails_nothing() {
    if missing(&["jq"]) {
        return;
    }
    let refuses = r#"case "$*" in *--input*) exit 1 ;; *) echo "[]" ;; esac"#;
    let folder = stage("refused", &[("gh", refuses)]);
    fs::write(folder.join("breakeven-check.md"), "text").unwrap();
    fs::write(folder.join("event.json"), r#"{"pull_request": {"number": 9}}"#).unwrap();
    let run = script(&folder, "comment.sh", &[("GITHUB_EVENT_PATH", "event.json")]);
    assert!(run.status.success() && told(&run).contains("could not be written"), "{}", told(&run));
}

#[test]
fn the_baseline_is_the_newest_of_the_base_branch_and_of_no_fork() {
    if missing(&["jq", "unzip", "python3"]) {
        return;
    }
    let folder = stage("baseline", &[("gh", GH)]);
    let artifact = |id: u32, branch: &str, repository: u32, day: u32| {
        format!(
            r#"{{"id": {id}, "expired": false, "created_at": "2026-11-{day}T00:00:00Z",
            "workflow_run": {{"head_branch": "{branch}", "repository_id": 1,
            "head_repository_id": {repository}}}}}"#
        )
    };
    let list = [
        artifact(5, "main", 1, 10),
        artifact(7, "main", 1, 20),
        artifact(8, "main", 2, 25),
        artifact(9, "feature", 1, 26),
    ];
    let list = format!("{{\"artifacts\": [{}]}}", list.join(","));
    fs::write(folder.join("artifacts.json"), list).unwrap();
    let zip = "import zipfile; z = zipfile.ZipFile('report.zip', 'w'); \
               z.writestr('../../breakeven-check.json', '{\"passed\": true}')";
    let made = Command::new("python3").args(["-c", zip]).current_dir(&folder).status().unwrap();
    assert!(made.success());
    let run = script(&folder, "baseline.sh", &[("BREAKEVEN_BASE", "main")]);
    assert!(run.status.success(), "{}", told(&run));
    let output = fs::read_to_string(folder.join("output")).unwrap();
    assert_eq!(output, "file=breakeven-baseline.json\n");
    let file = fs::read_to_string(folder.join("breakeven-baseline.json")).unwrap();
    assert_eq!(file, "{\"passed\": true}");

    fs::remove_file(folder.join("output")).unwrap();
    let first = script(&folder, "baseline.sh", &[("BREAKEVEN_BASE", "other")]);
    assert!(first.status.success() && told(&first).contains("no report of the branch `other`"));
    assert!(!folder.join("output").exists());
}

/// Answers with files of `release/` by their name.
const CURL: &str = r#"while [ $# -gt 0 ]; do
  case "$1" in -o) out=$2; shift ;; https://*) url=$1 ;; esac; shift
done
echo "$url" >>asked
[ -e "release/${url##*/}" ] || exit 22
cp "release/${url##*/}" "$out""#;

#[test]
fn a_release_is_installed_when_its_checksum_fits_and_built_when_there_is_none() {
    if missing(&["tar", "sha256sum"]) {
        return;
    }
    let cargo = r#"echo "$@" >cargo; mkdir -p temp/breakeven-bin/bin
printf '#!/bin/sh\necho "breakeven 0.3.0"\n' >temp/breakeven-bin/bin/breakeven
chmod +x temp/breakeven-bin/bin/breakeven"#;
    let uname = "case \"$1\" in -s) echo Linux ;; *) echo x86_64 ;; esac";
    let folder = stage("install", &[("curl", CURL), ("cargo", cargo), ("uname", uname)]);
    let name = "breakeven-0.3.0-x86_64-unknown-linux-musl";
    let pack = format!(
        "mkdir -p release {name} && printf '#!/bin/sh\\necho \"breakeven 0.3.0\"\\n' >{name}/breakeven \
         && chmod +x {name}/breakeven && tar -czf release/{name}.tar.gz {name} \
         && cd release && sha256sum {name}.tar.gz >SHA256SUMS"
    );
    let packed = Command::new("bash").args(["-c", &pack]).current_dir(&folder).status().unwrap();
    assert!(packed.success());
    let version = ("BREAKEVEN_VERSION", "0.3.0");
    let whose = ("BREAKEVEN_REPOSITORY", "org/name");
    let run = script(&folder, "install.sh", &[version, whose]);
    assert!(run.status.success() && told(&run).contains("breakeven 0.3.0"), "{}", told(&run));
    assert!(folder.join("temp/breakeven-bin/breakeven").exists() && !folder.join("cargo").exists());

    let wrong = [version, whose, ("BREAKEVEN_SHA256", "00")];
    let run = script(&folder, "install.sh", &wrong);
    assert_eq!(run.status.code(), Some(2), "{}", told(&run));
    assert!(told(&run).contains("another checksum") && !folder.join("cargo").exists());

    fs::remove_dir_all(folder.join("release")).unwrap();
    // Nothing is built around a checksum.
    let run = script(&folder, "install.sh", &wrong);
    assert_eq!(run.status.code(), Some(2), "{}", told(&run));
    assert!(told(&run).contains("nothing was installed") && !folder.join("cargo").exists());
    let run = script(&folder, "install.sh", &[version, whose]);
    assert!(run.status.success(), "{}", told(&run));
    let cargo = fs::read_to_string(folder.join("cargo")).unwrap();
    assert!(
        cargo.starts_with("install --locked --quiet --git https://github.com/org/name "),
        "{cargo}"
    );
    let newer = script(&folder, "install.sh", &[("BREAKEVEN_VERSION", "0.3.1"), whose]);
    assert_eq!(newer.status.code(), Some(2));
    assert!(told(&newer).contains("the source is of breakeven 0.3.0, and 0.3.1 is asked for"));
    let odd = script(&folder, "install.sh", &[("BREAKEVEN_VERSION", "1;x"), whose]);
    assert_eq!(odd.status.code(), Some(2));
}
