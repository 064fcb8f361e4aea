//! Requests of one machine in one hour: a birth-death chain over its decode curve.
//!
//! Requests arrive at random (Poisson). Up to `B` of them are in progress, the others wait for a
//! slot, first come first served. With `b` in progress the machine completes `mu(b)` requests a
//! second, one each `I/P + O/D(b)`, so one or two streams keep it on for much longer than the same
//! tokens at full concurrency. Source: Kleinrock, Queueing Systems I, chapter 3.

use std::ops::RangeInclusive;

/// How fast one machine completes requests, by how many are in progress.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Requests a second with 1, 2 … in progress; never falling.
    completed: Box<[f64]>,
    /// Seconds for each of them.
    seconds: Box<[f64]>,
}

/// One hour of a machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Hour {
    /// Offered load: the work of the hour over what the machine does at full concurrency.
    pub offered: f64,
    /// Share of time with 0, 1 … `B` requests in progress; waiting ones find `B`.
    pub shares: Box<[f64]>,
    /// Those of them that are not nothing.
    likely: RangeInclusive<usize>,
    /// Requests a second at full concurrency.
    pub most: f64,
}

/// Seconds from the arrival of a request to its first token, or a part of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wait {
    /// The mean; infinite when the queue grows without end.
    pub mean: f64,
    /// What 95 of 100 requests do not pass.
    pub p95: f64,
}

impl Station {
    /// Of requests completed a second with 1, 2 … in progress; `None` when there is none or one of
    /// them is not above 0. A machine may always run fewer at a time, so a rate that falls stays.
    ///
    /// ```
    /// use breakeven::calc::capacity::queue::Station;
    /// let station = Station::new([1.0, 1.8, 1.5]).unwrap();
    /// assert_eq!((station.slots(), station.most()), (3, 1.8));
    /// assert_eq!(Station::new([]), None);
    /// assert_eq!(Station::new([1.0, 0.0]), None);
    /// ```
    pub fn new(completed: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut most = 0.0_f64;
        let rising = completed.into_iter().map(|rate| {
            most = most.max(rate);
            (rate > 0.0 && rate.is_finite()).then_some(most)
        });
        let completed = rising.collect::<Option<Box<[f64]>>>()?;
        let seconds = completed.iter().map(|rate| rate.recip()).collect();
        (!completed.is_empty()).then_some(Self { completed, seconds })
    }

    /// Requests in progress at most.
    pub fn slots(&self) -> usize {
        self.completed.len()
    }

    /// Requests a second with `b` in progress, from 1 on.
    pub fn at(&self, b: usize) -> f64 {
        self.completed[b.clamp(1, self.slots()) - 1]
    }

    /// Requests a second at full concurrency.
    pub fn most(&self) -> f64 {
        self.completed[self.completed.len() - 1]
    }

    /// The stationary hour at an offered load: `p[k+1] / p[k] = rate / mu(min(k + 1, B))`. From 1 on
    /// every slot is taken all the time.
    ///
    /// ```
    /// use breakeven::calc::capacity::queue::Station;
    /// // One slot at half load is M/M/1: busy half of the time.
    /// let hour = Station::new([2.0]).unwrap().hour(0.5);
    /// assert_eq!(&*hour.shares, [0.5, 0.5]);
    /// // Two slots that add nothing to each other: one request for a quarter, more for a quarter.
    /// let hour = Station::new([1.0, 1.0]).unwrap().hour(0.5);
    /// assert_eq!(&*hour.shares, [0.5, 0.25, 0.25]);
    /// // Two that double it, at half load: 1, 1, 1/2, 1/4 … over 3.
    /// let hour = Station::new([1.0, 2.0]).unwrap().hour(0.5);
    /// assert!((hour.busy() - 2.0 / 3.0).abs() < 1e-12);
    /// ```
    pub fn hour(&self, offered: f64) -> Hour {
        let mut shares = vec![0.0; self.slots() + 1].into_boxed_slice();
        let likely = self.states(offered, |b, share| shares[b] = share);
        let total: f64 = shares[likely.clone()].iter().sum();
        shares[likely.clone()].iter_mut().for_each(|share| *share /= total);
        Hour { offered, shares, likely, most: self.most() }
    }

