//! Floor 1: work that can wait for a quieter hour of its day.

use super::hours::Hours;
use crate::units::HOURS_PER_WEEK;

/// The hours of a day.
const DAY: usize = 24;

/// The part of a load that can wait, filled into the quietest hours of its day: once, to the lowest
/// peak, which is best for any number of machines.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// What cannot wait.
    pub interactive: Hours,
    /// What can wait of each day of the week.
    pub days: [f64; 7],
    /// All work, with what can wait where it is done.
    pub filled: Hours,
}

impl Batch {
    /// Of a load the part of each hour that can wait.
    pub fn of(all: &Hours, waits: &[f64; HOURS_PER_WEEK]) -> Self {
        let mut interactive = *all.weights();
        interactive.iter_mut().zip(waits).for_each(|(weight, waits)| *weight -= waits);
        let days = std::array::from_fn(|day| waits[day * DAY..][..DAY].iter().sum());
        let mut filled = interactive;
        for (day, waits) in filled.chunks_exact_mut(DAY).zip(days) {
            let level = level(day, waits, 1.0);
            day.iter_mut().for_each(|weight| *weight = weight.max(level));
        }
        Self { interactive: Hours::of(interactive), days, filled: Hours::of(filled) }
    }

    /// Share of all demand that can wait.
    pub fn share(&self) -> f64 {
        self.days.iter().sum::<f64>() / HOURS_PER_WEEK as f64
    }

    /// What machines must be able to do in every hour of a day so that all of it finds room, for each day.
    pub fn enough(&self, headroom: f64) -> impl Iterator<Item = f64> {
        let days = self.interactive.weights().chunks_exact(DAY).zip(self.days);
        days.map(move |(hours, waits)| level(hours, waits, headroom))
    }

    /// Of what can wait the part for which its day has no room, over all demand. `room` is what is left
    /// in an hour that asks for so much that cannot wait.
    pub fn without_room(&self, room: impl Fn(f64) -> f64) -> f64 {
        let days = self.interactive.weights().chunks_exact(DAY).zip(self.days);
        let left = |(hours, waits): (&[f64], f64)| {
            (waits - hours.iter().map(|hour| room(*hour)).sum::<f64>()).max(0.0)
        };
        days.map(left).sum::<f64>() / HOURS_PER_WEEK as f64
    }
}

/// What every hour must be able to do so that so much work finds room beside what is in them, which may
/// take the headroom: `sum of (level - min(hour, headroom x level)) = work`. At a headroom of 1 that is
/// the level to which the work fills them.
///
/// ```
/// use breakeven::load::batch::level;
/// assert_eq!(level(&[1.0, 5.0, 2.0], 3.0, 1.0), 3.0);
/// assert_eq!(level(&[1.0, 5.0, 2.0], 0.5, 1.0), 1.5);
/// assert_eq!(level(&[1.0, 5.0, 2.0], 10.0, 1.0), 6.0);
/// // 3 - 1, 3 - 1.5 and 3 - 1.5.
/// assert_eq!(level(&[1.0, 5.0, 2.0], 5.0, 0.5), 3.0);
/// ```
pub fn level(hours: &[f64], work: f64, headroom: f64) -> f64 {
    let mut rising = hours.to_vec();
    rising.sort_unstable_by(f64::total_cmp);
    // Hours with less in them than the headroom leave the rest of the level, the others their part.
    let (mut sum, mut parts) = (work, rising.len() as f64 * (1.0 - headroom));
    for hour in rising {
        if parts > 0.0 && hour * parts >= headroom * sum {
            break;
        }
        sum += hour;
        parts += headroom;
    }
    sum / parts
}
