//! `breakeven profiles …` as somebody types it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use breakeven::cli::run::{Outcome, Surroundings, run};
use breakeven::profile::builtin::shipped;

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("breakeven-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_string()
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// What was said, without the path of this folder.
    fn strip(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn surroundings() -> Surroundings {
    Surroundings {
        today: "2026-11-23".parse().unwrap(),
        profiles: None,
        width: None,
        height: None,
        color: false,
        step_summary: None,
    }
}

fn breakeven(args: &[&str]) -> Outcome {
    let args = std::iter::once("breakeven").chain(args.iter().copied()).map(OsString::from);
    run(args, &surroundings())
}

fn program(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_breakeven"));
    command.current_dir(folder).args(args).env_remove("BREAKEVEN_PROFILES").output().unwrap()
}

const MINE: &str = "\
# My own.\r
[hardware.box]   # the one under the desk\r
name = \"Box\"\r
family=\"nv-geforce\"\r
gpus = 1\r
memory_gb = 24\t# GDDR\r
memory_bandwidth_gb_per_s = 936\r
price_usd = {low = 700,typical=950 , high = 1_210} # used\r
power_idle_watts = 75\r
power_load_watts = 420\r
life_months = 36\r
as_of = 2026-11-01\r
source = \"receipt # 7\"\r
";

#[test]
fn list_gives_price_age_and_file() {
    let folder = Folder::new("list");
    let mine = folder.file("mine.toml", MINE);
    let said = breakeven(&["profiles", "list", "--no-builtin", "--profiles", &mine]);
    assert_eq!(
        folder.strip(&said.stdout),
        "HARDWARE  FAMILY      MEMORY  PRICE, WHOLE MACHINE  RENT        PLACE  AS OF       AGE      FILE\n\
         box       nv-geforce  24 GB   $950                  not stated  home   2026-11-01  22 days  mine.toml:2\n"
    );
    assert_eq!((said.stderr.as_str(), said.code), ("", 0));
}

#[test]
fn list_sorts_by_price_and_by_age() {
    let column = |args: &[&str], index: usize| -> Vec<String> {
        let said = breakeven(&[&["profiles", "list"], args].concat());
        let cell = |line: &str| line.split_whitespace().nth(index).unwrap().to_string();
        said.stdout.lines().skip(1).map(cell).collect()
    };
    let price = |cell: &String| cell.trim_start_matches('$').replace(',', "").parse::<f64>().ok();
    let prices: Vec<_> =
        column(&["--hardware", "--sort", "price"], 4).iter().filter_map(price).collect();
    assert!(prices.len() > 10 && prices.is_sorted(), "{prices:?}");
    let names = column(&["--api"], 0);
    assert!(names.len() > 10 && names.is_sorted(), "{names:?}");
    let dates = column(&["--api", "--sort", "age"], 5);
    assert!(dates.iter().all(|date| date.starts_with("202")) && dates.is_sorted(), "{dates:?}");
    // Three quarters of the tokens are input: $1.50 a million, and $1.75, though its output is the cheaper one.
    let folder = Folder::new("sorted");
    let api = |name: &str, input: u32, output: u32| {
        format!(
            "[api.{name}]\nprovider = \"p\"\nmodel = \"m\"\ntier = \"mid\"\ncontext_tokens = 1000\n\
             input_usd_per_mtok = {input}\noutput_usd_per_mtok = {output}\nas_of = 2026-11-01\nsource = \"s\"\n"
        )
    };
    let own = folder.file("own.toml", &(api("b-reads", 1, 3) + &api("a-writes", 2, 1)));
    let own = column(&["--no-builtin", "--profiles", &own, "--api", "--sort", "price"], 0);
    assert_eq!(own, ["b-reads", "a-writes"]);
    let all = breakeven(&["profiles", "list"]).stdout;
    assert!(
        ["API", "HARDWARE", "MODEL"].iter().all(|title| all.lines().any(|l| l.starts_with(title)))
    );
}

#[test]
fn show_gives_every_field_and_says_what_is_not_stated() {
    let folder = Folder::new("show");
    let mine = folder.file("mine.toml", MINE);
    let said = breakeven(&["profiles", "show", "box", "--profiles", &mine]);
    let page = folder.strip(&said.stdout);
    let line = |start: &str| page.lines().find(|line| line.starts_with(start)).unwrap().to_string();
    assert_eq!(
        page.lines().next().unwrap(),
        "[hardware.box]  One whole machine as bought or rented."
    );
    assert_eq!(
        line("price_usd "),
        "price_usd                       {low = 700,typical=950 , high = 1_210}  mine.toml:8   2026-11-01  22 days  [1]"
    );
    assert_eq!(line("sleep_watts "), "sleep_watts                     not stated");
    assert_eq!(line("[1]"), "[1] receipt # 7");
    let fields = breakeven::profile::sections::section("hardware").unwrap().fields;
    assert!(fields.iter().all(|field| page.contains(&format!("\n{} ", field.key))));
}

#[test]
fn show_takes_a_kind_where_a_name_is_not_enough() {
    let folder = Folder::new("kinds");
    let (_, load) = (
        "",
        "[load.box]\nhours = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\nweekend_factor = 1\nas_of = 2026-11-01\nsource = \"me\"\n",
    );
    let mine = folder.file("mine.toml", &format!("{MINE}{load}"));
    let show = |name: &str| breakeven(&["profiles", "show", name, "--profiles", &mine]).stdout;
    let headings = |page: &str| {
        page.lines().filter(|line| line.starts_with('[') && line.contains("box]")).count()
    };
    assert_eq!(headings(&show("box")), 2);
    assert_eq!(headings(&show("load.box")), 1);
    assert!(show("defaults").starts_with("[defaults]"));
    let said = breakeven(&["profiles", "show", "boxx", "--profiles", &mine]);
    assert_eq!(said.stderr, "error: no profile is called `boxx`\nhint: did you mean `box`?\n");
    assert_eq!((said.stdout.as_str(), said.code), ("", 2));
}

#[test]
fn path_tells_what_is_read_and_why() {
    let folder = Folder::new("path");
    let (a, b) = (folder.file("a.toml", MINE), folder.file("b.toml", MINE));
    let around = Surroundings { profiles: Some(a.into()), ..surroundings() };
    let args = ["breakeven", "profiles", "path", "--no-builtin", "--profiles", &b];
    let said = run(args.map(OsString::from), &around);
    assert_eq!(
        folder.strip(&said.stdout),
        "a.toml  BREAKEVEN_PROFILES  1 profile\nb.toml  --profiles          1 profile\n"
    );
    assert!(
        breakeven(&["profiles", "path"]).stdout.starts_with("<builtin>/  built into the program")
    );
}

#[test]
fn export_gives_the_shipped_files_byte_for_byte() {
    let folder = Folder::new("export");
    let to = folder.0.join("new/deep");
    let to = to.to_str().unwrap();
    assert_eq!(breakeven(&["profiles", "export", to]).code, 0);
    let exported = |path: &str| fs::read(Path::new(to).join(path.trim_start_matches("<builtin>/")));
    for document in shipped() {
        let source = format!("profiles/{}", document.path.trim_start_matches("<builtin>/"));
        let original = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(source)).unwrap();
        assert_eq!(exported(&document.path).unwrap(), original, "{}", document.path);
    }
    // Days pass, one machine has no price that could be stated, and nothing else is said of what is shipped.
    let said = breakeven(&["profiles", "validate", to]).stderr;
    let mut warnings = said.lines().filter(|line| line.starts_with("warning: "));
    let unpriced =
        |line: &str| line.contains("intel.toml:5:11: neither a purchase price nor a rent");
    assert!(warnings.all(|line| line.ends_with(": look at it again") || unpriced(line)), "{said}");

    assert_eq!(breakeven(&["profiles", "export", to]).code, 0, "the same again overwrites nothing");
    let changed = Path::new(to).join("defaults.toml");
    fs::write(&changed, "# mine\n").unwrap();
    fs::remove_file(Path::new(to).join("workloads.toml")).unwrap();
    let said = breakeven(&["profiles", "export", to]);
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.starts_with("error: 1 file is already there with another content"),
        "{said:?}"
    );
    assert_eq!(fs::read_to_string(&changed).unwrap(), "# mine\n");
    assert!(exported("workloads.toml").is_err(), "a refusal writes nothing at all");
    assert_eq!(breakeven(&["profiles", "export", to, "--force"]).code, 0);
    assert_ne!(fs::read_to_string(&changed).unwrap(), "# mine\n");
    assert!(exported("workloads.toml").is_ok());
}

