//! `llama-bench`: JSON, JSONL, CSV and Markdown. One sequence at a time, prompt and output apart.

use super::input::Input;
use super::json::{Json, Value};
use super::look::Look;
use super::offload;
use super::runs::{Bench, Run, quantization};
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

/// Reads records or rows of CSV.
pub fn records(input: &Input, records: &[Json]) -> Result<Bench, Problem> {
    let mut bench = one_configuration(input, records)?;
    for record in records {
        let look = Look::new(input, record);
        let prompt = look.need("n_prompt")?.whole()?;
        let output = look.need("n_gen")?.whole()?;
        let depth = look.get("n_depth")?.map_or(Ok(0.0), |depth| depth.whole())?;
        let rate = look.need("avg_ts")?.positive()?;
        let deviation = look.number_of("stddev_ts")?.unwrap_or(0.0);
        for (key, place) in [("model_type", &mut bench.model), ("gpu_info", &mut bench.hardware)] {
            let named = look.text_of(key)?.filter(|name| !name.is_empty());
            *place = named.map(String::from).or_else(|| place.take());
        }
        if let Some(file) = look.text_of("model_filename")? {
            bench.quantization = quantization(file).or(bench.quantization);
        }
        bench.quantization = bench.quantization.or_else(|| quantization(bench.model.as_deref()?));
        bench.weights_bytes = look.number_of("model_size")?.or(bench.weights_bytes);
        bench.speculative |= drafts(record);
        bench.seen_on(look.date_of("test_time")?);
        add(&mut bench, Test { prompt, output, depth }, (rate, deviation), &look)?;
    }
    Ok(bench)
}

/// Reads rows of Markdown, whose column `test` says `pp512`, `tg128 @ d4096` and so on.
pub fn rows(input: &Input, rows: &[Json]) -> Result<Bench, Problem> {
    let mut bench = one_configuration(input, rows)?;
    for row in rows {
        let look = Look::new(input, row);
        let field = look.need("test")?;
        let Some(test) = test(field.text()?) else {
            return Err(field.expected("a test like pp512, tg128 or tg128 @ d4096"));
        };
        let field = look.need("t/s")?;
        let Some(rate) = stated(field.json).filter(|(rate, _)| *rate > 0.0 && *rate < 1e12) else {
            return Err(field.expected("a rate above 0, like 118.88 ± 1.04"));
        };
        let model = look.need("model")?.text()?;
        bench.quantization = quantization(model);
        bench.model = Some(model.into());
        add(&mut bench, test, rate, &look)?;
    }
    Ok(bench)
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
    let span = look.json.span.clone();
    let run = Run { concurrency: 1.0, depth, prompt, output, rate, deviation, span };
    match (prompt > 0.0, output > 0.0) {
        (true, false) => bench.prefill.push(run),
        (false, true) => bench.decode.push(run),
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
fn one_configuration(input: &Input, records: &[Json]) -> Result<Bench, Problem> {
    let mut bench = Bench { tool: "llama-bench", engine: Some("llama.cpp"), ..Bench::default() };
    let Some((first, rest)) = records.split_first() else { return Ok(bench) };
    offload::read(&mut bench, &Look::new(input, first))?;
    let Value::Object(fields) = &first.value else {
        return Err(Look::new(input, first).expected("an object"));
    };
    for record in rest {
        if let Some(key) = extra(record, fields) {
            let message = format!("this run has `{}`, and the first has not", printable(key));
            let start = record.span.start;
            return Err(input.at(&(start..start + 1), message).hint(ON_ITS_OWN));
        }
        for (key, json) in fields.iter().filter(|(key, _)| !OF_A_RUN.contains(&key.as_str())) {
            let Some(other) = record.get(key).filter(|other| !same(other, json)) else { continue };
            let words = |json: &Json| printable(&input.text[json.span.clone()]).into_owned();
            let message = format!(
                "this run has another `{}` than the first: {}, not {}",
                printable(key),
                words(other),
                words(json)
            );
            return Err(input.at(&other.span, message).hint(ON_ITS_OWN));
        }
    }
    Ok(bench)
}

const ON_ITS_OWN: &str = "a profile is of one model and one set of flags: import each on its own";

/// A setting that this record has and the first has not: tables show what is not the default.
fn extra<'a>(record: &'a Json, first: &[(String, Json)]) -> Option<&'a str> {
    let Value::Object(fields) = &record.value else { return None };
    let known = |key: &str| OF_A_RUN.contains(&key) || first.iter().any(|(name, _)| name == key);
    fields.iter().map(|(key, _)| key.as_str()).find(|key| !known(key))
}

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
