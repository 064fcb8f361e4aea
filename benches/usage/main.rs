//! How fast a log is read, beside other programs on the same log in the same run:
//!
//! `cargo bench --bench usage -- [MB] [--keep]`, 64 MB unless said. `wc`, `jq`, `duckdb` (of the Python
//! that `PYTHON` names) and `ccusage` are run when they are installed, each three times; the best counts.
//! Fails when the totals are not those of `sql/duckdb.sql`.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "what it prints is the result")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Numbers that look drawn, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Writes sessions as Claude Code does: what a tool returned (4 kB), then a response of 1.2 kB that is
/// written two or three times while it streams. Of the lines 71 % are of responses, of the bytes 39 %:
/// those are parsed, and the others passed over, so that a log with longer results is read faster.
fn write_log(path: &Path, bytes: u64) {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    let mut draw = Draw(1);
    let words =
        "the quick brown fox jumps over the lazy dog and says \\\"usage\\\" twice\\n".repeat(60);
    let (mut written, mut number) = (0, 0_u64);
    while written < bytes {
        let (day, hour, minute) = (1 + number / 2_000 % 28, 8 + number / 200 % 10, number % 60);
        let at = format!("2026-10-{day:02}T{hour:02}:{minute:02}:00.000Z");
        let mut text = format!(
            "{{\"parentUuid\":\"p{number}\",\"isSidechain\":false,\"type\":\"user\",\"message\":{{\"role\":\"user\",\"content\":[{{\"type\":\"tool_result\",\"content\":\"{words}\"}}]}},\"uuid\":\"u{number}\",\"timestamp\":\"{at}\",\"sessionId\":\"s\"}}\n"
        );
        let (input, cached, created) = (draw.below(50), draw.below(120_000), draw.below(5_000));
        let mut output = 1;
        for _ in 0..2 + draw.below(2) {
            text.push_str(&format!(
                "{{\"parentUuid\":\"u{number}\",\"isSidechain\":false,\"type\":\"assistant\",\"requestId\":\"req_{number}\",\"message\":{{\"id\":\"msg_{number}\",\"model\":\"claude-sonnet-4-5\",\"role\":\"assistant\",\"content\":[{{\"type\":\"text\",\"text\":\"{}\"}}],\"usage\":{{\"input_tokens\":{input},\"cache_creation_input_tokens\":{created},\"cache_read_input_tokens\":{cached},\"output_tokens\":{output},\"service_tier\":\"standard\"}}}},\"uuid\":\"a{number}\",\"timestamp\":\"{at}\",\"sessionId\":\"s\",\"version\":\"2.0.30\"}}\n",
                &words[..710]
            ));
            output += draw.below(400);
        }
        file.write_all(text.as_bytes()).unwrap();
        written += text.len() as u64;
        number += 1;
    }
    file.flush().unwrap();
}

/// A program that reads the log.
struct Reader<'r> {
    name: &'r str,
    words: Vec<&'r str>,
    one_core: bool,
}

/// The best of three runs.
struct Run {
    seconds: f64,
    /// MB, where `/usr/bin/time` says it.
    peak: Option<f64>,
    answer: String,
}

fn run(reader: &Reader<'_>, home: &Path) -> Option<Run> {
    let mut words: Vec<&str> = Vec::new();
    if Path::new("/usr/bin/time").exists() {
        words.extend(["/usr/bin/time", "-f", "%M"]);
    }
    if reader.one_core {
        words.extend(["taskset", "-c", "0"]);
    }
    words.extend(&reader.words);
    let once = || {
        let start = Instant::now();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).stdin(Stdio::null()).env("CLAUDE_CONFIG_DIR", home);
        let output = command.output().ok().filter(|output| output.status.success())?;
        let seconds = start.elapsed().as_secs_f64();
        let notes = String::from_utf8_lossy(&output.stderr).into_owned();
        let peak = notes.lines().next_back().and_then(|line| line.trim().parse::<f64>().ok());
        let answer = String::from_utf8_lossy(&output.stdout).into_owned();
        Some(Run { seconds, peak: peak.map(|kilobytes| kilobytes / 1e3), answer })
    };
    let runs: Option<Vec<Run>> = (0..3).map(|_| once()).collect();
    runs?.into_iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds))
}