#[test]
fn validate_tells_every_problem_at_once() {
    let folder = Folder::new("validate");
    let broken = MINE.replace("gpus = 1", "gpus = 0").replace("name = ", "nane = ");
    folder.file("a-fields.toml", &broken);
    folder.file("b-syntax.toml", "[hardware\n");
    folder.file("c-rules.toml", &MINE.replace(".box]", ".hot]").replace("= 75", "= 750"));
    folder.file(
        "d-names.toml",
        "[throughput.nobody.\"qwen3.8-27b\".q4_k_m.vllm]\ndecode_tokens_per_second = [[1, 3]]\nas_of = 2026-11-01\nsource = \"me\"\n\
         [throughput.box.\"qwen3.8-27b\".q4_k_m.vllm]\ndecode_tokens_per_second = [[1, 3]]\nas_of = 2026-11-01\nsource = \"me\"\n",
    );
    let said = breakeven(&["profiles", "validate", folder.0.to_str().unwrap(), "no-such-file"]);
    let stderr = folder.strip(&said.stderr);
    let heads: Vec<&str> = stderr.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(
        heads,
        [
            "error: a-fields.toml:2:11: `[hardware.box]` has no `name`",
            "error: a-fields.toml:3:1: `[hardware.box]` has an unknown key `nane`",
            "error: a-fields.toml:5:8: `gpus` is `0`; expected a whole number from 1 to 1,024",
            heads[3],
            "error: c-rules.toml:9:20: idle power of 750 W is above the load power of 420 W; expected idle at most load",
            "error: d-names.toml:1:13: no hardware is called `nobody`",
            "error: no-such-file: no such file or folder",
        ]
    );
    assert!(heads[3].starts_with("error: b-syntax.toml:1:"), "{}", heads[3]);
    assert!(stderr.ends_with("\n7 problems\n"), "{stderr}");
    assert_eq!((said.stdout.as_str(), said.code), ("", 2));
}

