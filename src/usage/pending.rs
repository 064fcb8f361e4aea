//! What has to wait until all files are read: sessions that others replay, scrapes to subtract, spans
//! within spans.

use std::collections::{BTreeMap, HashMap};

use super::counts::Counts;

/// What was said of one session.
#[derive(Debug)]
pub struct Session {
    /// The number of its file.
    pub file: usize,
    /// Its id.
    pub id: Option<String>,
    /// The session whose history it begins with.
    pub parent: Option<String>,
    /// Whether it begins with the history of another.
    pub forked: bool,
    /// When it began.
    pub born: Option<i64>,
    /// The model.
    pub model: Option<u32>,
    /// Models by number.
    pub models: Vec<String>,
    /// Its totals, in order.
    pub events: Vec<Event>,
}

/// A total at a moment.
#[derive(Debug)]
pub struct Event {
    /// When.
    pub at: Option<i64>,
    /// The model.
    pub model: Option<u32>,
    /// All of the session so far.
    pub total: Option<Counts>,
    /// What the last response used.
    pub last: Option<Counts>,
}

impl Session {
    /// A session of which nothing is known.
    pub fn new(file: usize) -> Self {
        let (id, parent, born, model) = (None, None, None, None);
        let (models, events) = (Vec::new(), Vec::new());
        Self { file, id, parent, forked: false, born, model, models, events }
    }

    /// The number of a model.
    pub fn number(&mut self, name: &str) -> u32 {
        let known = self.models.iter().position(|model| model == name);
        let index = known.unwrap_or_else(|| {
            self.models.push(name.to_string());
            self.models.len() - 1
        });
        index as u32
    }
}

/// The samples of one scrape.
#[derive(Debug, Default)]
pub struct Scrape {
    /// File and piece.
    pub place: (usize, usize),
    /// Counters.
    pub values: BTreeMap<Series, f64>,
    /// When the process began.
    pub started: Option<f64>,
    /// When.
    pub at: Option<i64>,
}

/// What a counter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// Prompt tokens.
    Prompt,
    /// vLLM: of the prompt, by source; `true` is computed here.
    Source(bool),
    /// Of the prompt, from a cache, under the first, second or third of its names.
    Cached(u8),
    /// Generated tokens.
    Output,
    /// Requests.
    Requests,
}

/// A counter of one model with all of its labels.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// The model.
    pub model: Option<String>,
    /// Which one.
    pub counter: Counter,
    /// All of its labels.
    pub labels: String,
}

/// A span that states usage, until it is known what lies within it.
#[derive(Debug)]
pub struct Stated {
    /// Trace and span.
    pub key: (String, String),
    /// When.
    pub at: Option<i64>,
    /// The model.
    pub model: Option<String>,
    /// What it used.
    pub counts: Counts,
}

/// Spans of all files: which states usage, and which lies in which.
#[derive(Debug, Default)]
pub struct Spans {
    /// Spans that state usage.
    pub stated: Vec<Stated>,
    /// In which span each lies.
    pub parents: HashMap<(String, String), String>,
}

impl Spans {
    /// Takes over those of another.
    pub fn merge(&mut self, other: Self) {
        self.stated.extend(other.stated);
        self.parents.extend(other.parents);
    }
}

/// The first second of a period, the one after its last, and a model.
pub type PeriodOfModel = (i64, i64, String);

/// What bills take back.
#[derive(Debug, Default)]
pub struct Corrections(pub BTreeMap<PeriodOfModel, Counts>);

impl Corrections {
    /// Adds one.
    pub fn add(&mut self, period: PeriodOfModel, counts: &Counts) {
        let sum = self.0.entry(period).or_default();
        *sum = sum.plus(counts);
    }

    /// Takes over those of another.
    pub fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(period, counts)| self.add(period, &counts));
    }
}

/// The first second and the one after the last of the sums that a file of an export states, by the
/// source and the number of the file.
pub type Periods = BTreeMap<(&'static str, usize), (i64, i64)>;
