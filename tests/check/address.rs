//! Where the program is published is said once, and nothing is fetched from an address that nobody named.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::checks::scratch;

/// The files that say it, the one that decides first.
const SAY: [&str; 3] = ["Cargo.toml", "docs/checks.md", "ci/gitlab.yml"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of what `ci/address.sh` and `ci/install.sh` read.
fn copy(name: &str) -> PathBuf {
    let folder = scratch(name);
    for file in SAY.into_iter().chain(["ci/address.sh", "ci/install.sh", "Cargo.lock"]) {
        let to = folder.join(file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root().join(file), to).unwrap();
    }
    folder
}

/// OWNER/NAME of each place of a file that says it.
fn addresses(folder: &Path, file: &str) -> Vec<String> {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    let mut found = Vec::new();
    for start in ["https://github.com/", "uses: ", "BREAKEVEN_REPOSITORY: \""] {
        for after in text.split(start).skip(1) {
            let end = after.find(['"', '@', '\n', ' ', '`']).unwrap();
            // Actions of others are used, too.
            if after[..end].ends_with("/breakeven") || after[..end].ends_with("/other") {
                found.push(after[..end].to_string());
            }
        }
    }
    found
}

fn bash(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new("bash")
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", folder.join("bin").display()))
        .env("RUNNER_TEMP", folder.join("temp"))
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn every_file_says_the_address_of_cargo_toml() {
    let address = &addresses(root(), "Cargo.toml")[0];
    for (file, times) in SAY.into_iter().zip([2, 3, 1]) {
        assert_eq!(addresses(root(), file), vec![address.clone(); times], "{file}");
    }
    // No program of a stranger runs because somebody pasted a file as it is.
    let (owner, _) = address.split_once('/').unwrap();
    let named = owner.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let action = fs::read_to_string(root().join("action.yml")).unwrap();
    assert!(action.contains("BREAKEVEN_REPOSITORY: ${{ github.action_repository }}"));
    let release = fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    assert!(release.contains("\"$GITHUB_SERVER_URL/$GITHUB_REPOSITORY\""));
    assert!(named || owner == "<OWNER>", "{owner} is neither a name nor one to fill in");
}

#[test]
fn one_command_writes_the_address_everywhere() {
    let folder = copy("address");
    let run = bash(&folder, &["ci/address.sh", "some-body/other"], &[]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    for (file, times) in SAY.into_iter().zip([2, 3, 1]) {
        assert_eq!(addresses(&folder, file), vec!["some-body/other"; times], "{file}");
        let text = fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{file}");
    }
    for odd in ["", "a", "<OWNER>/breakeven", "a/b/c", "a b/c"] {
        assert!(!bash(&folder, &["ci/address.sh", odd], &[]).status.success(), "{odd}");
    }
}

#[test]
fn nothing_is_fetched_from_an_address_that_nobody_named() {
    let folder = copy("unnamed");
    fs::create_dir(folder.join("bin")).unwrap();
    let built = "mkdir -p temp/breakeven-bin/bin; printf '#!/bin/sh\\necho breakeven 0.0.9\\n' \
                 >temp/breakeven-bin/bin/breakeven; chmod +x temp/breakeven-bin/bin/breakeven";
    for (program, body) in [("curl", ""), ("cargo", built)] {
        let path = folder.join("bin").join(program);
        fs::write(&path, format!("#!/bin/sh\necho \"$@\" >{program}.asked\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    for unnamed in ["", "<OWNER>/breakeven", "breakeven", "-a/b"] {
        let variables = [("BREAKEVEN_VERSION", "0.0.9"), ("BREAKEVEN_REPOSITORY", unnamed)];
        let run = bash(&folder, &["ci/install.sh"], &variables);
        let told = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{told}");
        assert!(told.contains("expected whose releases to install"), "{told}");
    }
    assert!(!folder.join("curl.asked").exists() && !folder.join("cargo.asked").exists());
    // The source of the action is there: it is built, whatever its address.
    let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let unset = text.replace(&addresses(&folder, "Cargo.toml")[0], "<OWNER>/breakeven");
    fs::write(folder.join("Cargo.toml"), unset).unwrap();
    let source = folder.display().to_string();
    let variables = [("BREAKEVEN_VERSION", "0.0.9"), ("GITHUB_ACTION_PATH", &*source)];
    let run = bash(&folder, &["ci/install.sh"], &variables);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let asked = fs::read_to_string(folder.join("cargo.asked")).unwrap();
    assert!(asked.starts_with("install --locked --quiet --path "), "{asked}");
    assert!(!folder.join("curl.asked").exists());
}
