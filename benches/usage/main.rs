//! How fast a log is read, beside other programs on the same log:
//!
//! `cargo bench --bench usage -- [MB] [--keep]`, 64 MB unless said. `wc`, `jq`, `duckdb` and `ccusage`
//! are run when they are installed.
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
/// written two or three times while it streams.
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
                "{{\"parentUuid\":\"u{number}\",\"isSidechain\":false,\"type\":\"assistant\",\"requestId\":\"req_{number}\",\"message\":{{\"id\":\"msg_{number}\",\"model\":\"claude-sonnet-4-5\",\"role\":\"assistant\",\"content\":[{{\"type\":\"text\",\"text\":\"{}\"}}],\"usage\":{{\"input_tokens\":{input},\"cache_creation_input_tokens\":{created},\"cache_read_input_tokens\":{cached},\"output_tokens\":{output},\"service_tier\":\"standard\"}}}},\"uuid\":\"a{number}\",\"timestamp\":\"{at}\",\"sessionId\":\"s\",\"version\":\"2.0\"}}\n",
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

/// Seconds of a command and its peak memory in MB, where `/usr/bin/time` says it.
fn timed(program: &str, args: &[&str], one_core: bool) -> Option<(f64, Option<f64>, String)> {
    let measured = Path::new("/usr/bin/time").exists();
    let mut words: Vec<&str> = Vec::new();
    if measured {
        words.extend(["/usr/bin/time", "-f", "%M"]);
    }
    if one_core {
        words.extend(["taskset", "-c", "0"]);
    }
    words.push(program);
    words.extend(args);
    let start = Instant::now();
    let output = Command::new(words[0]).args(&words[1..]).stdin(Stdio::null()).output().ok()?;
    let seconds = start.elapsed().as_secs_f64();
    if !output.status.success() {
        return None;
    }
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    let peak = notes.lines().next_back().and_then(|line| line.trim().parse::<f64>().ok());
    Some((
        seconds,
        peak.map(|kilobytes| kilobytes / 1e3),
        String::from_utf8_lossy(&output.stdout).into_owned(),
    ))
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let megabytes: u64 = arguments.iter().find_map(|word| word.parse().ok()).unwrap_or(64);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("usage-bench/projects/p");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("log.jsonl");
    write_log(&path, megabytes * 1_000_000);
    let size = std::fs::metadata(&path).unwrap().len() as f64 / 1e6;
    let log = path.to_str().unwrap();
    let query = "SELECT sum(o) FROM (SELECT max((json->>'$.message.usage.output_tokens')::BIGINT) o FROM read_ndjson_objects('LOG') GROUP BY json->>'$.message.id')".replace("LOG", log);
    let python = format!("import duckdb; print(duckdb.sql(\"{query}\").fetchall()[0][0])");
    let breakeven = env!("CARGO_BIN_EXE_breakeven");
    let filter = "[inputs | .message | select(.usage) | {id, output: .usage.output_tokens}] | group_by(.id) | map(map(.output) | max) | add";
    let rows: [(&str, &str, &[&str], bool); 6] = [
        ("wc -l", "wc", &["-l", log], false),
        ("breakeven, one core", breakeven, &["usage", log, "--format", "json"], true),
        ("breakeven", breakeven, &["usage", log, "--format", "json"], false),
        ("DuckDB", "python3", &["-c", &python], false),
        ("jq", "jq", &["-n", filter, log], false),
        ("ccusage", "ccusage", &["daily", "--json", "--offline"], false),
    ];
    println!("{size:.0} MB");
    for (name, program, args, one_core) in rows {
        match timed(program, args, one_core) {
            Some((seconds, peak, answer)) => {
                let peak = peak.map_or(String::new(), |peak| format!(", {peak:.0} MB resident"));
                let total = answer.split("\"output_tokens\": ").nth(1).unwrap_or(&answer);
                let total = total.split([',', '\n', ' ']).next().unwrap_or_default();
                println!("{name:20} {:7.0} MB/s  {seconds:6.2} s{peak}; {total}", size / seconds);
            }
            None => println!("{name:20} skipped: not installed, or it failed"),
        }
    }
    if !arguments.iter().any(|word| word == "--keep") {
        std::fs::remove_file(&path).unwrap();
    }
}
