//! What a provider makes of a month's bill at its price list: free quota, minimum spend, fee and tax,
//! in this order, and the fee of a plan beside them.

use super::api_bill::counted_per_day;
use super::item::{Driver, Escalation, Item, Origin, Part, Role};
use crate::api::{Allowance, Api, Units};
use crate::range::Pick;
use crate::scenario::Scenario;
use crate::units::{DAYS_PER_MONTH, MINUTES_PER_DAY, Months, Usd, UsdPerMonth};

/// The days of a week.
const DAYS: usize = 7;

/// What is made of a month's bill. A bill that is in proportion to its tokens has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    /// Tokens of each day of the week at today's demand, in the endpoint's own.
    pub days: [f64; DAYS],
    /// Tokens that cost nothing, each day.
    pub free_tokens: f64,
    /// Tokens that cost nothing, each month.
    pub monthly_tokens: f64,
    /// Part of the bill that is not paid.
    pub free: Usd,
    /// What is paid at least.
    pub minimum: Usd,
    /// What fee and tax make of a dollar; the bill that comes in has them in it.
    pub on_top: f64,
    /// What is paid for the seats of a plan, whatever is used; for one unit where units are reserved.
    pub seats: Usd,
    /// Reserved units, which take everything, and how many today's busiest hour keeps busy.
    pub reserved: Option<(Units, f64)>,
}

impl Invoice {
    /// That of an endpoint in a question; `None` where the bill is in proportion to its tokens.
    pub fn of(api: &Api, scenario: &Scenario<'_>) -> Option<Self> {
        let (billing, month) = (&api.billing, Months::new(1.0));
        let invoice = Self {
            days: [0.0; DAYS],
            free_tokens: billing.free_tokens.get(),
            monthly_tokens: allowed_tokens(api, scenario),
            free: (billing.free + allowed(api, scenario)) * month,
            minimum: billing.minimum * month,
            on_top: billing.on_top(),
            seats: seats(api, scenario) * month,
            reserved: reserved(api, scenario),
        };
        (!invoice.is_plain()).then(|| Self { days: days(api, scenario), ..invoice })
    }

    fn is_plain(&self) -> bool {
        let tokens = self.free_tokens + self.monthly_tokens;
        tokens == 0.0
            && self.reserved.is_none()
            && [self.free, self.minimum, self.seats].iter().all(|usd| *usd == Usd::ZERO)
    }

    /// The share of the tokens that is paid when demand is so many times that of today: on each day of
    /// the week what exceeds the free ones, `sum of max(0, v t_d - q) / sum of v t_d`, and of that what
    /// exceeds those of the month.
    ///
    /// ```
    /// use breakeven::calc::price::invoice::Invoice;
    /// use breakeven::units::Usd;
    /// let invoice = Invoice {
    ///     days: [6.0, 6.0, 6.0, 6.0, 6.0, 1.0, 1.0],
    ///     free_tokens: 2.0,
    ///     monthly_tokens: 0.0,
    ///     free: Usd::ZERO,
    ///     minimum: Usd::ZERO,
    ///     on_top: 1.0,
    ///     seats: Usd::ZERO,
    ///     reserved: None,
    /// };
    /// // Five days pay for 4 of 6, the weekend for nothing.
    /// assert_eq!(invoice.paid_share(1.0), 20.0 / 32.0);
    /// assert_eq!(invoice.paid_share(0.25), 0.0);
    /// // A month has 32 x 365/12 / 7 tokens, of which half is allowed.
    /// let half = Invoice { free_tokens: 0.0, monthly_tokens: 16.0 * 365.0 / 84.0, ..invoice };
    /// assert!((half.paid_share(1.0) - 0.5).abs() < 1e-15);
    /// ```
    pub fn paid_share(&self, volume: f64) -> f64 {
        if self.free_tokens + self.monthly_tokens == 0.0 {
            return 1.0;
        }
        let all: f64 = self.days.iter().sum::<f64>() * volume;
        if all == 0.0 {
            return 0.0;
        }
        let paid = self.days.iter().map(|tokens| (tokens * volume - self.free_tokens).max(0.0));
        let allowed = self.monthly_tokens * DAYS as f64 / DAYS_PER_MONTH;
        (paid.sum::<f64>() - allowed).max(0.0) / all
    }

    /// What is paid for a month whose bill at the price list, with fee and tax in it, is `listed`, at so
    /// many times today's tokens: `max(max(0, bill - free), minimum) (1 + fee) (1 + tax)`, and the
    /// seats.
    ///
    /// ```
    /// use breakeven::calc::price::invoice::Invoice;
    /// use breakeven::units::Usd;
    /// let invoice = Invoice {
    ///     days: [1.0; 7],
    ///     free_tokens: 0.0,
    ///     monthly_tokens: 0.0,
    ///     free: Usd::new(5.0),
    ///     minimum: Usd::new(20.0),
    ///     on_top: 1.25,
    ///     seats: Usd::ZERO,
    ///     reserved: None,
    /// };
    /// let paid = |listed: f64| invoice.paid(Usd::new(listed * 1.25), 1.0).get();
    /// assert_eq!((paid(105.0), paid(25.0), paid(4.0)), (125.0, 25.0, 25.0));
    /// // A seat of a plan for $30 comes on top.
    /// let plan = Invoice { seats: Usd::new(30.0), ..invoice.clone() };
    /// assert_eq!(plan.paid(Usd::new(131.25), 1.0).get(), 155.0);
    /// // Units at $30 of which 2.5 are busy: three, and five for twice the demand, whatever the list.
    /// use breakeven::{api::Units, units::{Months, UsdPerMonth}};
    /// let unit = Units { per_minute: [1.0; 3], least: 1.0, term: Months::new(1.0), fee: UsdPerMonth::ZERO };
    /// let reserved = Invoice { reserved: Some((unit, 2.5)), ..plan };
    /// assert_eq!([1.0, 2.0].map(|v| reserved.paid(Usd::new(9e9), v).get()), [90.0, 150.0]);
    /// ```
    pub fn paid(&self, listed: Usd, volume: f64) -> Usd {
        if let Some((units, busy)) = &self.reserved {
            return self.seats * units.held(busy * volume) + units.fee * Months::new(1.0);
        }
        let bill = listed * (self.paid_share(volume) / self.on_top);
        (bill - self.free).max(Usd::ZERO).max(self.minimum) * self.on_top + self.seats
    }

