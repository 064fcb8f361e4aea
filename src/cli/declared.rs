//! A workload of `breakeven.toml` as the flags that say the same.

use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;

use super::args::{ChoiceArgs, CompareArgs, DemandArgs, MoneyArgs, ProfileArgs};
use super::around::Surroundings;
use super::bill_args::BillArgs;
use super::hinted::{Hinted, hinted};
use super::host_args::HostArgs;
use super::own_profiles::{catalog, complain};
use super::require::{RentArgs, RequireArgs};
use super::resolve::scenario;
use crate::assumptions::HostTenure;
use crate::check::config::{self, Config, Declared};
use crate::check::fields::workload_keys as keys;
use crate::date::Date;
use crate::place::Place;
use crate::profile::catalog::Catalog;
use crate::profile::problem::Problem;
use crate::profile::record::Fields;
use crate::profile::schema::Field;
use crate::rate;
use crate::requirement::Requirement;
use crate::scenario::{Sampling, Scenario};
use crate::source::Text;
use crate::text::{did_you_mean, one_of, shown};
use crate::tier::Tier;

/// A question whose workload, or the only one, is that of the file of `--config`, with the flags
/// over it and its profiles under those that are named. Without the flag: the question itself.
///
/// # Errors
/// Everything that is wrong with the file, and a workload that it does not declare.
pub(super) fn completed(args: &CompareArgs) -> Result<CompareArgs> {
    let Some(path) = &args.declared.config else { return Ok(args.clone()) };
    let config = config::declared(path, args.declared.trust());
    let config = config.map_err(|problems| complain(&problems))?;
    let mut args = args.clone();
    args.profiles = profiles_over(&config, &args.profiles);
    let names = || config.workloads.iter().map(|declared| &*declared.name);
    let declared = match (&args.demand.workload, &config.workloads[..]) {
        (Some(name), all) => all.iter().find(|declared| *declared.name == **name),
        (None, [only]) => Some(only),
        (None, all) if all.len() > 1 => {
            let names = one_of(names());
            bail!("`--workload` is missing: {} declares {names}", path.display());
        }
        (None, _) => None,
    };
    match (declared, &args.demand.workload) {
        (Some(declared), _) => {
            args.demand.workload = None;
            over(&mut args, typed(declared));
        }
        // A workload profile has such names, too.
        (None, Some(name)) if did_you_mean(name, names()).is_some() => {
            let hint = did_you_mean(name, names()).unwrap_or_default();
            let message = format!("no workload is called `{}` in {}", shown(name), path.display());
            return Err(hinted(message, hint));
        }
        (None, _) => {}
    }
    Ok(args)
}

/// The profiles of the file, with those that were named over them.
pub(super) fn profiles_over(config: &Config, typed: &ProfileArgs) -> ProfileArgs {
    let profiles = config.profiles.iter().chain(&typed.profiles).cloned().collect();
    ProfileArgs { profiles, ..typed.clone() }
}

/// The catalog of all workloads of a file.
///
/// # Errors
/// Profiles that cannot be read, names of the file that none of them has, and decisions that are still to come.
pub(super) fn catalog_of(
    config: &Config,
    typed: &ProfileArgs,
    around: &Surroundings,
) -> Result<Catalog> {
    let catalog = catalog(&profiles_over(config, typed), around)?;
    let mut problems = config.unknown_names(&catalog);
    problems.extend(config.not_yet_decided(typed.today.unwrap_or(around.today)));
    if problems.is_empty() { Ok(catalog) } else { Err(complain(&problems)) }
}

/// Puts what was declared where nothing was typed.
fn over(typed: &mut CompareArgs, declared: CompareArgs) {
    macro_rules! either {
        ($part:ident: $($field:ident)*) => {$(
            typed.$part.$field = typed.$part.$field.take().or(declared.$part.$field);
        )*};
    }
    macro_rules! lists {
        ($part:ident: $($field:ident)*) => {$(
            if typed.$part.$field.is_empty() {
                typed.$part.$field = declared.$part.$field;
            }
        )*};
    }
    let demand = &typed.demand;
    let asked = demand.volume.is_some() || demand.input.is_some() || demand.requests.is_some();
    let spread = demand.load.is_some() || demand.peak.is_some();
    let hard = typed.require.hard.is_some();
    if !asked {
        either!(demand: volume input output requests intensity);
    }
    if typed.demand.input.is_none() {
        either!(demand: mix);
    }
    if !spread {
        either!(demand: load peak);
    }
    if !hard {
        either!(require: hard hard_length routing router_usd_per_1k);
    }
    either!(demand: cached workload request prompt_spread idle_sessions batch growth);
    either!(choice: machines spare baseline tier min_index min_speed);
    lists!(choice: api hardware model quantization engine features);
    typed.choice.owned |= declared.choice.owned;
    if typed.money.country.is_none() {
        either!(money: electricity);
    }
    if typed.money.electricity.is_none() {
        either!(money: country);
    }
    either!(money: place horizon headroom ops_hours ops_rate pue resale overhead);
    either!(money: api_price_trend api_price_floor rent_trend hardware_trend discount);
    either!(money: setup setup_hours migration);
    lists!(require: require needs);
    either!(require: context max_wait burst);
    either!(host: host);
    if typed.host.sleep.is_none() {
        either!(host: sleep sleep_after);
    }
    either!(bill: cache_writes cache_writes_1h calls_per_request service_tier users);
    lists!(bill: subscription);
    typed.bill.allow_training |= declared.bill.allow_training;
    either!(rent: rent_price rent_mode rent_min rent_start);
}

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
        // Its hint speaks of flags.
        let hinted = error.downcast_ref::<Hinted>();
        let message = hinted.map_or_else(|| error.to_string(), |hinted| hinted.message.clone());
        let hint = hinted.and_then(|hinted| hinted.in_file.clone());
        let message = format!("`[workload.{}]`: {message}", declared.name);
        let problem = Problem::at(&config.document, declared.place, message).maybe_hint(hint);
        anyhow!(problem.to_string())
    })?;
    scenario.workload.name = declared.name.clone();
    scenario.sampling = Sampling::NONE;
    Ok(scenario)
}

