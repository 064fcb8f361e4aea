//! `trtllm-bench throughput`: the report that `--report_json` writes, and the one that it prints.

use std::rc::Rc;

use super::format::{Format, Lines, Printed};
use super::json::{Json, Value};
use super::look::Look;
use super::measured_run::Run;
use super::run_features;
use super::runs::{Bench, quantization};
use crate::figure::significant;
use crate::profile::problem::Problem;

/// Its JSON.
pub const FORMAT: Format = Format {
    word: "trtllm-bench",
    wrote: |record| record.get("world_info").or_else(|| record.get("request_info")).is_some(),
    begin,
    record,
};

/// What it prints.
pub const PRINTED: Printed = Printed {
    knows: |line| OVERVIEWS.iter().any(|title| line.trim_end() == *title),
    begin: || (begin(), Box::<Overview>::default()),
};

/// Titles of parts of what is printed, of which the first one begins it.
const OVERVIEWS: [&str; 2] = ["= REQUEST DETAILS", "= PYTORCH BACKEND"];

fn begin() -> Bench {
    Bench {
        tool: "trtllm-bench",
        engine: Some("tensorrt-llm"),
        with_prefill: true,
        mean_shape: true,
        ..Bench::default()
    }
}

fn record(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let (requests, performance) = (look.need("request_info")?, look.need("performance")?);
    if let Some(engine) = look.get("engine")? {
        if let Some(model) = engine.get("model")? {
            bench.named(&model)?;
        }
        let stated = engine.text_of("quantization")?.and_then(quantization);
        bench.quantization = stated.or_else(|| bench.quantization.take());
    }
    if let Some(world) = look.get("world_info")? {
        let stages = world.get("pp_size")?.map_or(Ok(1.0), |field| field.whole_positive())?;
        let split = (world.need("tp_size")?.whole_positive()?, stages);
        if bench.split.is_some_and(|known| known != split) {
            let message = "this run is spread over other accelerators than the first";
            return Err(world.problem(message).hint("import the runs of each layout on their own"));
        }
        bench.split = Some(split);
    }
    bench.speculative |= look.get("decoding_stats")?.is_some_and(
        |stats| matches!(&stats.json.value, Value::Object(fields) if !fields.is_empty()),
    );
    run_features::keep(bench, look)?;
    let prompt = requests.need("avg_input_length")?.positive()?.round();
    let output = requests.need("avg_output_length")?.positive()?;
    let per_second = performance.need("request_throughput_req_s")?.positive()?;
    let field = performance.need("system_output_throughput_tok_s")?;
    if !field.agrees(per_second * output)? {
        return Err(field.problem(
            "the output throughput is not the request throughput times the output of a request; \
             expected them to agree",
        ));
    }
    let rate = field.positive()?;
    let concurrency = match (bench.stated.concurrency, requests.get("avg_num_concurrent_requests")?)
    {
        (Some(stated), _) => stated,
        (None, Some(mean)) => {
            let mean = mean.positive()?;
            let said = significant(mean, 4);
            bench.remark(format!(
                "requests in progress: {said} on average, as the tool counts them"
            ));
            mean.round().max(1.0)
        }
        (None, None) => bench.unsaid_concurrency(&requests, f64::INFINITY)?,
    };
    let output = output.round().max(1.0);
    bench.decoded(look, &Run { concurrency, ..Run::alone(prompt, output, rate) })
}

/// What the lines call a field of the JSON, and the part of it that holds that.
const LABELS: &[(&str, &str, &str)] = &[
    ("Model", "engine", "model"),
    ("Quantization", "engine", "quantization"),
    ("KV Cache Dtype", "engine", "kv_cache_dtype"),
    ("TP Size", "world_info", "tp_size"),
    ("PP Size", "world_info", "pp_size"),
    ("EP Size", "world_info", "ep_size"),
    ("Number of concurrent requests", "request_info", "avg_num_concurrent_requests"),
    ("Average Input Length (tokens)", "request_info", "avg_input_length"),
    ("Average Output Length (tokens)", "request_info", "avg_output_length"),
    ("Request Throughput (req/sec)", "performance", "request_throughput_req_s"),
    ("Total Output Throughput (tokens/sec)", "performance", "system_output_throughput_tok_s"),
    ("Average request latency (ms)", "performance", LAST),
];

/// The last of them, with which a run is complete.
const LAST: &str = "avg_request_latency_ms";

/// The fields of the report that is being read.
#[derive(Default)]
struct Overview {
    fields: Vec<(&'static str, &'static str, Value)>,
    done: bool,
}

impl Lines for Overview {
    fn line(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let Some((label, value)) = look.text()?.split_once(':') else { return Ok(()) };
        let (label, value) = (label.trim(), value.trim());
        let Some((_, part, key)) = LABELS.iter().find(|(known, ..)| *known == label) else {
            return Ok(());
        };
        let value = match value.parse() {
            _ if *part == "engine" => Value::Text(value.into()),
            Ok(number) => Value::Number(number),
            Err(_) if value == "None" => return Ok(()),
            Err(_) => {
                return Err(look.problem(format!("`{label}` is no number; is it cut off?")));
            }
        };
        self.done = false;
        self.fields.push((part, key, value));
        if *key == LAST {
            self.done = true;
            return self.complete(bench, look);
        }
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        let message = "the file ends before `Average request latency (ms)`; is it cut off?";
        (!self.done).then_some(message)
    }
}

impl Overview {
    /// The numbers as the report that the tool would have saved.
    fn complete(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let fields = std::mem::take(&mut self.fields);
        let of = |value| Json { span: look.json.span.clone(), value };
        let mut parts: Vec<(Rc<str>, Json)> = Vec::new();
        for name in ["engine", "world_info", "request_info", "performance"] {
            let inside = fields.iter().filter(|(part, ..)| *part == name);
            let inside: Vec<(Rc<str>, Json)> =
                inside.map(|(_, key, value)| ((*key).into(), of(value.clone()))).collect();
            if !inside.is_empty() {
                parts.push((name.into(), of(Value::Object(inside))));
            }
        }
        let report = of(Value::Object(parts));
        record(bench, &Look::new(look.input, &report))
    }
}
