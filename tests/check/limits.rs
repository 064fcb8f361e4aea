//! Limits on a change, in dollars and downwards; totals; decisions that no longer hold; what is
//! worth a comment.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::checks::{Run, copy_folder, here, run_in, scratch};

const WORKLOAD: &str = "api = [\"bench-api\"]\nhardware = [\"bench-box\"]\n\
                        model = [\"bench-model\"]\nengine = [\"bench-engine\"]\n";

/// A configuration with a workload of this volume; $456.25 a month for 10M tokens a day.
fn config(volume: &str, more: &str) -> String {
    format!("profiles = [\"profiles\"]\n[workload.chat]\nvolume = \"{volume}\"\n{WORKLOAD}\n{more}")
}

fn check(folder: &Path, text: &str, args: &[&str]) -> Run {
    fs::write(folder.join("breakeven.toml"), text).unwrap();
    run_in(folder, &[&["check", "--today", "2026-11-23"], args].concat())
}

/// A repository whose base branch asked for 10M tokens a day, with its report in `base.json`.
fn repository(name: &str) -> PathBuf {
    let folder = scratch(name);
    copy_folder(&here().join("profiles"), &folder.join("profiles"));
    let base = "[check.budget]\nmetric = \"api.monthly_usd\"\nmax = 500\n";
    let run = check(&folder, &config("10M/day", base), &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    fs::write(folder.join("base.json"), run.stdout).unwrap();
    folder
}

fn findings(run: &Run) -> Vec<Value> {
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    report["findings"].as_array().unwrap().clone()
}

#[test]
fn a_change_is_limited_in_dollars_and_downwards() {
    let folder = repository("change");
    let against = ["--baseline", "base.json", "--format", "json"];
    for (volume, limit, status) in [
        ("2M/day", "max_decrease_percent = 50", "fail"),
        ("6M/day", "max_decrease_percent = 50", "pass"),
        ("2M/day", "max_increase = 1000", "pass"),
        ("40M/day", "max_increase = 1000", "fail"),
        ("40M/day", "max_increase_usd = 1000", "fail"),
        ("30M/day", "max_increase_usd = 1000", "pass"),
        ("6M/day", "max_decrease_usd = 182", "fail"),
        ("6M/day", "max_decrease_usd = 183", "pass"),
        ("6M/day", "min_saving_usd = 182", "pass"),
        ("6M/day", "min_saving_usd = 183", "fail"),
        ("10M/day", "min_saving_usd = 1", "fail"),
        ("12M/day", "max_increase_percent = 10\nmax_increase_usd = 1000", "fail"),
        ("12M/day", "max_increase_percent = 30\nmax_increase_usd = 50", "fail"),
        ("12M/day", "max_increase_percent = 30\nmax_increase_usd = 100", "pass"),
    ] {
        let limits = format!("[check.it]\nmetric = \"api.monthly_usd\"\n{limit}\n");
        let run = check(&folder, &config(volume, &limits), &against);
        let finding = &findings(&run)[0];
        assert_eq!(finding["status"], status, "{volume}, {limit}: {finding:#}");
        assert_eq!(run.code, i32::from(status == "fail"));
    }
    let words = "[check.it]\nmetric = \"api.monthly_usd\"\nmin_saving_usd = 300\n";
    let run = check(&folder, &config("6M/day", words), &against);
    assert_eq!(
        findings(&run)[0]["message"],
        "api.monthly_usd is $274 a month, was $456 a month, $183 a month less; expected at least $300 a \
         month less than before; passes up to 3.42M tokens/day; passes with API prices up to \
         $0.856 per million tokens (now $1.50)"
    );
}

#[test]
fn a_limit_in_dollars_is_for_dollars() {
    let folder = repository("dollars");
    let limits = "[check.it]\nmetric = \"local.units\"\nmax_increase_usd = 2\n";
    let run = check(&folder, &config("10M/day", limits), &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`local.units` is in machines"), "{}", run.stderr);
    let limits = "[check.it]\nmetric = \"local.units\"\nmax_increase = 2\n";
    let run = check(&folder, &config("10M/day", limits), &["--baseline", "base.json"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_baseline_that_is_named_and_missing_fails() {
    let folder = repository("missing");
    let limits = "[check.it]\nmetric = \"api.monthly_usd\"\nmax = 500\n";
    let run = check(&folder, &config("10M/day", limits), &["--baseline", "bsae.json"]);
    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert_eq!(run.stderr, "error: bsae.json: no such file or folder\n");
}

/// `hybrid` was what several APIs and a mix of machines and an API are called now.
#[test]
fn a_word_of_before_is_an_error_that_says_the_words_of_today() {
    let folder = repository("words");
    let now = "`hybrid` is `routed` (several APIs) or `mixed` (machines and an API) now";
    for limits in [
        "[check.it]\nverdict = \"hybrid\"\n",
        "[check.it]\nmetric = \"hybrid.monthly_usd\"\nmax = 5\n",
    ] {
        let run = check(&folder, &config("10M/day", limits), &[]);
        assert_eq!((run.code, &*run.stdout), (2, ""));
        assert!(run.stderr.ends_with(&format!("hint: {now}\n")), "{}", run.stderr);
    }
    let base = folder.join("base.json");
    let text = std::fs::read_to_string(&base).unwrap();
    let (old, file) = (text.replacen("\"kind\": \"api\"", "\"kind\": \"hybrid\"", 1), "old.json");
    assert_ne!(old, text);
    std::fs::write(folder.join(file), old).unwrap();
    let limits = "[check.it]\nmetric = \"api.monthly_usd\"\nmax = 500\n";
    let run = check(&folder, &config("10M/day", limits), &["--baseline", file]);
    assert_eq!((run.code, &*run.stdout), (2, ""));
    let kinds = "`api`, `subscription`, `local`, `rent`, `routed` or `mixed`";
    let again = "write the file again with this version";
    assert_eq!(
        run.stderr,
        format!(
            "error: old.json: an option is of kind `hybrid`; expected {kinds}\nhint: {now}; {again}\n"
        )
    );
}

#[test]
fn the_workloads_of_a_repository_have_a_total() {
    let folder = repository("total");
    let two = format!("[workload.other]\nvolume = \"20M/day\"\n{WORKLOAD}\n");
    let total = |limit: &str| config("10M/day", &format!("{two}[check.total]\n{limit}\n"));
    let sum: f64 = {
        let run = check(&folder, &total("max = 5000"), &["--format", "json"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let finding = &report["findings"][0];
        assert_eq!(
            (&finding["workload"], &finding["metric"]),
            (&"all workloads".into(), &"total.monthly_usd".into())
        );
        let of = |answer: &Value| {
            let report = &answer["report"];
            let options = report["options"].as_array().unwrap();
            let best = options.iter().find(|o| o["id"] == report["verdict"]["option"]).unwrap();
            best["monthly_usd"]["total"].as_f64().unwrap()
        };
        let sum: f64 = report["workloads"].as_array().unwrap().iter().map(of).sum();
        assert!((finding["value"].as_f64().unwrap() - sum).abs() < 1e-6 * sum);
        sum
    };
    for (max, code) in [(sum + 0.01, 0), (sum - 0.01, 1)] {
        let run = check(&folder, &total(&format!("max = {max}")), &["--output", "junit=j.xml"]);
        assert_eq!(run.code, code, "{}", run.stdout);
        crate::support::checks::valid_junit(&fs::read_to_string(folder.join("j.xml")).unwrap());
    }
    // The base branch had one workload, and its total was that of one.
    let run = check(&folder, &total("max_increase_usd = 1"), &["--baseline", "base.json"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let named = total("metric = \"total.upfront_usd\"\nworkload = \"chat\"\nmax = 1");
    let run = check(&folder, &named, &[]);
    assert!(run.stderr.contains("is about all workloads, and names one"), "{}", run.stderr);
}

const DECIDED: &str = "[check.it]\nverdict = \"api\"\nreason = \"nobody here runs machines\"\n";

#[test]
fn a_decision_says_when_and_why_it_was_made_and_what_changed_since() {
    let folder = repository("decision");
    let dated = format!("{DECIDED}as_of = 2026-10-01\n");
    let run = check(&folder, &config("1M/day", &dated), &["--format", "json"]);
    let finding = &findings(&run)[0];
    assert_eq!(finding["status"], "pass", "{finding:#}");
    assert_eq!(
        finding["message"],
        "the verdict is api, decided on 2026-10-01: nobody here runs machines"
    );
    // With nothing to compare with: what is newer than the day.
    let run = check(&folder, &config("100M/day", &dated), &["--format", "json"]);
    let finding = &findings(&run)[0];
    assert_eq!((run.code, &finding["status"]), (1, &"fail".into()), "{finding:#}");
    assert_eq!(finding["decision"]["as_of"], "2026-10-01");
    let causes = finding["causes"].as_array().unwrap();
    assert!(!causes.is_empty(), "{finding:#}");
    let before_all = format!("{DECIDED}as_of = 2026-11-22\n");
    let run = check(&folder, &config("100M/day", &before_all), &["--format", "json"]);
    let message = findings(&run)[0]["message"].to_string();
    assert!(message.contains("no profile used is newer than 2026-11-22"), "{message}");
    // With the report of that day: every input that changed, by its cause.
    let against = ["--baseline", "base.json", "--format", "json"];
    let base = check(&folder, &config("1M/day", &dated), &["--format", "json"]);
    fs::write(folder.join("base.json"), base.stdout).unwrap();
    let run = check(&folder, &config("100M/day", &dated), &against);
    let finding = &findings(&run)[0];
    let causes = finding["causes"].as_array().unwrap();
    assert!(causes.iter().all(|cause| cause["cause"] == "workload"), "{finding:#}");
    assert!(causes[0]["text"].as_str().unwrap().contains(" -> "), "{finding:#}");
    // Of a report in which it did not hold any more either nothing differs: the day says what is newer.
    let late = check(&folder, &config("100M/day", &dated), &["--format", "json"]);
    fs::write(folder.join("base.json"), late.stdout).unwrap();
    let run = check(&folder, &config("100M/day", &before_all), &against);
    let message = findings(&run)[0]["message"].to_string();
    assert!(message.contains("no profile used is newer than 2026-11-22"), "{message}");
    // In enough draws: the reason stays.
    let sure = format!("{dated}confidence = 0.9\n");
    let run = check(&folder, &config("100M/day", &sure), &["--format", "json"]);
    let message = findings(&run)[0]["message"].to_string();
    assert!(message.contains("of draws; expected 90 %"), "{message}");
    assert!(message.contains("decided on 2026-10-01: nobody here runs machines"), "{message}");
}

#[test]
fn a_reason_goes_with_a_decision() {
    let folder = repository("reason");
    for wrong in [
        "[check.it]\nmetric = \"api.monthly_usd\"\nmax = 1\nreason = \"x\"\n",
        "[check.it]\nverdict = \"unchanged\"\nas_of = 2026-10-01\n",
    ] {
        let run = check(&folder, &config("1M/day", wrong), &[]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("goes with a decided `verdict`"), "{}", run.stderr);
    }
}

#[test]
fn nothing_is_decided_after_the_day_that_is_asked_about() {
    let folder = repository("undecided");
    let text = config("1M/day", &format!("{DECIDED}as_of = 2026-10-01\n"));
    fs::write(folder.join("breakeven.toml"), &text).unwrap();
    let on = |today: &str| run_in(&folder, &["check", "--today", today]);
    let early = on("2026-09-30");
    assert_eq!((early.code, &*early.stdout), (2, ""));
    assert_eq!(
        early.stderr.lines().next(),
        Some(
            "error: breakeven.toml:12:9: `[check.it]` was decided on 2026-10-01, a day after today, 2026-09-30"
        ),
    );
    assert!(early.stderr.contains("expected a day until 2026-09-30"), "{}", early.stderr);
    // On the day itself, and later.
    assert_eq!(on("2026-10-01").code, 0);
    assert_eq!(on("2027-10-01").code, 0);
}

#[test]
fn what_is_said_of_a_check_stands_beside_its_name() {
    let folder = repository("columns");
    let long =
        DECIDED.replace("nobody", "nobody, and that will not change before the office does,");
    let run = check(&folder, &config("1M/day", &long), &["--width", "80"]);
    let mut lines = run.stdout.lines().skip_while(|line| !line.starts_with("pass"));
    let (first, second) = (lines.next().unwrap(), lines.next().unwrap());
    let column = first.find("the verdict").unwrap();
    assert_eq!(second.find(|letter| letter != ' '), Some(column), "{}", run.stdout);
}

/// The price of the API is thirty days older than it may be, that of the machine ten.
#[test]
fn old_prices_are_told_of_each_workload_whose_checks_do_not_say_how_old_they_may_be() {
    let folder = repository("stale");
    let host = "[api.z-host]\nprovider = \"p\"\nmodel = \"m\"\ntier = \"mid\"\n\
                context_tokens = 128_000\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 2\n\
                as_of = 2026-07-26\nsource = \"s\"\n";
    let bench = folder.join("profiles/bench.toml");
    let profiles = fs::read_to_string(&bench).unwrap();
    let (head, machine) = profiles.split_once("[hardware.bench-box]").unwrap();
    let (machine, rest) = machine.split_once("as_of = ").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    let aged = format!("{head}[hardware.bench-box]{machine}as_of = 2026-08-15\n{rest}\n{host}");
    fs::write(&bench, aged).unwrap();
    let workload = |name: &str| {
        let own = WORKLOAD.replace("bench-api", "z-host");
        format!("[workload.{name}]\nvolume = \"1M/day\"\n{own}")
    };
    let check_of = |name: &str, metric: &str| {
        format!("[check.{name}]\nworkload = \"{name}\"\nmetric = \"{metric}\"\nmax = 9999\n")
    };
    let text = ["profiles = [\"profiles\"]\n".into(), workload("one"), workload("two")].concat()
        + &check_of("one", "prices.max_age_days")
        + &check_of("two", "api.monthly_usd");
    let run = check(&folder, &text, &["--format", "json"]);
    let all = findings(&run);
    let stale: Vec<&Value> = all.iter().filter(|one| one["check"] == "stale-prices").collect();
    assert_eq!(stale.len(), 1, "{all:#?}");
    assert_eq!(stale[0]["workload"], "two");
    let message = stale[0]["message"].as_str().unwrap();
    assert!(message.starts_with("the price of `api z-host` is 120 days old"), "{message}");
}

#[test]
fn what_is_worth_a_comment_can_be_said() {
    let folder = repository("comment");
    let quiet = ["--baseline", "base.json", "--only-changes", "--format", "markdown"];
    let limits = "[check.it]\nmetric = \"api.monthly_usd\"\nmax = 5000\n";
    let base = check(&folder, &config("1M/day", limits), &["--format", "json"]);
    fs::write(folder.join("base.json"), base.stdout).unwrap();
    // The verdict is the API at $45.63: 23 cents more, $2.28 more, $4.56 more.
    for (volume, comment, said) in [
        ("1.005M/day", "", false),
        ("1.05M/day", "", true),
        ("1.005M/day", "[comment]\nmin_change_usd = 0.2\n", true),
        ("1.05M/day", "[comment]\nmin_change_usd = 3\n", false),
        ("1.05M/day", "[comment]\nmin_change_percent = 4\n", true),
        ("1.05M/day", "[comment]\nmin_change_percent = 6\nmin_change_usd = 10\n", false),
        ("1.1M/day", "[comment]\nmin_change_percent = 6\nmin_change_usd = 100\n", true),
    ] {
        let run = check(&folder, &config(volume, &format!("{limits}{comment}")), &quiet);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(!run.stdout.is_empty(), said, "{volume} {comment}: {}", run.stdout);
        assert!(!run.stdout.contains(" USD to "), "{}", run.stdout);
    }
}

#[test]
fn defaults_hold_for_every_workload_that_says_nothing_else() {
    let folder = repository("defaults");
    let text = format!(
        "profiles = [\"profiles\"]\n[defaults]\nvolume = \"10M/day\"\nload = \"office\"\n{WORKLOAD}\
         [workload.one]\n[workload.two]\nrequests = \"1k/day\"\npeak_factor = 2\n\
         [check.total]\nmax = 5000\n"
    );
    let run = check(&folder, &text, &["--format", "json"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let of = |index: usize| &report["workloads"][index]["report"]["workload"];
    assert_eq!((&of(0)["tokens_per_day"], &of(0)["load"]), (&10_000_000.into(), &"office".into()));
    assert_eq!(of(1)["tokens_per_day"], 2_000_000);
    assert_eq!(of(1)["peak_factor"], 2);
    let wrong = text.replace("load = \"office\"", "lod = \"office\"");
    let run = check(&folder, &wrong, &[]);
    assert!(run.stderr.contains("`[defaults]` has an unknown key `lod`"), "{}", run.stderr);
}

#[test]
fn a_question_takes_a_declared_workload_and_flags_overrule_it() {
    let folder = repository("declared");
    let text = config("10M/day", "electricity_usd_per_kwh = 0.5\n");
    let text = format!("{text}[workload.rag]\nvolume = \"3M/day\"\n{WORKLOAD}");
    fs::write(folder.join("breakeven.toml"), &text).unwrap();
    let ask = |more: &[&str]| {
        let args = ["--config", "breakeven.toml", "--today", "2026-11-23", "--format", "json"];
        run_in(&folder, &[&args[..], more].concat())
    };
    let value = |run: &Run| -> Value { serde_json::from_str(&run.stdout).unwrap() };
    let chat = ask(&["--workload", "chat"]);
    assert_eq!(chat.code, 0, "{}", chat.stderr);
    assert_eq!(value(&chat)["workload"]["tokens_per_day"], 10_000_000);
    assert_eq!(value(&chat)["assumptions"]["electricity_usd_per_kwh"], 0.5);
    // `rag` is a shipped profile, too: the declared one comes first.
    assert_eq!(value(&ask(&["--workload", "rag"]))["workload"]["tokens_per_day"], 3_000_000);
    let other = value(&ask(&["--workload", "chat", "--volume", "2M/day", "--electricity", "0.1"]));
    assert_eq!(other["workload"]["tokens_per_day"], 2_000_000);
    assert_eq!(other["assumptions"]["electricity_usd_per_kwh"], 0.1);
    let none = ask(&[]);
    assert_eq!(none.code, 2);
    assert_eq!(
        none.stderr,
        "error: `--workload` is missing: breakeven.toml declares `chat` or `rag`\n"
    );
    let near = ask(&["--workload", "chta"]);
    assert!(near.stderr.contains("did you mean `chat`?"), "{}", near.stderr);
}

#[test]
fn init_writes_a_file_that_passes_and_overwrites_none() {
    let folder = scratch("init");
    let run = run_in(&folder, &["init"]);
    assert_eq!((run.code, &*run.stdout), (0, "breakeven.toml\n"));
    let checked = run_in(&folder, &["check", "--today", "2026-11-23"]);
    assert_eq!(checked.code, 0, "{}{}", checked.stdout, checked.stderr);
    let again = run_in(&folder, &["init"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("there already"), "{}", again.stderr);
    // What is commented out is right as well.
    let text = fs::read_to_string(folder.join("breakeven.toml")).unwrap();
    let whole: String = text
        .lines()
        .filter(|line| !line.contains("profiles = "))
        .map(|line| {
            let code = line.strip_prefix("# ").filter(|l| l.contains(" = ") || l.starts_with('['));
            format!("{}\n", code.filter(|l| !l.contains('`')).unwrap_or(line))
        })
        .collect();
    fs::write(folder.join("whole.toml"), &whole).unwrap();
    let checked = run_in(&folder, &["check", "--config", "whole.toml", "--today", "2026-11-23"]);
    assert!(checked.code < 2, "{}\n{whole}", checked.stderr);
    assert_eq!(run_in(&folder, &["init", "--force"]).code, 0);
}

#[test]
fn a_workload_that_was_removed_is_a_change() {
    let folder = repository("removed");
    let total = "[check.total]\nmetric = \"total.monthly_usd\"\nmax = 100000\n";
    let two = format!("{}[workload.other]\nvolume = \"2M/day\"\n", config("1M/day", total));
    let base = check(&folder, &two, &["--format", "json"]);
    assert_eq!(base.code, 0, "{}", base.stderr);
    fs::write(folder.join("base.json"), base.stdout).unwrap();
    let run =
        check(&folder, &config("1M/day", total), &["--baseline", "base.json", "--only-changes"]);
    assert!(run.stdout.contains("\nother: removed\n"), "{} {}", run.stdout, run.stderr);
    let now = check(&folder, &config("1M/day", total), &["--format", "json"]);
    fs::write(folder.join("now.json"), now.stdout).unwrap();
    let diff = run_in(&folder, &["diff", "base.json", "now.json", "--format", "json"]).stdout;
    let diff: Value = serde_json::from_str(&diff).unwrap();
    assert_eq!((&diff["added"], &diff["removed"]), (&json!([]), &json!(["other"])), "{diff:#}");
    // Nor is one of several the same as a report that has no name for its own.
    let bench = ["--profiles", "profiles", "--api", "bench-api", "--hardware", "bench-box"];
    let asked = ["--model", "bench-model", "--volume", "1M/day", "--format", "json"];
    let plain = run_in(&folder, &[&bench[..], &asked, &["--today", "2026-11-23"]].concat()).stdout;
    fs::write(folder.join("plain.json"), plain).unwrap();
    let diff = run_in(&folder, &["diff", "plain.json", "base.json", "--format", "json"]).stdout;
    let diff: Value = serde_json::from_str(&diff).unwrap();
    assert_eq!(diff["added"], json!(["chat", "other"]), "{diff:#}");
    // Of one workload on either side the name may be another.
    let one = check(&folder, &config("1M/day", total), &["--format", "json"]);
    fs::write(folder.join("base.json"), one.stdout).unwrap();
    let renamed = config("1M/day", total).replace("workload.chat", "workload.talk");
    let run = check(&folder, &renamed, &["--baseline", "base.json"]);
    assert!(!run.stdout.contains("removed"), "{}", run.stdout);
}
