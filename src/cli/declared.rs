//! A workload of `breakeven.toml` as the flags that say the same.

use anyhow::{Result, anyhow};
use clap::ValueEnum;

use super::args::{ChoiceArgs, CompareArgs, DemandArgs, MoneyArgs};
use super::require::{RentArgs, RequireArgs};
use super::resolve::scenario;
use crate::check::config::{Config, Declared};
use crate::date::Date;
use crate::profile::catalog::Catalog;
use crate::profile::problem::Problem;
use crate::profile::record::Fields;
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
    let words = |key| -> Vec<String> {
        fields.words(key).unwrap_or_default().iter().map(ToString::to_string).collect()
    };
    let text = |key| fields.text(key).map(Text::into_owned);
    let parsed = |key| fields.text(key);
    let share = |key| fields.number(key).map(|percent| percent / 100.0);
    let whole = |key| fields.number(key).map(|number| number as u32);
    CompareArgs {
        demand: DemandArgs {
            volume: parsed("volume").and_then(|text| rate::tokens_per_day(&text).ok()),
            mix: parsed("mix").and_then(|text| rate::input_share(&text).ok()),
            cached: share("cached_percent"),
            input: parsed("input").and_then(|text| rate::tokens_per_day(&text).ok()),
            output: parsed("output").and_then(|text| rate::tokens_per_day(&text).ok()),
            requests: parsed("requests").and_then(|text| rate::per_day(&text).ok()),
            workload: text("workload"),
            request: parsed("request").and_then(|text| rate::request(&text).ok()),
            load: text("load"),
            peak: fields.number("peak_factor"),
            batch: share("batch_percent"),
            growth: share("growth_percent_per_year"),
        },
        choice: ChoiceArgs {
            api: words("api"),
            hardware: words("hardware"),
            model: words("model"),
            quantization: words("quantization"),
            engine: words("engine"),
            machines: whole("machines"),
            owned: fields.flag("owned"),
            baseline: text("baseline"),
            tier: fields.text("tier").and_then(|word| Tier::from_word(&word)),
            min_speed: fields.number("min_tokens_per_second"),
            all: false,
        },
        money: MoneyArgs {
            electricity: fields.number("electricity_usd_per_kwh"),
            horizon: whole("horizon_months"),
            headroom: share("headroom_percent"),
            ops_hours: fields.number("ops_hours_per_month"),
            ops_rate: fields.number("ops_usd_per_hour"),
            pue: fields.number("pue"),
            resale: share("resale_percent"),
            overhead: share("rent_overhead_percent"),
            api_price_trend: share("api_price_trend_percent_per_year"),
            api_price_floor: share("api_price_floor_percent"),
            discount: share("discount_percent_per_year"),
        },
        require: RequireArgs {
            require: words("require").iter().filter_map(|w| Requirement::from_word(w)).collect(),
            needs: words("needs"),
            context: fields.number("context_tokens"),
            max_wait: fields.number("max_wait_seconds"),
            burst: fields.number("burst"),
            hard: share("hard_percent"),
            hard_length: fields.number("hard_length"),
            routing: word(fields, "routing"),
            router_usd_per_1k: fields.number("router_usd_per_1k"),
        },
        rent: RentArgs {
            rent_price: word(fields, "rent_price"),
            rent_mode: word(fields, "rent_mode"),
            rent_min: fields.number("rent_min_machines"),
            rent_start: fields.number("rent_start_minutes"),
        },
        ..CompareArgs::default()
    }
}

/// A word as the flag of the same name takes it.
fn word<T: ValueEnum>(fields: Fields<'_>, key: &str) -> Option<T> {
    T::from_str(&fields.text(key)?, false).ok()
}
