//! A measured curve beside the model: their ratio at each point, and how far a question is from it.

use super::curve::Curve;
use super::job::Job;
use crate::engine::{Constants, Spread};
use crate::throughput::Measured;
use crate::workload::Request;

/// A measured curve, and its ratio to the model at its own shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared<'c> {
    /// The measurement.
    pub measured: &'c Measured,
    /// The request that was measured.
    shape: Request,
    /// The prompt rate stated with it, unless it leaves no time for output.
    prefill: Option<f64>,
    /// The points, by concurrency.
    points: Vec<Point>,
}

/// Measured over modelled at one concurrency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Requests in progress.
    pub concurrency: f64,
    /// Of output.
    pub decode: f64,
    /// Of prompts; `None` when the measurement says nothing about them.
    pub prompts: Option<f64>,
}

/// How a concurrency lies to the measured ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Fewer than any.
    Below(Point),
    /// Between two, or at one: the ratio there.
    Inside(Point),
    /// More than any.
    Above(Point),
}

impl<'c> Compared<'c> {
    /// Of a measurement with the model of what was measured, for a request whose shape it may have
    /// had; `None` when it does not say how long its requests were.
    ///
    /// A rate at a context of so many tokens is taken as one of requests like the one asked about.
    pub fn new(
        measured: &'c Measured,
        job: &Job,
        constants: &Constants,
        asked: Request,
    ) -> Option<Self> {
        let scaled = |context: f64| match asked.context_tokens() {
            0.0 => Request { prompt_tokens: context, output_tokens: 0.0 },
            tokens => asked.times(context / tokens),
        };
        let shape =
            measured.end_to_end.or(measured.request).or(measured.context_tokens.map(scaled))?;
        let curve = Curve::new(Job { request: shape, ..*job }, constants);
        let leaves_time = |prefill: &f64| match measured.end_to_end {
            Some(request) => measured.decode.iter().all(|point| {
                let whole = request.output_tokens / point.aggregate.get();
                request.prompt_tokens / prefill < whole
            }),
            None => true,
        };
        let prefill = measured.prefill.map(|rate| rate.get()).filter(leaves_time);
        let point = |concurrency, rate: f64| {
            let (decode, prompts) = (curve.decode(concurrency), curve.prompt(concurrency));
            let (decoded, processed) = match measured.end_to_end {
                None => (rate, prefill),
                Some(request) => {
                    let roofs = (curve.roof(concurrency), curve.prompt_roof());
                    let whole =
                        Whole { rate, prompts: request.prompt_tokens / request.output_tokens };
                    let (decoded, processed) = whole.parts((decode, prompts), roofs, prefill);
                    (decoded, Some(processed))
                }
            };
            let prompts = processed.map(|processed| processed / prompts);
            Point { concurrency, decode: decoded / decode, prompts }
        };
        let points = measured.decode.iter().map(|p| point(p.concurrency, p.aggregate.get()));
        let points: Vec<Point> = points.collect();
        (!points.is_empty()).then_some(Self { measured, shape, prefill, points })
    }

    /// The lowest and the highest concurrency measured.
    pub fn ends(&self) -> [Point; 2] {
        [self.points[0], self.points[self.points.len() - 1]]
    }

    /// All points.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The prompt rate stated with it, unless it leaves no time for output.
    pub fn prefill(&self) -> Option<f64> {
        self.prefill
    }

    /// Where a concurrency lies; between two points the ratio goes by the logarithm of both.
    pub fn place(&self, concurrency: f64) -> Place {
        let [first, last] = self.ends();
        if concurrency < first.concurrency {
            return Place::Below(first);
        }
        if concurrency > last.concurrency {
            return Place::Above(last);
        }
        let at = self.points.partition_point(|point| point.concurrency < concurrency);
        let high = self.points[at];
        if high.concurrency == concurrency {
            return Place::Inside(high);
        }
        let low = self.points[at - 1];
        let share =
            (concurrency / low.concurrency).ln() / (high.concurrency / low.concurrency).ln();
        let between = |low: f64, high: f64| low * (high / low).powf(share);
        Place::Inside(Point {
            concurrency,
            decode: between(low.decode, high.decode),
            prompts: low.prompts.zip(high.prompts).map(|(low, high)| between(low, high)),
        })
    }

