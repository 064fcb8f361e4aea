//! Floor 1: how demand is spread over the 168 hours of a week or over the hours as they were, and which
//! part of it can wait.

mod as_it_was;
pub mod batch;
pub mod hours;
mod peak;
pub mod real_hours;

use std::sync::{Arc, LazyLock};

use self::batch::Batch;
use self::hours::Hours;
use self::real_hours::scale;

use crate::source::Text;
use crate::units::HOURS_PER_WEEK;

/// A weekly pattern of demand: 168 weights from Monday 00:00 on, local time at
/// [`Load::utc_offset`]. Weights have mean 1; the largest is the peak factor. Of what was measured hour by
/// hour the hours are those of a series: fleets and queues meet them, and the week is their mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// The name in `--load` and in the profile.
    pub name: Text,
    /// Hours by which the clock of the weights is ahead of UTC; 0 when nobody says.
    utc_offset: f64,
    // Shared: a search asks the same question of thousands of scenarios with the same load.
    shape: Arc<Shape>,
}

#[derive(Clone, Debug, PartialEq)]
struct Shape {
    /// All demand, in the hours in which it comes.
    all: Hours,
    /// The part of it that can wait, if any can.
    batch: Option<Batch>,
}

/// What exceeds machines, over all demand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Excess {
    /// Of what cannot wait.
    pub interactive: f64,
    /// Of what can wait.
    pub batch: f64,
}

impl Excess {
    /// Both.
    pub fn total(self) -> f64 {
        self.interactive + self.batch
    }
}

impl Load {
    /// Five weekdays of `hours` and two weekend days of `hours` times `weekend`, scaled to mean 1.
    ///
    /// # Errors
    /// Says why when a weight is negative or all of them are zero.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [1.0; 24];
    /// hours[12] = 25.0;
    /// let noon = Load::new("noon".into(), &hours, 1.0).unwrap();
    /// assert_eq!(noon.peak_factor(), 12.5);
    /// ```
    pub fn new(name: Text, hours: &[f64; 24], weekend: f64) -> Result<Self, String> {
        if hours.iter().chain([&weekend]).any(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return Err("weights must be finite and not negative".into());
        }
        let mut weights = [0.0; HOURS_PER_WEEK];
        for (hour, weight) in weights.iter_mut().enumerate() {
            *weight = hours[hour % 24] * if hour < 120 { 1.0 } else { weekend };
        }
        Self::weekly(name, weights)
    }

    /// The 168 hours of a week from Monday 00:00 on, in any unit, scaled to mean 1.
    ///
    /// # Errors
    /// Says why when a weight is negative or all of them are zero.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [1.0; 168];
    /// hours[167] = 169.0; // Sunday night: half of all demand
    /// let load = Load::weekly("night".into(), hours).unwrap();
    /// assert_eq!(load.peak_factor(), 84.5);
    /// ```
    pub fn weekly(name: Text, mut weights: [f64; HOURS_PER_WEEK]) -> Result<Self, String> {
        scale(&mut weights)?;
        Ok(Self::of(name, weights))
    }

    /// The same weights on a clock that is `hours` ahead of UTC.
    #[must_use]
    pub fn at_utc_offset(self, hours: f64) -> Self {
        Self { utc_offset: hours, ..self }
    }

    /// Hours by which the clock of the weights is ahead of UTC; 0 when nobody says.
    pub fn utc_offset(&self) -> f64 {
        self.utc_offset
    }

    fn of(name: Text, weights: [f64; HOURS_PER_WEEK]) -> Self {
        Self::shaped(name, Hours::of(weights), None)
    }

    fn shaped(name: Text, all: Hours, batch: Option<Batch>) -> Self {
        Self { name, utc_offset: 0.0, shape: Arc::new(Shape { all, batch }) }
    }

