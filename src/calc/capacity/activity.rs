//! What a machine does at any offered load: for how much of the time it is on a request, and how much power
//! it takes.

use super::power::{PowerParts, serving};
use super::queue::{KNOTS, knot};
use crate::calc::throughput::Rates;
use crate::load::hours::Hours;
use crate::workload::Request;

/// The loads of the knots.
const LOADS: [f64; KNOTS] = {
    let (mut loads, mut index) = ([0.0; KNOTS], 0);
    while index < KNOTS {
        loads[index] = knot(index);
        index += 1;
    }
    loads
};

/// One over the distance from each knot to the next.
const STEEPNESS: [f64; KNOTS - 1] = {
    let (mut steepness, mut index) = ([0.0; KNOTS - 1], 0);
    while index + 1 < KNOTS {
        steepness[index] = 1.0 / (LOADS[index + 1] - LOADS[index]);
        index += 1;
    }
    steepness
};

/// Something that grows with the offered load of a machine from 0 to 1, by straight lines between [`knot`]s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByLoad {
    at: [f64; KNOTS],
    /// Whether it is the load itself.
    proportional: bool,
}

impl ByLoad {
    /// The values at the knots.
    pub const fn at_knots(values: [f64; KNOTS]) -> Self {
        Self { at: values, proportional: false }
    }

    /// The values at the knots.
    pub const fn knots(&self) -> &[f64; KNOTS] {
        &self.at
    }

    /// Its value at a load; above 1, that at 1.
    ///
    /// ```
    /// use breakeven::calc::capacity::activity::Activity;
    /// let proportional = Activity::proportional().busy;
    /// assert_eq!([0.0, 0.5, 1.0, 2.0].map(|load| proportional.at(load)), [0.0, 0.5, 1.0, 1.0]);
    /// ```
    pub fn at(&self, load: f64) -> f64 {
        if load >= 1.0 {
            return self.at[KNOTS - 1];
        }
        let steps = (KNOTS - 1) as f64;
        let index = (((1.0 - (1.0 - load).sqrt()) * steps) as usize).min(KNOTS - 2);
        let (low, high) = (self.at[index], self.at[index + 1]);
        low + (high - low) * ((load - LOADS[index]) * STEEPNESS[index])
    }

    /// Its mean over hours in which a machine has `each` times its mean offered load, when of all demand the
    /// share `exceeds` goes elsewhere, out of the busiest hours.
    ///
    /// ```
    /// use breakeven::calc::capacity::activity::Activity;
    /// use breakeven::load::Load;
    /// let load = Load::new("half".into(), &std::array::from_fn(|h| (h % 2) as f64), 1.0).unwrap();
    /// let proportional = Activity::proportional().busy;
    /// assert_eq!(proportional.mean(load.filled(), 0.25, 0.0), 0.25);
    /// // Every second hour asks for twice the mean, and a machine does no more than all the time.
    /// assert_eq!(proportional.mean(load.filled(), 0.75, 0.0), 0.5);
    /// assert_eq!(proportional.mean(load.filled(), 0.25, 0.5), 0.125);
    /// ```
    pub fn mean(&self, hours: &Hours, each: f64, exceeds: f64) -> f64 {
        if self.proportional {
            return each * (hours.mean() - hours.above(each.recip()).max(exceeds));
        }
        let limit = hours.limit(exceeds);
        let levels = hours.levels();
        let sum: f64 =
            levels.map(|(weight, count)| count * self.at(weight.min(limit) * each)).sum();
        sum / hours.count()
    }
}

/// What a machine does by its offered load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Activity {
    /// Share of the time with a request in progress.
    pub busy: ByLoad,
    /// Power, as a part of the way from idle to load.
    pub power: ByLoad,
}

impl Activity {
    /// That of a machine which does one request at a time: both are the offered load.
    pub fn proportional() -> Self {
        let load = ByLoad { at: LOADS, proportional: true };
        Self { busy: load, power: load }
    }

    /// What a machine does at least, of which this is known.
    ///
    /// With `b` in progress it is never more than `b` times as fast as with one, so that it is on for no less
    /// than with a stream for everybody, `1 - exp(-load x alone)`. While on, it takes its part for prompts and
    /// for output: all requests together take as much of both at any number of streams.
    pub fn at_least(known: &FewKnown) -> Self {
        let FewKnown { alone, prompts, decode, parts } = *known;
        let one_stream = parts.one_stream;
        let busy = LOADS.map(|load| load.max(1.0 - (-load * alone).exp()));
        let gain = (parts.decode - one_stream) / (1.0 - decode);
        let full = serving(parts.decode, prompts);
        // What it takes for being on, whatever its streams make.
        let on = one_stream - gain * decode;
        let power = std::array::from_fn(|index| {
            let (load, busy) = (LOADS[index], busy[index]);
            let by_parts = match on >= 0.0 {
                true => {
                    load * prompts + (busy - load * prompts) * on + gain * load * (1.0 - prompts)
                }
                false => one_stream * busy,
            };
            (load * full).max(by_parts)
        });
        Self { busy: ByLoad::at_knots(busy), power: ByLoad::at_knots(power) }
    }

    /// Whether it is that of such a machine.
    pub const fn is_proportional(&self) -> bool {
        self.busy.proportional && self.power.proportional
    }

    /// A part of the way from this to another.
    #[must_use]
    pub fn towards(&self, other: &Self, way: f64) -> Self {
        let mixed = |a: &ByLoad, b: &ByLoad| {
            let between = |index: usize| a.at[index] + (b.at[index] - a.at[index]) * way;
            ByLoad::at_knots(std::array::from_fn(between))
        };
        Self { busy: mixed(&self.busy, &other.busy), power: mixed(&self.power, &other.power) }
    }
}

/// What is known of a machine without its decode curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FewKnown {
    /// Seconds of one request alone over those of its part of a full machine.
    pub alone: f64,
    /// Share of the time of a full machine that goes to prompts.
    pub prompts: f64,
    /// The decode rate of one stream over that of a full machine.
    pub decode: f64,
    /// The parts of its power.
    pub parts: PowerParts,
}

impl FewKnown {
    /// Of a machine at these rates, which processes the share `processed` of the prompts of such requests.
    pub fn of(rates: &Rates, request: Request, processed: f64, parts: PowerParts) -> Self {
        let (prefill, decode) = (rates.prefill.typical, rates.decode.typical);
        let read = request.prompt_tokens * processed / prefill.get();
        let made = request.output_tokens / decode.get();
        // Among others a prompt takes no longer.
        let one_prompt = rates.one_prompt.typical.max(prefill);
        let alone = read * (prefill / one_prompt) + made * (decode / rates.one_stream);
        Self {
            alone: alone / (read + made),
            prompts: read / (read + made),
            decode: rates.one_stream / decode,
            parts,
        }
    }
}
