//! Which of two invoices can never be the dearer one, and what quotas leave to be paid.

use breakeven::api::Units;
use breakeven::calc::price::invoice::Invoice;
use breakeven::units::{Months, Usd, UsdPerMonth};

fn plain() -> Invoice {
    Invoice {
        days: [10.0; 7],
        free_tokens: 0.0,
        monthly_tokens: 0.0,
        free: Usd::ZERO,
        minimum: Usd::ZERO,
        on_top: 1.0,
        seats: Usd::ZERO,
        reserved: None,
    }
}

fn never_dearer(own: &Invoice, other: &Invoice) -> bool {
    Invoice::is_never_dearer(Some(own), Some(other))
}

#[test]
fn nobody_who_lets_off_less_or_asks_for_more_is_never_dearer() {
    let usd = Usd::new;
    // Each in dollars that are paid: with half on top, $4 let off are $6.
    let lets_off = |free: f64, on_top: f64| Invoice { free: usd(free), on_top, ..plain() };
    assert!(never_dearer(&lets_off(4.0, 1.5), &lets_off(5.0, 1.0)));
    assert!(!never_dearer(&lets_off(4.0, 1.2), &lets_off(5.0, 1.0)));
    let asks = |minimum: f64, on_top: f64| Invoice { minimum: usd(minimum), on_top, ..plain() };
    assert!(never_dearer(&asks(5.0, 1.0), &asks(4.0, 1.5)));
    assert!(!never_dearer(&asks(5.0, 1.0), &asks(4.0, 1.2)));
    let seats = |seats: f64| Invoice { seats: usd(seats), ..plain() };
    assert!(never_dearer(&seats(3.0), &seats(3.0)));
    assert!(!never_dearer(&seats(3.1), &seats(3.0)));
    // An endpoint without any of it lets off nothing and asks for nothing.
    assert!(Invoice::is_never_dearer(None, None));
    assert!(Invoice::is_never_dearer(None, Some(&asks(1.0, 1.0))));
    assert!(!Invoice::is_never_dearer(Some(&asks(1.0, 1.0)), None));
    assert!(!Invoice::is_never_dearer(None, Some(&lets_off(1.0, 1.0))));
    assert!(Invoice::is_never_dearer(Some(&lets_off(1.0, 1.0)), None));
}

#[test]
fn free_tokens_and_units_are_never_compared() {
    let day = Invoice { free_tokens: 1.0, ..plain() };
    let month = Invoice { monthly_tokens: 1.0, ..plain() };
    for free in [&day, &month] {
        assert!(!never_dearer(&plain(), free), "its tokens may be free");
        assert!(never_dearer(free, &plain()));
    }
    let unit =
        Units { per_minute: [1.0; 3], least: 1.0, term: Months::new(1.0), fee: UsdPerMonth::ZERO };
    let reserved = Invoice { reserved: Some((unit, 1.0)), ..plain() };
    assert!(!never_dearer(&reserved, &plain()) && !never_dearer(&plain(), &reserved));
}

/// What is free each day and what a plan allows a month are different tokens, also where they are as many.
#[test]
fn free_tokens_of_a_day_and_of_a_month_add() {
    let both = Invoice { free_tokens: 4.0, monthly_tokens: 4.0, ..plain() };
    let allowed = 4.0 * 7.0 / (365.0 / 12.0);
    assert!((both.paid_share(1.0) - (42.0 - allowed) / 70.0).abs() < 1e-15);
    assert!(!never_dearer(&plain(), &both), "its tokens may be free");
}

#[test]
fn a_quota_that_is_larger_than_the_demand_leaves_nothing_and_no_less() {
    // 70 tokens a week; 400 a month are allowed, 92 a week.
    let month = Invoice { monthly_tokens: 400.0, ..plain() };
    assert_eq!(month.paid_share(1.0), 0.0);
    // Twice the demand pays for 140 - 400 x 7 / (365 / 12) of 140.
    let wanted = 1.0 - 400.0 * 7.0 * 12.0 / 365.0 / 140.0;
    assert!((month.paid_share(2.0) - wanted).abs() < 1e-15);
    let day = Invoice { free_tokens: 15.0, ..plain() };
    assert_eq!((day.paid_share(1.0), day.paid_share(2.0)), (0.0, 0.25));
    // Both: of 20 a day 5 are paid, 35 a week, less 30 a week.
    let both = Invoice { monthly_tokens: 30.0 * 365.0 / 84.0, ..day };
    assert!((both.paid_share(2.0) - 5.0 / 140.0).abs() < 1e-15);
    let nothing = Invoice { days: [0.0; 7], ..both };
    assert_eq!(nothing.paid_share(1.0), 0.0);
}

#[test]
fn what_a_bill_of_any_size_is_let_off_has_its_taxes_in_it() {
    let invoice = Invoice { free_tokens: 2.0, free: Usd::new(4.0), on_top: 1.25, ..plain() };
    // A fifth of the tokens, and $4 with a quarter on top.
    assert_eq!(invoice.free_of(Usd::new(100.0)), Usd::new(25.0));
    let nobody = Invoice { days: [0.0; 7], ..invoice };
    assert_eq!(nobody.free_of(Usd::new(100.0)), Usd::new(5.0));
}

#[test]
fn reserved_units_cost_their_price_and_what_is_paid_beside_them() {
    let unit = Units {
        per_minute: [1.0; 3],
        least: 2.0,
        term: Months::new(1.0),
        fee: UsdPerMonth::new(7.0),
    };
    let reserved = Invoice { reserved: Some((unit, 1.5)), seats: Usd::new(30.0), ..plain() };
    // Two at least, three for twice of today's demand; the fee once.
    let paid = [0.1, 1.0, 2.0].map(|volume| reserved.paid(Usd::new(1e6), volume).get());
    assert_eq!(paid, [67.0, 67.0, 97.0]);
}
