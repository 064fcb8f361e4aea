//! Decode rates with features whose gain was measured elsewhere.

use super::known::Known;
use super::known_rate::Rate;
use crate::engine::Spread;
use crate::range::Range;
use crate::throughput::Basis;

impl Known<'_, '_> {
    /// Whether a gain is counted that was not measured on this deployment.
    pub(super) fn is_gained(&self) -> bool {
        self.deployment.unmeasured().any(|used| used.gain.is_some())
    }

    /// The decode rate at a concurrency of at most [`Self::most`]: that without the features times
    /// their gains, which fall with the streams. An engine may always run fewer at a time, so what
    /// fewer streams made stays: those that were measured and, beyond all of them, half as many.
    pub(super) fn decode(&self, concurrency: f64) -> Rate {
        let plain = self.plain_decode(concurrency);
        if self.deployment.features.0.is_empty() {
            return plain;
        }
        let ungained = self.deployment.unmeasured().filter(|used| used.gain.is_none());
        let spread = ungained.fold(plain.spread, |all, used| all.and(used.feature.interval));
        let basis = self.basis_of(plain.basis);
        if !self.is_gained() {
            return Rate { spread, basis, ..plain };
        }
        let gain = self.gain(concurrency);
        let gained = |streams: f64| self.plain_decode(streams).value * self.gain(streams).typical;
        let copies = self.fit.replicas.max(1.0);
        let gains = self.deployment.unmeasured().filter_map(|used| used.gain);
        let points = gains.flat_map(|gain| &gain.decode).map(|point| point.streams * copies);
        let points: Vec<f64> = points.collect();
        let last = points.iter().copied().fold(0.0, f64::max);
        let halves = std::iter::successors(Some(concurrency / 2.0), |fewer| Some(fewer / 2.0));
        let halves = halves.take_while(|fewer| concurrency > last && *fewer >= 1.0);
        let fewer = points.into_iter().filter(|point| *point < concurrency).chain(halves);
        let best = fewer.map(gained).fold(plain.value * gain.typical, f64::max);
        let sides = Spread { low: gain.low / gain.typical, high: gain.high / gain.typical };
        Rate { value: best, basis, spread: spread.and(sides) }
    }

    /// How a rate is known that was measured without some of the features: no longer as measured.
    pub(super) fn basis_of(&self, plain: Basis) -> Basis {
        match self.deployment.unmeasured().next() {
            Some(_) => plain.max(Basis::Calibrated),
            None => plain,
        }
    }

    /// The gains of all features that were not measured here, together.
    fn gain(&self, concurrency: f64) -> Range<f64> {
        let streams = concurrency / self.fit.replicas.max(1.0);
        let gains = self.deployment.unmeasured().filter_map(|used| used.gain);
        gains.map(|gain| gain.at(streams)).fold(Range::exactly(1.0), |all, gain| Range {
            low: all.low * gain.low,
            typical: all.typical * gain.typical,
            high: all.high * gain.high,
        })
    }
}
