//! A workload of `breakeven.toml` as the flags that say the same.

use anyhow::{Result, anyhow};
use clap::ValueEnum;

use super::args::{ChoiceArgs, CompareArgs, DemandArgs, MoneyArgs};
use super::require::{RentArgs, RequireArgs};
use super::resolve::scenario;
use crate::check::config::{Config, Declared};
use crate::check::fields::workload_keys as keys;
use crate::date::Date;
use crate::profile::catalog::Catalog;
use crate::profile::problem::Problem;
use crate::profile::record::Fields;
use crate::profile::schema::Field;
use crate::rate;
use crate::requirement::Requirement;
use crate::scenario::Scenario;
use crate::source::Text;
use crate::tier::Tier;

/// The question that a declared workload asks.
///
/// # Errors
/// What it leaves open, at the place where it is declared.
pub(super) fn question<'c>(
    declared: &Declared,
    config: &Config,
    catalog: &'c Catalog,
    today: Date,
) -> Result<Scenario<'c>> {
    let mut scenario = scenario(&typed(declared), catalog, today).map_err(|error| {
        let text = error.to_string();
        let (message, hint) = text.split_once("\nhint: ").map_or((&*text, None), |(message, _)| {
            // Its hint speaks of flags.
            let hint = "give `volume`, `input` and `output`, or `requests`";
            (message, message.contains("no demand").then(|| hint.to_string()))
        });
        let message = format!("`[workload.{}]`: {message}", declared.name);
        let problem = Problem::at(&config.document, declared.place, message).maybe_hint(hint);
        anyhow!(problem.to_string())
    })?;
    scenario.workload.name = declared.name.clone();
    Ok(scenario)
}

/// A declared workload as flags.
fn typed(declared: &Declared) -> CompareArgs {
    let fields = declared.fields();
    let words = |key: &Field| -> Vec<String> {
        fields.words(key).unwrap_or_default().iter().map(ToString::to_string).collect()
    };
    let text = |key: &Field| fields.text(key).map(Text::into_owned);
    let parsed = |key: &Field| fields.text(key);
    let share = |key: &Field| fields.number(key).map(|percent| percent / 100.0);
    let whole = |key: &Field| fields.number(key).map(|number| number as u32);
    CompareArgs {
        demand: DemandArgs {
            volume: parsed(&keys::VOLUME).and_then(|text| rate::tokens_per_day(&text).ok()),
            mix: parsed(&keys::MIX).and_then(|text| rate::input_share(&text).ok()),
            cached: share(&keys::CACHED_PERCENT),
            input: parsed(&keys::INPUT).and_then(|text| rate::tokens_per_day(&text).ok()),
            output: parsed(&keys::OUTPUT).and_then(|text| rate::tokens_per_day(&text).ok()),
            requests: parsed(&keys::REQUESTS).and_then(|text| rate::per_day(&text).ok()),
            workload: text(&keys::WORKLOAD),
            request: parsed(&keys::REQUEST).and_then(|text| rate::request(&text).ok()),
            load: text(&keys::LOAD),
            peak: fields.number(&keys::PEAK_FACTOR),
            batch: share(&keys::BATCH_PERCENT),
            growth: share(&keys::GROWTH_PERCENT_PER_YEAR),
        },
        choice: ChoiceArgs {
            api: words(&keys::API),
            hardware: words(&keys::HARDWARE),
            model: words(&keys::MODEL),
            quantization: words(&keys::QUANTIZATION),
            engine: words(&keys::ENGINE),
            machines: whole(&keys::MACHINES),
            owned: fields.flag(&keys::OWNED),
            baseline: text(&keys::BASELINE),
            tier: fields.text(&keys::TIER).and_then(|word| Tier::from_word(&word)),
            min_speed: fields.number(&keys::MIN_TOKENS_PER_SECOND),
            all: false,
        },
        money: MoneyArgs {
            electricity: fields.number(&keys::ELECTRICITY_USD_PER_KWH),
            horizon: whole(&keys::HORIZON_MONTHS),
            headroom: share(&keys::HEADROOM_PERCENT),
            ops_hours: fields.number(&keys::OPS_HOURS_PER_MONTH),
            ops_rate: fields.number(&keys::OPS_USD_PER_HOUR),
            pue: fields.number(&keys::PUE),
            resale: share(&keys::RESALE_PERCENT),
            overhead: share(&keys::RENT_OVERHEAD_PERCENT),
            api_price_trend: share(&keys::API_PRICE_TREND_PERCENT_PER_YEAR),
            api_price_floor: share(&keys::API_PRICE_FLOOR_PERCENT),
            discount: share(&keys::DISCOUNT_PERCENT_PER_YEAR),
        },
        require: RequireArgs {
            require: words(&keys::REQUIRE)
                .iter()
                .filter_map(|w| Requirement::from_word(w))
                .collect(),
            needs: words(&keys::NEEDS),
            context: fields.number(&keys::CONTEXT_TOKENS),
            max_wait: fields.number(&keys::MAX_WAIT_SECONDS),
            burst: fields.number(&keys::BURST),
            hard: share(&keys::HARD_PERCENT),
            hard_length: fields.number(&keys::HARD_LENGTH),
            routing: word(fields, &keys::ROUTING),
            router_usd_per_1k: fields.number(&keys::ROUTER_USD_PER_1K),
        },
        rent: RentArgs {
            rent_price: word(fields, &keys::RENT_PRICE),
            rent_mode: word(fields, &keys::RENT_MODE),
            rent_min: fields.number(&keys::RENT_MIN_MACHINES),
            rent_start: fields.number(&keys::RENT_START_MINUTES),
        },
        ..CompareArgs::default()
    }
}

/// A word as the flag of the same name takes it.
fn word<T: ValueEnum>(fields: Fields<'_>, key: &Field) -> Option<T> {
    T::from_str(&fields.text(key)?, false).ok()
}
