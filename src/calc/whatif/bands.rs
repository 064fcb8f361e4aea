//! How far what has been paid by a day may lie from the point answer.

use super::monte_carlo::{Worlds, quantile};
use crate::calc::cash::paid::paid_by;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::ServingOption;
use crate::scenario::Scenario;

/// What a tenth and nine tenths of the draws do not exceed by each day of
/// [`paid_by`](crate::calc::cash::paid::paid_by), US dollars. Drawn as
/// [`simulate`](super::monte_carlo::simulate) does.
pub fn bands(
    option: &ServingOption<'_>,
    scenario: &Scenario<'_>,
    (count, seed): (u32, u64),
) -> Vec<(f64, f64)> {
    let worlds = Worlds::new(std::iter::once(option), scenario, (count, seed));
    let column = worlds.column_of(option);
    let (mut horizon, mut world) = (Horizon::of(scenario), worlds.world());
    let mut days: Vec<Vec<f64>> =
        vec![Vec::with_capacity(count as usize); horizon.months.len() + 1];
    for draw in 0..count as usize {
        worlds.set(&mut world, draw);
        horizon.turn_to(&world);
        let redrawn = worlds.redrawn(option, column, &mut world, draw);
        let paid = paid_by(&redrawn, &world, &horizon);
        days.iter_mut().zip(paid).for_each(|(day, paid)| day.push(paid.get()));
    }
    let ends = |mut day: Vec<f64>| {
        day.sort_by(f64::total_cmp);
        Some((quantile(&day, 0.1)?, quantile(&day, 0.9)?))
    };
    days.into_iter().filter_map(ends).collect()
}
