//! Whatever comes in, the program answers or says what is wrong; it never panics.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use breakeven::cli::run::{Surroundings, run};
use breakeven::date::Date;
use breakeven::profile::catalog::Catalog;
use breakeven::profile::files;
use breakeven::profile::problem::Problem;
use breakeven::text::is_unprintable;
use breakeven::throughput::Measured;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

/// Every shipped profile file.
fn shipped() -> &'static [Vec<u8>] {
    static FILES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut paths = Vec::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles"), &mut paths);
        paths.sort();
        assert!(paths.len() > 20);
        paths.iter().map(|path| fs::read(path).unwrap()).collect()
    })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
}

/// Loads bytes as a user's file; the problems, if it does not load.
fn load(bytes: &[u8]) -> Result<(), Vec<Problem>> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("robustness-{}.toml", COUNT.fetch_add(1, Ordering::Relaxed));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    let loaded = files::read(std::slice::from_ref(&path)).and_then(Catalog::with).map(|_| ());
    fs::remove_file(&path).unwrap();
    loaded
}

/// Loads, or says where it does not, in text that is safe to print.
fn loads_or_has_a_place(bytes: &[u8]) -> Result<(), TestCaseError> {
    let Err(problems) = load(bytes) else { return Ok(()) };
    if problems[0].message.starts_with("the file has no profile") {
        return Ok(());
    }
    prop_assert!(!problems.is_empty());
    let lines = bytes.split(|byte| *byte == b'\n').count();
    for problem in &problems {
        let text = problem.to_string();
        let at = problem.at.as_ref();
        prop_assert!(at.is_some(), "no place: {text}");
        let (line, column) = at.map_or((0, 0), |at| (at.line as usize, at.column));
        prop_assert!((1..=lines).contains(&line) && column >= 1, "{line}:{column} of {lines}");
        let bad = text.chars().find(|c| *c != '\n' && is_unprintable(*c));
        prop_assert_eq!(bad, None, "raw in {:?}", text);
    }
    Ok(())
}

