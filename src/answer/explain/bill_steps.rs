//! The bill of an endpoint in words: how the prices that are paid come from those that are listed, and
//! what they are multiplied with.

use super::limit_step::Billed;
use super::{Explanation, stated};
use crate::api::{Allowance, Api, Billing, LongContext, Prices};
use crate::calc::demand::TokenClass;
use crate::calc::price::api_bill::{paid, prices_on, written_share};
use crate::calc::price::item::{Driver, Item, Role};
use crate::calc::price::prompt_lengths::Beyond;
use crate::calc::price::token_price::price_of;
use crate::calc::price::windows;
use crate::figure::{grouped, percent, significant, whole};
use crate::money::{published, worked};
use crate::report::NumberReport;
use crate::units::Usd;
use crate::workload::Workload;

/// Digits of a price.
const DIGITS: i32 = 6;

impl Explanation<'_, '_, '_> {
    /// How the prices that are paid come from those that are listed, where they differ.
    fn paid(&mut self, api: &Api, listed: &Prices, paid: &Prices, waits: f64) {
        let pick = self.scenario.assumptions.outlook.api_price;
        let at = |prices, class| significant(price_of(prices, class, pick).get(), DIGITS);
        let is_same = |class: &TokenClass| at(listed, *class) == at(paid, *class);
        if TokenClass::ALL.iter().all(is_same) {
            return;
        }
        let workload = &self.scenario.workload;
        let mut words = Vec::new();
        let shares = windows::shares(api, workload, waits);
        for (window, share) in api.billing.windows.iter().zip(shares) {
            let share = percent(share);
            let (from, to) = (window.from_hour, window.to_hour);
            words.push(format!("{share} of the load from {from} to {to} h UTC on its days"));
        }
        words.extend(self.lengths(api));
        words.extend(writes(api, workload));
        let tier = workload.service_tier.as_deref();
        if let Some((name, factor)) = tier.and_then(|name| Some((name, api.billing.tier(name)?))) {
            words.push(format!("service tier {name}, x {factor}"));
        }
        for (share, what) in [(api.billing.fee, "fee"), (api.billing.tax, "tax")] {
            if share > 0.0 {
                words.push(format!("{} {what}", percent(share)));
            }
        }
        let changed =
            TokenClass::ALL.map(|class| format!("{} -> {}", at(listed, class), at(paid, class)));
        self.step(
            &format!("prices of {} that are paid", api.id),
            "fresh, cached, output: hours by load, lengths of prompts, cache writes, service tier, fee, tax ($/Mtok)",
            format!("{}: {}", changed.join(", "), words.join("; ")),
            vec![stated(&api.source, "input_usd_per_mtok", at(listed, TokenClass::Fresh))],
        );
    }

    /// How much lies beyond each cliff.
    fn lengths(&self, api: &Api) -> Vec<String> {
        let workload = &self.scenario.workload;
        let spread = workload.prompt_spread;
        let said = |(cliff, beyond): (&LongContext, Beyond)| {
            let (requests, input) = (percent(beyond.requests), percent(beyond.input));
            let above = whole(cliff.above_prompt_tokens);
            format!(
                "{requests} of requests with {input} of the input above {above} tokens (spread {spread})"
            )
        };
        let cliffs = api.long_context.iter().zip(Beyond::cliffs(api, workload));
        cliffs.filter(|(_, beyond)| beyond.input >= 0.0005).map(said).collect()
    }

    pub(super) fn bill(&mut self, api: &Api, first: &Item<'_>) {
        let Some(Billed { driver, role, what, waits }) = self.billed(first.driver) else { return };
        let driver = |class| driver(role, class);
        let scenario = self.scenario;
        let listed = prices_on(api, scenario.today);
        let prices = &paid(api, listed, &scenario.workload, waits);
        self.paid(api, listed, prices, waits);
        let pick = scenario.assumptions.outlook.api_price;
        let price = |class| significant(price_of(prices, class, pick).get(), DIGITS);
        let made = scenario.workload.output_times(api.billing.output_factor);
        let mtok = |class| {
            let tokens = self.quantities.of_driver(driver(class));
            let times = if class == TokenClass::Output { made } else { 1.0 };
            grouped(tokens * api.tokens_factor * times, 2)
        };
        let products = TokenClass::ALL.map(|class| format!("{} x {}", mtok(class), price(class)));
        let batch = waits * api.batch_discount.unwrap_or(0.0);
        let off = if batch > 0.0 { format!(" x (1 - {batch})") } else { String::new() };
        let classes = TokenClass::ALL.map(driver);
        // There is room for all that cannot wait, or for all that can.
        if (role == Role::Overflow || matches!(first.driver, Driver::BatchMtok(..)))
            && classes.iter().all(|class| self.quantities.of_driver(*class) == 0.0)
        {
            return;
        }
        let bill = self.cost_of(|item| classes.contains(&item.driver));
        let numbers = format!("({}){off} = {} a month", products.join(" + "), worked(bill));
        let cached_field = match prices.cached {
            Some(_) => "cached_input_usd_per_mtok",
            None => "input_usd_per_mtok",
        };
        let fields = ["input_usd_per_mtok", cached_field, "output_usd_per_mtok"];
        let from = fields.iter().zip(TokenClass::ALL);
        let mut from: Vec<_> =
            from.map(|(field, class)| stated(&api.source, field, price(class))).collect();
        if made != 1.0 {
            from.push(stated(&api.source, "output_factor", made.to_string()));
        }
        self.step(
            &format!("bill of {}{what}", api.id),
            "fresh x p_in + cached x p_cached + output x p_out (Mtok, $/Mtok)",
            numbers,
            from,
        );
    }

    /// Requests and what they call.
    pub(super) fn requests(&mut self, api: &Api, item: &Item<'_>) {
        let (billing, calls) = (&api.billing, self.scenario.workload.calls_per_request);
        let thousands = self.quantities.of_driver(item.driver);
        let per_call = billing.per_1k_calls.map_or(0.0, |price| price.get());
        let numbers = format!(
            "{} thousand x ({} + {calls} x {per_call}){} = {} a month",
            grouped(thousands, 2),
            billing.per_1k_requests.get(),
            on_top(billing),
            worked((item.rate * thousands).get())
        );
        let from = vec![
            stated(&api.source, "usd_per_1k_requests", billing.per_1k_requests.get().to_string()),
            stated(&api.source, "usd_per_1k_calls", per_call.to_string()),
        ];
        let formula = "requests x (price + calls x price of a call) (thousands, $)";
        self.step(&format!("requests of {}", api.id), formula, numbers, from);
    }

    /// What is made of the bill: free quota, minimum spend, fee and tax.
    pub(super) fn invoice(&mut self, api: &Api, item: &Item<'_>) {
        let Driver::Invoice(role) = item.driver else { return };
        let Some((_, invoice)) = self.ledger.invoices.iter().find(|(of, _)| *of == role) else {
            return;
        };
        let listed = self.cost_of(|item| self.ledger.is_billed_on(item.driver, role));
        let volume = self.ledger.billed_volume(&self.quantities, role);
        if let Some((units, busy)) = invoice.reserved {
            let each = invoice.seats.get();
            return self.reserved(api, (&units, busy * volume), each);
        }
        let paid = invoice.paid(Usd::new(listed), volume);
        let free_tokens = match invoice.free_tokens + invoice.monthly_tokens > 0.0 {
            true => {
                format!(" x {} of tokens beyond the free ones", percent(invoice.paid_share(volume)))
            }
            false => String::new(),
        };
        let seats = match &api.plan {
            Some(plan) => {
                let users = self.scenario.users;
                format!("{} + {users} x {}", on_top(&api.billing), published(plan.seat.get()))
            }
            None => on_top(&api.billing),
        };
        let numbers = format!(
            "max({}{free_tokens} - {}, {}){} = {} a month",
            published(listed / invoice.on_top),
            published(invoice.free.get()),
            published(invoice.minimum.get()),
            seats,
            worked(paid.get())
        );
        let from = stated_of_invoice(api);
        let (name, formula) = match &api.plan {
            Some(plan) => (
                &plan.id,
                "max(bill - allowance, minimum) x (1 + fee) x (1 + tax) + seats x fee of a seat",
            ),
            None => (&api.id, "max(bill - free, minimum) x (1 + fee) x (1 + tax)"),
        };
        self.step(&format!("invoice of {name}"), formula, numbers, from);
    }
}