    /// What is let off a bill that uses up every free token of today's days: the same however much
    /// larger the bill is.
    pub fn free_of(&self, listed: Usd) -> Usd {
        let all: f64 = self.days.iter().sum();
        let tokens = if all > 0.0 { DAYS as f64 * self.free_tokens / all } else { 0.0 };
        listed * tokens + self.free * self.on_top
    }

    /// Whether nobody pays less by another one, whatever the bill.
    pub fn is_never_dearer(own: Option<&Self>, other: Option<&Self>) -> bool {
        // Units cost the same whatever a token does elsewhere.
        if [own, other].into_iter().flatten().any(|invoice| invoice.reserved.is_some()) {
            return false;
        }
        let numbers = |invoice: Option<&Self>| {
            invoice.map_or((0.0, Usd::ZERO, Usd::ZERO, Usd::ZERO), |invoice| {
                let at = |usd: Usd| usd * invoice.on_top;
                let tokens = invoice.free_tokens + invoice.monthly_tokens;
                (tokens, at(invoice.free), at(invoice.minimum), invoice.seats)
            })
        };
        let (own, other) = (numbers(own), numbers(other));
        // Free tokens of two endpoints are worth what each asks for them.
        other.0 == 0.0 && own.1 >= other.1 && own.2 <= other.2 && own.3 <= other.3
    }
}

/// The pick of an allowance: small where prices are high.
fn pick(scenario: &Scenario<'_>) -> Pick {
    scenario.assumptions.outlook.api_price.mirrored()
}

/// What the seats of a plan may use, by the price list.
fn allowed(api: &Api, scenario: &Scenario<'_>) -> UsdPerMonth {
    match api.plan.as_ref().map(|plan| plan.allowance) {
        Some(Allowance::Listed(usd)) => usd.at(pick(scenario)) * scenario.users,
        _ => UsdPerMonth::ZERO,
    }
}

/// What the seats of a plan cost, or one reserved unit.
fn seats(api: &Api, scenario: &Scenario<'_>) -> UsdPerMonth {
    api.plan.as_ref().map_or(UsdPerMonth::ZERO, |plan| match plan.allowance {
        Allowance::Units(_) => plan.seat,
        _ => plan.seat * scenario.users,
    })
}

/// The reserved units of a plan, and how many of them today's busiest hour keeps busy.
fn reserved(api: &Api, scenario: &Scenario<'_>) -> Option<(Units, f64)> {
    let Allowance::Units(units) = api.plan.as_ref()?.allowance else { return None };
    let workload = &scenario.workload;
    let busiest = scenario.busiest() * api.tokens_factor / MINUTES_PER_DAY;
    let made = workload.output_times(api.billing.output_factor);
    let tokens = [workload.fresh, workload.cached, workload.output * made];
    Some((units, units.busy(tokens.map(|tokens| tokens.get() * busiest))))
}

/// What the seats of a plan may use, in tokens.
fn allowed_tokens(api: &Api, scenario: &Scenario<'_>) -> f64 {
    match api.plan.as_ref().map(|plan| plan.allowance) {
        Some(Allowance::Tokens(mtok)) => mtok.at(pick(scenario)).get() * 1e6 * scenario.users,
        _ => 0.0,
    }
}

/// Tokens of each day of the week, in the endpoint's own: the load says which day has how many.
fn days(api: &Api, scenario: &Scenario<'_>) -> [f64; DAYS] {
    let weights = scenario.workload.load.weights();
    let all: f64 = weights.iter().sum();
    let tokens = counted_per_day(api, &scenario.workload);
    std::array::from_fn(|day| {
        let of_day: f64 = weights[day * 24..(day + 1) * 24].iter().sum();
        tokens * DAYS as f64 * of_day / all
    })
}

/// USD for a thousand requests beside their tokens: their own price and that of the calls of tools that
/// they make, with fee and tax.
pub fn rate_of_requests(api: &Api, scenario: &Scenario<'_>) -> Usd {
    let billing = &api.billing;
    let calls = billing.per_1k_calls.unwrap_or(Usd::ZERO) * scenario.workload.calls_per_request;
    (billing.per_1k_requests + calls) * (billing.on_top() * scenario.assumptions.scale.api_price)
}

/// The items of an endpoint beside its tokens.
pub fn items<'c>(
    api: &'c Api,
    role: Role,
    scenario: &Scenario<'_>,
) -> impl Iterator<Item = Item<'c>> + use<'c> {
    let rate = rate_of_requests(api, scenario);
    let requests = (rate > Usd::ZERO).then(|| Item {
        escalation: Escalation::ApiTrend,
        ..Item::steady(Part::Api, rate, Driver::Requests(role), Origin::Requests(api))
    });
    let invoice = Invoice::of(api, scenario)
        .map(|_| Item::steady(Part::Api, Usd::ZERO, Driver::Invoice(role), Origin::Invoice(api)));
    requests.into_iter().chain(invoice)
}
