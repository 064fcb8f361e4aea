//! Counters of vLLM and SGLang in the text form of Prometheus: what counts is how much they grew
//! between two scrapes, or since the process began when there is one.

use std::collections::{BTreeMap, BTreeSet};

use crate::usage::counts::Counts;
use crate::usage::gather::{Gather, Row};
use crate::usage::moment::{Grain, since_1970};
use crate::usage::pending::{Counter, Scrape, Series};
use crate::usage::refusal::Refusal;
use crate::usage::sink::Sink;
use crate::usage::tokens::whole;

/// Which counter a metric is.
fn counter(name: &str, labels: &str) -> Option<Counter> {
    let name = name.strip_suffix("_total").unwrap_or(name);
    let local = || Counter::Source(label(labels, "source").as_deref() == Some("local_compute"));
    let (engine, name) = name.split_once(':').or_else(|| name.split_once('_'))?;
    match (engine, name) {
        ("vllm" | "sglang", "prompt_tokens") => Some(Counter::Prompt),
        ("vllm" | "sglang", "generation_tokens") => Some(Counter::Output),
        ("vllm", "prompt_tokens_by_source") => Some(local()),
        // The same tokens under three names, of which a version can have several.
        ("vllm", "prompt_tokens_cached") | ("sglang", "cached_tokens") => Some(Counter::Cached(0)),
        // Here and in the caches of other machines.
        ("vllm", "prefix_cache_hits" | "external_prefix_cache_hits") => Some(Counter::Cached(1)),
        ("vllm", "gpu_prefix_cache_hits") => Some(Counter::Cached(2)),
        ("vllm", "request_success") | ("sglang", "num_requests") => Some(Counter::Requests),
        _ => None,
    }
}

/// The value of a label.
fn label(labels: &str, name: &str) -> Option<String> {
    let wanted = format!("{name}=\"");
    let at = labels.match_indices(&wanted).map(|(at, _)| at);
    let starts = |at: usize| at == 0 || labels[..at].ends_with([',', ' ']);
    let begin = at.into_iter().find(|at| starts(*at))? + wanted.len();
    let value = &labels[begin..];
    Some(value[..value.find('"')?].to_string())
}

/// Where the labels end: a bracket in quotes is part of a value.
fn closing(labels: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    labels.bytes().position(|byte| {
        let ends = byte == b'}' && !quoted;
        quoted ^= byte == b'"' && !escaped;
        escaped = byte == b'\\' && quoted && !escaped;
        ends
    })
}

/// Reads one line.
///
/// # Errors
/// Why it does not count.
pub fn line(line: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let text = std::str::from_utf8(line).map_err(|_| "not text")?;
    if text.is_empty() || text.starts_with('#') {
        return Ok(());
    }
    let braces = text.find('{').filter(|at| !text[..*at].trim().contains(' '));
    let (name, labels, rest) = match braces {
        Some(at) => {
            let inside = &text[at + 1..];
            let end = closing(inside).ok_or("cut off")?;
            (text[..at].trim(), &inside[..end], &inside[end + 1..])
        }
        None => match text.split_once(char::is_whitespace) {
            Some((name, rest)) => (name, "", rest),
            None => return Err("not a sample".into()),
        },
    };
    let started = name == "process_start_time_seconds";
    let Some(counter) = counter(name, labels).or(started.then_some(Counter::Prompt)) else {
        return Ok(());
    };
    let mut numbers = rest.split_whitespace();
    let value: f64 = numbers.next().and_then(|number| number.parse().ok()).ok_or("not a sample")?;
    whole(value)?;
    let at = numbers.next().and_then(|stamp| stamp.parse().ok()).and_then(since_1970);
    let model = label(labels, "model_name").or_else(|| label(labels, "model"));
    let series = Series { model, counter, labels: format!("{name}{{{labels}}}") };
    let scrape = current(sink, |scrape| match started {
        true => scrape.started.is_some_and(|before| before != value),
        false => scrape.values.contains_key(&series),
    });
    scrape.at = at.or(scrape.at);
    if started {
        scrape.started = Some(value);
    } else {
        scrape.values.insert(series, value);
    }
    Ok(())
}

/// The scrape of this file; a new one where a sample comes again.
fn current<'s>(sink: &'s mut Sink<'_>, again: impl Fn(&Scrape) -> bool) -> &'s mut Scrape {
    let place = (sink.file, sink.piece);
    let scrapes = &mut sink.gather.scrapes;
    let same = scrapes.last().is_some_and(|last| last.place == place && !again(last));
    if !same {
        scrapes.push(Scrape { place, ..Scrape::default() });
    }
    let last = scrapes.len() - 1;
    &mut scrapes[last]
}

