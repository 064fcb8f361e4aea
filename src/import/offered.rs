//! Capacity or offered load: a server that keeps up with a fixed request rate shows how much was
//! asked of it, not what it can do.

use super::look::Look;
use super::measured_run::Run;
use super::runs::Bench;
use crate::figure::significant;
use crate::profile::problem::Problem;

/// Below this share of the offered requests, the queue grew throughout the run: the server worked
/// as fast as it can, and its output rate is its capacity.
///
/// A tenth is more than the random gaps between a few hundred requests make, and far less than
/// what an overload soon reaches. At the very edge of saturation the answer is "no": a capacity
/// that is refused costs another run, one that is too low would be believed.
const SATURATED: f64 = 0.9;

/// Above this share of failed requests a run says nothing: those that failed took time, and those
/// that did not had the server to themselves.
const FAILED: f64 = 0.1;

/// What to do about a run that says nothing of capacity.
pub const MEASURE_CAPACITY: &str = "measure capacity with requests sent as fast as possible and a limit of requests in progress: \
     `--request-rate inf --max-concurrency N` (vLLM, SGLang) or `--profile concurrent` (GuideLLM)";

/// What is said of requests that came when they once had come.
pub const REPLAYED: &str =
    "requests came as in a trace: this is the load that was offered, not what the server can do";

/// Below this share of the requests that were allowed in progress, the client held them back.
const USED: f64 = 0.5;

/// What to do about failures.
const MEASURE_WITHOUT_FAILURES: &str = "find out why they failed (context too long, a time-out, a wrong model name), and measure again";

/// A run over HTTP, however it was driven.
#[derive(Debug)]
pub struct Served {
    /// Requests offered per second; infinite when each was sent as soon as allowed.
    pub offered: f64,
    /// What is said of requests that came by a plan of the client's, if they did.
    pub planned: Option<&'static str>,
    /// Most requests in progress that the client allowed.
    pub cap: Option<f64>,
    /// Most requests that were in progress, when stated.
    pub peak: Option<f64>,
    /// Requests that ended, well or not.
    pub requests: f64,
    /// Requests that were still in progress when the run was ended.
    pub cut_off: f64,
    /// Those of the ended that failed.
    pub failed: f64,
    /// Seconds from the first request to the last answer.
    pub seconds: f64,
    /// Output tokens per second of all together.
    pub rate: f64,
    /// Seconds from one output token of a request to the next, when stated.
    pub token_seconds: Option<f64>,
    /// Seconds from request to last token, when stated.
    pub latency_seconds: Option<f64>,
    /// Output tokens of a request.
    pub output: f64,
}

/// What such a run says.
#[derive(Debug, PartialEq)]
enum Said {
    /// What the server can do with so many requests in progress.
    Capacity {
        /// Requests in progress.
        concurrency: f64,
    },
    /// Nothing of that: the reason, and what to do.
    Nothing {
        /// In words.
        reason: String,
        /// What to do.
        hint: &'static str,
    },
}

impl Served {
    /// Adds the run to the others, or why it says nothing of capacity.
    ///
    /// # Errors
    /// When nothing says how many requests were in progress, and those of [`Bench::decoded`].
    pub fn add(&self, bench: &mut Bench, look: &Look<'_>, run: Run) -> Result<(), Problem> {
        match self.judge(look)? {
            Said::Capacity { concurrency } => bench.decoded(look, &Run { concurrency, ..run }),
            Said::Nothing { reason, hint } => {
                bench.refused.get_or_insert_with(|| look.problem(&reason).hint(hint));
                bench.remark(format!("not used: {reason}"));
                Ok(())
            }
        }
    }

    /// Judges the run.
    ///
    /// At a fixed rate it is capacity in two cases: the requests allowed in progress were in use
    /// (on average nine tenths of them), or fewer than nine tenths of the offered requests were
    /// answered per second. The time in which the last request alone was being answered is taken
    /// off first, as nothing is offered any more then.
    ///
    /// # Errors
    /// When nothing says how many requests were in progress.
    fn judge(&self, look: &Look<'_>) -> Result<Said, Problem> {
        if self.failed > FAILED * self.requests {
            let (failed, requests) = (self.failed, self.requests);
            let reason = format!(
                "{failed} of {requests} requests failed: what is left is not what the server can do"
            );
            return Ok(Said::Nothing { reason, hint: MEASURE_WITHOUT_FAILURES });
        }
        if let Some(plan) = self.planned {
            let reason = format!("{plan}: this is the load that was offered, not its capacity");
            return Ok(Said::Nothing { reason, hint: MEASURE_CAPACITY });
        }
        let full = self.cap.filter(|cap| self.in_progress().is_some_and(|n| n >= SATURATED * cap));
        let cap = if self.offered.is_infinite() { self.cap } else { full };
        if let Some(cap) = cap {
            let allowed = cap.min(self.sent());
            if let Some(peak) = self.peak.filter(|peak| *peak < USED * allowed) {
                let reason = format!(
                    "{} requests were allowed in progress and at most {} were: something held them \
                     back, so this is the load that was offered, not its capacity",
                    significant(allowed, 4),
                    significant(peak, 4)
                );
                return Ok(Said::Nothing { reason, hint: MEASURE_CAPACITY });
            }
            return Ok(Said::Capacity { concurrency: allowed });
        }
        if self.offered.is_finite() {
            let answered = self.answered();
            if answered > SATURATED * self.offered {
                let reason = format!(
                    "requests came at a fixed {} a second and {} a second were answered: the \
                     server kept up, so this is the load that was offered, not its capacity",
                    significant(self.offered, 3),
                    significant(answered, 3)
                );
                return Ok(Said::Nothing { reason, hint: MEASURE_CAPACITY });
            }
        }
        // Requests that wait in the server's queue are in progress for the client only. One that
        // is decoded makes a token every `token_seconds`.
        let Some(token_seconds) = self.token_seconds else {
            let message = "nothing says how many requests were in progress: there is neither a \
                           limit nor the time per output token";
            return Err(look.problem(message).hint("measure with `--max-concurrency N`"));
        };
        let decoded = (self.rate * token_seconds).round();
        Ok(Said::Capacity { concurrency: decoded.max(1.0).min(self.requests) })
    }

    /// Mean requests in progress for the client: arrivals per second times seconds of each.
    fn in_progress(&self) -> Option<f64> {
        Some(self.sent() / self.seconds * self.latency_seconds?)
    }

    /// Requests that were sent.
    fn sent(&self) -> f64 {
        self.requests + self.cut_off
    }

    /// Requests answered per second while requests were still coming. Without the time per output
    /// token, or when that is no shorter than the run, it is that of the whole run.
    fn answered(&self) -> f64 {
        let last = self.token_seconds.map_or(0.0, |token| token * self.output);
        let coming = self.seconds - last;
        self.requests / if coming > 0.0 { coming } else { self.seconds }
    }
}
