//! How good the throughput model is where it was not fitted: `cargo bench --bench throughput`.
//!
//! Reads the tables of measurements in `benches/throughput/data`, or in `--data FOLDER`.
//! `--write-constants` prints the constants of a fit to all rows, for profiles/engines.toml.
//!
//! Terms, priors and weights were chosen on the folds that leave out a model; the folds that leave out
//! a machine or a source judge them.

#![allow(clippy::print_stdout, reason = "this program's output is for people")]

mod harness;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use breakeven::profile::catalog::Catalog;
use clap::Parser;

use harness::constants::{entries, toml};
use harness::data::{own, read};
use harness::folds::{Evaluation, Key};
use harness::intervals::{Intervals, Known};
use harness::metrics::{Held, Summary, lines};
use harness::pairs::pairs;
use harness::row::{Kind, Row};

/// Evaluates the throughput model on measurements.
#[derive(Debug, Parser)]
struct Args {
    /// The folder of the tables.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Prints the constants of a fit to all rows.
    #[arg(long)]
    write_constants: bool,
    /// Prints every row of the folds instead, as CSV.
    #[arg(long)]
    residuals: bool,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let folder = args.data.clone().unwrap_or_else(own);
    let start = Instant::now();
    let catalog = Catalog::with(vec![]).map_err(|_| "the shipped profiles are broken")?;
    let estimator = catalog.estimator.as_ref().ok_or("no profile says `[estimator]`")?;
    let rows = read(&folder)?;
    let evaluation = Evaluation::new(&rows, estimator);
    let families = evaluation.leave_out(Key::Family);
    let left = evaluation.leave_out(Key::Hardware);
    let held = evaluation.held(Key::Hardware, &left, &families);
    let (calibrated, ends) = pairs(&rows, &held);
    if args.write_constants {
        let sources = evaluation.leave_out(Key::Source);
        // Nothing is left of an engine on a family with one machine when that is left out.
        let alone = |row: &Row| {
            let is_cell = |other: &&Row| {
                (other.kind, &other.engine, &other.family) == (row.kind, &row.engine, &row.family)
            };
            rows.iter().filter(is_cell).all(|other| other.hardware == row.hardware)
        };
        let known = rows.iter().enumerate().map(|(index, row)| {
            let own = if alone(row) { sources[index] } else { left[index] };
            Known { row, own, family: families[index] }
        });
        print!("{}", toml(&entries(&evaluation.everything), &Intervals::of(known), ends));
        return Ok(());
    }
    if args.residuals {
        println!("fold,{}", Row::NAMES);
        for key in [Key::Hardware, Key::Source, Key::Model] {
            for (row, residual) in rows.iter().zip(evaluation.leave_out(key)) {
                println!("{},{}", key.word(), row.line(residual));
            }
        }
        return Ok(());
    }
    print(Key::Hardware, &rows, &held);
    println!("{}", Summary::of(&calibrated).line("single calibrated by another model"));
    let left = evaluation.leave_out(Key::Source);
    print(Key::Source, &rows, &evaluation.held(Key::Source, &left, &families));
    let left = evaluation.leave_out(Key::Model);
    let held = evaluation.held(Key::Model, &left, &families);
    print(Key::Model, &rows, &held);
    let servers = rows
        .iter()
        .zip(&held)
        .filter(|(row, _)| row.source == "inferencex-main" && row.kind == Kind::Batch);
    let servers: Vec<Held> = servers.map(|(_, held)| *held).collect();
    println!("{}", Summary::of(&servers).line("InferenceX, leave-one-model-out"));
    println!("{:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

fn print(key: Key, rows: &[Row], held: &[Held]) {
    let what = format!("leave-one-{}-out", key.word());
    for kind in Kind::ALL {
        lines(kind, &what, rows, held).iter().for_each(|line| println!("{line}"));
    }
}