/// A declared workload as flags.
pub(super) fn typed(declared: &Declared) -> CompareArgs {
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
            intensity: word(fields, &keys::USE),
            request: parsed(&keys::REQUEST).and_then(|text| rate::request(&text).ok()),
            prompt_spread: fields.number(&keys::PROMPT_SPREAD),
            idle_sessions: fields.number(&keys::IDLE_SESSIONS),
            load: text(&keys::LOAD),
            peak: fields.number(&keys::PEAK_FACTOR),
            batch: share(&keys::BATCH_PERCENT),
            growth: share(&keys::GROWTH_PERCENT_PER_YEAR),
            ..DemandArgs::default()
        },
        choice: ChoiceArgs {
            api: words(&keys::API),
            hardware: words(&keys::HARDWARE),
            model: words(&keys::MODEL),
            quantization: words(&keys::QUANTIZATION),
            engine: words(&keys::ENGINE),
            features: words(&keys::FEATURES),
            machines: whole(&keys::MACHINES),
            spare: fields.number(&keys::SPARE_MACHINES).map(|number| number as u16),
            owned: fields.flag(&keys::OWNED),
            baseline: text(&keys::BASELINE),
            tier: fields.text(&keys::TIER).and_then(|word| Tier::from_word(&word)),
            min_index: fields.number(&keys::MIN_INDEX),
            min_speed: fields.number(&keys::MIN_TOKENS_PER_SECOND),
            all: false,
        },
        money: MoneyArgs {
            electricity: fields.number(&keys::ELECTRICITY_USD_PER_KWH),
            country: text(&keys::COUNTRY),
            place: parsed(&keys::PLACE).and_then(|word| Place::from_word(&word)),
            horizon: whole(&keys::HORIZON_MONTHS),
            headroom: share(&keys::HEADROOM_PERCENT),
            ops_hours: fields.number(&keys::OPS_HOURS_PER_MONTH),
            ops_rate: fields.number(&keys::OPS_USD_PER_HOUR),
            pue: fields.number(&keys::PUE),
            resale: share(&keys::RESALE_PERCENT),
            overhead: share(&keys::RENT_OVERHEAD_PERCENT),
            api_price_trend: share(&keys::API_PRICE_TREND_PERCENT_PER_YEAR),
            api_price_floor: share(&keys::API_PRICE_FLOOR_PERCENT),
            rent_trend: share(&keys::RENT_TREND_PERCENT_PER_YEAR),
            hardware_trend: share(&keys::HARDWARE_TREND_PERCENT_PER_YEAR),
            setup: fields.number(&keys::SETUP_USD),
            setup_hours: fields.number(&keys::SETUP_HOURS),
            migration: fields.number(&keys::MIGRATION_USD),
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
        host: HostArgs {
            host: fields.text(&keys::HOST).and_then(|word| HostTenure::from_word(&word)),
            sleep: fields.number(&keys::SLEEP_WATTS),
            sleep_after: fields.number(&keys::SLEEP_AFTER_SECONDS),
        },
        bill: BillArgs {
            cache_writes: fields.number(&keys::WRITE_FACTOR),
            cache_writes_1h: fields.number(&keys::CACHE_WRITE_1H_PERCENT).map(|p| p / 100.0),
            calls_per_request: fields.number(&keys::CALLS_PER_REQUEST),
            service_tier: text(&keys::SERVICE_TIER),
            subscription: words(&keys::SUBSCRIPTION),
            users: whole(&keys::USERS),
            allow_training: fields.flag(&keys::ALLOW_TRAINING),
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
