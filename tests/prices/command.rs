//! `breakeven prices import|diff|update` as people call it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use breakeven::cli::run::{Outcome, Surroundings, run};

use super::{fixture, today};

fn around() -> Surroundings {
    Surroundings {
        today: today(),
        profiles: None,
        width: None,
        height: None,
        color: false,
        step_summary: None,
    }
}

fn prices(args: &[&str]) -> Outcome {
    let words = ["breakeven", "prices"].iter().chain(args);
    run(words.map(OsString::from), &around())
}

fn file(name: &str) -> String {
    fixture(name).display().to_string()
}

/// A folder of its own for a test, emptied.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("prices-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

const MINE: &str = "\
# Mine, with a note of my own.
[api.\"mine\"]
provider = \"made\"   # who bills
model = \"made-model\"
tier = \"mid\"
context_tokens = 200_000
input_usd_per_mtok = 0.2   # was 0.3
cached_input_usd_per_mtok = 0.01
output_usd_per_mtok = 0.50
long_context = [{ above_prompt_tokens = 100_000, input_usd_per_mtok = 0.50, output_usd_per_mtok = 2.0 }]
as_of = 2026-10-01
source = \"https://example.com/prices; litellm 1.1.1 [made-model]\"

[api.\"ends\"]
provider = \"made\"
model = \"retired\"
tier = \"mid\"
input_usd_per_mtok = 1
output_usd_per_mtok = 1
as_of = 2026-10-01
source = \"litellm 1.1.1 [made/retired]\"

[api.\"lost\"]
provider = \"made\"
model = \"lost\"
tier = \"mid\"
input_usd_per_mtok = 1
output_usd_per_mtok = 1
as_of = 2026-10-01
source = \"litellm 1.1.1 [made/lost]\"
";

fn mine(folder: &Path) -> String {
    let path = folder.join("mine.toml");
    fs::write(&path, MINE).unwrap();
    path.display().to_string()
}

#[test]
fn import_prints_profiles_and_accounts_for_the_rest() {
    let all = prices(&["import", &file("litellm.json"), "--tier", "mid"]);
    assert_eq!(all.code, 0);
    assert_eq!(all.stdout.matches("[api.").count(), 4);
    assert!(all.stderr.starts_with("litellm: 12 records, 4 importable\n"), "{}", all.stderr);
    assert!(all.stderr.contains("  left out: 1 retired\n"), "{}", all.stderr);
    let one = prices(&["import", &file("litellm.json"), "--select", "made-model"]);
    assert_eq!(one.stdout.matches("[api.").count(), 1);
    assert!(one.stdout.contains("# tier = \"...\"   FILL IN"), "{}", one.stdout);
    let none = prices(&["import", &file("litellm.json"), "--select", "no such"]);
    assert_eq!(none.code, 2);
    assert!(none.stderr.starts_with("error: no key matches `no such`\nhint: "), "{}", none.stderr);
}

#[test]
fn what_is_no_database_gets_one_error() {
    let folder = folder("broken");
    for (text, wanted) in [
        ("", "the file is empty; expected a price database"),
        ("{\"a\": 1}", "no price database that is known here; expected one of `litellm`"),
        ("[1, 2", "the file ends where"),
        ("{} {}", "several JSON documents"),
    ] {
        let path = folder.join("broken.json");
        fs::write(&path, text).unwrap();
        let outcome = prices(&["import", &path.display().to_string()]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{text}");
        assert!(outcome.stderr.contains(wanted), "{text}: {}", outcome.stderr);
        assert_eq!(outcome.stderr.matches("error:").count(), 1, "{text}");
    }
    let missing = prices(&["import", "no-such.json"]);
    assert_eq!(missing.stderr, "error: no-such.json: no such file or folder\n");
}

#[test]
fn diff_says_what_changed_and_what_ends() {
    let folder = folder("diff");
    let mine = mine(&folder);
    let book = file("litellm.json");
    let args = ["diff", &book, "--no-builtin", "--profiles", &mine, "--format"];
    let text = prices(&[&args[..], &["table"]].concat()).stdout;
    for line in [
        "changed: 1 profile\n",
        "  mine  input_usd_per_mtok                 0.2 -> 0.1         -50 %\n",
        "  mine  long_context.0.output_usd_per_mtok  2 -> 2.5",
        "  ends  2026-11-27  has passed\n",
        "  lost  `made/lost` is not in the database\n",
        "new at these providers: 3 records\n",
    ] {
        let squeezed = |text: &str| {
            text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        assert!(squeezed(&text).contains(&squeezed(line)), "{line}\n{text}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&prices(&[&args[..], &["json"]].concat()).stdout).unwrap();
    assert_eq!(json["changed"][0]["new"], 0.1);
    assert_eq!(json["retiring"][0]["day"], "2026-11-27");
    assert_eq!(prices(&[&args[..], &["json", "--fail-on", "change"]].concat()).code, 1);
    let no_question = prices(&[&args[..], &["json", "--fail-on", "verdict"]].concat());
    assert_eq!(no_question.code, 2);
    assert!(no_question.stderr.starts_with("error: no question is given\nhint: "));
}

/// Where two databases have another price for the same profile, both are said.
#[test]
fn two_databases_that_disagree_are_both_shown() {
    let folder = folder("beside");
    let path = folder.join("both.toml");
    let only = MINE.split("\n[api.\"ends\"]").next().unwrap();
    fs::write(&path, only.replace("[made-model]", "[made-model]; genai-prices 0.2.3 [made/twice]"))
        .unwrap();
    let profiles = path.display().to_string();
    let books = [file("litellm.json"), file("genai-prices.json")];
    let args = ["diff", &books[0], "--no-builtin", "--profiles", &profiles, "--beside"];
    let found = prices(&[&args[..], &[&books[1], "--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    let input = &json["disagree"][0];
    assert_eq!(input["field"], "input_usd_per_mtok");
    let numbers = ["stated", "first", "other"].map(|key| input[key].as_f64().unwrap());
    assert_eq!(numbers, [0.2, 0.1, 2.0]);
    let text = prices(&[&args[..], &[&books[1]]].concat()).stdout;
    assert!(text.contains("the two databases disagree: 3 prices\n"), "{text}");
    // One agrees with itself.
    let same = prices(&[&args[..], &[&books[0], "--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&same.stdout).unwrap();
    assert!(json["disagree"].as_array().unwrap().is_empty());
    let missing = prices(&[&args[..], &["none.json"]].concat());
    assert_eq!(missing.stderr, "error: none.json: no such file or folder\n");
}

/// A price that falls by half makes its endpoint the answer, and a job fails on that alone.
#[test]
fn diff_asks_the_question_with_both_prices() {
    let folder = folder("verdict");
    let rival = "\n[api.\"rival\"]\nprovider = \"other\"\nmodel = \"rival\"\ntier = \"mid\"\ncontext_tokens = 200_000\n\
                 input_usd_per_mtok = 0.15\noutput_usd_per_mtok = 0.5\nas_of = 2026-11-01\nsource = \"made\"\n";
    let path = folder.join("two.toml");
    let only = MINE.split("\n[api.\"ends\"]").next().unwrap();
    fs::write(&path, format!("{only}{rival}")).unwrap();
    let profiles = path.display().to_string();
    let book = file("litellm.json");
    let ask = |volume: &str, form: &str| {
        let args = ["diff", &book, "--profiles", &profiles, "--api", "mine", "--api", "rival"];
        let args =
            [&args[..], &["--hardware", "rtx-3090", "--horizon", "2", "--volume", volume]].concat();
        prices(&[&args[..], &["--format", form, "--fail-on", "verdict"]].concat())
    };
    let small = ask("10k/day", "json");
    let json: serde_json::Value = serde_json::from_str(&small.stdout).unwrap();
    assert_eq!(json["questions"][0]["before"], "api/rival", "{}", small.stdout);
    assert_eq!(json["questions"][0]["after"], "api/mine");
    assert_eq!(small.code, 1);
    let told = ask("10k/day", "table").stdout;
    assert!(told.contains(": api/rival -> api/mine\n"), "{told}");
}

#[test]
fn update_changes_values_and_nothing_else() {
    let folder = folder("update");
    let mine = mine(&folder);
    let out = folder.join("out");
    let to = out.display().to_string();
    let book = file("litellm.json");
    let args = ["update", &book, "--no-builtin", "--profiles", &mine, "--write", &to];
    let done = prices(&[&args[..], &["--as-of", "2026-11-20"]].concat());
    assert_eq!(done.code, 0, "{}", done.stderr);
    let expected = MINE
        .replacen("= 0.2   #", "= 0.10   #", 1)
        .replacen(
            "output_usd_per_mtok = 2.0 }",
            "output_usd_per_mtok = 2.50, cached_input_usd_per_mtok = 0.05 }",
            1,
        )
        .replacen("as_of = 2026-10-01", "as_of = 2026-11-20", 1)
        .replacen(
            "litellm 1.1.1 [made-model]\"\n",
            "litellm of 2026-11-20 [made-model]\"\nretires = 2027-02-01\n",
            1,
        );
    assert_eq!(fs::read_to_string(out.join("mine.toml")).unwrap(), expected);
    // A second time there is nothing to do, and what somebody wrote there stays.
    let written = out.join("mine.toml").display().to_string();
    let again = [
        "update",
        &book,
        "--no-builtin",
        "--profiles",
        &written,
        "--write",
        &to,
        "--as-of",
        "2026-11-20",
    ];
    assert!(prices(&again).stdout.contains("nothing to write"), "{}", prices(&again).stdout);
    fs::write(out.join("mine.toml"), "# somebody's\n").unwrap();
    let refused = prices(&[&args[..], &["--as-of", "2026-11-20"]].concat());
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("is there with another content; nothing was written"));
    assert_eq!(fs::read_to_string(out.join("mine.toml")).unwrap(), "# somebody's\n");
}
