//! What the others of a kind cost: every price once, sorted, so that each profile is held against
//! its neighbours without collecting them again.

use std::collections::HashMap;

use crate::api::Api;
use crate::hardware::Hardware;
use crate::profile::catalog::Catalog;
use crate::tier::Tier;

/// Prices above 0 of a group, US dollars, from the lowest.
#[derive(Debug, Default)]
pub(super) struct Group(Vec<f64>);

impl Group {
    /// The middle of the prices of a group without one of them, of at least three.
    ///
    /// The middle of `n` sorted numbers is number `n / 2`, counted from 0.
    pub(super) fn median_without(&self, own: f64) -> Option<f64> {
        let at = self.0.partition_point(|price| *price < own);
        let without = self.0.get(at).is_some_and(|price| *price == own);
        let count = self.0.len() - usize::from(without);
        let middle = count / 2;
        let index = if without && at <= middle { middle + 1 } else { middle };
        if count < 3 { None } else { self.0.get(index).copied() }
    }
}

/// The prices of all APIs and machines.
#[derive(Debug, Default)]
pub(super) struct Prices {
    input: HashMap<Tier, Group>,
    output: HashMap<Tier, Group>,
    accelerator: HashMap<String, Group>,
}

impl Prices {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let mut prices = Self::default();
        for api in catalog.all::<Api>() {
            prices.input.entry(api.tier).or_default().0.push(input(api));
            prices.output.entry(api.tier).or_default().0.push(output(api));
        }
        for machine in catalog.all::<Hardware>() {
            let group = prices.accelerator.entry(machine.family.to_string()).or_default();
            group.0.extend(accelerator(machine));
        }
        let tiers = prices.input.values_mut().chain(prices.output.values_mut());
        for group in tiers.chain(prices.accelerator.values_mut()) {
            group.0.retain(|price| *price > 0.0);
            group.0.sort_unstable_by(f64::total_cmp);
        }
        prices
    }

    /// The middle price of input of the others of its tier.
    pub(super) fn input_beside(&self, api: &Api) -> Option<f64> {
        self.input.get(&api.tier)?.median_without(input(api))
    }

    /// The middle price of output of the others of its tier.
    pub(super) fn output_beside(&self, api: &Api) -> Option<f64> {
        self.output.get(&api.tier)?.median_without(output(api))
    }

    /// The middle price of an accelerator of the other machines of its family.
    pub(super) fn accelerator_beside(&self, machine: &Hardware) -> Option<f64> {
        self.accelerator.get(&*machine.family)?.median_without(accelerator(machine)?)
    }
}

pub(super) fn input(api: &Api) -> f64 {
    api.prices.input.typical.get()
}

pub(super) fn output(api: &Api) -> f64 {
    api.prices.output.typical.get()
}

/// A machine with its host, for each of its accelerators, US dollars; `None` for a gift.
pub(super) fn accelerator(machine: &Hardware) -> Option<f64> {
    let price = machine.price?.typical.get() + machine.host.get();
    (price > 0.0).then_some(price / f64::from(machine.gpus))
}

#[cfg(test)]
mod tests {
    use super::Group;

    /// As it is defined: take one away, sort, look.
    fn plainly(mut numbers: Vec<f64>, own: f64) -> Option<f64> {
        if let Some(at) = numbers.iter().position(|number| *number == own) {
            numbers.remove(at);
        }
        numbers.sort_by(f64::total_cmp);
        if numbers.len() < 3 { None } else { Some(numbers[numbers.len() / 2]) }
    }

    #[test]
    fn the_middle_is_that_of_the_others() {
        let mut seed = 1_u64;
        let mut digit = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ((seed >> 60) % 7) as f64
        };
        for count in 0..40 {
            let numbers: Vec<f64> = (0..count % 9).map(|_| digit()).collect();
            let mut sorted = numbers.clone();
            sorted.sort_by(f64::total_cmp);
            let group = Group(sorted);
            for own in numbers.iter().copied().chain([3.5, -1.0, 9.0]) {
                assert_eq!(group.median_without(own), plainly(numbers.clone(), own), "{numbers:?}");
            }
        }
    }
}