#[test]
fn validate_of_good_files_says_how_many() {
    let folder = Folder::new("valid");
    let mine = folder.file("mine.toml", MINE);
    let said = breakeven(&["profiles", "validate", &mine]);
    assert_eq!(
        (said.stdout.as_str(), said.stderr.as_str(), said.code),
        ("1 profile in 1 file: no problem\n", "", 0)
    );
}

#[test]
fn set_changes_one_value_and_says_so() {
    let folder = Folder::new("set");
    let mine = folder.file("mine.toml", MINE);
    let set = |target: &str, value: &str| {
        let said = breakeven(&["profiles", "set", target, value, "--file", &mine]);
        (folder.strip(&said.stdout), folder.strip(&said.stderr), said.code)
    };
    let hint = "hint: `as_of` of `[hardware.box]` is still 2026-11-01; if the new number is of another day, set `as_of` and `source` too\n";
    assert_eq!(
        set("box.price_usd.typical", "900.50"),
        ("mine.toml:8: `box.price_usd.typical` is `900.50`, was `950`\n".into(), hint.into(), 0)
    );
    let after = MINE.replace("typical=950 ,", "typical=900.50 ,");
    assert_eq!(folder.text("mine.toml"), after);
    assert_eq!(
        set("hardware.\"box\".name", "Big \"Box\""),
        (
            "mine.toml:3: `hardware.\"box\".name` is `\"Big \\\"Box\\\"\"`, was `\"Box\"`\n".into(),
            String::new(),
            0
        )
    );
    let after = after.replace("\"Box\"", "\"Big \\\"Box\\\"\"");
    assert_eq!(folder.text("mine.toml"), after);
    assert_eq!(set("box.as_of", "2026-11-23").2, 0);
    assert_eq!(
        set("box.sleep_watts", "3").0,
        "mine.toml:14: `box.sleep_watts` is `3`, was not stated\n"
    );
    assert_eq!(
        folder.text("mine.toml"),
        after.replace("2026-11-01", "2026-11-23") + "sleep_watts = 3\r\n"
    );
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn set_refuses_what_would_break_the_file() {
    let folder = Folder::new("refuse");
    let mine = folder.file("mine.toml", MINE);
    let cases = [
        ("box.gpus", "0", "`gpus` is `0`; expected a whole number from 1 to 1,024"),
        ("box.price_usd.typical", "1300", "expected `low` <= `typical` <= `high`"),
        ("box.power_load_watts", "70", "idle power of 75 W is above the load power of 70 W"),
        ("box.family", "nv-gefroce", "did you mean `nv-geforce`?"),
        ("box.prise_usd", "1", "hint: did you mean `price_usd`?"),
        ("boxx.price_usd", "1", "hint: did you mean `box`?"),
        ("box", "1", "has the field `box`"),
        ("box.gpus.typical", "1", "can have no `gpus.typical`"),
        ("box.host_usd", "1\ngpus = 2", "is not one TOML value"),
        ("box.host_usd", "1 # one", "is not one TOML value"),
        ("box.host_usd", "cheap", "is not one TOML value"),
        ("box.resale_fraction.low", "0.1", "there is no `box.resale_fraction.low` to change"),
        (
            "box.resale_fraction.low",
            "0.1",
            "hint: write the whole field, like `resale_fraction = { low = 0.0, ",
        ),
    ];
    for (target, value, reason) in cases {
        let said = breakeven(&["profiles", "set", target, value, "--file", &mine]);
        assert!(said.stderr.contains(reason), "{target} {value}: {}", said.stderr);
        assert_eq!((said.stdout.as_str(), said.code), ("", 2), "{target} {value}");
        assert!(!said.stderr.chars().any(|c| c.is_control() && c != '\n'));
    }
    assert_eq!(folder.text("mine.toml"), MINE);
}

#[test]
fn a_name_of_two_kinds_needs_the_kind() {
    let folder = Folder::new("two");
    let model = "[model.box]\nname = \"B\"\nparameters_billion = 8\nactive_parameters_billion = 8\nlayers = 32\nkv_bytes_per_token = 65_536\ncontext_tokens = 32_768\ntier = \"small\"\nweights_gb = { q4_k_m = 4.9 }\nas_of = 2026-11-01\nsource = \"card\"\n";
    let mine = folder.file("mine.toml", &format!("{MINE}{model}"));
    let set = |target: &str, value: &str| {
        let said = breakeven(&["profiles", "set", target, value, "--file", &mine]);
        (folder.strip(&said.stderr), said.code)
    };
    assert_eq!(
        set("box.notes", "x"),
        (
            "error: mine.toml: `box.notes` is both hardware and model\nhint: say `hardware.box.notes` or `model.box.notes`\n".into(),
            2
        )
    );
    assert_eq!(set("model.box.notes", "x").1, 0);
    assert_eq!(set("box.weights_gb.q4_k_m", "4.92").1, 0, "only a model has weights");
    assert_eq!(set("box.weights_gb.q8_0", "8.5").1, 0);
    let after = model.replace("{ q4_k_m = 4.9 }", "{ q4_k_m = 4.92, q8_0 = 8.5 }");
    assert_eq!(folder.text("mine.toml"), format!("{MINE}{after}notes = \"x\"\r\n"));
}

#[test]
fn a_broken_file_can_be_repaired_one_value_at_a_time() {
    let folder = Folder::new("repair");
    let broken = MINE.replace("gpus = 1", "gpus = 0").replace("= 75", "= 750");
    let mine = folder.file("mine.toml", &broken);
    let set = |target: &str, value: &str| {
        breakeven(&["profiles", "set", target, value, "--file", &mine]).code
    };
    assert_eq!(set("box.gpus", "-1"), 2);
    assert_eq!(set("box.gpus", "1"), 0);
    assert_eq!(set("box.power_idle_watts", "75"), 0);
    assert_eq!(folder.text("mine.toml"), MINE);
}

/// The size limit of the shell kills the program in the middle of its write.
#[cfg(target_os = "linux")]
#[test]
fn a_crash_in_the_middle_leaves_the_old_file_whole() {
    let folder = Folder::new("crash");
    let mine = folder.file("mine.toml", MINE);
    let script = "ulimit -c 0; ulimit -f 0; exec \"$0\" profiles set box.host_usd 5 --file \"$1\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_breakeven"), &mine])
        .output()
        .unwrap();
    use std::os::unix::process::ExitStatusExt as _;
    assert!(output.status.signal().is_some(), "killed, not refused: {output:?}");
    assert_eq!(output.stdout, b"");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2, "it was killed after it had begun");
    assert_eq!(folder.text("mine.toml"), MINE);
    let read = breakeven(&["profiles", "validate", folder.0.to_str().unwrap()]);
    assert_eq!(read.stdout, "1 profile in 1 file: no problem\n", "what is left behind is not read");
}