/// Counts what was used between the first and the last scrape.
pub fn settle(gather: &mut Gather) {
    let mut scrapes = std::mem::take(&mut gather.scrapes);
    if scrapes.is_empty() {
        return;
    }
    sort(&mut scrapes);
    let mut models: BTreeMap<Option<String>, Totals> = BTreeMap::new();
    let mut all: BTreeSet<&Series> = BTreeSet::new();
    scrapes.iter().for_each(|scrape| all.extend(scrape.values.keys()));
    let mut fell = 0;
    for series in &all {
        let (grown, falls) = growth(&scrapes, series);
        fell += falls;
        models.entry(series.model.clone()).or_default().add(series.counter, grown);
    }
    if fell > 0 {
        gather.warn(
            "a counter began again at 0 between two scrapes: what was used after the earlier one and before the restart is lost",
        );
    }
    let last = &scrapes[scrapes.len() - 1];
    if all.iter().any(|series| !last.values.contains_key(series)) {
        gather.warn(
            "a counter of an earlier scrape is not in the last one: what it counted after that is lost",
        );
    }
    if scrapes.len() == 1 {
        gather.warn("one scrape: counted is what was used since the process began; two scrapes say how much in which time");
    }
    let began = match &scrapes[..] {
        [only] => only.started.and_then(since_1970),
        _ => scrapes[0].at,
    };
    if let (Some(from), Some(to)) = (began, last.at) {
        gather.cover(from, to);
    }
    for (model, totals) in &models {
        let counts = totals.counts();
        let row = Row { at: began, grain: Grain::Window, model: model.as_deref(), counts };
        gather.add(&row);
    }
}

/// Sorts scrapes by their times; without any, those of one process by what they have counted, which
/// never falls; and else by files and lines.
fn sort(scrapes: &mut [Scrape]) {
    scrapes.sort_by_key(|scrape| scrape.place);
    let process = scrapes.first().and_then(|first| first.started);
    if scrapes.iter().all(|scrape| scrape.at.is_some()) {
        scrapes.sort_by_key(|scrape| scrape.at);
    } else if process.is_some() && scrapes.iter().all(|scrape| scrape.started == process) {
        let counted = |scrape: &Scrape| scrape.values.values().sum::<f64>();
        scrapes.sort_by(|a, b| counted(a).total_cmp(&counted(b)));
    }
}

/// By how much a series grew over the scrapes, and how often it began again.
fn growth(scrapes: &[Scrape], series: &Series) -> (f64, u32) {
    let Some(first) = scrapes.first() else { return (0.0, 0) };
    if scrapes.len() == 1 {
        return (first.values.get(series).copied().unwrap_or(0.0), 0);
    }
    let (mut grown, mut falls) = (0.0, 0);
    let mut before = first.values.get(series).copied();
    let mut started = first.started;
    for scrape in &scrapes[1..] {
        let again = started.zip(scrape.started).is_some_and(|(a, b)| (a - b).abs() > 1.0);
        started = scrape.started.or(started);
        let Some(now) = scrape.values.get(series).copied() else { continue };
        match before {
            Some(then) if now >= then && !again => grown += now - then,
            Some(_) => {
                grown += now;
                falls += 1;
            }
            // A counter without a value yet has counted nothing.
            None => grown += now,
        }
        before = Some(now);
    }
    (grown, falls)
}

#[derive(Default)]
struct Totals {
    prompt: Option<f64>,
    computed: Option<f64>,
    elsewhere: Option<f64>,
    cached: [Option<f64>; 3],
    output: Option<f64>,
    requests: Option<f64>,
}

impl Totals {
    fn add(&mut self, counter: Counter, grown: f64) {
        let sum = match counter {
            Counter::Prompt => &mut self.prompt,
            Counter::Source(true) => &mut self.computed,
            Counter::Source(false) => &mut self.elsewhere,
            Counter::Cached(name) => &mut self.cached[usize::from(name.min(2))],
            Counter::Output => &mut self.output,
            Counter::Requests => &mut self.requests,
        };
        *sum = Some(sum.unwrap_or(0.0) + grown);
    }

    fn counts(&self) -> Counts {
        let number = |sum: Option<f64>| sum.and_then(|sum| whole(sum).ok());
        let (prompt, cached) = match (self.computed, self.elsewhere) {
            (Some(computed), elsewhere) => {
                (Some(computed + elsewhere.unwrap_or(0.0)), Some(elsewhere.unwrap_or(0.0)))
            }
            _ => (self.prompt, self.cached.into_iter().flatten().next()),
        };
        let whole_input = Counts::of_whole_input(number(prompt), number(cached), None);
        Counts { output: number(self.output), requests: number(self.requests), ..whole_input }
    }
}
