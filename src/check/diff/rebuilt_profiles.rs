//! The profiles of a report's inputs: as much of them as an answer depends on.

use crate::api::{Allowance, Api, Billing, LongContext, Plan, Prices, Scheduled, Terms};
use crate::assumptions::{Setup, Sleep};
use crate::date::Date;
use crate::hardware::{Hardware, Sale};
use crate::model::{Heads, Model};
use crate::place::Place;
use crate::range::Range;
use crate::report::Figure;
use crate::report::inputs::{ApiInputs, MachineInputs, PlanReport, PricesReport};
use crate::source::{Source, Text};
use crate::stale::Seller;
use crate::tier::Tier;
use crate::units::{
    Gigabytes, GigabytesPerSecond, Months, MtokPerMonth, TokensPerDay, Usd, UsdPerHour,
    UsdPerMonth, UsdPerMtok, Watts,
};

fn nowhere() -> Source {
    Source {
        kind: "report",
        profile: Text::Borrowed(""),
        file: Text::Borrowed(""),
        line: 0,
        as_of: Date::EPOCH,
        source: Text::Borrowed(""),
        basis: None,
    }
}

/// An endpoint; `None` when a day is none.
pub(super) fn api(inputs: &ApiInputs) -> Option<Api> {
    let scheduled = inputs.scheduled.iter().map(|change| {
        Some(Scheduled { from: change.from.parse().ok()?, prices: prices(&change.prices) })
    });
    Some(Api {
        id: Text::Borrowed(""),
        provider: Text::Borrowed(""),
        model: Text::Borrowed(""),
        tier: Tier::Small,
        index: None,
        serves: None,
        modalities: None,
        context_tokens: None,
        max_output_tokens: None,
        prices: prices(&inputs.prices),
        batch_discount: inputs.batch_discount.map(|share| share.0),
        long_context: inputs
            .long_context
            .iter()
            .map(|cliff| LongContext {
                above_prompt_tokens: cliff.above_prompt_tokens.0,
                prices: prices(&cliff.prices),
            })
            .collect(),
        scheduled: scheduled.collect::<Option<_>>()?,
        seller: Seller::default(),
        billing: billing(inputs),
        terms: Terms::default(),
        plan: inputs.plan.as_ref().map(plan),
        tokens_factor: inputs.tokens_factor.0,
        time_to_first_token_seconds: None,
        decode_tokens_per_second: None,
        source: nowhere(),
    })
}

/// All seats of a plan as one.
fn plan(report: &PlanReport) -> Plan {
    let listed = |usd: Figure| Allowance::Listed(Range::exactly(UsdPerMonth::new(usd.0)));
    let tokens =
        |tokens: Figure| Allowance::Tokens(Range::exactly(MtokPerMonth::new(tokens.0 / 1e6)));
    let allowance = report.allowance_tokens_per_month.map(tokens);
    Plan {
        id: Text::Borrowed(""),
        seat: UsdPerMonth::new(report.usd_per_month.0),
        allowance: allowance
            .unwrap_or_else(|| listed(report.allowance_usd_per_month.unwrap_or_default())),
        terms: None,
        source: nowhere(),
    }
}

/// What is not in the prices of a report already.
fn billing(inputs: &ApiInputs) -> Billing {
    let usd = |figure: Option<Figure>| figure.map_or(0.0, |usd| usd.0);
    Billing {
        output_factor: inputs.output_factor.map(|factor| factor.0),
        per_1k_requests: Usd::new(usd(inputs.usd_per_1k_requests)),
        free_tokens: TokensPerDay::new(usd(inputs.free_tokens_per_day)),
        free: UsdPerMonth::new(usd(inputs.free_usd_per_month)),
        minimum: UsdPerMonth::new(usd(inputs.minimum_usd_per_month)),
        ..Billing::default()
    }
}

fn prices(report: &PricesReport) -> Prices {
    let price = |figure: Figure| Range::exactly(UsdPerMtok::new(figure.0));
    Prices {
        input: price(report.input_usd_per_mtok),
        cached: report.cached_input_usd_per_mtok.map(price),
        output: price(report.output_usd_per_mtok),
    }
}

/// A machine.
pub(super) fn hardware(inputs: &MachineInputs) -> Hardware {
    let watts = |figure: Figure| Range::exactly(Watts::new(figure.0));
    Hardware {
        id: Text::Borrowed(""),
        name: Text::Borrowed(""),
        family: Text::Borrowed(""),
        gpus: 1,
        interconnect: None,
        memory: Gigabytes::ZERO,
        bandwidth: GigabytesPerSecond::ZERO,
        fp16_tflops: None,
        fp8_tflops: None,
        fp4_tflops: None,
        pcie: None,
        main_memory: None,
        price: inputs.price_usd.map(|price| Range::exactly(Usd::new(price.0))),
        // What a report kept was possible.
        sale: Sale::default(),
        host: Usd::new(inputs.host_usd.0),
        idle: watts(inputs.power_idle_watts),
        load: watts(inputs.power_load_watts),
        sleep: inputs
            .sleep_watts
            .map(|sleep| Sleep { watts: Watts::new(sleep.0), after_seconds: 0.0 }),
        host_idle: None,
        one_stream_power: None,
        decode_power: None,
        life: Months::new(inputs.life_months.0),
        resale_fraction: inputs.resale_fraction.map(|fraction| Range::exactly(fraction.0)),
        rent_as_of: None,
        rent: inputs.rent_usd_per_hour.map(|rent| Range::exactly(UsdPerHour::new(rent.0))),
        rent_spot: None,
        rent_reserved: None,
        setup: Setup { usd: Usd::new(inputs.setup_usd.map_or(0.0, |usd| usd.0)), hours: 0.0 },
        offer: None,
        offers: Vec::new(),
        place: inputs.place.as_deref().and_then(Place::from_word),
        hosting: inputs.hosting_usd_per_month.map(|cost| UsdPerMonth::new(cost.0)),
        maintenance: inputs.maintenance_usd_per_month.map(|cost| UsdPerMonth::new(cost.0)),
        source: nowhere(),
    }
}

/// A model.
pub(super) fn model(inputs: &MachineInputs) -> Model {
    Model {
        id: Text::Borrowed(""),
        name: Text::Borrowed(""),
        tier: Tier::Small,
        index: None,
        parameters_billion: 0.0,
        active_parameters_billion: 0.0,
        layers: 0.0,
        experts: None,
        kv_bytes_per_token: 0.0,
        heads: Heads::UNKNOWN,
        state: Gigabytes::ZERO,
        context_tokens: 0.0,
        modalities: None,
        weights: Vec::new(),
        tokens_factor: inputs.tokens_factor.0,
        output_factor: inputs.output_factor.map(|factor| factor.0),
        source: nowhere(),
    }
}