/// What a profile states of the invoice, and of a plan.
fn stated_of_invoice(api: &Api) -> Vec<NumberReport> {
    let billing = &api.billing;
    let fields = [
        ("free_tokens_per_day", billing.free_tokens.get()),
        ("free_usd_per_month", billing.free.get()),
        ("minimum_usd_per_month", billing.minimum.get()),
        ("fee_percent", billing.fee * 100.0),
        ("tax_percent", billing.tax * 100.0),
    ];
    let fields = fields.into_iter().filter(|(_, value)| *value != 0.0);
    let number = |source, (field, value)| stated(source, field, significant(value, 12));
    let mut from: Vec<_> = fields.map(|field| number(&api.source, field)).collect();
    if let Some(plan) = &api.plan {
        let allowance = match plan.allowance {
            Allowance::Listed(usd) => Some(("allowance_usd_per_month", usd.typical.get())),
            Allowance::Tokens(mtok) => {
                Some(("allowance_tokens_per_month", mtok.typical.get() * 1e6))
            }
            Allowance::NotStated | Allowance::Units(_) => None,
        };
        let seat = ("usd_per_month", plan.seat.get());
        from.extend([seat].into_iter().chain(allowance).map(|field| number(&plan.source, field)));
    }
    from
}

/// Fee and tax as factors, where there are any.
fn on_top(billing: &Billing) -> String {
    let factors = [billing.fee, billing.tax].into_iter().filter(|share| *share != 0.0);
    factors.map(|share| format!(" x (1 + {})", significant(share, DIGITS))).collect()
}

/// `20 % of fresh input written to the cache at 1.25, 40 % of it for an hour at 2`.
fn writes(api: &Api, workload: &Workload) -> Option<String> {
    let billing = &api.billing;
    let hour = billing.cache_write_hour.filter(|_| workload.hour_writes > 0.0);
    let minutes = billing.cache_write.or(hour.map(|_| api.prices.input))?;
    let share = percent(written_share(workload));
    let hour = hour.map_or(String::new(), |price| {
        format!(", {} of it for an hour at {}", percent(workload.hour_writes), price.typical.get())
    });
    Some(format!("{share} of fresh input written to the cache at {}{hour}", minutes.typical.get()))
}
