//! What `vllm bench serve` and SGLang's `bench_serving` print: the same numbers as in their JSON,
//! but for the model and the day.

use super::format::{Lines, Printed};
use super::json::{Json, Value};
use super::look::Look;
use super::runs::Bench;
use super::serving;
use crate::profile::problem::Problem;

/// The lines.
pub const PRINTED: Printed = Printed {
    knows: |line| line.contains(" Serving Benchmark Result ") || line.starts_with(RAMP_UP),
    begin: || {
        let mut bench = (serving::VLLM.begin)();
        bench.tool = "a serving benchmark";
        (bench, Box::<Summary>::default())
    },
};

/// What vLLM prints above a run whose rate rises.
const RAMP_UP: &str = "Traffic ramp-up strategy:";

/// What the lines call a field of the JSON.
const LABELS: &[(&str, &str)] = &[
    ("Successful requests", "completed"),
    ("Failed requests", "failed"),
    ("Maximum request concurrency", "max_concurrency"),
    ("Max request concurrency", "max_concurrency"),
    ("Request rate configured (RPS)", "request_rate"),
    ("Traffic request rate", "request_rate"),
    ("Benchmark duration (s)", "duration"),
    ("Total input tokens", "total_input_tokens"),
    ("Total generated tokens", "total_output_tokens"),
    ("Output token throughput (tok/s)", "output_throughput"),
    ("Mean E2E Latency (ms)", "mean_e2e_latency_ms"),
    ("Mean E2EL (ms)", "mean_e2el_ms"),
    ("Mean TTFT (ms)", "mean_ttft_ms"),
    ("Mean TPOT (ms)", "mean_tpot_ms"),
    ("Mean ITL (ms)", "mean_itl_ms"),
    ("Accept length", "accept_length"),
    ("Acceptance length", "accept_length"),
    ("Draft tokens", "spec_decode_draft_tokens"),
];

/// The fields of the summary that is being read.
#[derive(Default)]
struct Summary {
    fields: Vec<(String, Value)>,
    open: bool,
    done: bool,
    /// Whether the rate of requests rose by a plan.
    ramps_up: bool,
}

impl Lines for Summary {
    fn line(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let text = look.text()?;
        self.ramps_up |= text.starts_with(RAMP_UP);
        if text.contains(" Serving Benchmark Result ") {
            (self.open, self.done) = (true, false);
            self.fields.clear();
            return Ok(());
        }
        if !self.open {
            return Ok(());
        }
        if text.starts_with("=====") {
            (self.open, self.done) = (false, true);
            return self.record(bench, look);
        }
        let Some((label, value)) = text.split_once(':') else { return Ok(()) };
        match (label.trim(), value.trim()) {
            ("Backend", name) => {
                let engine = ["sglang", "vllm"].into_iter().find(|engine| name.starts_with(engine));
                bench.engine = engine;
            }
            // SGLang's words for no limit.
            (_, "not set") => {}
            ("Traffic request rate", "trace") => {
                self.fields.push(("request_rate".into(), Value::Text("trace".into())));
            }
            (label, value) => {
                if let Some((_, key)) = LABELS.iter().find(|(known, _)| *known == label) {
                    let number = value.parse().map(Value::Number);
                    let wrong = |_| look.problem(format!("`{label}` is no number; is it cut off?"));
                    self.fields.push(((*key).into(), number.map_err(wrong)?));
                }
            }
        }
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        (!self.done)
            .then_some("the file ends before the line of `=` under the result; is it cut off?")
    }
}

impl Summary {
    /// The numbers as the record that the tool would have saved; requests come as soon as allowed,
    /// unless a rate is printed.
    fn record(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let mut fields = std::mem::take(&mut self.fields);
        if !fields.iter().any(|(key, _)| key == "request_rate") {
            fields.push(("request_rate".into(), Value::Number(f64::INFINITY)));
        }
        if std::mem::take(&mut self.ramps_up) {
            fields.push(("ramp_up_strategy".into(), Value::Text("printed".into())));
        }
        let span = || look.json.span.clone();
        let fields =
            fields.into_iter().map(|(key, value)| (key.into(), Json { span: span(), value }));
        let record = Json { span: span(), value: Value::Object(fields.collect()) };
        let engine = bench.engine;
        let model = bench.model.take();
        (serving::VLLM.record)(bench, &Look::new(look.input, &record))?;
        // Without a name of its own the record is of the engine that was printed, if any.
        bench.engine = engine;
        bench.model = model;
        Ok(())
    }
}
