//! A log or an export of usage: it is summed up as a workload that reads back, or what is said is printable.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::path::PathBuf;

use breakeven::profile::document::Document;
use breakeven::usage::hour_rows::rows;
use breakeven::usage::intake::read;
use breakeven::usage::summary::{Summary, Terms};
use breakeven::usage::workload_block::{Naming, block};
use breakeven_fuzz::printable;

fn target(data: &[u8]) {
    // Usage is read from files: one of this process, in memory where there is such a folder.
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let path = folder.join(format!("breakeven-fuzz-usage-{}", std::process::id()));
    if std::fs::write(&path, data).is_err() {
        return;
    }
    match read(&[path], None, None) {
        Err(problem) => printable(&problem),
        Ok(intake) => summed(&intake),
    }
}

fn summed(intake: &breakeven::usage::intake::Intake) {
    let summary = Summary::of(intake, Terms::default());
    summary.warnings.iter().for_each(|warning| printable(warning));
    summary.skipped.iter().for_each(|skipped| printable(&skipped.reason));
    let today = "2026-11-28".parse().expect("a day");
    let text = block(intake, &summary, Naming { name: "usage", today });
    printable(&text);
    let read_back = Document::parse("usage.toml".into(), text.clone());
    assert!(read_back.is_ok(), "{text}");
    let _ = rows(intake);
}

breakeven_fuzz::program!(target, &["fuzz/seeds/usage"]);