/// Fresh, cached, written and output tokens, by the keys of an answer in JSON; the last of each counts,
/// which is that of all.
fn totals(answer: &str, keys: [&str; 4], last: bool) -> Option<[u64; 4]> {
    let number = |key: &str| {
        let quoted = format!("\"{key}\":");
        let parts: Vec<&str> = answer.split(&quoted).skip(1).collect();
        let part = if last { parts.last() } else { parts.first() }?;
        part.trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    Some([number(keys[0])?, number(keys[1])?, number(keys[2])?, number(keys[3])?])
}

const OURS: [&str; 4] =
    ["fresh_input_tokens", "cached_read_tokens", "cache_write_tokens", "output_tokens"];
const CCUSAGE: [&str; 4] =
    ["inputTokens", "cacheReadTokens", "cacheCreationTokens", "outputTokens"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let megabytes: u64 = arguments.iter().find_map(|word| word.parse().ok()).unwrap_or(64);
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("usage-bench");
    let folder = home.join("projects/p");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("log.jsonl");
    write_log(&path, megabytes * 1_000_000);
    let size = std::fs::metadata(&path).unwrap().len() as f64 / 1e6;
    let log = path.to_str().unwrap();
    let query = concat!(env!("CARGO_MANIFEST_DIR"), "/sql/duckdb.sql");
    let script = format!(
        "import duckdb; c = duckdb.connect(); c.execute(\"SET VARIABLE logs = '{log}'\"); \
         q = open('{query}').read().rstrip().rstrip(';'); \
         r = c.execute('SELECT sum(fresh_input)::BIGINT, sum(cached_read)::BIGINT, sum(cache_write)::BIGINT, sum(output)::BIGINT FROM (' + q + ')').fetchone(); \
         print(''.join('\"%s\": %d,' % x for x in zip('fresh_input_tokens cached_read_tokens cache_write_tokens output_tokens'.split(), r)))"
    );
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let ours = vec![env!("CARGO_BIN_EXE_breakeven"), "usage", log, "--format", "json"];
    let filter = "[inputs | .message | select(.usage) | {id, output: .usage.output_tokens}] | group_by(.id) | map(map(.output) | max) | {output_tokens: add}";
    let of = |name, words: Vec<&'static str>| Reader { name, words, one_core: false };
    let readers = [
        Reader { name: "wc -l", words: vec!["wc", "-l", log], one_core: false },
        Reader { name: "breakeven, one core", words: ours.clone(), one_core: true },
        Reader { name: "breakeven", words: ours, one_core: false },
        of("ccusage", vec!["ccusage", "claude", "daily", "--json", "--offline"]),
        Reader { name: "DuckDB", words: vec![&python, "-c", &script], one_core: false },
        Reader { name: "jq, output alone", words: vec!["jq", "-n", filter, log], one_core: false },
    ];
    println!("{size:.0} MB; MB/s, seconds, MB resident; fresh, cached, written, output tokens");
    let mut found = Vec::new();
    for reader in readers {
        let Some(run) = run(&reader, &home) else {
            println!("{:20} skipped: not installed, or it failed", reader.name);
            continue;
        };
        let peak = run.peak.map_or("-".into(), |peak| format!("{peak:.0}"));
        let ccusage = reader.name == "ccusage";
        let sums = totals(&run.answer, if ccusage { CCUSAGE } else { OURS }, ccusage);
        let words = sums.map_or(String::new(), |sums| format!("{sums:?}"));
        let speed = size / run.seconds;
        println!("{:20} {speed:7.0} {:7.2} {peak:>6}  {words}", reader.name, run.seconds);
        found.extend(sums.map(|sums| (reader.name.to_string(), sums)));
    }
    if !arguments.iter().any(|word| word == "--keep") {
        std::fs::remove_file(&path).unwrap();
    }
    let of = |name: &str| found.iter().find(|(known, _)| known == name).map(|(_, sums)| *sums);
    if let (Some(ours), Some(theirs)) = (of("breakeven"), of("DuckDB")) {
        assert_eq!(ours, theirs, "the totals are not those of DuckDB");
    }
}
