//! The path of somebody new, and the documents that lead along it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::fs;
use std::path::Path;

use crate::support::checks::{here, run_in, scratch};
use crate::support::golden;
use breakeven::check::metric::{MEASURES, SUBJECTS};
use breakeven::check::{CHECK, COMMENT, ROOT, WORKLOAD, jsonschema};
use breakeven::profile::schema::Field;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// From the shipped profiles to a line marked in CI: export, change one price, see it with its file
/// and line, and watch the budget fail at the line of its limit.
#[test]
fn the_path_of_a_stranger() {
    let folder = scratch("stranger");
    let day = ["--today", "2026-11-23"];
    let run = |args: &[&str]| run_in(&folder, args);

    let exported = run(&["profiles", "export", "prices"]);
    assert_eq!(exported.code, 0, "{}", exported.stderr);

    let pins = ["--volume", "5M/day", "--api", "claude-haiku-5.5", "--hardware", "rtx-3090"];
    let ask = ["--profiles", "prices", "--explain", "--format", "json"];
    let ask = [&pins[..], &ask, &day].concat();
    let config = "profiles = [\"prices\"]\n\n[workload.chat]\nvolume = \"5M/day\"\n\
                  api = [\"claude-haiku-5.5\"]\nhardware = [\"rtx-3090\"]\n\n\
                  [check.budget]\nmetric = \"api.monthly_usd\"\nmax = 50\n";
    fs::write(folder.join("breakeven.toml"), config).unwrap();
    let check = [&["check", "--github"][..], &day].concat();
    assert_eq!(run(&check).code, 0);

    let file = "prices/api/anthropic.toml";
    let target = "claude-haiku-5.5.output_usd_per_mtok";
    let set = run(&["profiles", "set", target, "2.50", "--file", file]);
    assert_eq!(set.code, 0, "{}", set.stderr);
    let text = fs::read_to_string(folder.join(file)).unwrap();
    let line = 1 + text.lines().position(|line| line == "output_usd_per_mtok = 2.50").unwrap();

    let answer: serde_json::Value = serde_json::from_str(&run(&ask).stdout).unwrap();
    let mut seen = Vec::new();
    numbers(&answer["explanation"], &mut seen);
    let price = seen.iter().find(|number| number["name"] == "output_usd_per_mtok").unwrap();
    assert_eq!(price["value"], "2.5");
    assert_eq!((price["file"].as_str(), price["line"].as_u64()), (Some(file), Some(line as u64)));

    let failed = run(&check);
    assert_eq!(failed.code, 1);
    let marked = failed.stderr.lines().find(|line| line.starts_with("::error ")).unwrap();
    assert!(
        marked.starts_with(
            "::error file=breakeven.toml,line=10,title=breakeven%3A chat budget::api.monthly_usd \
             is $106 a month; expected at most $50.00 a month; passes up to "
        ),
        "{marked}"
    );
    assert_eq!(config.lines().nth(9), Some("max = 50"));
}

/// Every entry of a `from` list, at any depth.
fn numbers<'v>(value: &'v serde_json::Value, found: &mut Vec<&'v serde_json::Value>) {
    if let Some(items) = value.as_array() {
        items.iter().for_each(|item| numbers(item, found));
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        match inner.as_array() {
            Some(items) if key == "from" => found.extend(items),
            _ => numbers(inner, found),
        }
    }
}

#[test]
fn the_schema_of_breakeven_toml_is_that_of_the_code() {
    let path = root().join("schemas/breakeven.schema.json");
    let text = jsonschema::text();
    golden::hold(&path, &text);

    let validator = ::jsonschema::draft7::new(&jsonschema::schema()).unwrap();
    let config = |case: &str| -> serde_json::Value {
        let path = here().join("cases").join(case).join("breakeven.toml");
        toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    };
    for case in ["pass", "confidence", "verdict-changed", "two-workloads", "baseline-regression"] {
        let errors: Vec<String> =
            validator.iter_errors(&config(case)).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{case}: {errors:?}");
    }
    assert!(!validator.is_valid(&config("invalid-config")));
    assert!(!validator.is_valid(&config("no-checks")));
}

fn rows(fields: &[Field]) -> String {
    let row = |f: &Field| format!("| `{}` | {} | `{}` |\n", f.key, f.doc, f.example);
    format!(
        "| Key | Meaning | Example |\n| --- | --- | --- |\n{}",
        fields.iter().map(row).collect::<String>()
    )
}

#[test]
fn the_document_lists_every_key_and_every_metric() {
    let subjects: String =
        SUBJECTS.iter().map(|(word, meaning)| format!("| `{word}` | {meaning} |\n")).collect();
    let row = |m: &breakeven::check::metric::Measure| {
        format!("| `{}` | {} | {} |\n", m.name, m.meaning, m.unit.word())
    };
    let measures: String = MEASURES.iter().map(row).collect();
    let parts = [
        ("keys of the file", rows(ROOT)),
        ("keys of a comment", rows(COMMENT)),
        ("keys of a workload", rows(WORKLOAD)),
        ("keys of a check", rows(CHECK)),
        ("subjects", format!("| Subject | Meaning |\n| --- | --- |\n{subjects}")),
        ("numbers", format!("| Number | Meaning | Unit |\n| --- | --- | --- |\n{measures}")),
    ];
    let path = root().join("docs/checks.md");
    let text = fs::read_to_string(&path).unwrap();
    let mut wanted = text.clone();
    for (name, table) in parts {
        let (start, end) = (format!("<!-- {name} -->\n"), "<!-- end -->");
        let from = wanted.find(&start).unwrap_or_else(|| panic!("no {name}")) + start.len();
        let to = from + wanted[from..].find(end).unwrap();
        wanted.replace_range(from..to, &format!("\n{table}\n"));
    }
    golden::hold(&path, &wanted);
}