#[test]
fn new_profiles_are_valid_as_they_come() {
    let folder = Folder::new("new");
    let kinds: [(&str, &[&str]); 19] = [
        ("api", &["mine"]),
        ("subscription", &["mine"]),
        ("hardware", &["my.box"]),
        ("model", &["mine"]),
        ("throughput", &["4x-rtx-3090", "qwen3.8-27b", "q4_k_m", "mlx"]),
        ("load", &["mine"]),
        ("place", &["rack"]),
        ("country", &["de"]),
        ("workload", &["mine"]),
        ("defaults", &[]),
        ("estimator", &[]),
        ("engine", &["vllm"]),
        ("vendor", &["nv"]),
        ("family", &["nv-dc"]),
        ("engine_family", &["vllm", "nv-dc"]),
        ("interconnect", &["pcie"]),
        ("feature", &["mine"]),
        ("gain", &["mtp", "mine"]),
        ("calibration", &["rtx-3090", "vllm"]),
    ];
    assert_eq!(kinds.len(), breakeven::profile::sections::SECTIONS.len());
    for (kind, names) in kinds {
        let said = breakeven(&[&["profiles", "new", kind], names].concat());
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.stdout.starts_with("#:schema ./profile.schema.json\n"));
        let fields = breakeven::profile::sections::section(kind).unwrap().fields;
        for field in fields {
            let example = breakeven::profile::reference::example(field);
            let line = format!("{} = {example}\n", field.key);
            let line = if field.required { line } else { format!("# {line}") };
            assert!(said.stdout.contains(&format!("\n{line}")), "{kind} {}", field.key);
            assert!(said.stdout.contains(field.doc), "{kind} {}", field.key);
        }
        // With every comment made active, too, but for the field that a machine of one GPU has not.
        let is_field =
            |line: &&str| fields.iter().any(|f| line.starts_with(&format!("# {} = ", f.key)));
        let lines = said.stdout.lines().filter(|line| !line.contains("interconnect = "));
        let active: Vec<&str> =
            lines.map(|line| if is_field(&line) { &line[2..] } else { line }).collect();
        for (name, text) in
            [("as-is.toml", said.stdout.clone()), ("active.toml", active.join("\n"))]
        {
            let file = folder.file(name, &text);
            let checked = breakeven(&["profiles", "validate", &file]);
            assert_eq!(checked.code, 0, "{kind} {name}: {}", checked.stderr);
            let warned = checked.stderr.contains("`source` is still the example");
            assert_eq!(warned, text.contains("\nsource = "), "{}", checked.stderr);
        }
    }
    let said = breakeven(&["profiles", "new", "hardware"]);
    assert_eq!(
        said.stderr,
        "error: 0 names for `hardware`; expected 1\nhint: breakeven profiles new hardware ID\n"
    );
    assert_eq!(breakeven(&["profiles", "new", "hardware", "my box"]).code, 2);
}

