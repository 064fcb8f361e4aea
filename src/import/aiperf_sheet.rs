//! The CSV of AIPerf and GenAI-Perf: a row for each metric, those of requests with their statistics and
//! those of the whole run with one value.

use std::rc::Rc;

use super::aiperf;
use super::format::{Lines, Printed};
use super::json::{Json, Value};
use super::look::Look;
use super::runs::Bench;
use super::table;
use crate::profile::problem::Problem;

/// The rows, of which the first names columns.
pub const PRINTED: Printed = Printed {
    knows: |line| line.starts_with("Metric,avg,"),
    begin: || ((aiperf::FORMAT.begin)(), Box::<Sheet>::default()),
};

/// What a row calls a metric of the JSON, without its unit.
const LABELS: &[(&str, &str)] = &[
    ("Output Token Throughput", "output_token_throughput"),
    ("Output Sequence Length", "output_sequence_length"),
    ("Input Sequence Length", "input_sequence_length"),
    ("Inter Token Latency", "inter_token_latency"),
    ("Request Latency", "request_latency"),
    ("Request Throughput", "request_throughput"),
    ("Request Count", "request_count"),
    ("Error Request Count", "error_request_count"),
];

/// The metrics that are needed; the last of them completes a run.
const NEEDED: [&str; 4] = [
    "output_token_throughput",
    "output_sequence_length",
    "input_sequence_length",
    "request_throughput",
];

/// The metrics of the sheet that is being read.
#[derive(Default)]
struct Sheet {
    metrics: Vec<(String, f64)>,
    done: bool,
}

impl Lines for Sheet {
    fn line(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let text = look.text()?;
        if text.starts_with("Metric,avg,") {
            // Another file behind the first, as `cat` leaves them.
            *self = Self::default();
            return Ok(());
        }
        let cells = table::csv(look.input, &look.json.span)?;
        let [(_, Value::Text(label)), (_, value), ..] = &cells[..] else { return Ok(()) };
        let name = label.split_once(" (").map_or(label.as_str(), |(name, _)| name).trim();
        let Some((_, key)) = LABELS.iter().find(|(known, _)| *known == name) else {
            return Ok(());
        };
        let number = match value {
            Value::Number(number) => Some(*number),
            // Large numbers have commas in them.
            Value::Text(text) => text.replace(',', "").parse().ok(),
            _ => None,
        };
        let Some(number) = number else {
            return Err(look.problem(format!("`{name}` is no number; is it cut off?")));
        };
        self.metrics.push(((*key).into(), number));
        let has = |key: &&str| self.metrics.iter().any(|(known, _)| known == key);
        if !self.done && NEEDED.iter().all(has) {
            self.done = true;
            return self.complete(bench, look);
        }
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        let message = "the sheet has not all of output throughput, request throughput and the \
                       lengths of input and output; is it cut off?";
        (!self.done).then_some(message)
    }
}

impl Sheet {
    /// The metrics as the JSON that the tool writes beside it.
    fn complete(&self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        // The sheet says nothing of how the client was called.
        bench.unsaid_concurrency(look, f64::INFINITY)?;
        let of = |value| Json { span: look.json.span.clone(), value };
        let metric = |(key, number): &(String, f64)| {
            let average = vec![("avg".into(), of(Value::Number(*number)))];
            (key.as_str().into(), of(Value::Object(average)))
        };
        let mut fields: Vec<(Rc<str>, Json)> = self.metrics.iter().map(metric).collect();
        fields.push(("input_config".into(), of(Value::Object(Vec::new()))));
        let record = of(Value::Object(fields));
        (aiperf::FORMAT.record)(bench, &Look::new(look.input, &record))
    }
}
