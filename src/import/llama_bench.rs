//! `llama-bench`: JSON, JSONL, CSV, SQL and Markdown. One sequence at a time, prompt and output apart.

use std::rc::Rc;

use super::format::Format;
use super::json::{Json, Value};
use super::look::Look;
use super::measured_run::Run;
use super::offload;
use super::run_features;
use super::runs::{Bench, quantization};
use super::settings;
use crate::profile::problem::Problem;
use crate::text::printable;

/// Fields that differ between the runs of one configuration.
const OF_A_RUN: &[&str] = &[
    "build_commit",
    "build_number",
    "n_prompt",
    "n_gen",
    "n_depth",
    "test_time",
    "avg_ns",
    "stddev_ns",
    "avg_ts",
    "stddev_ts",
    "samples_ns",
    "samples_ts",
    "test",
    "t/s",
];

/// Its JSON, JSONL, CSV and SQL.
pub const FORMAT: Format = Format {
    word: "llama-bench",
    wrote: |record| record.get("avg_ts").or_else(|| record.get("n_gen")).is_some(),
    begin,
    record,
};

/// Its table, whose column `test` says `pp512`, `tg128 @ d4096` and so on.
pub const TABLE: Format =
    Format { word: "llama-bench", wrote: |row| row.has(&["test", "t/s"]), begin, record: row };

fn begin() -> Bench {
    Bench { tool: "llama-bench", engine: Some("llama.cpp"), ..Bench::default() }
}

fn record(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    // The others say the same.
    let is_first = bench.settings.is_empty();
    one_configuration(bench, look)?;
    let prompt = look.need("n_prompt")?.whole()?;
    let output = look.need("n_gen")?.whole()?;
    let depth = look.get("n_depth")?.map_or(Ok(0.0), |depth| depth.whole())?;
    let rate = look.need("avg_ts")?.positive()?;
    let deviation = look.number_of("stddev_ts")?.unwrap_or(0.0);
    if is_first {
        for (key, place) in [("model_type", &mut bench.model), ("gpu_info", &mut bench.hardware)] {
            let named = look.text_of(key)?.filter(|name| !name.is_empty());
            *place = named.map(String::from);
        }
        let file = look.text_of("model_filename")?.and_then(quantization);
        bench.quantization = file.or_else(|| quantization(bench.model.as_deref()?));
        bench.weights_bytes = look.number_of("model_size")?;
    }
    bench.seen_on(look.date_of("test_time")?);
    add(bench, Test { prompt, output, depth }, (rate, deviation), look)
}

fn row(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    one_configuration(bench, look)?;
    let field = look.need("test")?;
    let Some(test) = test(field.text()?) else {
        return Err(field.expected("a test like pp512, tg128 or tg128 @ d4096"));
    };
    let field = look.need("t/s")?;
    let Some(rate) = stated(field.json).filter(|(rate, _)| *rate > 0.0 && *rate < 1e12) else {
        return Err(field.expected("a rate above 0, like 118.88 ± 1.04"));
    };
    let model = look.need("model")?.text()?;
    if bench.model.is_none() {
        bench.quantization = quantization(model);
        bench.model = Some(model.into());
    }
    add(bench, test, rate, look)
}

/// `118.88 ± 1.04` as rate and standard deviation.
fn stated(cell: &Json) -> Option<(f64, f64)> {
    match &cell.value {
        Value::Number(number) => Some((*number, 0.0)),
        Value::Text(text) => {
            let (rate, deviation) = text.split_once('±').unwrap_or((text, "0"));
            let deviation: f64 = deviation.trim().parse().ok()?;
            let known = deviation.is_finite() && deviation >= 0.0;
            Some((rate.trim().parse().ok()?, deviation)).filter(|_| known)
        }
        _ => None,
    }
}

/// What one run measured, in tokens.
struct Test {
    prompt: f64,
    output: f64,
    depth: f64,
}

fn test(text: &str) -> Option<Test> {
    let (what, depth) = match text.split_once('@') {
        Some((what, depth)) => (what.trim(), depth.trim().strip_prefix('d')?.parse::<u32>().ok()?),
        None => (text, 0),
    };
    let tokens = |text: &str, prefix| text.trim().strip_prefix(prefix)?.trim().parse::<u32>().ok();
    let (prompt, output) = match what.split_once('+') {
        Some((prompt, output)) => (tokens(prompt, "pp")?, tokens(output, "tg")?),
        None => match tokens(what, "pp") {
            Some(prompt) => (prompt, 0),
            None => (0, tokens(what, "tg")?),
        },
    };
    Some(Test { prompt: prompt.into(), output: output.into(), depth: depth.into() })
}