    /// How far a question is from what was measured, in doublings: of the concurrency from the
    /// nearest measured, and of the request's length or, where prompts count, of its mix.
    pub fn distance(&self, concurrency: f64, request: Request) -> Distance {
        let nearest = |point: &Point| doublings(point.concurrency, concurrency);
        let length = doublings(request.context_tokens(), self.shape.context_tokens());
        let mix = |request: Request| (1.0 + request.prompt_tokens) / (1.0 + request.output_tokens);
        let mixed = match self.measured.end_to_end {
            Some(own) => doublings(mix(request), mix(own)),
            None => 0.0,
        };
        Distance {
            concurrency: self.points.iter().map(nearest).fold(f64::INFINITY, f64::min),
            shape: length.max(mixed),
        }
    }
}

/// Doublings between a question and a measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// Of the concurrency.
    pub concurrency: f64,
    /// Of the request.
    pub shape: f64,
}

impl Distance {
    /// Whether the question is about what was measured: requests within a factor of 2, and a
    /// concurrency within a factor of 2 of one between two measured ones, or of the root of 2 of one
    /// outside.
    pub fn is_near(self, inside: bool) -> bool {
        self.shape <= 1.0 && self.concurrency <= if inside { 1.0 } else { 0.5 }
    }

    /// The spread of a measurement that is `own`, drawn towards that of a `far` one: two doublings
    /// away it has all of it, in quadrature.
    ///
    /// ```
    /// use breakeven::calc::throughput::compared::Distance;
    /// use breakeven::engine::Spread;
    /// let far = Spread { low: 0.5, high: 2.0 };
    /// let at = |concurrency| Distance { concurrency, shape: 0.0 }.spread(Spread::NONE, far);
    /// assert_eq!(at(0.0), Spread::NONE);
    /// assert!((at(1.0).high - 2.0_f64.sqrt()).abs() < 1e-12);
    /// assert!((at(9.0).low - 0.5).abs() < 1e-12);
    /// ```
    pub fn spread(self, own: Spread, far: Spread) -> Spread {
        let share = ((self.concurrency + self.shape) / 2.0).min(1.0);
        if share == 0.0 {
            return own;
        }
        let both = |own: f64, far: f64| own.ln().hypot(share * far.ln());
        Spread { low: (-both(own.low, far.low)).exp(), high: both(own.high, far.high).exp() }
    }
}

/// How often one number doubles, or halves, to be another.
///
/// ```
/// use breakeven::calc::throughput::compared::doublings;
/// assert_eq!((doublings(2.0, 8.0), doublings(8.0, 2.0), doublings(0.0, 0.0)), (2.0, 2.0, 0.0));
/// ```
pub fn doublings(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { (a.max(f64::MIN_POSITIVE) / b.max(f64::MIN_POSITIVE)).log2().abs() }
}

/// Output of whole requests.
#[derive(Clone, Copy, Debug)]
struct Whole {
    /// Output tokens per second, prompts included.
    rate: f64,
    /// Prompt tokens for each of output.
    prompts: f64,
}

impl Whole {
    /// The rates of output and of prompts that together make it: those of the model times one
    /// factor; the rest goes to the other where one of them would pass its roof. A stated prompt
    /// rate stays, where it leaves any time for output.
    fn parts(self, model: (f64, f64), roofs: (f64, f64), stated: Option<f64>) -> (f64, f64) {
        let Self { rate, prompts } = self;
        let seconds = 1.0 / rate;
        let rest = |used: f64| (seconds > used).then(|| 1.0 / (seconds - used));
        if let Some((decode, stated)) =
            stated.and_then(|stated| Some((rest(prompts / stated)?, stated)))
        {
            return (decode, stated);
        }
        let ratio = rate * (1.0 / model.0 + prompts / model.1);
        let (decode, prefill) = (ratio * model.0, ratio * model.1);
        let shifted = if decode > roofs.0 {
            rest(1.0 / roofs.0).map(|each| (roofs.0, prompts * each))
        } else if prefill > roofs.1 {
            rest(prompts / roofs.1).map(|decode| (decode, roofs.1))
        } else {
            None
        };
        let possible = |(decode, prefill): &(f64, f64)| *decode <= roofs.0 && *prefill <= roofs.1;
        shifted.filter(possible).unwrap_or((decode, prefill))
    }
}
