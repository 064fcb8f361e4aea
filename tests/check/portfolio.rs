//! All workloads together: which share machines, and who pays for what.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::checks::{Run, run_in, scratch};

/// An endpoint at $2.50 and $10 per million tokens.
const API: &str = "[api.\"big\"]\nprovider = \"somebody\"\nmodel = \"big\"\ntier = \"mid\"\n\
                   context_tokens = 128_000\ninput_usd_per_mtok = 2.50\n\
                   output_usd_per_mtok = 10.0\nas_of = 2026-11-01\nsource = \"the test\"\n";

/// Seven features that each cost some $20 to $50 a month, of which none alone pays for a machine:
/// https://salihyildirim.me/blog/how-local-llms-replaced-300-dollars-in-monthly-openai-costs/
const WORKLOADS: [(&str, &str, &str); 3] = [
    ("classify", "500/day", "700+100"),
    ("extract", "300/day", "700+100"),
    ("title", "100/day", "1500+60"),
];

fn config(more: &str) -> String {
    let mut text = String::from("profiles = [\"api.toml\"]\n");
    for (name, requests, request) in WORKLOADS {
        text.push_str(&format!(
            "[workload.{name}]\nrequests = \"{requests}\"\nrequest = \"{request}\"\n\
             api = [\"big\"]\nhardware = [\"rtx-3090\"]\nmodel = [\"qwen3-8b\"]\n\
             tier = \"small\"\n{more}\n"
        ));
    }
    text
}

fn portfolio(folder: &Path, text: &str, args: &[&str]) -> Run {
    fs::write(folder.join("api.toml"), API).unwrap();
    fs::write(folder.join("breakeven.toml"), text).unwrap();
    run_in(folder, &[&["portfolio", "--today", "2026-11-28"], args].concat())
}

fn number(value: &Value, path: &str) -> f64 {
    value.pointer(path).and_then(Value::as_f64).unwrap_or_else(|| panic!("{path} in {value:#}"))
}

