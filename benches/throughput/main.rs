//! How good the throughput model is where it was not fitted: `cargo bench --bench throughput`.
//!
//! Needs tables of measurements: `--single`, `--batched` and, for prompts, `--prefill`.
//! `--write-constants` prints the constants of a fit to all rows, for profiles/engines.toml.

#![allow(clippy::print_stdout, reason = "this program's output is for people")]

mod harness;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use breakeven::profile::catalog::Catalog;
use clap::Parser;

use harness::constants::{base, entries, toml};
use harness::data::{Data, Paths};
use harness::folds::{Evaluation, Key};
use harness::metrics::{Summary, families};
use harness::pairs::pairs;
use harness::unseen;

/// Evaluates the throughput model on measurements.
#[derive(Debug, Parser)]
struct Args {
    /// CSV of single streams.
    #[arg(long, requires = "batched")]
    single: Option<PathBuf>,
    /// CSV of several streams.
    #[arg(long, requires = "single")]
    batched: Option<PathBuf>,
    /// CSV of all raw rows, for prompt rates.
    #[arg(long)]
    prefill: Option<PathBuf>,
    /// Prints the constants of a fit to all rows.
    #[arg(long)]
    write_constants: bool,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Median errors of other public estimators on single streams of the same measurements, percent.
const OTHERS: [(&str, &str); 5] = [
    ("llmfit", "27 %"),
    ("kv-planner", "32 %"),
    ("gguf-parser-go", "59 %"),
    ("bandwidth / file size", "71 %"),
    ("batched serving, any of them", "60-180 %"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let given = args.single.clone().zip(args.batched.clone());
    let given = given.map(|(single, batched)| Paths { single, batched, prefill: None });
    let Some(mut paths) = given.or_else(Paths::beside_the_repository) else {
        println!(
            "no measurements: say `cargo bench --bench throughput -- --single CSV --batched CSV [--prefill CSV]`"
        );
        return Ok(());
    };
    paths.prefill = args.prefill.clone().or(paths.prefill);
    let start = Instant::now();
    let catalog = Catalog::with(vec![]).map_err(|_| "the shipped profiles are broken")?;
    let base = base().ok_or("no profile says `[estimator]`")?;
    let data = Data::read(&paths)?;
    let evaluation = Evaluation::new(&data, base);
    if args.write_constants {
        let (fitted, mut intervals) = evaluation.everything();
        let left = evaluation.leave_out(Key::Hardware);
        intervals.push(("calibrated", pairs(&data.single, &left.single).1));
        print!("{}", toml(&entries(&fitted), &intervals));
        return Ok(());
    }
    println!("published estimators, median error: {}", others());
    for key in [Key::Hardware, Key::Source, Key::Model] {
        let left = evaluation.leave_out(key);
        let kinds = [
            ("single", &data.single, &left.single),
            ("batch", &data.batched, &left.batched),
            ("prefill", &data.prompts, &left.prompts),
        ];
        for (name, rows, held) in kinds.into_iter().filter(|(_, rows, _)| !rows.is_empty()) {
            println!("{}", Summary::of(held).line(name, &format!("leave-one-{}", key.word())));
            if key != Key::Model {
                families(rows, held).iter().for_each(|line| println!("{line}"));
            }
        }
        if key == Key::Hardware {
            let (held, _) = pairs(&data.single, &left.single);
            println!("{}", Summary::of(&held).line("calib", "leave-one-hardware"));
        }
    }
    println!("shipped constants:");
    let estimator = catalog.estimator.as_ref().ok_or("no profile says `[estimator]`")?;
    unseen::report(&data.unseen, estimator).iter().for_each(|line| println!("{line}"));
    println!("{:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

fn others() -> String {
    OTHERS.map(|(name, error)| format!("{name} {error}")).join(", ")
}
