//! Whether prices may have moved so far since their day that another kind of option would win.

use crate::calc::decide::menu::Menu;
use crate::lever::Lever;

/// What a price may have moved in a month, as a part of it.
const A_MONTH: f64 = 0.02;

/// Whether another kind is the cheapest when all prices of APIs, or all of machines, are off by 2 % for each
/// month since the oldest of them, up or down.
pub fn may_change(menu: &Menu<'_, '_>, api_months: f64, machine_months: f64) -> bool {
    let kind = |lever: Lever, value: f64| {
        menu.cheapest(&lever.set(menu.scenario, value)).map(|cheapest| cheapest.kind)
    };
    let now = menu.cheapest(menu.scenario).map(|cheapest| cheapest.kind);
    [(Lever::ApiPrice, api_months), (Lever::HardwarePrice, machine_months)].into_iter().any(
        |(lever, months)| {
            let off = A_MONTH * months;
            let ends = [(1.0 - off).max(0.0), 1.0 + off];
            off > 0.0 && ends.into_iter().any(|value| kind(lever, value) != now)
        },
    )
}
