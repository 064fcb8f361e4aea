//! The cheapest endpoint, without asking all of them for every month.

use crate::api::Api;
use crate::calc::api_bill::{api_on, api_today};
use crate::calc::calendar::Calendar;
use crate::calc::cash::cost_in;
use crate::calc::judge;
use crate::calc::option::ServingOption;
use crate::scenario::Scenario;
use crate::units::UsdPerMonth;

/// The cheapest endpoint of those that hold the request, and its total.
pub fn cheapest<'c>(
    calendar: &Calendar<'_, 'c>,
    apis: &[&'c Api],
    reshaped: bool,
) -> Option<(&'c Api, f64)> {
    let scenario = calendar.scenario;
    let fits = |api: &Api| !reshaped || judge::api_context(scenario, api).is_none();
    // Where prices do not change by the day, what is cheapest today is cheapest in every month.
    let mut best: Option<(&'c Api, f64)> = None;
    for api in apis.iter().copied().filter(|api| api.scheduled.is_empty() && fits(api)) {
        let bill = api_today(api, scenario, 1.0).get();
        if best.is_none_or(|(_, least)| bill < least) {
            best = Some((api, bill));
        }
    }
    let mut best = best.map(|(api, bill)| (api, cost_in(calendar, &ServingOption::Api(api)), bill));
    // All totals are in the same proportion to the bill of a month at unchanging prices.
    let months = best.map_or(0.0, |(_, total, bill)| total / bill * (1.0 - 1e-9));
    for api in apis.iter().copied().filter(|api| !api.scheduled.is_empty() && fits(api)) {
        let at_least = lowest_bill(scenario, api).get() * months;
        if best.is_some_and(|(_, least, _)| at_least > least) {
            continue;
        }
        let cost = cost_in(calendar, &ServingOption::Api(api));
        if best.is_none_or(|(_, least, _)| cost < least) {
            best = Some((api, cost, f64::NAN));
        }
    }
    best.map(|(api, cost, _)| (api, cost))
}

/// The lowest bill of a first month, of those at the prices that an endpoint has or will have.
fn lowest_bill(scenario: &Scenario<'_>, api: &Api) -> UsdPerMonth {
    let changes = api.scheduled.iter().map(|change| change.from);
    let bills = changes.map(|day| api_on(api, scenario, day, 1.0));
    bills.fold(api_today(api, scenario, 1.0), |least, bill| if bill < least { bill } else { least })
}
