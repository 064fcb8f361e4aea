//! The law of provisioned throughput: as many whole units as the busiest hour needs, never fewer than
//! are sold, whatever the price list, and more demand is never cheaper.

use breakeven::api::Units;
use breakeven::calc::price::invoice::Invoice;
use breakeven::units::{Months, Usd, UsdPerMonth};
use proptest::prelude::*;

fn invoice(units: Units, busy: f64, usd: f64) -> Invoice {
    Invoice {
        days: [1.0; 7],
        free_tokens: 0.0,
        monthly_tokens: 0.0,
        free: Usd::ZERO,
        minimum: Usd::ZERO,
        on_top: 1.0,
        seats: Usd::new(usd),
        reserved: Some((units, busy)),
    }
}

proptest! {
    #[test]
    fn units_are_held_for_the_busiest_hour_and_not_one_more(
        per_minute in prop::array::uniform3(1.0_f64..1e6), least in 1_u32..20,
        tokens in prop::array::uniform3(0.0_f64..1e7), volume in 0.01_f64..100.0,
        usd in 0.01_f64..1e5, listed in 0.0_f64..1e9, more in 1.0_f64..10.0, fee in 0.0_f64..100.0,
    ) {
        let least = f64::from(least);
        let fee = UsdPerMonth::new(fee);
        let units = Units { per_minute, least, term: Months::new(1.0), fee };
        let busy = units.busy(tokens);
        let by_hand: f64 = tokens.iter().zip(per_minute).map(|(all, each)| all / each).sum();
        prop_assert!((busy - by_hand).abs() <= 1e-9 * by_hand.max(1.0));

        let held = units.held(busy * volume);
        prop_assert!(held.fract() == 0.0 && held >= least && held >= busy * volume * (1.0 - 1e-9));
        prop_assert!(held == least || held - 1.0 < busy * volume * (1.0 + 1e-9));

        let invoice = invoice(units, busy, usd);
        let paid = |listed: f64, volume: f64| invoice.paid(Usd::new(listed), volume).get();
        let month = held * usd + fee.get();
        prop_assert!((paid(listed, volume) - month).abs() <= 1e-9 * month);
        prop_assert_eq!(paid(listed, volume), paid(0.0, volume));
        prop_assert!(paid(listed, volume * more) >= paid(listed, volume));

        // A unit that takes more is never held more often, and demand in proportion needs as many.
        let wider = Units { per_minute: per_minute.map(|each| each * more), ..units };
        prop_assert!(wider.held(wider.busy(tokens) * volume) <= held);
    }
}
