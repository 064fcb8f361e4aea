//! A response that may be written again, in few bytes: there is one for each of a log.

use super::counts::Counts;

/// What 32 bits hold of a number that is not stated.
const NOTHING: u32 = u32::MAX;
/// A time that is not stated.
const NEVER: i64 = i64::MAX;

/// One response.
#[derive(Clone, Copy, Debug)]
pub struct Response {
    at: i64,
    /// The number of its model.
    pub model: u32,
    /// In how many rows it stands.
    pub rows: u32,
    numbers: [u32; 8],
}

impl Response {
    /// The response, or `None` when a number is too large for one.
    pub fn of(at: Option<i64>, model: u32, counts: &Counts) -> Option<Self> {
        let mut numbers = [NOTHING; 8];
        for (slot, number) in numbers.iter_mut().zip(counts.numbers()) {
            if let Some(number) = number {
                *slot = u32::try_from(number).ok().filter(|number| *number != NOTHING)?;
            }
        }
        Some(Self { at: at.unwrap_or(NEVER), model, rows: 1, numbers })
    }

    /// When it began.
    pub fn at(&self) -> Option<i64> {
        Some(self.at).filter(|at| *at != NEVER)
    }

    /// What it used.
    pub fn counts(&self) -> Counts {
        Counts::of(self.numbers.map(|number| (number != NOTHING).then(|| number.into())))
    }

    /// Keeps what has the larger output, and of equal ones the larger input and the model of the later
    /// name, with the earlier time: in whatever order they come.
    pub fn merge(&mut self, other: &Self, names: &[String]) {
        let rank = |response: &Self| {
            let counts = response.counts();
            let name = names.get(response.model as usize);
            (counts.output, counts.prompt(), response.numbers, name.cloned())
        };
        let (first, rows) = (self.at.min(other.at), self.rows.saturating_add(other.rows));
        if (self.model, self.numbers) != (other.model, other.numbers) && rank(other) > rank(self) {
            *self = *other;
        }
        (self.at, self.rows) = (first, rows);
    }
}
