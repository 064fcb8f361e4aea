//! The profile as text, with comments that let a reviewer see what was measured.

use std::path::Path;

use super::grouped::{Point, tokens};
use super::labels::{Imported, Labels};
use super::run_features;
use super::runs::Bench;
use super::shape::Chosen;
use crate::figure::significant;
use crate::text::printable;

/// Runs left out that are listed one by one.
const LISTED: usize = 12;

/// Writes the profile. What neither the file nor the user says is a placeholder that no loader
/// accepts, so that it cannot go unnoticed.
pub fn write(file: &str, bench: &Bench, chosen: &Chosen, labels: &Labels) -> Imported {
    let mut block = Block { text: String::new(), missing: Vec::new() };
    block.comments(file, bench, chosen);
    block.heading(bench, labels);
    block.numbers(bench, chosen, labels);
    block.origin(bench, chosen, labels);
    Imported {
        toml: block.text,
        missing: block.missing,
        caveats: bench.caveats.clone(),
        quantization: labels.quantization.clone().or_else(|| bench.quantization.clone()),
        hardware: bench.hardware.clone(),
        weights_bytes: bench.weights_bytes,
    }
}

struct Block {
    text: String,
    missing: Vec<&'static str>,
}

impl Block {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A comment is one line, whatever the file says.
    fn comment(&mut self, words: &str) {
        self.line(&format!("# {}", printable(words)));
    }

    fn comments(&mut self, file: &str, bench: &Bench, chosen: &Chosen) {
        // Folders of the user's machine are nobody else's business.
        let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
        self.comment(&format!(
            "Measured with {}, imported from {name}. Review before use.",
            bench.tool
        ));
        for (what, name) in [("model", &bench.model), ("hardware", &bench.hardware)] {
            if let Some(name) = name {
                self.comment(&format!("The file calls the {what}: {name}"));
            }
        }
        if let Some(prefill) = &chosen.prefill {
            self.comment(&described("prefill", prefill));
        }
        for point in &chosen.decode {
            self.comment(&described("decode", point));
        }
        let others = chosen.other_prefill.iter().map(|point| described("prefill", point));
        let others = others.chain(chosen.other_decode.iter().map(|p| described("decode", p)));
        let others: Vec<String> = others.collect();
        for other in others.iter().take(LISTED) {
            self.comment(&format!("not used: {other}"));
        }
        if others.len() > LISTED {
            self.comment(&format!("not used: {} more", others.len() - LISTED));
        }
        for remark in bench.remarks.iter().chain(&bench.caveats).take(LISTED) {
            self.comment(remark);
        }
    }

    fn heading(&mut self, bench: &Bench, labels: &Labels) {
        let engine = labels.engine.clone().or_else(|| bench.engine.map(String::from));
        let features = run_features::named(bench, labels);
        let quantization = labels.quantization.clone().or_else(|| bench.quantization.clone());
        let names = [
            ("--hardware", "HARDWARE", labels.hardware.clone()),
            ("--model", "MODEL", labels.model.clone()),
            ("--quantization", "QUANTIZATION", quantization),
            ("--engine", "ENGINE", engine),
        ];
        let mut heading = String::from("[throughput");
        for (flag, placeholder, name) in names {
            if name.is_none() {
                self.missing.push(flag);
                self.comment(&format!("FILL IN {placeholder} below, or say `{flag} NAME`."));
            }
            let mut name = name.as_deref().unwrap_or(placeholder).to_string();
            if flag == "--engine" {
                name = features.iter().fold(name, |name, feature| name + "+" + feature);
            }
            heading.push_str(&format!(".\"{name}\""));
        }
        self.line(&format!("{heading}]"));
    }

