//! What an option costs over the horizon, from the compiled form.

use super::beyond_limit::two_bills;
use super::compiled::Compiled;
use super::overflow::Overflow;
use super::price_list::ApiPrices;
use crate::calc::option::serving::{Base, ServingOption};
use crate::units::Usd;

impl Compiled<'_, '_> {
    /// The total of an option.
    pub fn total(&self, option: &ServingOption<'_>) -> Usd {
        let share = option.base_share(self.scenario);
        let leaves = option.leaves_baseline(self.scenario);
        let migration = if leaves { self.migration } else { Usd::ZERO };
        let prices = |api| ApiPrices::new(api, self.scenario);
        let overflow_to = |api| prices(api).beside(option.hard, self.hard_share());
        let base = match (&option.base, option.overflow) {
            (Base::Api(api), None) => self.bill(api, share) + migration,
            (Base::Api(api), Some(to)) => {
                two_bills(self, (&prices(api), &overflow_to(to)), share) + migration
            }
            (Base::Fleet(fleet), None) => self.fleet(fleet, &self.rates_of(fleet)),
            (Base::Fleet(fleet), Some(api)) => {
                let overflow = Overflow::new(self, &overflow_to(api));
                overflow.total(self, fleet, &self.rates_of(fleet))
            }
        };
        let hard = self.hard_share();
        match (option.hard, &option.base) {
            (None, _) => base,
            // One endpoint sends one bill.
            (Some(api), Base::Api(same)) if same.id == api.id => {
                base + self.hard(self.bill(api, share + hard) - self.bill(api, share))
            }
            (Some(api), _) => base + self.hard(self.bill(api, hard)),
        }
    }
}