#[test]
fn without_the_builtin_profiles_only_the_users_count() {
    let folder = Folder::new("own");
    let to = folder.0.to_str().unwrap();
    breakeven(&["profiles", "export", to]);
    let args = ["--volume", "5M/day", "--no-builtin", "--format", "json"];
    let said = breakeven(&[&args[..], &["--profiles", to]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(!said.stdout.contains("<builtin>"));
    let said = breakeven(&args);
    assert_eq!(
        said.stderr,
        "error: `--no-builtin` leaves no profile\nhint: name yours with `--profiles PATH`\n"
    );
    let mine = folder.file("mine.toml", MINE);
    let said = breakeven(&[&args[..], &["--profiles", &mine]].concat());
    assert!(said.stderr.contains("no profile says `[defaults]`"), "{}", said.stderr);
}

#[test]
fn a_doubt_about_an_own_profile_is_part_of_the_answer() {
    let folder = Folder::new("doubt");
    let mine = folder.file("mine.toml", &MINE.replace("= 420", "= 4_200"));
    let ask = |more: &[&str]| {
        let args = ["--volume", "5M/day", "--model", "qwen3.8-27b", "--format", "json"];
        let said = breakeven(&[&args[..], more].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        folder.strip(&said.stdout)
    };
    let own = ask(&["--hardware", "box", "--profiles", &mine]);
    assert!(own.contains("\"implausible\""), "{own}");
    assert!(own.contains("mine.toml:10: 4,200 W under load for 1 accelerator"), "{own}");
    let other = ask(&["--hardware", "rtx-3090", "--profiles", &mine]);
    assert!(!other.contains("implausible"), "what is not used is not talked about");
}

#[test]
fn completions_know_the_names_of_profiles() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = breakeven(&["completions", shell]);
        let known = ["rtx-3090", "claude-haiku-5.5", "qwen3.8-27b"];
        let has = |name: &&str| said.stdout.contains(*name);
        // PowerShell and elvish scripts complete flags and commands, not values.
        if !["powershell", "elvish"].contains(&shell) {
            assert!(known.iter().all(has), "{shell}");
        }
        if shell == "zsh" {
            let at_api = said.stdout.lines().filter(|line| line.starts_with("'*--api=["));
            assert!(at_api.clone().count() >= 2 && at_api.clone().all(|l| l.contains(known[1])));
        }
        assert!(said.stdout.contains("profiles"), "{shell}");
        assert_eq!(said.code, 0);
    }
    let said = breakeven(&["--volume", "5M/day", "--api", "claude-haiku-5.55"]);
    assert!(said.stderr.contains("did you mean `claude-haiku-5.5`?"), "{}", said.stderr);
}

#[test]
fn the_manual_covers_every_command_and_the_exit_codes() {
    let page = breakeven(&["man"]).stdout;
    assert!(page.contains(".TH breakeven 1"));
    for part in [
        "PROFILES SET",
        "PROFILES VALIDATE",
        "COMPLETIONS",
        "Exit codes",
        "\\-\\-volume",
        "trust only profiles",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

/// The examples of `--help` are typed as they stand, in one folder, one after the other.
#[test]
fn the_examples_of_the_help_work() {
    let folder = Folder::new("help");
    let help = breakeven(&["profiles", "--help"]).stdout;
    let examples: Vec<&str> =
        help.lines().filter_map(|line| line.strip_prefix("  breakeven ")).collect();
    assert!(examples.len() >= 6, "{help}");
    // Commands that make what a later one needs come first in the help, too.
    for example in examples {
        let args: Vec<&str> = example.split(' ').collect();
        let output = program(&folder.0, &args);
        assert!(output.status.success(), "{example}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "{example}");
    }
}
