//! Text of somebody else, in a name, a report or an excerpt, stays text wherever it is printed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::checks::{Run, run_in, scratch, valid_junit};

/// What a report of somebody else may say where a word is expected.
const HOSTILE: &str = "x\n::add-mask::a\n##[error]y\n\u{1b}[31mred\u{202e} <img src=x> \
                       [a](http://b.example) @org/team | c ##vso[task.x]z";

const CONFIG: &str = "[workload.chat]\nvolume = \"5M/day\"\napi = [\"claude-haiku-5.5\"]\n\
                      hardware = [\"rtx-3090\"]\n\n[check.budget]\n\
                      metric = \"api.monthly_usd\"\nmax = 1\n\n[check.same]\n\
                      verdict = \"unchanged\"\n";

fn folder(name: &str, config: &str) -> PathBuf {
    let folder = scratch(name);
    fs::write(folder.join("breakeven.toml"), config).unwrap();
    folder
}

fn run(folder: &Path, args: &[&str]) -> Run {
    run_in(folder, &[args, &["--today", "2026-11-28"]].concat())
}

/// Panics when a text would do something to a terminal, a runner, or a reader of Markdown.
fn harmless(what: &str, text: &str) {
    for line in text.lines() {
        let line = line.trim_start();
        assert!(!line.starts_with("::"), "{what}: {line}");
        assert!(!line.contains("##[") && !line.contains("##vso["), "{what}: {line}");
    }
    let bad = |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
    assert_eq!(text.chars().find(bad), None, "{what}: {text}");
}

fn no_markup(what: &str, text: &str) {
    harmless(what, text);
    for piece in ["<img", "[a](", "@org", "@user"] {
        assert!(!text.contains(piece), "{what} has {piece}: {text}");
    }
}

/// A report of one question with a text put in the place of another.
fn report(folder: &Path, file: &str, change: impl Fn(&mut serde_json::Value)) {
    let ask = ["--volume", "5M/day", "--api", "claude-haiku-5.5", "--hardware", "rtx-3090"];
    let run = run(folder, &[&ask[..], &["--format", "json"]].concat());
    let mut value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    change(&mut value);
    fs::write(folder.join(file), value.to_string()).unwrap();
}

#[test]
fn a_report_of_somebody_else_is_printed_as_text() {
    let folder = folder("hostile-report", CONFIG);
    report(&folder, "old.json", |_| {});
    let places = ["/verdict/kind", "/options/0/id", "/tool/version", "/workload/name"];
    for (number, place) in places.into_iter().enumerate() {
        let file = format!("new{number}.json");
        report(&folder, &file, |value| {
            *value.pointer_mut(place).unwrap() = HOSTILE.into();
        });
        for (old, new) in [("old.json", &*file), (&*file, "old.json")] {
            for format in ["table", "json", "markdown"] {
                let found = run_in(&folder, &["diff", old, new, "--format", format]);
                assert_eq!(found.code, 0, "{place}: {}", found.stderr);
                match format {
                    "markdown" => no_markup(place, &found.stdout),
                    "json" => assert!(!found.stdout.contains("##["), "{place}"),
                    _ => harmless(place, &found.stdout),
                }
            }
        }
        for format in ["table", "markdown", "csv"] {
            let found = run(&folder, &["check", "--baseline", &file, "--format", format]);
            assert_eq!(found.code, 1, "{place}: {}", found.stderr);
            harmless(place, &found.stdout);
            if format == "markdown" {
                no_markup(place, &found.stdout);
            }
        }
    }
}

#[test]
fn numbers_of_a_report_are_finite_wherever_they_lead() {
    let folder = folder("infinite", CONFIG);
    report(&folder, "old.json", |_| {});
    for number in [-1e308, 1e308, 1e31] {
        report(&folder, "new.json", |value| {
            *value.pointer_mut("/options/0/monthly_usd/total").unwrap() = number.into();
        });
        let found = run_in(&folder, &["diff", "old.json", "new.json"]);
        assert_eq!(found.code, 2, "{}", found.stdout);
        assert!(found.stderr.contains("the file is not a report: "), "{}", found.stderr);
    }
    report(&folder, "new.json", |value| {
        *value.pointer_mut("/options/0/monthly_usd/total").unwrap() = 1e-300.into();
    });
    for pair in [["old.json", "new.json"], ["new.json", "old.json"]] {
        let found = run_in(&folder, &["diff", pair[0], pair[1]]);
        assert!(!found.stdout.contains("inf") && found.stdout.len() < 2_000, "{}", found.stdout);
    }
}

#[test]
fn a_name_begins_no_command() {
    let config = CONFIG.replace("[workload.chat]", "[workload.\"::add-mask::a\"]");
    let found = run(&folder("command-name", &config), &["check"]);
    assert_eq!(found.code, 2);
    assert!(found.stderr.contains("begins with `:`"), "{}", found.stderr);
    harmless("name", &found.stderr);
}

#[test]
fn an_excerpt_holds_no_command() {
    let config = format!("{CONFIG}= \"##[error file=README.md;line=1]not from here\"\n");
    let found = run(&folder("command-excerpt", &config), &["check"]);
    assert_eq!(found.code, 2);
    harmless("excerpt", &found.stderr);
    assert!(found.stderr.contains("#\\u{23}[error file=README.md;line=1]"), "{}", found.stderr);
    let found = run(&folder("command-line", &format!("{CONFIG}::error::x\n")), &["check"]);
    harmless("excerpt", &found.stderr);
}

