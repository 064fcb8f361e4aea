//! Whether prices may have moved so far since their day that another kind of option would win.

use crate::calc::decide::menu::{Cheapest, Menu};
use crate::lever::Lever;

/// What a price may have moved in a month, as a part of it.
const A_MONTH: f64 = 0.02;

/// Whether another kind than `now` is the cheapest when all prices of APIs, or all of machines, are off by 2 % for each
/// month since the oldest of them, up or down.
pub fn may_change(
    menu: &Menu<'_, '_>,
    now: Option<Cheapest>,
    (api_months, machine_months): (f64, f64),
) -> bool {
    let kind = |way: Option<Cheapest>| way.map(|way| way.kind);
    let is_another = |lever: Lever, value: f64| {
        kind(menu.winner(&lever.set(menu.scenario, value), now)) != kind(now)
    };
    [(Lever::ApiPrice, api_months), (Lever::HardwarePrice, machine_months)].into_iter().any(
        |(lever, months)| {
            let off = A_MONTH * months;
            let ends = [(1.0 - off).max(0.0), 1.0 + off];
            off > 0.0 && ends.into_iter().any(|value| is_another(lever, value))
        },
    )
}
