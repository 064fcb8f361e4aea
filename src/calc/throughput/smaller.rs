//! More of the same cards: what fewer of them were measured to do, each group for itself.

use super::correction::Correction;
use super::known::Known;
use super::known_rate::Rate;
use crate::engine::Spread;
use crate::throughput::Basis;

/// The output of a machine with fewer of the same accelerators, for so many requests over all copies of
/// it, or on one of them where that is more.
fn decode((known, copies): &(Box<Known<'_, '_>>, f64), concurrency: f64) -> Option<Rate> {
    let most = known.most();
    let spread = (concurrency / copies).max(1.0);
    let each = (spread <= most).then(|| {
        let rate = known.decode(spread);
        Rate { value: rate.value * concurrency / spread, ..rate }
    });
    let one = (concurrency <= most).then(|| known.decode(concurrency));
    each.into_iter().chain(one).reduce(faster)
}

/// Its prompts, likewise.
fn prefill((known, copies): &(Box<Known<'_, '_>>, f64), concurrency: f64) -> Option<Rate> {
    let spread = (concurrency / copies).max(1.0);
    let each =
        known.prefill(spread).ok().map(|(rate, _)| Rate { value: rate.value * copies, ..rate });
    let one = known.prefill(concurrency).ok().map(|(rate, _)| rate);
    each.into_iter().chain(one).reduce(faster)
}

fn faster(one: Rate, other: Rate) -> Rate {
    if other.value > one.value { other } else { one }
}

impl Known<'_, '_> {
    /// The decode rate, and no less than groups of the accelerators make each for itself.
    pub(super) fn with_smaller(&self, own: Rate, concurrency: f64) -> Rate {
        let floor = self.smaller.as_ref().and_then(|smaller| decode(smaller, concurrency));
        self.at_least(own, floor, self.doublings(concurrency))
    }

    /// The prompt rate, likewise.
    pub(super) fn prompts_with_smaller(&self, own: Rate, concurrency: f64) -> Rate {
        let floor = self.smaller.as_ref().and_then(|smaller| prefill(smaller, concurrency));
        self.at_least(own, floor, self.doublings(concurrency))
    }

    /// Doublings from what was measured on this machine; without end where nothing was.
    fn doublings(&self, concurrency: f64) -> f64 {
        match &self.correction {
            Correction::Measured(at) => {
                let distance = at.distance(concurrency, self.request);
                distance.concurrency + distance.shape
            }
            Correction::AsMeasured(_) => 0.0,
            Correction::None | Correction::Calibration(_) => f64::INFINITY,
        }
    }

    /// A measurement on this very machine comes back at its own point; one doubling away the floor
    /// holds, and between them a part of it.
    fn at_least(&self, own: Rate, floor: Option<Rate>, doublings: f64) -> Rate {
        let Some(floor) = floor.filter(|floor| floor.value > own.value) else { return own };
        let share = doublings.min(1.0);
        if share == 0.0 {
            return own;
        }
        let far = self.model.as_ref().map_or(Spread::NONE, |(_, c)| c.spreads.calibrated);
        // Between the two it is the measurement of this machine that is corrected.
        let basis =
            if share < 1.0 { Basis::Calibrated } else { floor.basis.max(Basis::Calibrated) };
        Rate {
            value: own.value * (floor.value / own.value).powf(share),
            basis,
            spread: Spread {
                low: floor.spread.low.min(far.low),
                high: floor.spread.high.max(far.high),
            },
        }
    }
}
