//! Corrections of a bill: tokens that it takes back, from the usage of their period and model.

use std::collections::BTreeMap;

use super::counts::Counts;
use super::gather::{Gather, NO_MODEL};
use super::moment::HOUR;
use super::pending::Corrections;

impl Gather {
    /// Adds a row whose tokens are taken back.
    pub fn take_back(&mut self, period: (i64, i64), model: Option<&str>, counts: &Counts) {
        self.rows += 1;
        self.corrections.add((period.0, period.1, model.unwrap_or(NO_MODEL).to_string()), counts);
    }
}

/// Takes back what corrections say. A period of several rows loses it from each in proportion, to the
/// token; what is more than the period has is left out and said.
pub fn settle(gather: &mut Gather) {
    let Corrections(corrections) = std::mem::take(&mut gather.corrections);
    let mut too_much = false;
    let mut cells: BTreeMap<(&str, i64), [Option<u64>; 8]> = BTreeMap::new();
    let names = gather.names().to_vec();
    if !corrections.is_empty() {
        for ((hour, model), counts) in &gather.cells {
            let name = names.get(*model as usize).map_or(NO_MODEL, String::as_str);
            cells.extend(hour.map(|hour| ((name, hour), counts.numbers())));
        }
    }
    for ((from, to, model), counts) in &corrections {
        let last = (*to - 1).max(*from).div_euclid(HOUR);
        let hours = (&**model, from.div_euclid(HOUR))..=(&**model, last);
        for (class, owed) in counts.numbers().iter().enumerate() {
            let mut owed = owed.unwrap_or(0);
            let period = cells.range(hours.clone());
            let mut held =
                period.filter_map(|(_, numbers)| numbers[class]).fold(0, u64::saturating_add);
            too_much |= owed > held;
            owed = owed.min(held);
            for (_, numbers) in cells.range_mut(hours.clone()) {
                let Some(tokens) = numbers[class].as_mut().filter(|_| owed > 0) else { continue };
                let share = u128::from(owed) * u128::from(*tokens) / u128::from(held.max(1));
                // What is left of a share lies with the last of them.
                let share = if *tokens >= held { owed } else { share as u64 }.min(*tokens);
                (held, owed) = (held.saturating_sub(*tokens), owed - share);
                *tokens -= share;
            }
        }
    }
    for ((hour, model), counts) in &mut gather.cells {
        let name = names.get(*model as usize).map_or(NO_MODEL, String::as_str);
        if let Some(numbers) = hour.and_then(|hour| cells.get(&(name, hour))) {
            *counts = Counts::of(*numbers);
        }
    }
    if too_much {
        gather.warn(
            "a correction takes back more tokens than the bill has for its period: the rest of it is left out",
        );
    }
}