#[test]
fn the_example_of_the_document_works() {
    let text = fs::read_to_string(root().join("docs/checks.md")).unwrap();
    let start = text.find("```toml\n").unwrap() + 8;
    let config = &text[start..start + text[start..].find("```").unwrap()];
    let folder = scratch("document");
    fs::write(folder.join("breakeven.toml"), config).unwrap();
    let run = run_in(&folder, &["check", "--today", "2026-11-23"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let help = run_in(&folder, &["check", "--help"]);
    for code in ["0 all checks passed", "1 a check of severity error failed", "2 could not judge"] {
        assert!(help.stdout.contains(code), "{}", help.stdout);
    }
}

/// A whole file that the document offers to be pasted.
fn pasted(name: &str) -> String {
    let text = fs::read_to_string(root().join("docs/checks.md")).unwrap();
    let (_, after) = text.split_once(&format!("<!-- file {name} -->\n")).unwrap();
    let (_, block) = after.split_once("```").unwrap();
    let (_, file) = block.split_once('\n').unwrap();
    file.split_once("```").unwrap().0.to_string()
}

#[test]
fn what_is_pasted_names_this_version_and_what_is_there() {
    let version = concat!("v", env!("CARGO_PKG_VERSION"));
    assert!(pasted(".github/workflows/breakeven.yml").contains(version));
    assert!(pasted(".pre-commit-config.yaml").contains(version));
    let gitlab = pasted(".gitlab-ci.yml");
    assert!(gitlab.contains(&format!("BREAKEVEN_VERSION: \"{}\"", env!("CARGO_PKG_VERSION"))));
    let snippet = fs::read_to_string(root().join("ci/gitlab.yml")).unwrap();
    for line in snippet.lines().filter(|line| line.trim_start().starts_with("- ")) {
        assert!(gitlab.contains(line.trim()), "{line}");
    }
    let hooks = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    assert!(hooks.contains("id: breakeven-check\n"));
}

#[cfg(unix)]
#[test]
fn the_plain_shell_compares_with_the_base_branch() {
    let folder = scratch("plain-shell");
    let config = "[workload.chat]\nvolume = \"5M/day\"\napi = [\"claude-haiku-5.5\"]\n\
                  hardware = [\"rtx-3090\"]\n[check.rise]\nmetric = \"api.monthly_usd\"\n\
                  max_increase_usd = 10\n";
    fs::write(folder.join("breakeven.toml"), config).unwrap();
    fs::write(folder.join("check-budget.sh"), pasted("check-budget.sh")).unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_breakeven")).parent().unwrap();
    let shell = |script: &str| {
        let output = std::process::Command::new("sh")
            .args(["-c", script])
            .current_dir(&folder)
            .env("PATH", format!("{}:{}", bin.display(), env!("PATH")))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), text)
    };
    let who = "-c user.name=a -c user.email=a@b.example";
    let made = format!("git init -q -b main . && git add -A && git {who} commit -qm base");
    assert_eq!(shell(&made), (Some(0), String::new()));
    assert_eq!(shell("sh check-budget.sh").0, Some(0));
    assert_eq!(fs::read_to_string(folder.join("comment.md")).unwrap(), "");
    fs::write(folder.join("breakeven.toml"), config.replace("5M", "50M")).unwrap();
    assert_eq!(shell("sh check-budget.sh").0, Some(1));
    let comment = fs::read_to_string(folder.join("comment.md")).unwrap();
    assert!(comment.contains("1 of 2 checks failed"), "{comment}");
    let trees = shell("git worktree list | wc -l | grep -qx 1");
    assert_eq!(trees.0, Some(0), "the worktree is gone");
    // As CI clones: one commit, no branch of that name; and the branch that brings the file.
    let shallow = "git checkout -q --detach && git update-ref refs/remotes/origin/main main && git branch -D -q main";
    assert_eq!(shell(shallow).0, Some(0));
    assert_eq!(shell("sh check-budget.sh").0, Some(1));
    let first = format!(
        "git rm -q --cached breakeven.toml && git {who} commit -qm none && \
         git update-ref refs/remotes/origin/main HEAD"
    );
    assert_eq!(shell(&first).0, Some(0));
    assert_eq!(shell("sh check-budget.sh").0, Some(0));
    // A base branch that cannot be judged is no base.
    let broken = format!(
        "echo '[workload' >breakeven.toml && git add -A && git {who} commit -qm broken && \
         git update-ref refs/remotes/origin/main HEAD"
    );
    assert_eq!(shell(&broken).0, Some(0));
    assert_eq!(shell("sh check-budget.sh").0, Some(2));
}