    /// The states of that hour which are not nothing, with shares of time in proportion to their own; in
    /// which range they are.
    pub(super) fn states(
        &self,
        offered: f64,
        mut each: impl FnMut(usize, f64),
    ) -> RangeInclusive<usize> {
        let slots = self.slots();
        if offered >= 1.0 {
            each(slots, 1.0);
            return slots..=slots;
        }
        let rate = offered * self.most();
        // Those who wait find every slot taken.
        let all_taken = 1.0 / (1.0 - offered);
        let mut found = |b: usize, share: f64| {
            each(b, if b == slots { share * all_taken } else { share });
        };
        // From the likeliest state both ways, so that nothing overflows however many slots.
        let likeliest = self.completed.partition_point(|completed| *completed <= rate);
        found(likeliest, 1.0);
        let (mut first, mut last) = (likeliest, likeliest);
        // Farther away, what is next to nothing is nothing.
        let (mut share, per_request) = (1.0, rate.recip());
        while first > 0 && share >= NEGLIGIBLE {
            first -= 1;
            share *= self.completed[first] * per_request;
            found(first, share);
        }
        share = 1.0;
        while last < slots && share >= NEGLIGIBLE {
            share *= rate * self.seconds[last];
            last += 1;
            found(last, share);
        }
        first..=last
    }
}

impl Hour {
    /// Share of time with at least one request in progress.
    pub fn busy(&self) -> f64 {
        1.0 - self.shares[0]
    }

    /// The mean over time of what depends on the number of requests in progress.
    ///
    /// ```
    /// use breakeven::calc::capacity::queue::Station;
    /// let hour = Station::new([1.0, 1.0]).unwrap().hour(0.5);
    /// assert_eq!(hour.mean(|b| b as f64), 0.75);
    /// ```
    pub fn mean(&self, of: impl Fn(usize) -> f64) -> f64 {
        self.likely.clone().map(|b| self.shares[b] * of(b)).sum()
    }

    /// Share of requests that find every slot taken.
    pub fn waits(&self) -> f64 {
        self.shares[self.shares.len() - 1]
    }

    /// The wait for a slot. Those who wait do so for an exponential time of mean
    /// `1 / (mu(B) (1 - offered))`: exact for exponential lengths. With lengths that vary more the
    /// p95 is higher, with equal ones lower.
    ///
    /// ```
    /// use breakeven::calc::capacity::queue::Station;
    /// // M/M/1 at half load: half of them wait, twice the service time on average.
    /// let wait = Station::new([1.0]).unwrap().hour(0.5).slot();
    /// assert_eq!(wait.mean, 1.0);
    /// assert!((wait.p95 - 2.0 * 10.0_f64.ln()).abs() < 1e-12);
    /// ```
    pub fn slot(&self) -> Wait {
        if self.offered >= 1.0 {
            return Wait { mean: f64::INFINITY, p95: f64::INFINITY };
        }
        let (share, each) = (self.waits(), self.each());
        Wait { mean: share * each, p95: each * (share / LATE).ln().max(0.0) }
    }

    /// Mean seconds for a slot of those who wait for one.
    fn each(&self) -> f64 {
        1.0 / (self.most * (1.0 - self.offered))
    }

