//! What a release holds, and that `cargo binstall` and `ci/install.sh` look for it under its name.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::checks::scratch;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// The targets that a tag builds.
fn targets() -> Vec<String> {
    let workflow = text(".github/workflows/release.yml");
    let named = workflow.lines().filter_map(|line| line.trim().strip_prefix("- target: "));
    named.map(str::to_string).collect()
}

/// An archive as `ci/package.sh` makes it, of the program of the tests, and the names in it.
fn packed(target: &str) -> (PathBuf, BTreeSet<String>) {
    let folder = scratch(&format!("packed-{target}"));
    for file in ["Cargo.toml", "LICENSE", "README.md", "CHANGELOG.md"] {
        fs::write(folder.join(file), text(file)).unwrap();
    }
    let built = folder.join("target").join(target).join("release");
    fs::create_dir_all(&built).unwrap();
    let name = if target.contains("windows") { "breakeven.exe" } else { "breakeven" };
    // A line that calls the program is packed sooner than a program with its debug information.
    let script = format!("#!/bin/sh\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_breakeven"));
    fs::write(built.join(name), script).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("ci/package.sh");
    let run = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let executable = format!("target/{target}/release/{name}");
    run("chmod", &["+x", &executable]);
    run("bash", &[&script.display().to_string(), target]);
    let made: Vec<PathBuf> =
        fs::read_dir(folder.join("dist")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(made.len(), 1, "{made:?}");
    let listed = run("tar", &["-tzf", &made[0].display().to_string()]);
    (made[0].clone(), listed.lines().map(str::to_string).collect())
}

/// What `cargo binstall` makes of a template of `[package.metadata.binstall]` on a target.
fn filled(target: &str, key: &str) -> String {
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    let binstall = &manifest["package"]["metadata"]["binstall"];
    let own = binstall["overrides"].get(target).and_then(|of| of.get(key));
    let template = own.unwrap_or(&binstall[key]).as_str().unwrap();
    let repository = manifest["package"]["repository"].as_str().unwrap();
    let ending = if target.contains("windows") { ".exe" } else { "" };
    let filled = [
        ("repo", repository),
        ("version", VERSION),
        ("target", target),
        ("bin", "breakeven"),
        ("binary-ext", ending),
    ];
    filled.iter().fold(template.to_string(), |text, (name, value)| {
        text.replace(&format!("{{ {name} }}"), value)
    })
}

#[test]
fn an_archive_is_whole_and_has_the_name_that_is_looked_for() {
    let targets = targets();
    assert_eq!(targets.len(), 5, "{targets:?}");
    let install = text("ci/install.sh");
    let as_said = format!("v{VERSION}/");
    for target in &targets {
        let (archive, names) = packed(target);
        let name = archive.file_name().unwrap().to_str().unwrap();
        let url = filled(target, "pkg-url");
        let wanted = format!("/releases/download/{as_said}{name}");
        assert!(url.ends_with(&wanted) && !url.contains("{ "), "{url} is not {wanted}");
        assert!(names.contains(&filled(target, "bin-dir")), "{names:?}");
        let folder = name.strip_suffix(".tar.gz").unwrap();
        let shells = ["bash", "zsh", "fish", "powershell", "elvish"];
        let completions = shells.map(|shell| format!("completions/breakeven.{shell}"));
        let rest = ["breakeven.1", "LICENSE", "README.md", "CHANGELOG.md"].map(str::to_string);
        for file in completions.into_iter().chain(rest) {
            assert!(names.contains(&format!("{folder}/{file}")), "{file} is not in {names:?}");
        }
        assert!(install.contains(&format!("target={target} ;;")), "{target}");
    }
    assert!(install.contains("archive=breakeven-$version-$target.tar.gz"));
}

#[test]
fn machines_with_the_c_library_of_gnu_get_the_static_program() {
    let (gnu, musl) = ("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl");
    for (gnu, musl) in
        [(gnu, musl), (&gnu.replace("x86_64", "aarch64"), &musl.replace("x86_64", "aarch64"))]
    {
        assert_eq!(filled(gnu, "pkg-url"), filled(musl, "pkg-url"));
        assert_eq!(filled(gnu, "bin-dir"), filled(musl, "bin-dir"));
        assert!(targets().iter().any(|target| target == musl));
    }
}

#[test]
fn the_same_program_is_packed_to_the_same_bytes() {
    let bytes = || fs::read(packed("x86_64-unknown-linux-musl").0).unwrap();
    assert!(bytes() == bytes());
}
