//! What the targets share: a program around each of them that needs no fuzzer.
//!
//! `cargo fuzz run TARGET --features libfuzzer` runs a target guided by coverage. Without that
//! feature each is a plain program: `TARGET FILE...` runs inputs, so that a finding can be repeated
//! and made small; `TARGET --seconds N` mutates the files of the tests for so long, and says how
//! often it ran.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Makes a target of `cargo fuzz` or a program of its own. `seeds` are folders of the repository.
#[macro_export]
macro_rules! program {
    ($target:ident, $seeds:expr) => {
        #[cfg(feature = "libfuzzer")]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $target(data));
        #[cfg(not(feature = "libfuzzer"))]
        fn main() {
            $crate::run($target, $seeds);
        }
    };
}

/// Panics when a text would do something else than show itself.
pub fn printable(text: &str) {
    let bad = text.chars().find(|c| *c != '\n' && breakeven::text::is_unprintable(*c));
    assert_eq!(bad, None, "raw in {text:?}");
}

/// Runs the files that are named, or mutations of the seeds for `--seconds N`.
pub fn run(target: fn(&[u8]), seeds: &[&str]) {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let seconds = args.iter().position(|arg| arg == "--seconds").and_then(|at| args.get(at + 1));
    match seconds.and_then(|seconds| seconds.parse().ok()) {
        Some(seconds) => many(target, seeds, Duration::from_secs(seconds)),
        None => args.iter().for_each(|path| one(target, Path::new(path))),
    }
}

fn one(target: fn(&[u8]), path: &Path) {
    let data = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    target(&data);
    eprintln!("{}: nothing", path.display());
}

fn many(target: fn(&[u8]), seeds: &[&str], time: Duration) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    seeds.iter().for_each(|seed| collect(&root.join(seed), &mut files));
    files.sort();
    let read = |file: &PathBuf| std::fs::read(file).ok().filter(|data| data.len() < 1 << 16);
    let mut corpus: Vec<Vec<u8>> = files.iter().filter_map(read).collect();
    assert!(!corpus.is_empty(), "no seed in {seeds:?}");
    let (start, mut runs, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let last = std::env::temp_dir().join(format!("fuzz-{}.last", std::process::id()));
    while start.elapsed() < time {
        let data = random.mutated(&corpus);
        let begun = Instant::now();
        let done = std::panic::catch_unwind(|| target(&data));
        slowest = slowest.max(begun.elapsed());
        runs += 1;
        if done.is_err() {
            std::fs::write(&last, &data).unwrap_or_default();
            panic!("run {runs} failed; its input is {}", last.display());
        }
        // Some mutations are mutated again.
        if random.below(64) == 0 && corpus.len() < 10_000 && data.len() < 1 << 16 {
            corpus.push(data);
        }
    }
    println!(
        "{runs} runs in {:.0} s, {} seeds, slowest {:.0} ms: nothing found",
        start.elapsed().as_secs_f64(),
        files.len(),
        slowest.as_secs_f64() * 1e3
    );
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_path_buf());
    }
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        collect(&entry.path(), files);
    }
}

/// Pieces that matter to some grammar.
const WORDS: &[&str] = &[
    "nan",
    "inf",
    "-0.0",
    "1e308",
    "-1",
    "9223372036854775808",
    "99999999999-01-01",
    "0x",
    "1_0",
    "/day",
    "M",
    "k",
    "+",
    ":",
    ".",
    "\"",
    "'''",
    "\"\"\"",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "=",
    ",",
    "#",
    "\\u0000",
    "\u{0}",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{feff}",
    "\r\n",
    "::error::",
    "##[",
    "null",
    "true",
    "[]",
    "{}",
];

/// A small generator: the same runs every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn mutated(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut data = corpus[self.below(corpus.len())].clone();
        for _ in 0..=self.below(4) {
            let at = self.below(data.len() + 1);
            let end = (at + self.below(24)).min(data.len());
            match self.below(8) {
                0 if at < data.len() => data[at] = self.next() as u8,
                1 if at < data.len() => data[at] ^= 1 << self.below(8),
                2 => drop(data.drain(at..end)),
                3 => {
                    let word = WORDS[self.below(WORDS.len())];
                    drop(data.splice(at..end, word.bytes()));
                }
                4 => {
                    let word = WORDS[self.below(WORDS.len())];
                    drop(data.splice(at..at, word.bytes()));
                }
                5 => {
                    let piece = data[at..end].to_vec();
                    drop(data.splice(at..at, piece));
                }
                6 => {
                    let other = &corpus[self.below(corpus.len())];
                    let from = self.below(other.len() + 1);
                    let to = (from + self.below(200)).min(other.len());
                    drop(data.splice(at..at, other[from..to].iter().copied()));
                }
                _ => data.truncate(at.max(1)),
            }
        }
        data
    }
}