    /// The wait for the first token: a slot, the prompts ahead, the own prompt, one step.
    ///
    /// Prompts are an M/D/1 queue for the prefill rate of one prompt, `prompt` seconds each: a new
    /// one finds others at work for the share `rate x prompt` of the time and waits for
    /// `prompt / (2 (1 - share))` then, taken as exponential. `step` is the seconds of a decode step
    /// with `b` in progress; the p95 takes that of the number which 95 of 100 do not find passed.
    ///
    /// ```
    /// use breakeven::calc::capacity::queue::Station;
    /// let station = Station::new([1.0, 2.0]).unwrap();
    /// // Nearly nobody else: own prompt and one step.
    /// let wait = station.hour(1e-9).first_token(0.25, |_| 0.5);
    /// assert!((wait.mean - 0.75).abs() < 1e-6 && (wait.p95 - 0.75).abs() < 1e-6);
    /// ```
    pub fn first_token(&self, prompt: f64, step: impl Fn(usize) -> f64) -> Wait {
        let mean = self.mean_first_token(prompt, &step);
        if mean.is_infinite() {
            return Wait { mean, p95: f64::INFINITY };
        }
        let (at_work, ahead) = self.prompts_ahead(prompt);
        let late = later((self.waits(), self.each()), (at_work, ahead));
        // A few long waits may lift the mean above what 95 of 100 wait; they do not pass it either.
        let p95 = late + prompt + step(self.with_one_more(self.at_most()));
        Wait { mean, p95: p95.max(mean) }
    }

    /// The mean of [`Self::first_token`] alone.
    pub fn mean_first_token(&self, prompt: f64, step: impl Fn(usize) -> f64) -> f64 {
        let (at_work, ahead) = self.prompts_ahead(prompt);
        if self.offered >= 1.0 || at_work >= 1.0 {
            return f64::INFINITY;
        }
        let step = self.mean(|b| step(self.with_one_more(b)));
        self.waits() * self.each() + at_work * ahead + prompt + step
    }

    /// The share of arrivals that find prompts at work, and the mean seconds that those wait for them.
    fn prompts_ahead(&self, prompt: f64) -> (f64, f64) {
        let at_work = self.offered * self.most * prompt;
        (at_work, prompt / (2.0 * (1.0 - at_work)))
    }

    /// An arrival finds what time sees, and makes it one more.
    fn with_one_more(&self, b: usize) -> usize {
        (b + 1).min(self.shares.len() - 1)
    }

    /// The number of requests in progress that 95 of 100 arrivals do not find passed.
    fn at_most(&self) -> usize {
        let mut found = 0.0;
        let passed = self.shares.iter().position(|share| {
            found += share;
            found >= 1.0 - LATE
        });
        passed.unwrap_or(self.shares.len() - 1)
    }
}

/// A share, over the largest one, that changes nothing.
pub(super) const NEGLIGIBLE: f64 = 1e-18;

/// The share of requests that may wait longer than the p95.
const LATE: f64 = 0.05;

/// The p95 of the sum of two waits, each of none or, for a share, an exponential time of this mean.
fn later((a, slow): (f64, f64), (c, fast): (f64, f64)) -> f64 {
    let tail = |time: f64| {
        let [s, f] = [slow, fast].map(|mean| if mean > 0.0 { (-time / mean).exp() } else { 0.0 });
        // Both: (slow S(t) - fast F(t)) / (slow - fast), and its limit for equal means.
        let both = if (slow - fast).abs() > 1e-9 * slow.max(fast) {
            (slow * s - fast * f) / (slow - fast)
        } else {
            s * (1.0 + time / slow.max(f64::MIN_POSITIVE))
        };
        a * (1.0 - c) * s + c * (1.0 - a) * f + a * c * both
    };
    let (mut low, mut high) = (0.0, slow.max(fast));
    if tail(0.0) <= LATE {
        return 0.0;
    }
    while tail(high) > LATE {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if tail(middle) > LATE { low = middle } else { high = middle }
    }
    high
}

/// Knots of a function of the offered load.
pub const KNOTS: usize = 32;

/// The offered load of a knot: equal steps of `1 - sqrt(1 - load)`, close together near full load.
///
/// ```
/// use breakeven::calc::capacity::queue::{KNOTS, knot};
/// assert_eq!((knot(0), knot(KNOTS - 1)), (0.0, 1.0));
/// assert!(knot(1) > 0.06 && knot(1) < 0.07 && 1.0 - knot(KNOTS - 2) < 0.002);
/// ```
pub const fn knot(index: usize) -> f64 {
    let left = 1.0 - index as f64 / (KNOTS - 1) as f64;
    1.0 - left * left
}
