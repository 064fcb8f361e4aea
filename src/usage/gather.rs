//! Where rows of every source come together: sums by hour and model, sizes of requests, and what
//! was skipped and why.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::counts::Counts;
use super::moment::{Grain, HOUR};
use super::pages::Pages;
use super::pending::{Corrections, Periods, Scrape, Session, Spans};
use super::quick_hash::{self, Quick};
use super::response::Response;
use super::responses::{Part, Responses, by_part};
use super::sizes::Sizes;

/// The name of a model that the source does not state.
pub const NO_MODEL: &str = "not stated";

/// Some usage of one model.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Seconds since 1970 at which it began, where that is stated.
    pub at: Option<i64>,
    /// How fine that is.
    pub grain: Grain,
    /// The model.
    pub model: Option<&'a str>,
    /// What was used.
    pub counts: Counts,
}

/// No client writes one response so often.
const MANY: u32 = 1_000;

/// Where something stands: file, piece of the file, and line of the piece, in this order.
pub type Spot = (usize, usize, u64);

/// Rows that were left out for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// How many.
    pub rows: u64,
    /// The first of them.
    pub first: Spot,
}

/// What has been read so far. Two of them can be merged in any order.
#[derive(Debug, Default)]
pub struct Gather {
    names: Vec<String>,
    known: HashMap<String, u32>,
    /// The number of the model that was named last: most rows name the same one.
    latest: u32,
    /// Sums by hour (seconds since 1970 over 3,600; none without a time) and model.
    pub cells: HashMap<(Option<i64>, u32), Counts, Quick>,
    /// Tokens by minute, of sources with a time for each response.
    pub minutes: HashMap<i64, u64, Quick>,
    /// Tokens of a prompt.
    pub prompts: Sizes,
    /// Tokens of an answer.
    pub answers: Sizes,
    keyed: Responses,
    /// What others have kept, until all files are read.
    kept: Vec<Responses>,
    /// The coarsest grain so far.
    pub grain: Option<Grain>,
    /// Rows that hold usage.
    pub rows: u64,
    /// Rows that say again what another row says.
    pub repeated: u64,
    /// The first and the last second that the sources speak of, idle time included.
    pub covered: Option<(i64, i64)>,
    /// Dollars billed, where the source states them.
    pub billed: Option<f64>,
    /// Sessions of Codex, until all of them are known.
    pub sessions: Vec<Session>,
    /// Scrapes of Prometheus, until all of them are known.
    pub scrapes: Vec<Scrape>,
    /// Spans, until all of them are known.
    pub spans: Spans,
    /// Rows at a full hour, and files that have others: those are single requests, in each of them.
    full_hours: Vec<(usize, i64, u32, Counts)>,
    singles: BTreeSet<usize>,
    /// What bills take back, until all of them are known.
    pub corrections: Corrections,
    /// Of which time each file of an export states sums.
    pub periods: Periods,
    /// Pages of sources that come in pages.
    pub pages: BTreeMap<&'static str, Pages>,
    /// Rows left out, by reason.
    pub skipped: BTreeMap<String, Left>,
    /// What a reader of the numbers must know.
    pub warnings: BTreeSet<String>,
    /// Sources by name.
    pub sources: BTreeSet<&'static str>,
}