/// One thing done to a file.
#[derive(Clone, Debug)]
enum Damage {
    Truncate(Index),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Flip(Index, u8),
    /// Copies a piece of the file to another place in it.
    Copy(Index, usize, Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let tokens = prop::sample::select(vec![
        "nan",
        "-inf",
        "-0.0",
        "1e400",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'''",
        "=",
        "\n",
        "\r",
        "\u{1b}",
        "\u{202e}",
        "é",
        "#",
        ".",
        ",",
        "true",
        "2026-02-30",
        "0",
        "-1",
        "99999999999999999999",
    ]);
    prop_oneof![
        any::<Index>().prop_map(Damage::Truncate),
        (any::<Index>(), tokens).prop_map(|(at, token)| Damage::Insert(at, token.into())),
        (any::<Index>(), vec(any::<u8>(), 1..4)).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        (any::<Index>(), 1..200_usize, any::<Index>())
            .prop_map(|(from, length, to)| Damage::Copy(from, length, to)),
    ]
}

fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        match damage {
            Damage::Truncate(at) => bytes.truncate(at.index(bytes.len())),
            Damage::Insert(at, new) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, new.iter().copied());
            }
            Damage::Remove(at, length) => {
                let at = at.index(bytes.len());
                bytes.drain(at..(at + length).min(bytes.len()));
            }
            Damage::Flip(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Damage::Copy(from, length, to) => {
                let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
                let piece = bytes[from..(from + length).min(bytes.len())].to_vec();
                bytes.splice(to..to, piece);
            }
        }
    }
    bytes
}

const FLAGS: &[&str] = &[
    "--volume",
    "--mix",
    "--cached",
    "--input",
    "--output",
    "--requests",
    "--workload",
    "--request",
    "--load",
    "--peak",
    "--batch",
    "--growth",
    "--api",
    "--hardware",
    "--model",
    "--quantization",
    "--engine",
    "--machines",
    "--owned",
    "--baseline",
    "--tier",
    "--min-speed",
    "--all",
    "--electricity",
    "--horizon",
    "--headroom",
    "--ops-hours",
    "--ops-rate",
    "--pue",
    "--resale",
    "--overhead",
    "--api-price-trend",
    "--api-price-floor",
    "--discount",
    "--profiles",
    "--today",
    "--format",
    "--explain",
    "--color",
    "--ascii",
    "--width",
    "completions",
    "--require",
    "--needs",
    "--context",
    "--max-wait",
    "--burst",
    "--hard",
    "--hard-length",
    "--routing",
    "--router-usd-per-1k",
    "--rent-price",
    "--rent-mode",
    "--rent-min",
    "--rent-start",
    "solve",
    "--for",
    "--target-payback",
    "--",
    "--help",
    "-V",
];

const VALUES: &[&str] = &[
    "5M/day",
    "1e-300/day",
    "1e17/s",
    "0.001/year",
    "5M",
    "-3/day",
    "nan/day",
    "3:1",
    "0:1",
    "1:0",
    "1e300:1e-300",
    "1500+500",
    "0+1",
    "1+0",
    "100M+0",
    "flat",
    "office",
    "chat",
    "1",
    "0",
    "-1",
    "24",
    "1e-300",
    "1e12",
    "99.999",
    "rtx-3090",
    "mac-mini",
    "claude-haiku-5.5",
    "qwen3-8b",
    "q4_k_m",
    "llama.cpp",
    "frontier",
    "json",
    "csv",
    "markdown",
    "2026-11-23",
    "9999-12-31",
    "0001-01-01",
    "",
    "\u{1b}[31m",
    "\r",
    "é",
    "/dev/null",
    "600",
    "500",
    "20",
    "always",
    "bash",
    "privacy,offline",
    "image",
    "spot",
    "autoscale",
    "cascade",
    "volume",
    "months",
];

fn argument() -> impl Strategy<Value = OsString> {
    prop_oneof![
        4 => prop::sample::select(FLAGS).prop_map(OsString::from),
        4 => prop::sample::select(VALUES).prop_map(OsString::from),
        1 => ".{0,12}".prop_map(OsString::from),
        1 => (prop::sample::select(FLAGS), ".{0,6}").prop_map(|(f, v)| format!("{f}={v}").into()),
        1 => vec(any::<u8>(), 0..8).prop_map(from_bytes),
    ]
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

fn answers_or_refuses(args: Vec<OsString>) -> Result<(), TestCaseError> {
    let around = Surroundings {
        today: Date::EPOCH,
        profiles: None,
        width: Some(80),
        height: None,
        color: false,
        step_summary: None,
    };
    let outcome = run(std::iter::once("breakeven".into()).chain(args), &around);
    prop_assert!(outcome.code == 0 || outcome.code == 2, "exit code {}", outcome.code);
    prop_assert_eq!(outcome.code == 2, outcome.stdout.is_empty(), "{}", outcome.stderr);
    if outcome.code == 2 {
        prop_assert!(outcome.stderr.starts_with("error: "), "{}", outcome.stderr);
    }
    let bad = outcome.stderr.chars().find(|c| *c != '\n' && is_unprintable(*c));
    prop_assert_eq!(bad, None, "raw in {:?}", outcome.stderr);
    prop_assert!(!outcome.stdout.contains("NaN"), "{}", outcome.stdout);
    Ok(())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_123),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn damaged_profiles_load_or_have_a_place(
        file in any::<Index>(),
        damages in vec(damage(), 1..4),
    ) {
        let files = shipped();
        loads_or_has_a_place(&damaged(&files[file.index(files.len())], &damages))?;
    }

    #[test]
    fn any_bytes_load_or_have_a_place(bytes in vec(any::<u8>(), 0..300)) {
        loads_or_has_a_place(&bytes)?;
    }

    #[test]
    fn any_text_loads_or_has_a_place(text in "\\PC{0,80}(\n[\\[a-z0-9.\\]= \"{},'#-]{0,40}){0,6}") {
        loads_or_has_a_place(text.as_bytes())?;
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn any_arguments_are_answered_or_refused(args in vec(argument(), 0..7)) {
        answers_or_refuses(args)?;
    }

    #[test]
    fn any_value_of_any_flag_is_answered_or_refused(
        pairs in vec((prop::sample::select(FLAGS), prop::sample::select(VALUES)), 0..3),
    ) {
        // One machine and one model: the whole search is slow without optimization.
        let begin = ["--volume", "5M/day", "--hardware", "rtx-3090", "--model", "qwen3-8b"];
        let pairs = pairs.iter().flat_map(|(flag, value)| [*flag, *value]);
        answers_or_refuses(begin.into_iter().chain(pairs).map(OsString::from).collect())?;
    }
}

#[test]
fn shipped_profiles_load_over_themselves() {
    for bytes in shipped() {
        load(bytes).unwrap();
    }
}

/// A shipped measurement of what the user describes otherwise is no mistake of the user.
#[test]
fn a_user_may_replace_what_was_measured() {
    let shipped = Catalog::with(Vec::new()).unwrap();
    let measured = shipped.all::<Measured>().next().unwrap();
    let replaced = format!(
        "[hardware.\"{}\"]\nname = \"slow\"\nfamily = \"nv-geforce\"\ngpus = 1\nmemory_gb = 24\n\
         memory_bandwidth_gb_per_s = 0.1\npower_idle_watts = 1\npower_load_watts = 2\n\
         life_months = 36\nas_of = 2026-11-23\nsource = \"test\"\n\
         [model.\"{}\"]\nname = \"other\"\nparameters_billion = 8\n\
         active_parameters_billion = 8\nlayers = 32\nkv_bytes_per_token = 1\n\
         context_tokens = 8192\ntier = \"mid\"\nweights_gb = {{ other = 8.5 }}\n\
         as_of = 2026-11-23\nsource = \"test\"\n",
        measured.hardware, measured.model
    );
    load(replaced.as_bytes()).unwrap();
}

#[test]
fn a_megabyte_of_problems_is_read_in_one_pass() {
    let begun = std::time::Instant::now();
    let in_one_line = format!("[load.x]\nhours = [{}]\n", "-1,".repeat(300_000));
    assert!(!load(in_one_line.as_bytes()).unwrap_err().is_empty());
    let keys: String = (0..90_000).map(|key| format!("k{key}=1\n")).collect();
    let problems = load(format!("[load.x]\n{keys}").as_bytes()).unwrap_err();
    let (last, rest) = problems.split_last().unwrap();
    assert_eq!(rest.len(), 90_001);
    assert!(last.message.contains("too many problems"), "{last}");
    // A few seconds without optimization; minutes, if a place took a pass over the file.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