#[test]
fn nobody_is_called() {
    let config = CONFIG.replace("[workload.chat]", "[workload.\"@org/team\"]");
    let config = config.replace("[check.budget]", "[check.\"@user\"]");
    let folder = folder("mention", &config);
    let args = ["check", "--format", "markdown", "--output", "junit=j.xml", "--github"];
    let found = run(&folder, &args);
    assert_eq!(found.code, 1, "{}", found.stderr);
    no_markup("mention", &found.stdout);
    assert!(found.stdout.contains("<summary>@\u{200b}org/team: "), "{}", found.stdout);
    no_markup("summary", &fs::read_to_string(folder.join("summary.md")).unwrap());
}

#[cfg(unix)]
#[test]
fn every_path_makes_valid_xml() {
    let folder = scratch("xml");
    let name = "a\u{ffff}\u{fffe}\"<&.toml";
    fs::write(folder.join(name), CONFIG).unwrap();
    let found = run(&folder, &["check", "--config", name, "--output", "junit=j.xml"]);
    assert_eq!(found.code, 1, "{}", found.stderr);
    let xml = fs::read_to_string(folder.join("j.xml")).unwrap();
    valid_junit(&xml);
    assert!(!xml.contains(['\u{ffff}', '\u{fffe}']) && xml.contains("a\\u{ffff}\\u{fffe}&quot;"));
}

#[test]
fn a_hint_shows_names_of_a_file_as_text() {
    let folder = scratch("hint");
    let profile = "[api.\"a\\u001b[31mred\\u202e\"]\nnotes = \"x\"\n";
    fs::write(folder.join("a.toml"), profile).unwrap();
    let found = run(&folder, &["profiles", "set", "x.notes", "y", "--file", "a.toml"]);
    assert_eq!(found.code, 2);
    harmless("hint", &found.stderr);
    assert!(found.stderr.contains("\\u{1b}"), "{}", found.stderr);
}

#[test]
fn the_reason_of_a_decision_is_text_in_every_output() {
    let reason = "a https://b.example ![i](http://b.example/i.png) <b> @org \\\\@org ::add-mask::z ##[error]q \
                  ##vso[task.x]y \\u202e \\U000e0041";
    let config = format!(
        "[workload.chat]\nvolume = \"5M/day\"\napi = [\"claude-haiku-5.5\"]\nhardware = [\"rtx-3090\"]\n\
         [check.decided]\nverdict = \"routed\"\nreason = \"{reason}\"\nas_of = 2026-11-01\n"
    );
    let refused = run(&folder("reason-bidi", &config), &["check"]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    harmless("reason", &refused.stderr);
    let plain = config.replace(" \\u202e \\U000e0041", "");
    let folder = folder("reason", &plain);
    for format in ["table", "markdown", "csv", "json"] {
        let found = run(&folder, &["check", "--format", format]);
        assert_eq!(found.code, 1, "{}", found.stderr);
        harmless(format, &found.stdout);
        if format == "markdown" {
            no_markup(format, &found.stdout.replace("(http://b.example", ""));
        }
    }
    // Also where an output goes to the log of a runner, and in annotations.
    for output in ["junit", "gitlab", "csv", "json", "markdown"] {
        let to = format!("{output}=/dev/stdout");
        let found = run(&folder, &["check", "--output", &to, "--github"]);
        harmless(output, &found.stdout);
        let notes = found.stderr.lines().filter(|line| !line.starts_with("::error file="));
        let notes: Vec<&str> = notes.filter(|line| !line.starts_with("::warning file=")).collect();
        harmless("notes", &notes.join("\n"));
        assert!(!found.stderr.contains("##["), "{}", found.stderr);
    }
}

/// Markdown makes links of bare addresses of the web by itself. They stay: what is linked is what is
/// read, and sources are there to be followed. Nothing else becomes a link, an image or a call.
#[test]
fn a_source_is_a_link_to_what_is_read_and_to_nothing_else() {
    let source = "https://prices.example/a_b?c=1#d [here](javascript:alert(1)) <javascript:alert(2)> \
                  <https://x.example> https://github.com@b.example c@mail.example ![i](http://b.example/i.png)";
    let folder = scratch("source");
    let profile = format!(
        "[api.mine]\nprovider = \"mine\"\nmodel = \"m\"\ntier = \"frontier\"\n\
         input_usd_per_mtok = 0.01\noutput_usd_per_mtok = 0.02\ncontext_tokens = 200000\n\
         as_of = 2026-11-11\nsource = \"{source}\"\n"
    );
    fs::write(folder.join("mine.toml"), profile).unwrap();
    let ask = ["--volume", "5M/day", "--profiles", "mine.toml", "--api", "mine", "--format"];
    let found = run(&folder, &[&ask[..], &["markdown"]].concat());
    assert_eq!(found.code, 0, "{}", found.stderr);
    let line = found.stdout.lines().find(|line| line.contains("prices.example")).unwrap();
    assert_eq!(
        line,
        "- api mine: 2026-11-11, https://prices.example/a_b?c=1#d \\[here\\](javascript:alert(1)) \
         &lt;javascript:alert(2)&gt; &lt;https://x.example&gt; https://github.com@\u{200b}b.example \
         c@\u{200b}mail.example !\\[i\\](http://b.example/i.png) (mine.toml:1)"
    );
}
