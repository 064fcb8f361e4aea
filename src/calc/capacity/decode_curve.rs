//! What one machine does with 1, 2 … `B` requests in progress: the curve behind queue and power.

use super::power::Power;
use super::queue::{Hour, KNOTS, Station, Wait, knot};
use crate::calc::throughput::Rates;
use crate::calc::throughput::known::Known;
use crate::requirement::Unmet;
use crate::throughput::Deployment;
use crate::units::Watts;
use crate::workload::Request;

/// The decode curve of a deployment, and what follows from it for requests of one shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Serving {
    /// Output tokens per second of all streams together with 1, 2 … in progress.
    pub decode: Box<[f64]>,
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

impl Serving {
    /// Of a deployment up to the concurrency of its rates, for requests in the workload's tokens of
    /// whose prompts the share `fresh` is processed.
    ///
    /// # Errors
    /// As [`crate::calc::throughput::serving`].
    pub fn of(
        deployment: &Deployment<'_>,
        request: Request,
        fresh: f64,
        rates: &Rates,
    ) -> Result<Self, Unmet> {
        let request = request.times(deployment.model.tokens_factor);
        let known = Known::of(deployment, request)?;
        let slots = (rates.concurrency as usize).max(1);
        let (mut decode, mut prompts) = (Vec::with_capacity(slots), Vec::with_capacity(slots));
        let mut completed = Vec::with_capacity(slots);
        let input = request.prompt_tokens * fresh;
        // Seconds of a request for its output and for its prompt.
        let at = |b: usize| -> Result<[f64; 2], Unmet> {
            let rates = known.rates(b as f64)?;
            Ok([rates.decode.typical.get(), input / rates.prefill.typical.get()])
        };
        let alone = at(1)?;
        let mut last = alone;
        while decode.len() < slots {
            let from = decode.len();
            let step = if from < EVERY { 1 } else { from / 8 };
            let next = at((from + step).min(slots))?;
            let step = (slots - from).min(step);
            for within in 1..=step {
                let way = within as f64 / step as f64;
                let [rate, prompt] = [0, 1].map(|i| last[i] + (next[i] - last[i]) * way);
                let seconds = prompt + request.output_tokens / rate;
                decode.push(rate);
                prompts.push(prompt / seconds);
                completed.push(1.0 / seconds);
            }
            last = next;
        }
        let station = Station::new(completed)
            .ok_or_else(|| Unmet::new("throughput", "requests without tokens have no rate"))?;
        Ok(Self {
            decode: decode.into(),
            prompts: prompts.into(),
            prompt_seconds: alone[1],
            station,
        })
    }

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
        let step = |b: usize| b as f64 / self.decode[b.max(1) - 1];
        self.station.hour(offered).first_token(self.prompt_seconds, step)
    }

    /// Mean watts of an hour; `waiting` is what the machine draws while nothing is in progress.
    pub fn watts(&self, hour: &Hour, power: &Power, waiting: Watts) -> Watts {
        let ends = (self.decode[0], self.decode[self.decode.len() - 1]);
        Watts::new(hour.mean(|b| match b {
            0 => waiting.get(),
            b => {
                let decoding = power.decoding(self.decode[b - 1], ends);
                power.serving(decoding, self.prompts[b - 1]).get()
            }
        }))
    }

    /// Share of the time with a request in progress, and mean watts, at the offered load of each
    /// [`knot`]; `waiting` is what the machine draws in between.
    pub fn knots(&self, power: &Power, waiting: Watts) -> [(f64, Watts); KNOTS] {
        std::array::from_fn(|index| {
            let hour = self.station.hour(knot(index));
            (hour.busy(), self.watts(&hour, power, waiting))
        })
    }
}