    fn numbers(&mut self, bench: &Bench, chosen: &Chosen, labels: &Labels) {
        if let Some(prefill) = &chosen.prefill {
            let rate = significant(prefill.run.rate, 5);
            self.line(&format!("prefill_tokens_per_second = {rate}"));
        }
        let point = |point: &Point| {
            let Point { run, .. } = point;
            format!("[{}, {}]", significant(run.concurrency, 9), significant(run.rate, 5))
        };
        let curve: Vec<String> = chosen.decode.iter().map(point).collect();
        self.line(&format!("decode_tokens_per_second = [{}]", curve.join(", ")));
        let Some(run) = chosen.decode.first().map(|point| &point.run) else { return };
        let context = run.depth + run.prompt + run.output;
        self.line(&format!("context_tokens = {context}"));
        if run.prompt > 0.0 || bench.with_prefill {
            self.line(&format!("prompt_tokens = {}", run.prompt));
            self.line(&format!("output_tokens = {}", run.output));
        }
        if bench.with_prefill {
            self.line("includes_prefill = true");
        }
        if let Some((group, stages)) = bench.split.filter(|(group, stages)| group * stages > 1.0) {
            self.line(&format!("tensor_parallel = {group}"));
            self.line(&format!("pipeline_stages = {stages}"));
        }
        let widest = spread(chosen);
        if widest >= NOISY {
            self.line(&format!(
                "spread_percent = {}",
                significant(100.0 * widest.min(MOST_SPREAD), 2)
            ));
        }
        if run_features::guess_ahead(bench, labels) {
            self.line("speculative = true");
        }
    }

    fn origin(&mut self, bench: &Bench, chosen: &Chosen, labels: &Labels) {
        match labels.as_of.or(bench.date) {
            Some(date) => self.line(&format!("as_of = {date}")),
            None => {
                self.missing.push("--as-of");
                self.comment("as_of = YYYY-MM-DD   FILL IN the day of the measurement, or say `--as-of DATE`.");
            }
        }
        match &labels.source {
            Some(source) => self.line(&format!("source = {}", quoted(source))),
            None => {
                self.missing.push("--source");
                self.comment("source = \"...\"   FILL IN who measured, or say `--source TEXT`.");
            }
        }
        let mut notes = format!("Measured with {}.", bench.tool);
        if chosen.decode.iter().any(|point| point.count > 1) {
            notes.push_str(" Median of repeated runs.");
        }
        let widest = spread(chosen);
        if widest >= NOISY {
            notes.push_str(&format!(
                " Noisy: a rate differs by {} % from run to run.",
                significant(100.0 * widest, 2)
            ));
        }
        for caveat in &bench.caveats {
            notes.push_str(&format!(" {}.", sentence(caveat)));
        }
        self.line(&format!("notes = {}", quoted(&notes)));
    }
}

/// From this share of a rate on, its deviation is said.
const NOISY: f64 = 0.03;

/// A larger one no profile may have: the low end would be nothing.
const MOST_SPREAD: f64 = 0.6;

/// The widest deviation of a point that is used.
fn spread(chosen: &Chosen) -> f64 {
    chosen.decode.iter().chain(&chosen.prefill).map(deviation).fold(0.0, f64::max)
}

/// How far the runs of a point differ, as a share of their middle: half their span, or the
/// deviation that the tool states when that is more.
fn deviation(point: &Point) -> f64 {
    let (low, high) = point.extremes;
    ((high.rate - low.rate) / 2.0).max(point.deviation) / point.run.rate
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A text in TOML.
fn quoted(text: &str) -> String {
    let escaped = printable(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// `decode at 4 requests, 512 prompt + 128 output tokens: 118.88 tokens/s (median of 2 …)`.
fn described(what: &str, point: &Point) -> String {
    let Point { run, count, extremes: (low, high), .. } = point;
    let tokens = tokens(run);
    let depth =
        if run.depth > 0.0 { format!(" after {} tokens", run.depth) } else { String::new() };
    let requests = match run.concurrency {
        1.0 => "1 request".to_string(),
        number => format!("{number} requests"),
    };
    let rate = significant(run.rate, 5);
    let median = match count {
        1 => String::new(),
        _ => format!(
            " (median of {count} runs from {} to {})",
            significant(low.rate, 5),
            significant(high.rate, 5)
        ),
    };
    format!("{what} at {requests}, {tokens}{depth}: {rate} tokens/s{median}")
}
