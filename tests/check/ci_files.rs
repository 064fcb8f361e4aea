//! What CI services read: the action, the GitLab snippet and the pre-commit hook, as far as they
//! can be tried without the services.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::checks::{copy_folder, here, scratch, valid_gitlab, valid_junit};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A repository with the profiles of the tests and a budget.
fn repository(name: &str, max: u32) -> PathBuf {
    let folder = scratch(name);
    copy_folder(&here().join("profiles"), &folder.join("profiles"));
    let config = fs::read_to_string(here().join("cases/warn-only/breakeven.toml")).unwrap();
    let config = config.replace("severity = \"warn\"\n", "").replace("400", &max.to_string());
    fs::write(folder.join("breakeven.toml"), config).unwrap();
    folder
}

/// Runs a shell with the program first on the PATH.
fn shell(folder: &Path, script: &str, variables: &[(&str, &str)]) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_breakeven")).parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", bin.display());
    Command::new("bash")
        .args(["-c", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("GITHUB_ACTION_PATH", root())
        .env("GITHUB_OUTPUT", "output")
        .env("GITHUB_STEP_SUMMARY", "summary")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// The keys of YAML in the plain form that these files have: `key: value`, nested by two spaces,
/// list entries with `- `. Paths are joined with dots; a list entry adds nothing to the path.
fn yaml(file: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let mut values = BTreeMap::new();
    let mut path: Vec<(usize, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let inner = line.trim_start().trim_start_matches("- ");
        if inner.is_empty() {
            continue;
        }
        assert!(!line.contains('\t'), "{file}: {line}");
        let indent = line.len() - inner.len();
        path.retain(|(depth, _)| *depth < indent);
        let (key, value) = match inner.split_once(": ") {
            Some(pair) => pair,
            None if inner.ends_with(':') => (inner.trim_end_matches(':'), ""),
            None => ("", inner),
        };
        let mut full: Vec<&str> = path.iter().map(|(_, key)| key.as_str()).collect();
        full.push(key);
        let quoted = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
        let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
        values.insert(full.join("."), value.to_string());
        path.push((indent, key.to_string()));
    }
    values
}

#[test]
fn the_action_runs_its_script_with_its_inputs() {
    let action = yaml("action.yml");
    assert_eq!(action["runs.using"], "composite");
    let text = fs::read_to_string(root().join("action.yml")).unwrap();
    for input in text.split("inputs.").skip(1) {
        let end = input.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap();
        let described = format!("inputs.{}.description", &input[..end]);
        assert!(action.contains_key(&described), "{described}");
    }
    let runs = || text.lines().filter_map(|line| line.trim().strip_prefix("run: "));
    assert_eq!(runs().count(), 4);
    for run in runs() {
        assert!(!run.contains("${{"), "inputs are not pasted into a command: {run}");
        let script = run.split('/').next_back().unwrap().trim_end_matches('"');
        assert!(root().join("ci").join(script).exists(), "{script}");
    }
    // What is not ours is named by its commit.
    for uses in text.lines().filter_map(|line| line.trim().strip_prefix("uses: ")) {
        assert_eq!(uses.split_once('@').unwrap().1.len(), 40, "{uses}");
    }
    let run = runs().find(|run| run.contains("check.sh")).unwrap();

    let folder = repository("action", 500);
    let missing = shell(&folder, run, &[("BREAKEVEN_BASELINE", "base.json")]);
    let stderr = String::from_utf8(missing.stderr).unwrap();
    assert_eq!(missing.status.code(), Some(2), "a typing error must not switch limits off");
    assert_eq!(stderr, "error: base.json: no such file or folder\n");
    fs::remove_file(folder.join("output")).unwrap();
    let passed = shell(&folder, run, &[]);
    let stderr = String::from_utf8(passed.stderr).unwrap();
    assert_eq!(passed.status.code(), Some(0), "{stderr}");
    assert_eq!(fs::read_to_string(folder.join("output")).unwrap(), "passed=true\n");
    let comment = fs::read_to_string(folder.join("breakeven-check.md")).unwrap();
    assert!(comment.starts_with("<!-- breakeven check -->\n"), "{comment}");
    assert_eq!(fs::read_to_string(folder.join("summary")).unwrap(), comment);

    fs::rename(folder.join("breakeven-check.json"), folder.join("base.json")).unwrap();
    let config = fs::read_to_string(folder.join("breakeven.toml")).unwrap();
    fs::write(folder.join("odd name.toml"), config.replace("10M/day", "20M/day")).unwrap();
    let odd = [("BREAKEVEN_BASELINE", "base.json"), ("BREAKEVEN_CONFIG", "odd name.toml")];
    let failed = shell(&folder, run, &odd);
    assert_eq!(failed.status.code(), Some(1));
    let stderr = String::from_utf8(failed.stderr).unwrap();
    assert!(stderr.starts_with("::error file=odd name.toml,line=12,"), "{stderr}");
    assert!(fs::read_to_string(folder.join("output")).unwrap().ends_with("passed=false\n"));
    let comment = fs::read_to_string(folder.join("breakeven-check.md")).unwrap();
    assert!(comment.contains("1 of 1 check failed; chat: "), "{comment}");

    let broken = shell(&folder, run, &[("BREAKEVEN_CONFIG", "none.toml")]);
    assert_eq!(broken.status.code(), Some(2));
}

#[test]
fn the_gitlab_snippet_writes_the_reports_that_it_names() {
    let snippet = yaml("ci/gitlab.yml");
    let script = &snippet["breakeven.script."];
    let folder = repository("gitlab", 400);
    assert_eq!(shell(&folder, script, &[]).status.code(), Some(1));
    let report = |kind: &str| {
        let file = &snippet[&format!("breakeven.artifacts.reports.{kind}")];
        fs::read_to_string(folder.join(file)).unwrap()
    };
    valid_junit(&report("junit"));
    valid_gitlab(&report("codequality"));
    // Reports matter most when the job fails.
    assert_eq!(snippet["breakeven.artifacts.when"], "always");
}

#[test]
fn the_hook_runs_the_check() {
    let hook = yaml(".pre-commit-hooks.yaml");
    assert_eq!((&*hook["id"], &*hook["pass_filenames"]), ("breakeven-check", "false"));
    assert_eq!(hook["language"], "rust", "pre-commit builds it");
    for (max, code) in [(500, 0), (400, 1)] {
        let folder = repository("hook", max);
        assert_eq!(shell(&folder, &hook["entry"], &[]).status.code(), Some(code));
    }
}
