//! Logs and exports of usage: what each source means, and what becomes of damaged ones.

mod claude_logs;
mod codex_rollouts;
mod damage;
mod exports;
mod held_samples;
mod listed_logs;
mod partial;
mod read_back;
mod scrapes;
mod shapes;
mod short_rows;
mod sql_queries;
mod variants;
mod walked_rows;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use breakeven::usage::intake;
use breakeven::usage::mapping::Mapping;
use breakeven::usage::summary::{Summary, Terms};
use serde_json::Value;

/// A folder of files that goes with the value.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn of(files: &[(&str, &[u8])]) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let path = path.join(format!("usage-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        for (name, bytes) in files {
            std::fs::write(path.join(name), bytes).unwrap();
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn read_path(path: &Path, map: Option<&str>) -> Value {
    let mapping = map.map(|text| Mapping::parse(text).unwrap());
    let intake = intake::read(&[path.to_path_buf()], mapping.as_ref(), None).unwrap();
    serde_json::to_value(Summary::of(&intake, Terms::default())).unwrap()
}

/// What files say together.
pub fn read(files: &[(&str, &[u8])]) -> Value {
    read_path(&Folder::of(files).0, None)
}

/// What one file says.
pub fn read_one(name: &str, text: &str) -> Value {
    read(&[(name, text.as_bytes())])
}

/// Fresh, cached, written, 5 m, 1 h, output, reasoning, requests; -1 stands for `null`.
pub fn totals(summary: &Value) -> [i64; 8] {
    numbers(&summary["totals"])
}

pub fn numbers(totals: &Value) -> [i64; 8] {
    let keys = [
        "fresh_input_tokens",
        "cached_read_tokens",
        "cache_write_tokens",
        "cache_write_5m_tokens",
        "cache_write_1h_tokens",
        "output_tokens",
        "reasoning_tokens",
        "requests",
    ];
    keys.map(|key| totals.get(key).unwrap().as_i64().unwrap_or(-1))
}

/// Reasons, rows and first lines.
pub fn skipped(summary: &Value) -> Vec<(String, u64, u64)> {
    let of = |left: &Value| {
        let number = |key: &str| left[key].as_u64().unwrap();
        (left["reason"].as_str().unwrap().to_string(), number("rows"), number("first_line"))
    };
    summary["skipped"].as_array().unwrap().iter().map(of).collect()
}