#[test]
fn what_none_can_alone_all_can_together() {
    let folder = scratch("portfolio");
    let run = portfolio(&folder, &config(""), &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    // 500 x 30.42 x (700 x 2.50 + 100 x 10) / 1e6 = $41.82, and $25.09 and $13.23 at the API; alone,
    // only the first is cheaper on a machine.
    let alone = number(&found, "/alone/monthly_usd");
    assert!((25.0..80.15).contains(&alone), "{alone}");
    let groups = found["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 1, "{found:#}");
    assert_eq!((&groups[0]["kind"], &groups[0]["units"]), (&"local".into(), &1.into()));
    let together = number(&found, "/together/monthly_usd");
    assert!((20.0..60.0).contains(&together), "{together}");
    for rule in ["by_peak_usd", "by_tokens_usd"] {
        let shares = groups[0]["shares"].as_array().unwrap();
        let sum: f64 = shares.iter().map(|share| number(share, &format!("/{rule}"))).sum();
        assert!((sum - together).abs() < 1e-6 * together, "{rule}: {sum} of {together}");
    }
    // All have the same load, so that the peak and the tokens say the same.
    let share = &groups[0]["shares"][0];
    assert!((number(share, "/by_peak_usd") - number(share, "/by_tokens_usd")).abs() < 1e-6);
    assert_eq!((&found["exact"], &found["gap_usd"]), (&true.into(), &0.into()));
    assert_eq!(found["move_first"], "classify", "the dearest of those that are alike");

    let text = portfolio(&folder, &config(""), &[]).stdout;
    assert!(text.starts_with("together: $"), "{text}");
    assert!(text.contains("; sharing saves $"), "{text}");
    assert!(text.contains("\nmove first: classify\n"), "{text}");
}

#[test]
fn what_cannot_be_shared_is_not() {
    let folder = scratch("portfolio-apart");
    // Nothing to compare with but the endpoint's price: too little even together.
    let few = config("").replace("00/day", "0/day");
    let run = portfolio(&folder, &few, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("nothing is gained by sharing: $"), "{}", run.stdout);
    // Machines that no two of them may use.
    let pins = ["rtx-3090", "rtx-4090", "rtx-3060-12gb"];
    let mut apart = config("");
    for pin in pins {
        apart = apart.replacen("hardware = [\"rtx-3090\"]", &format!("hardware = [\"{pin} \"]"), 1);
    }
    let run = portfolio(&folder, &apart.replace(" \"]", "\"]"), &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found["groups"].as_array().unwrap().len(), 3, "{found:#}");
    assert_eq!(found["move_first"], Value::Null);
}

#[test]
fn what_does_not_add_up_is_refused() {
    let folder = scratch("portfolio-refused");
    let mut text = config("");
    text.push_str("[workload.other]\nvolume = \"1M/day\"\nelectricity_usd_per_kwh = 0.5\n");
    let run = portfolio(&folder, &text, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("`classify` and `other` have different assumptions"),
        "{}",
        run.stderr
    );
    let run = portfolio(&folder, "profiles = [\"api.toml\"]\n", &[]);
    assert!(run.stderr.contains("no workload is declared"), "{}", run.stderr);
    let run = portfolio(&folder, &config("machines = 2"), &[]);
    assert!(run.stderr.contains("machines that are free to be shared"), "{}", run.stderr);
}

#[test]
fn the_order_of_tables_changes_nothing() {
    let folder = scratch("portfolio-order");
    let common =
        "tier = \"small\"\nvolume = \"100M/day\"\napi = [\"big\"]\nhardware = [\"rtx-3090\"]\n";
    for more in [
        "min_index = 20",
        "spare_machines = 2",
        "hard_percent = 5\nhard_length = 3",
        "allow_training = true",
    ] {
        let (plain, asks) = ("[workload.a]\n", format!("[workload.b]\n{more}\n"));
        let tables =
            [format!("{plain}{common}{asks}{common}"), format!("{asks}{common}{plain}{common}")];
        let found = tables.map(|text| {
            let text = format!("profiles = [\"api.toml\"]\n{text}");
            let run = portfolio(&folder, &text, &["--format", "json"]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            serde_json::from_str::<Value>(&run.stdout).unwrap()
        });
        for sum in ["/together", "/alone", "/saving"] {
            assert_eq!(found[0].pointer(sum), found[1].pointer(sum), "{more}: {sum}");
        }
        let options = found.map(|found| {
            let groups = found["groups"].as_array().unwrap();
            let mut options: Vec<String> = groups
                .iter()
                .map(|group| format!("{} {}", group["option"], group["units"]))
                .collect();
            options.sort();
            options
        });
        assert_eq!(options[0], options[1], "{more}");
    }
}

#[test]
fn what_can_wait_pays_for_the_peak_only_where_machines_do_it_then() {
    let folder = scratch("portfolio-batch");
    let common =
        "tier = \"small\"\napi = [\"big\"]\nhardware = [\"rtx-3090\"]\nmodel = [\"qwen3-8b\"]\n";
    // Office hours ask for several times their mean, and a tenth as much work has the nights: at the peak
    // nobody does it.
    let text = format!(
        "profiles = [\"api.toml\"]\n[workload.office]\nload = \"office\"\nvolume = \"10M/day\"\n{common}\
         [workload.night]\nload = \"flat\"\nbatch_percent = 100\nvolume = \"1M/day\"\n{common}"
    );
    let run = portfolio(&folder, &text, &["--format", "json"]);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let shares = found["groups"][0]["shares"].as_array().unwrap();
    assert_eq!(shares.len(), 2, "{found:#}");
    let night = shares.iter().find(|share| share["workload"] == "night").unwrap();
    assert_eq!(number(night, "/by_peak_usd"), 0.0);
    let (tokens, total) =
        (number(night, "/by_tokens_usd"), number(&found, "/together/monthly_usd"));
    assert!((tokens - total / 11.0).abs() < 1e-6, "{tokens} of {total}");
}

#[test]
fn the_data_follow_their_schema() {
    let schema = include_str!("../../schemas/portfolio.schema.json");
    let validator = jsonschema::draft7::new(&serde_json::from_str(schema).unwrap()).unwrap();
    let folder = scratch("portfolio-schema");
    let nothing = config("require = [\"offline\", \"no-ops\"]");
    for text in [config(""), config("").replace("00/day", "0/day"), nothing] {
        let run = portfolio(&folder, &text, &["--format", "json"]);
        let found: Value = serde_json::from_str(&run.stdout).unwrap();
        let errors: Vec<String> = validator.iter_errors(&found).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn what_a_way_hangs_on_is_said() {
    let folder = scratch("portfolio-condition");
    let text = "profiles = [\"api.toml\"]\n[workload.a]\nvolume = \"1M/day\"\napi = [\"big\"]\n\
                hardware = [\"rtx-3090\"]\nmin_tokens_per_second = 400\n";
    let run = portfolio(&folder, text, &[]);
    let said = "\n  if big has min-speed 400, which no profile states\n";
    assert!(run.stdout.contains(said), "{} {}", run.stdout, run.stderr);
    let plain = portfolio(&folder, &text.replace("min_tokens_per_second = 400\n", ""), &[]);
    assert!(!plain.stdout.contains("which no profile states"), "{}", plain.stdout);
}
