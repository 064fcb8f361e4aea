//! What a price database says of one endpoint.

use super::decimal::Decimal;
use crate::date::Date;

/// USD per million tokens by class; `None` is not stated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// Fresh input.
    pub input: Option<Decimal>,
    /// Input that a prompt cache holds already.
    pub cached: Option<Decimal>,
    /// Input that is written to a cache for some minutes.
    pub write: Option<Decimal>,
    /// Input that is written to a cache for an hour.
    pub write_hour: Option<Decimal>,
    /// Output.
    pub output: Option<Decimal>,
}

impl Rates {
    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Those of input, of cached input and of output.
    pub const fn classes(&self) -> [Option<Decimal>; 3] {
        [self.input, self.cached, self.output]
    }

    /// The same, where a cached price of nothing or of the input price says no more than none.
    #[must_use]
    pub fn plain(mut self) -> Self {
        let known = |price: &Decimal| !price.is_zero();
        self.cached = self.cached.filter(known).filter(|price| Some(*price) != self.input);
        self.write = self.write.filter(known);
        self.write_hour = self.write_hour.filter(known);
        self
    }

    /// These, and where they state nothing, those of another.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            input: self.input.or(other.input),
            cached: self.cached.or(other.cached),
            write: self.write.or(other.write),
            write_hour: self.write_hour.or(other.write_hour),
            output: self.output.or(other.output),
        }
    }

    /// These prices over those of `list`, when that is the same for input and output.
    pub fn factor_on(&self, list: &Self) -> Option<f64> {
        let share = |batch: Option<Decimal>, full: Option<Decimal>| batch?.share_of(full?);
        let (input, output) = (share(self.input, list.input)?, share(self.output, list.output)?);
        ((input - output).abs() < 1e-6).then(|| (input * 1e6).round() / 1e6)
    }

    /// The share off `list` that these prices are, when it is the same for input and output.
    pub fn discount_on(&self, list: &Self) -> Option<f64> {
        self.factor_on(list).filter(|factor| *factor < 1.0).map(|factor| 1.0 - factor)
    }
}

/// Prices of every token of a request whose prompt is longer than a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cliff {
    /// The longest prompt at the ordinary prices, in tokens.
    pub above: u64,
    /// The prices above it.
    pub rates: Rates,
}

/// Prices of some hours of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Days, Monday first.
    pub days: [bool; 7],
    /// The first hour, in UTC; may be broken.
    pub from_hour: f64,
    /// The hour at which it ends, at most 24.
    pub to_hour: f64,
    /// The prices within.
    pub rates: Rates,
}

/// One priced endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// Its key in the database.
    pub key: String,
    /// Who bills.
    pub provider: String,
    /// What the provider calls the model.
    pub model: String,
    /// The prices of the day.
    pub rates: Rates,
    /// In batch mode.
    pub batch: Rates,
    /// Slower, cheaper service.
    pub flex: Rates,
    /// Faster, dearer service.
    pub priority: Rates,
    /// By prompt length, lowest first.
    pub cliffs: Vec<Cliff>,
    /// By hour of the week.
    pub windows: Vec<Window>,
    /// Changes to come, earliest first.
    pub scheduled: Vec<(Date, Rates)>,
    /// The last day.
    pub retires: Option<Date>,
    /// What the database names in its place.
    pub successor: Option<String>,
    /// Longest prompt plus output, or longest prompt where only that is stated.
    pub context_tokens: Option<u64>,
    /// Longest output.
    pub max_output_tokens: Option<u64>,
    /// Kinds of input.
    pub modalities: Vec<&'static str>,
    /// The page it was read from.
    pub page: Option<String>,
    /// What the record states and no field of a profile holds.
    pub dropped: Vec<String>,
}
