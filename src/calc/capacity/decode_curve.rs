//! What one machine does with 1, 2 … `B` requests in progress: the curve behind queue and power.

use std::rc::Rc;

use super::activity::{Activity, ByLoad};
use super::power::{PowerParts, serving};
use super::queue::{KNOTS, Station, Wait, knot};
use crate::calc::throughput::Rates;
use crate::calc::throughput::known::Known;
use crate::throughput::Deployment;
use crate::unmet::Unmet;
use crate::workload::Request;

/// What a request of one shape takes with 1, 2 … others in progress.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// Output tokens per second of all streams together.
    decode: Rc<[f64]>,
    /// Machine-seconds for a prompt of which all is processed.
    prompt: Box<[f64]>,
    /// The request, in the model's tokens.
    request: Request,
}

/// The decode curve of a deployment, and what follows from it for requests of one shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Serving {
    /// Output tokens per second of all streams together with 1, 2 … in progress.
    pub decode: Rc<[f64]>,
    /// Share of the time that goes to prompts with as many in progress.
    pub prompts: Box<[f64]>,
    /// Seconds to process one prompt while nothing else is done.
    pub prompt_seconds: f64,
    /// Requests completed.
    pub station: Station,
}

/// Requests in progress up to which every number is asked for; above, steps of an eighth and straight
/// lines between them, which are within 0.2 % of the curve.
const EVERY: usize = 16;

impl Steps {
    /// Of a deployment up to the concurrency of its rates, for requests in the workload's tokens.
    ///
    /// # Errors
    /// As [`crate::calc::throughput::serving`].
    pub fn of(deployment: &Deployment<'_>, request: Request, rates: &Rates) -> Result<Self, Unmet> {
        let request = request.times(deployment.model.tokens_factor);
        let known = Known::of(deployment, request)?;
        let slots = (rates.concurrency as usize).max(1);
        let (mut decode, mut prompt) = (Vec::with_capacity(slots), Vec::with_capacity(slots));
        let at = |b: usize| -> Result<[f64; 2], Unmet> {
            let [prefill, decode] = known.typical_rates(b as f64)?;
            Ok([decode, request.prompt_tokens / prefill])
        };
        let mut last = at(1)?;
        while decode.len() < slots {
            let from = decode.len();
            let step = if from < EVERY { 1 } else { from / 8 };
            let next = at((from + step).min(slots))?;
            let step = (slots - from).min(step);
            for within in 1..=step {
                let way = within as f64 / step as f64;
                let [rate, seconds] = [0, 1].map(|i| last[i] + (next[i] - last[i]) * way);
                decode.push(rate);
                prompt.push(seconds);
            }
            last = next;
        }
        Ok(Self { decode: decode.into(), prompt: prompt.into(), request })
    }

    /// Whether they are those of a request in the model's tokens.
    pub fn are_of(&self, request: Request) -> bool {
        self.request == request
    }

    /// Machine-seconds of a request for its prompt and for its output, of whose prompts the share `fresh` is
    /// processed.
    fn seconds(&self, fresh: f64) -> impl Iterator<Item = (f64, f64)> {
        let both = self.prompt.iter().zip(&*self.decode);
        both.map(move |(prompt, rate)| (prompt * fresh, self.request.output_tokens / rate))
    }

    /// The machine when of every prompt the share `fresh` is processed; `None` when that leaves a request
    /// with nothing to do.
    pub fn serving(&self, fresh: f64) -> Option<Serving> {
        let station = Station::new(self.seconds(fresh).map(|(read, made)| 1.0 / (read + made)))?;
        Some(Serving {
            decode: Rc::clone(&self.decode),
            prompts: self.seconds(fresh).map(|(read, made)| read / (read + made)).collect(),
            prompt_seconds: self.prompt[0] * fresh,
            station,
        })
    }
}

impl Serving {
    /// The machine when everything goes `factor` times as fast.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let rates: Vec<f64> = (1..=self.station.slots()).map(|b| self.station.at(b)).collect();
        Self {
            decode: self.decode.iter().map(|rate| rate * factor).collect(),
            prompt_seconds: self.prompt_seconds / factor,
            station: Station::new(rates.into_iter().map(|rate| rate * factor))
                .unwrap_or_else(|| self.station.clone()),
            ..self.clone()
        }
    }

    /// The wait for the first token in an hour with this offered load.
    pub fn wait(&self, offered: f64) -> Wait {
        self.station.hour(offered).first_token(self.prompt_seconds, |b| self.step(b))
    }

    /// Its mean alone.
    pub fn mean_wait(&self, offered: f64) -> f64 {
        self.station.hour(offered).mean_first_token(self.prompt_seconds, |b| self.step(b))
    }

    /// Seconds of a decode step with `b` in progress.
    fn step(&self, b: usize) -> f64 {
        b as f64 / self.decode[b.max(1) - 1]
    }

    /// Parts of the way from idle to load power with 0, 1 … in progress. No request takes more energy
    /// among others.
    fn powers(&self, parts: PowerParts) -> Vec<f64> {
        let ends = (self.decode[0], self.decode[self.decode.len() - 1]);
        let own = self.decode.iter().zip(&self.prompts);
        let own = own.map(|(rate, prompts)| serving(parts.decoding(*rate, ends), *prompts));
        let mut powers: Vec<f64> = std::iter::once(0.0).chain(own).collect();
        for b in (1..self.station.slots()).rev() {
            let each = powers[b + 1] / self.station.at(b + 1);
            powers[b] = powers[b].max(each * self.station.at(b));
        }
        powers
    }

    /// What it does at the offered load of each [`knot`], when it takes these parts of its power.
    pub fn activity(&self, parts: PowerParts) -> Activity {
        let power = self.powers(parts);
        let (mut busy, mut drawn) = ([0.0; KNOTS], [0.0; KNOTS]);
        for index in 0..KNOTS {
            let (mut all, mut idle, mut power_taken) = (0.0, 0.0, 0.0);
            self.station.states(knot(index), |b, share| {
                all += share;
                idle += if b == 0 { share } else { 0.0 };
                power_taken += share * power[b];
            });
            (busy[index], drawn[index]) = (1.0 - idle / all, power_taken / all);
        }
        Activity { busy: ByLoad::at_knots(busy), power: ByLoad::at_knots(drawn) }
    }
}