fn add(
    bench: &mut Bench,
    test: Test,
    (rate, deviation): (f64, f64),
    look: &Look<'_>,
) -> Result<(), Problem> {
    let Test { prompt, output, depth } = test;
    let run = Run { depth, deviation, ..Run::alone(prompt, output, rate) };
    match (prompt > 0.0, output > 0.0) {
        (true, false) => return bench.prefilled(look, &run),
        (false, true) => return bench.decoded(look, &run),
        (true, true) => bench.remark(format!(
            "not used: pp{prompt}+tg{output}, which mixes prompt and output tokens in one rate"
        )),
        (false, false) => {
            let message = "the run has neither a prompt nor output: both counts are 0";
            return Err(look.problem(message));
        }
    }
    Ok(())
}

/// A median over runs with different settings would be of nothing that exists.
fn one_configuration(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let Value::Object(fields) = &look.json.value else { return Err(look.expected("an object")) };
    let of_a_run = |key: &str| OF_A_RUN.contains(&key);
    let raw = |json: &Json| look.input.text[json.span.clone()].to_string();
    if bench.settings.is_empty() {
        offload::read(bench, look)?;
        bench.speculative = drafts(look.json);
        run_features::keep(bench, look)?;
        let settings = fields.iter().filter(|(key, _)| !of_a_run(key));
        bench.settings =
            settings.map(|(key, json)| (key.clone(), json.clone(), raw(json))).collect();
        return Ok(());
    }
    // Records of one file have their fields in one order.
    let mut next = 0;
    for (key, json) in fields {
        let known = |(name, ..): &(Rc<str>, Json, String)| name == key;
        if !bench.settings.get(next).is_some_and(known) {
            if of_a_run(key) {
                continue;
            }
            let Some(found) = bench.settings.iter().position(known) else {
                let message = format!("this run has `{}`, and the first has not", printable(key));
                let start = look.json.span.start;
                return Err(look.input.at(&(start..start + 1), message).hint(ON_ITS_OWN));
            };
            next = found;
        }
        let (_, first, words) = &bench.settings[next];
        next += 1;
        if !same(json, first) {
            let message = settings::another(key, &raw(json), words);
            return Err(look.input.at(&json.span, message).hint(ON_ITS_OWN));
        }
    }
    Ok(())
}

const ON_ITS_OWN: &str = "a profile is of one model and one set of flags: import each on its own";

fn same(a: &Json, b: &Json) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && same(a, b))
        }
        (a, b) => a == b,
    }
}

/// Whether a field about a draft model says that there was one.
pub fn drafts(record: &Json) -> bool {
    const MARKS: &[&str] = &["draft", "spec_decode", "speculative", "accept_length"];
    let Value::Object(fields) = &record.value else { return false };
    fields.iter().any(|(key, json)| {
        let said = match &json.value {
            Value::Null | Value::Flag(false) => false,
            Value::Number(number) => *number > 0.0,
            Value::Text(text) => !matches!(text.as_str(), "" | "none" | "None" | "0" | "false"),
            Value::List(items) => !items.is_empty(),
            Value::Flag(true) | Value::Object(_) => true,
        };
        said && MARKS.iter().any(|mark| key.contains(mark))
    })
}

#[cfg(test)]
mod tests {
    use super::test;

    #[test]
    fn tests_are_read_by_what_they_say() {
        let read = |text| test(text).map(|test| (test.prompt, test.output, test.depth));
        assert_eq!(read("pp512"), Some((512.0, 0.0, 0.0)));
        assert_eq!(read("tg128 @ d4096"), Some((0.0, 128.0, 4096.0)));
        assert_eq!(read("pp512+tg128"), Some((512.0, 128.0, 0.0)));
        assert_eq!(read("pp 512"), Some((512.0, 0.0, 0.0)));
        assert_eq!(read("xx512"), None);
        assert_eq!(read("tg128 @ 5"), None);
    }
}