    /// The same load, of which a share of each hour can wait for another hour of its day. Where any can,
    /// a series counts as its mean week.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [0.5; 24];
    /// hours[9] = 12.5;
    /// let load = Load::new("nine".into(), &hours, 1.0).unwrap().with_batch(0.8);
    /// // 2.5 of the busiest hour cannot wait; the rest of the day has 2.3 and room for 19.2.
    /// assert_eq!(load.interactive().peak(), 2.5);
    /// assert!((load.busiest() - 2.5).abs() < 1e-12);
    /// assert!((load.with_batch(1.0).busiest() - 1.0).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn with_batch(&self, share: f64) -> Self {
        if share <= 0.0 {
            let all = self.shape.all.clone();
            return Self::shaped(self.name.clone(), all, None).at_utc_offset(self.utc_offset);
        }
        let all = Hours::of(*self.weights());
        let waits = all.weights().map(|weight| weight * share);
        let batch = Some(Batch::of(&all, &waits));
        Self::shaped(self.name.clone(), all, batch).at_utc_offset(self.utc_offset)
    }

    /// Share of all demand that can wait.
    pub fn batch_share(&self) -> f64 {
        self.shape.batch.as_ref().map_or(0.0, Batch::share)
    }

    /// Several loads together, each by its weight: the hours of demand add. Loads of weights that
    /// are all 0 make a flat one.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let office = Load::new("office".into(), &[1.0; 24], 0.0).unwrap();
    /// let both = Load::mixed("both".into(), &[(&office, 1.0), (&Load::flat(), 3.0)]);
    /// assert_eq!(both.weights()[0], 1.1);
    /// assert_eq!(both.weights()[167], 0.75);
    /// ```
    pub fn mixed(name: Text, parts: &[(&Self, f64)]) -> Self {
        let sum: f64 = parts.iter().map(|(_, weight)| weight).sum();
        let mut weights = [if sum > 0.0 { 0.0 } else { 1.0 }; HOURS_PER_WEEK];
        let mut waits = [0.0; HOURS_PER_WEEK];
        for (load, weight) in parts.iter().filter(|_| sum > 0.0) {
            for hour in 0..HOURS_PER_WEEK {
                weights[hour] += load.weights()[hour] * (weight / sum);
                waits[hour] += load.that_waits(hour) * (weight / sum);
            }
        }
        let all = Hours::of(weights);
        let batch = waits.iter().any(|waits| *waits > 0.0).then(|| Batch::of(&all, &waits));
        Self::shaped(name, all, batch)
    }

    /// What can wait of an hour.
    fn that_waits(&self, hour: usize) -> f64 {
        let Some(batch) = &self.shape.batch else { return 0.0 };
        self.weights()[hour] - batch.interactive.weights()[hour]
    }

    /// The name of the load that is there without a profile.
    pub const FLAT: &str = "flat";

    /// The same demand in every hour.
    pub fn flat() -> Self {
        Self::of(Text::Borrowed(Self::FLAT), [1.0; HOURS_PER_WEEK])
    }

    /// Its hours.
    pub fn even() -> &'static Hours {
        static EVEN: LazyLock<Load> = LazyLock::new(Load::flat);
        EVEN.as_asked()
    }

    /// Demand of each hour relative to the mean hour; hour 0 is Monday from 0 to 1 o'clock.
    pub fn weights(&self) -> &[f64; HOURS_PER_WEEK] {
        self.shape.all.weights()
    }

    /// All of it, in the hours in which it comes.
    pub fn as_asked(&self) -> &Hours {
        &self.shape.all
    }

    /// What can wait of each day, Monday first.
    pub fn waits_by_day(&self) -> [f64; 7] {
        self.shape.batch.as_ref().map_or([0.0; 7], |batch| batch.days)
    }

    /// The part of it that cannot wait.
    pub fn interactive(&self) -> &Hours {
        self.shape.batch.as_ref().map_or(&self.shape.all, |batch| &batch.interactive)
    }

    /// All of it, with what can wait in the hours in which machines do it.
    pub fn filled(&self) -> &Hours {
        self.shape.batch.as_ref().map_or(&self.shape.all, |batch| &batch.filled)
    }

    /// The busiest hour as it is asked for, relative to the mean hour.
    pub fn peak_factor(&self) -> f64 {
        self.shape.all.peak()
    }

    /// The busiest hour of machines that do what can wait in quiet hours.
    pub fn busiest(&self) -> f64 {
        self.filled().peak()
    }

    /// The multiple of the mean hour that machines are sized for, `n = mean x planned / headroom`: what
    /// cannot wait keeps to the headroom, all together to the whole machine.
    pub fn planned(&self, headroom: f64) -> f64 {
        self.interactive().peak().max(self.busiest() * headroom)
    }

    /// No hour of the week has a smaller one.
    pub fn planned_least(&self, headroom: f64) -> f64 {
        self.interactive().least().max(self.filled().least() * headroom)
    }

    /// The same of each hour, one after another.
    pub fn planned_hours(&self, headroom: f64) -> impl Iterator<Item = f64> {
        let hours = self.interactive().one_by_one().iter().zip(self.filled().one_by_one());
        hours.map(move |(interactive, all)| interactive.max(all * headroom))
    }

    /// Multiples of the mean hour at which what exceeds machines, or what they do, has a corner: hours that
    /// just fit, and days with just enough room for what can wait.
    pub fn corners(&self, headroom: f64) -> impl Iterator<Item = f64> {
        let interactive = self.interactive().levels().map(move |(weight, _)| weight / headroom);
        let batch = self.shape.batch.iter().flat_map(move |batch| {
            let filled = batch.filled.levels().map(|(weight, _)| weight);
            filled.chain(batch.enough(headroom))
        });
        interactive.chain(batch)
    }

    /// What exceeds machines that can do `full` in an hour, relative to the mean hour, and keep what
    /// cannot wait to the headroom.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [0.5; 24];
    /// hours[9] = 12.5;
    /// let load = Load::new("nine".into(), &hours, 1.0).unwrap();
    /// assert_eq!(load.excess(1.0, 0.5).total(), 0.5);
    /// // Half of it can wait: 6.25 in one hour, of which 0.5 is done, and 12 in the day, which has
    /// // room for 17.75.
    /// let excess = load.with_batch(0.5).excess(1.0, 0.5);
    /// assert_eq!((excess.interactive * 24.0, excess.batch), (5.75, 0.0));
    /// // Half of the machines have room for 8.625.
    /// assert_eq!(load.with_batch(0.5).excess(0.5, 0.5).batch * 24.0, 12.0 - 6.0);
    /// ```
    pub fn excess(&self, full: f64, headroom: f64) -> Excess {
        let limit = full * headroom;
        Excess {
            interactive: self.interactive().above(limit),
            batch: self.without_room(|hour| full - hour.min(limit)),
        }
    }

    /// Of what can wait the part for which its day has no room, over all demand. `room` is what is left
    /// in an hour that asks for so much that cannot wait.
    pub fn without_room(&self, room: impl Fn(f64) -> f64) -> f64 {
        self.shape.batch.as_ref().map_or(0.0, |batch| batch.without_room(room))
    }

    /// Whether it is the very same pattern, not one like it.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shape, &other.shape)
    }

    /// Share of the hours in which there is anything to do at all.
    pub fn busy_share(&self) -> f64 {
        self.filled().busy_share()
    }
}
