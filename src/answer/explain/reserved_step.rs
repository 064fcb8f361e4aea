//! Reserved units of throughput in words.

use super::{Explanation, stated};
use crate::api::{Api, Units};
use crate::figure::{grouped, significant};
use crate::money::worked;

impl Explanation<'_, '_, '_> {
    /// How many units the busiest hour keeps busy, and what so many cost.
    pub(super) fn reserved(&mut self, api: &Api, (units, busy): (&Units, f64), each: f64) {
        let Some(plan) = &api.plan else { return };
        let (held, fee) = (units.held(busy), units.fee.get());
        let numbers = format!(
            "max(ceil({}), {}) x {}{} = {} a month",
            grouped(busy, 2),
            units.least,
            significant(each, 6),
            if fee > 0.0 { format!(" + {fee}") } else { String::new() },
            worked(held * each + fee)
        );
        let [fresh, cached, output] = units.per_minute;
        let fields = [
            ("input_tokens_per_minute", fresh),
            ("cached_tokens_per_minute", cached),
            ("output_tokens_per_minute", output),
            ("minimum_units", units.least),
            ("term_months", units.term.get()),
        ];
        let number = |(field, value)| stated(&plan.source, field, significant(value, 12));
        let from = fields.into_iter().map(number).collect();
        let formula = "max(units busy in the busiest hour, minimum) x 730 h x $/h of a unit";
        self.step(&format!("reserved units of {}", plan.id), formula, numbers, from);
    }
}