impl Gather {
    /// Models by number.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn model(&mut self, name: Option<&str>) -> u32 {
        let name = name.filter(|name| !name.trim().is_empty()).unwrap_or(NO_MODEL);
        if self.names.get(self.latest as usize).is_some_and(|latest| latest == name) {
            return self.latest;
        }
        let next = self.names.len() as u32;
        self.latest = *self.known.entry(name.to_string()).or_insert(next);
        if self.latest == next {
            self.names.push(name.to_string());
        }
        self.latest
    }

    /// Adds a row.
    pub fn add(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let model = self.model(row.model);
        self.count(row.at, row.grain, model, &row.counts);
    }

    /// Adds a row with a time to the second: an hour when all rows of its file are at full hours, else
    /// a single request.
    pub fn add_single_or_hour(&mut self, file: usize, row: &Row<'_>) {
        match row.at {
            Some(at) if at % HOUR == 0 => {
                self.rows += 1;
                let model = self.model(row.model);
                self.full_hours.push((file, at, model, row.counts));
            }
            _ => {
                self.singles.insert(file);
                self.add(&Row { counts: Counts { requests: Some(1), ..row.counts }, ..*row });
            }
        }
    }

    /// Adds a response that may be written again: the row with the largest output is kept, with the
    /// first time.
    pub fn add_once(&mut self, key: &[&str], row: &Row<'_>) {
        self.rows += 1;
        let model = self.model(row.model);
        let Some(response) = Response::of(row.at, model, &row.counts) else {
            self.count(row.at, row.grain, model, &row.counts);
            return;
        };
        self.grain = self.grain.max(Some(row.grain));
        let known = self.keyed.keep(quick_hash::of(key), &response, &self.names);
        self.repeated += u64::from(known);
    }

    fn count(&mut self, at: Option<i64>, grain: Grain, model: u32, counts: &Counts) {
        self.grain = self.grain.max(Some(grain));
        let cell = self.cells.entry((at.map(|at| at.div_euclid(HOUR)), model)).or_default();
        *cell = cell.plus(counts);
        if let Some(at) = at {
            self.cover(at, at);
            if grain == Grain::Event {
                let minute = self.minutes.entry(at.div_euclid(60)).or_default();
                *minute = minute.saturating_add(counts.tokens());
            }
        }
        if grain == Grain::Event && counts.requests == Some(1) {
            self.prompts.add(counts.prompt(), 1);
            self.answers.add(counts.output.unwrap_or(0), 1);
        }
    }

    /// Says that the source speaks of this time, idle or not.
    pub fn cover(&mut self, from: i64, to: i64) {
        let (first, last) = self.covered.unwrap_or((from, to));
        self.covered = Some((first.min(from), last.max(to)));
    }

    /// Says that a row was left out.
    pub fn skip(&mut self, reason: &str, first: Spot) {
        self.skip_all(reason, Left { rows: 1, first });
    }

    fn skip_all(&mut self, reason: &str, left: Left) {
        match self.skipped.get_mut(reason) {
            Some(before) => {
                before.rows += left.rows;
                before.first = before.first.min(left.first);
            }
            None => {
                self.skipped.insert(reason.to_string(), left);
            }
        }
    }

    /// Says what a reader of the numbers must know.
    pub fn warn(&mut self, warning: impl Into<String>) {
        self.warnings.insert(warning.into());
    }

    /// Adds dollars that were billed.
    pub fn bill(&mut self, dollars: f64) {
        self.billed = Some(self.billed.unwrap_or(0.0) + dollars);
    }

    /// Adds what was billed; what is in another currency is left out and said.
    pub fn bill_in(&mut self, currency: Option<&str>, amount: f64) {
        match currency {
            Some(other) if !other.eq_ignore_ascii_case("usd") => {
                let other = crate::text::shown(other);
                self.warn(format!("billed in {other}: not counted, dollars are"));
            }
            _ => self.bill(amount),
        }
    }

    /// Takes over what another one has read.
    pub fn merge(&mut self, mut other: Self) {
        let numbers: Vec<u32> = other.names.iter().map(|name| self.model(Some(name))).collect();
        let ours = |model: u32| numbers.get(model as usize).copied().unwrap_or(0);
        other.kept.push(other.keyed);
        other.kept.iter_mut().for_each(|kept| kept.renumber(&numbers));
        self.kept.append(&mut other.kept);
        for ((hour, model), counts) in other.cells {
            let cell = self.cells.entry((hour, ours(model))).or_default();
            *cell = cell.plus(&counts);
        }
        for (minute, tokens) in other.minutes {
            *self.minutes.entry(minute).or_default() += tokens;
        }
        self.prompts.merge(&other.prompts);
        self.answers.merge(&other.answers);
        self.grain = self.grain.max(other.grain);
        self.rows += other.rows;
        self.repeated += other.repeated;
        if let Some((from, to)) = other.covered {
            self.cover(from, to);
        }
        if let Some(dollars) = other.billed {
            self.bill(dollars);
        }
        for (reason, left) in other.skipped {
            self.skip_all(&reason, left);
        }
        let full_hours = other.full_hours.into_iter();
        self.full_hours
            .extend(full_hours.map(|(file, at, model, counts)| (file, at, ours(model), counts)));
        self.singles.extend(other.singles);
        self.sessions.extend(other.sessions);
        self.scrapes.extend(other.scrapes);
        self.spans.merge(other.spans);
        self.corrections.merge(other.corrections);
        self.periods.extend(other.periods);
        for (source, pages) in other.pages {
            self.pages.entry(source).or_default().merge(pages);
        }
        self.warnings.extend(other.warnings);
        self.sources.extend(other.sources);
    }

    /// Counts what had to wait until all files were read.
    pub fn settle(&mut self) {
        for (file, at, model, counts) in std::mem::take(&mut self.full_hours) {
            let single = Counts { requests: Some(1), ..counts };
            match self.singles.contains(&file) {
                true => self.count(Some(at), Grain::Event, model, &single),
                false => self.count(Some(at), Grain::Hour, model, &counts),
            }
        }
        let most = self.count_kept();
        let missing: Vec<String> = self.pages.values().filter_map(Pages::missing).collect();
        self.warnings.extend(missing);
        if most > MANY {
            self.warn(format!(
                "{most} rows have one id: a gateway that gives every response the same one hides all but one of them"
            ));
        }
    }

    /// Counts responses that may have been written again, and says how often one was.
    fn count_kept(&mut self) -> u32 {
        let mut kept = std::mem::take(&mut self.kept);
        kept.push(std::mem::take(&mut self.keyed));
        let names = &self.names;
        let counted = by_part(kept, names, |parts, known| {
            let mut gather = Self { names: names.clone(), repeated: known, ..Self::default() };
            let mut most = 0;
            for response in parts.iter().flat_map(Part::iter) {
                most = most.max(response.rows);
                let counts = response.counts();
                gather.count(response.at(), Grain::Event, response.model, &counts);
            }
            (gather, most)
        });
        let mut most = 0;
        for (gather, often) in counted {
            self.merge(gather);
            most = most.max(often);
        }
        most
    }
}
