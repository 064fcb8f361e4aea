//! One measurement.

use super::look::Look;
use crate::figure::{significant, whole};
use crate::profile::problem::Problem;

/// One measurement.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Requests in progress.
    pub concurrency: f64,
    /// Tokens in the context before the prompt.
    pub depth: f64,
    /// Tokens of the prompt; 0 when only output was measured.
    pub prompt: f64,
    /// Tokens of the output; 0 when only the prompt was measured.
    pub output: f64,
    /// Tokens per second of all requests together.
    pub rate: f64,
    /// Standard deviation of that rate as the tool states it; 0 when it does not.
    pub deviation: f64,
}

impl Run {
    /// One request at a time, after nothing, without a stated deviation.
    pub const fn alone(prompt: f64, output: f64, rate: f64) -> Self {
        Self { concurrency: 1.0, depth: 0.0, prompt, output, rate, deviation: 0.0 }
    }

    /// The bounds of a profile's fields: what is outside them could not be read back.
    ///
    /// # Errors
    /// The number that is outside.
    pub fn believable(&self, look: &Look<'_>) -> Result<(), Problem> {
        let context = self.depth + self.prompt + self.output;
        let inside = [
            ("requests in progress", self.concurrency, 1.0, 1e6),
            ("tokens of context", context, 1.0, 1e8),
            ("tokens per second", self.rate, 0.001, 1e8),
        ];
        match inside.iter().find(|(_, number, least, most)| !(number >= least && number <= most)) {
            None => Ok(()),
            Some((what, number, least, most)) => {
                let (number, most) = (significant(*number, 5), whole(*most));
                let message = format!("the run has {number} {what}; expected {least} to {most}");
                Err(look.problem(message))
            }
        }
    }
}
