//! Names as people type them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::typed::{answer, refused};
use crate::support::checks::{run_in, scratch};

#[test]
fn capitals_and_signs_make_no_difference() {
    let baseline = |name: &str| {
        let folder = scratch("called");
        let args = ["--volume", "5M/day", "--baseline", name, "--json", "--draws", "0"];
        let run = run_in(&folder, &args);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap()["baseline"].clone()
    };
    for name in ["claude-haiku-5.5", "Claude Haiku 5.5", "CLAUDE_HAIKU_5_5", "claude-haiku-5-5"] {
        assert_eq!(baseline(name), "api/claude-haiku-5.5", "{name}");
    }
    let by_name = answer("--volume 5M/day --hardware RTX_3090 --model Qwen3.6-27B");
    let by_id = answer("--volume 5M/day --hardware rtx-3090 --model qwen3.6-27b");
    assert_eq!(by_name, by_id);
}

#[test]
fn an_alias_is_a_name() {
    let [by_alias, by_id] = ["coding-agent", "agent"].map(|name| {
        let mut report = answer(&format!("--workload {name} --requests 1k/day"));
        report["workload"].as_object_mut().unwrap().remove("name");
        report
    });
    assert_eq!(by_alias, by_id);
}

#[test]
fn what_is_the_name_of_something_else_is_said() {
    let said = refused("--volume 5M/day --api qwen3.6-35b-a3b");
    let first = "error: no API is called `qwen3.6-35b-a3b`: that is a model\n";
    assert!(said.starts_with(first), "{said}");
    assert!(said.contains("hint: it is served by `") && said.contains("wandb/qwen3.6-35b-a3b`"));
    assert!(said.ends_with("; or `--model qwen3.6-35b-a3b`\n"), "{said}");
    assert_eq!(
        refused("--volume 5M/day --hardware gpt-6-luna"),
        "error: no hardware is called `gpt-6-luna`: that is an API\nhint: `--api gpt-6-luna`\n"
    );
}

#[test]
fn a_part_of_names_lists_them_newest_first() {
    assert_eq!(
        refused("--volume 5M/day --hardware 3090"),
        "error: no hardware is called `3090`\n\
         hint: did you mean `rtx-3090`, `2x-rtx-3090` or `4x-rtx-3090`?\n"
    );
    let said = refused("--volume 5M/day --api gpt");
    let names: Vec<&str> = said.split('`').skip(3).step_by(2).collect();
    let at = |name: &str| names.iter().position(|found| *found == name);
    assert!(at("gpt-6-luna") < at("gpt-5"), "{said}");
    assert!(names.len() <= 12 && said.ends_with(" more?\n"), "{said}");
    let folder = scratch("called-declared");
    let declared = "[workload.a]\nvolume = \"5M/day\"\nhardware = [\"3090\"]\n\n[check.a]\nworkload = \"a\"\nmetric = \"verdict.monthly_usd\"\nmax = 1\n";
    std::fs::write(folder.join("breakeven.toml"), declared).unwrap();
    let run = run_in(&folder, &["check"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("breakeven.toml:3:13: no hardware is called `3090`"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("did you mean `rtx-3090`, `2x-rtx-3090`"), "{}", run.stderr);
}

#[test]
fn two_of_a_name_are_told_apart() {
    let folder = scratch("called-twice");
    let machine = |id: &str| {
        format!(
            "[hardware.{id}]\nname = \"Box\"\naliases = [\"the box\"]\nfamily = \"cpu\"\ngpus = 1\n\
             memory_gb = 80\nmemory_bandwidth_gb_per_s = 400\nprice_usd = 2_000\n\
             power_idle_watts = 10\npower_load_watts = 100\nlife_months = 60\n\
             as_of = 2026-11-01\nsource = \"the test\"\n"
        )
    };
    std::fs::write(folder.join("p.toml"), machine("one") + &machine("two")).unwrap();
    for name in ["box", "The Box"] {
        let args = ["--volume", "5M/day", "--profiles", "p.toml", "--hardware", name];
        let run = run_in(&folder, &args);
        assert_eq!(run.code, 2);
        let said =
            format!("error: several are called `{name}`\nhint: did you mean `one` or `two`?\n");
        assert_eq!(run.stderr, said);
    }
}

/// Many deployments of one engine on one family are one warning, with the numbers of requests of all of them.
#[test]
fn what_was_never_measured_is_said_once() {
    let flags = "--volume 5M/day --hardware strix-halo --model qwen3.8-27b,qwen3.6-35b-a3b --all";
    let warnings = answer(flags)["warnings"].as_array().unwrap().clone();
    let found: Vec<_> =
        warnings.iter().filter(|one| one["code"] == "extrapolated-comparator").collect();
    let [only] = found[..] else { panic!("{found:#?}") };
    let said = only["message"].as_str().unwrap();
    let numbers = said.split_once("the rates at ").unwrap().1;
    let numbers = numbers.split_once(" requests at the same time are").unwrap().0;
    let (low, high) = numbers.split_once(" to ").unwrap();
    assert!(low.parse::<u32>().unwrap() < high.parse::<u32>().unwrap(), "{said}");
}
