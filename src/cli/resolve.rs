//! From what was typed to what was meant: arguments and catalog -> scenario.

use anyhow::{Result, anyhow, bail};

use super::args::{ChoiceArgs, CompareArgs, DemandArgs, Format, OutputArgs};
use super::beliefs::beliefs;
use super::daily::Daily;
use super::features;
use super::places::{Sited, sited};
use super::require::RequireArgs;
use super::spending;
use crate::api::Api;
use crate::assumptions::{Assumptions, HostTenure, Outlook, Scale, Setup};
use crate::date::Date;
use crate::hardware::Hardware;
use crate::load::Load;
use crate::model::Model;
use crate::profile::catalog::Catalog;
use crate::profile::deployments::deployments;
use crate::profile::fields::{api_fields, default_fields, workload_fields};
use crate::profile::nouns::Noun;
use crate::profile::record::{Fields, Record};
use crate::profile::schema::Field;
use crate::render::FLIPS_SHOWN;
use crate::requirement::{Requirement, Requirements};
use crate::scenario::{Pins, Sampling, Scenario, Shown};
use crate::text::{did_you_mean, shown};
use crate::tier::Tier;
use crate::units::{HoursPerMonth, TokensPerDay, TokensPerSecond, Usd, UsdPerHour, UsdPerMonth};
use crate::workload::{Request, Workload};

/// The scenario that the arguments describe.
///
/// # Errors
/// Names that no profile has, and demand that is not given.
pub fn scenario<'c>(args: &CompareArgs, catalog: &'c Catalog, today: Date) -> Result<Scenario<'c>> {
    let defaults = catalog
        .records_of("defaults")
        .next()
        .ok_or_else(|| anyhow!("no profile says `[defaults]`\nhint: `--no-builtin` leaves out the shipped one; `breakeven profiles export DIR` writes it to `DIR/defaults.toml`"))?
        .fields();
    let workload = args.bill.on(workload(&args.demand, catalog, defaults)?);
    let beliefs = beliefs(args, defaults, &workload.load);
    let mut pins = pins(&args.choice, catalog)?;
    let usual_tier = defaults.tier();
    let profile = args.demand.workload.as_ref().and_then(|name| catalog.record("workload", name));
    let stated =
        profile.map_or(Fields(&[]), |record| record.fields().table(&workload_fields::REQUIRE));
    let requirements = requirements(&args.choice, &args.require, stated, usual_tier);
    let mut baseline = match &args.choice.baseline {
        Some(name) => Some(known::<Api>(catalog, "API", name)?),
        None => None,
    };
    if args.demand.spend.is_some() {
        // What is paid now is no wish: everything else may be chosen.
        let named = std::mem::take(&mut pins.apis);
        baseline.get_or_insert(known::<Api>(catalog, "API", spending::paid(&named)?)?);
    }
    let everything = args.choice.all || !pins.models.is_empty();
    // What a requirement costs is asked by dropping it, and then the usual tier holds.
    let least = if everything { None } else { requirements.tier().min(usual_tier) };
    let scenario = Scenario {
        today,
        assumptions: args.host.applied(assumptions(
            args,
            defaults,
            sited(&args.money, catalog, defaults)?,
        )),
        apis: match pins.apis.is_empty() {
            true => apis(catalog, baseline, least),
            false => catalog.those(|record| pins.apis.contains(&record.name)).collect(),
        },
        others: others(catalog, &pins, least),
        deployments: deployments(catalog, &pins, least),
        tried: Vec::new(),
        beliefs,
        sampling: sampling(&args.output),
        workload,
        requirements,
        machines: args.choice.machines,
        owned: args.choice.owned,
        spare_machines: args.choice.spare.map_or(0, u32::from),
        baseline,
        spend: args.demand.spend.map(UsdPerMonth::new),
        allow_training: args.bill.allow_training,
        users: 1.0,
        pins,
        shown: if args.choice.all { Shown::All } else { Shown::Best },
        explain: args.output.explain,
        flips: flips(args.output.form()),
        stale_after_days: defaults.required(&default_fields::STALE_AFTER_DAYS) as i64,
    };
    let scenario = args.bill.subscribed(spending::bought(scenario)?, catalog)?;
    features::looked_at(scenario, args, catalog)
}

/// How many flips a form of the answer shows.
fn flips(form: Format) -> usize {
    match form {
        Format::Json => usize::MAX,
        Format::Table | Format::Markdown => FLIPS_SHOWN,
        Format::Csv => 0,
    }
}

fn sampling(args: &OutputArgs) -> Sampling {
    let usual = Sampling::default();
    Sampling {
        draws: args.draws.unwrap_or(usual.draws),
        seed: args.seed.unwrap_or(usual.seed),
        level: args.confidence.unwrap_or(usual.level),
    }
}

/// The APIs of at least a tier, the hosts of weights that are, and what
/// payback is measured against; all of them where there are none.
fn apis<'c>(catalog: &'c Catalog, baseline: Option<&Api>, least: Option<Tier>) -> Vec<&'c Api> {
    let twin = |record: &Record| {
        let serves = record.fields().text(&api_fields::SERVES)?;
        catalog.record(Model::KIND, &serves)
    };
    let wanted = |record: &Record| {
        record.is_of(least)
            || twin(record).is_some_and(|model| model.is_of(least))
            || baseline.is_some_and(|baseline| baseline.id == record.name)
    };
    let found: Vec<&Api> = catalog.those(wanted).collect();
    if found.is_empty() { catalog.all().collect() } else { found }
}

/// What an API that was named is compared with; who names several compares those with each other.
fn others<'c>(catalog: &'c Catalog, pins: &Pins, least: Option<Tier>) -> Vec<&'c Api> {
    match &pins.apis[..] {
        [one] => apis(catalog, None, least).into_iter().filter(|api| api.id != *one).collect(),
        _ => Vec::new(),
    }
}

/// What was asked for, by flags or else by the workload profile, in the order of the flags.
fn requirements(
    choice: &ChoiceArgs,
    args: &RequireArgs,
    stated: Fields<'_>,
    usual_tier: Option<Tier>,
) -> Requirements {
    let number = |given: Option<f64>, field: &Field| given.or_else(|| stated.number(field));
    let needs = || stated.words(&workload_fields::require::NEEDS).unwrap_or_default();
    let needs = if args.needs.is_empty() {
        needs()
    } else {
        args.needs.iter().map(|kind| kind.clone().into()).collect()
    };
    let words = stated.words(&workload_fields::require::WORDS).unwrap_or_default();
    let stated_words = words.iter().filter_map(|word| Requirement::from_word(word));

    let mut asked: Vec<Requirement> = Vec::new();
    asked.extend(choice.tier.or(stated.tier()).map(Requirement::Tier));
    if !needs.is_empty() {
        asked.push(Requirement::Needs(needs));
    }
    asked.extend(
        number(args.context, &workload_fields::require::CONTEXT_TOKENS).map(Requirement::Context),
    );
    asked.extend(
        number(choice.min_speed, &workload_fields::require::MIN_TOKENS_PER_SECOND)
            .map(Requirement::MinSpeed),
    );
    asked.extend(
        number(args.max_wait, &workload_fields::require::MAX_WAIT_SECONDS)
            .map(Requirement::MaxWait),
    );
    for requirement in args.require.iter().cloned().chain(stated_words) {
        if !asked.contains(&requirement) {
            asked.push(requirement);
        }
    }
    asked.extend(number(args.burst, &workload_fields::require::BURST).map(Requirement::Burst));
    Requirements { asked, usual_tier, hard_share: args.hard_share() }
}

fn assumptions(args: &CompareArgs, defaults: Fields<'_>, sited: Sited) -> Assumptions {
    let money = &args.money;
    let number =
        |given: Option<f64>, field: &Field| given.unwrap_or_else(|| defaults.required(field));
    let share = |given: Option<f64>, field: &Field| {
        given.unwrap_or_else(|| defaults.required(field) / 100.0)
    };
    let usual = |field: &Field| defaults.range(field).map(|range| range.typical);
    Assumptions {
        electricity: sited.electricity,
        pue: sited.pue,
        places: sited.places,
        horizon_months: money
            .horizon
            .unwrap_or_else(|| defaults.required(&default_fields::HORIZON_MONTHS) as u32),
        headroom: share(money.headroom, &default_fields::HEADROOM_PERCENT),
        ops_hours: HoursPerMonth::new(number(
            money.ops_hours,
            &default_fields::OPS_HOURS_PER_MONTH,
        )),
        ops_rate: UsdPerHour::new(number(money.ops_rate, &default_fields::OPS_USD_PER_HOUR)),
        rent_overhead: share(money.overhead, &default_fields::RENT_OVERHEAD_PERCENT),
        resale_fraction: money.resale,
        api_price_trend: money
            .api_price_trend
            .or_else(|| Some(usual(&default_fields::API_PRICE_TREND_PERCENT_PER_YEAR)? / 100.0))
            .unwrap_or(0.0),
        api_price_floor: money.api_price_floor.unwrap_or(0.0),
        rent_trend: money.rent_trend.unwrap_or(0.0),
        hardware_trend: money.hardware_trend.unwrap_or(0.0),
        host: HostTenure::Bought,
        sleep: None,
        setup: money.setup.or(money.setup_hours).map(|_| Setup {
            usd: Usd::new(money.setup.unwrap_or(0.0)),
            hours: money.setup_hours.unwrap_or(0.0),
        }),
        migration: money.migration.map(Usd::new),
        discount: money.discount.unwrap_or(0.0),
        min_speed: TokensPerSecond::new(defaults.required(&default_fields::MIN_TOKENS_PER_SECOND)),
        rent_price: args.rent.rent_price.unwrap_or_default(),
        rent_mode: args.rent.mode(),
        routing: args.require.routing.unwrap_or_default(),
        router_usd_per_1k: args.require.router_usd_per_1k.unwrap_or(0.0),
        outlook: Outlook::default(),
        scale: Scale::default(),
    }
}

/// What a workload profile says, each overruled by its flag.
fn workload(args: &DemandArgs, catalog: &Catalog, defaults: Fields<'_>) -> Result<Workload> {
    let profile = match &args.workload {
        Some(name) => Some(record(catalog, "workload", name)?),
        None => None,
    };
    let fields = profile.map(|record| record.fields());
    let stated = |field: &Field| fields.and_then(|fields| fields.number(field));
    let daily = fields.and_then(Daily::read);
    let prompt = |fields: Fields<'_>| {
        Some(Request {
            prompt_tokens: fields.number(&workload_fields::PROMPT_TOKENS)?,
            output_tokens: fields.number(&workload_fields::OUTPUT_TOKENS)?,
        })
    };
    let usual = || Request {
        prompt_tokens: defaults.required(&default_fields::PROMPT_TOKENS),
        output_tokens: defaults.required(&default_fields::OUTPUT_TOKENS),
    };
    let typical = args.request.unwrap_or_else(|| fields.and_then(prompt).unwrap_or_else(usual));
    let typical = daily.as_ref().map_or(typical, |daily| daily.shaped(typical));
    let usual_cached = defaults.range(&default_fields::CACHED_PERCENT);
    let cached = args
        .cached
        .or_else(|| daily.as_ref().map(Daily::cached_share))
        .or_else(|| stated(&workload_fields::CACHED_PERCENT).map(|p| p / 100.0))
        .or_else(|| Some(usual_cached?.typical / 100.0).filter(|_| fields.is_none()))
        .unwrap_or(0.0);
    let volume = daily.as_ref().map(Daily::tokens);
    let volume = volume.or_else(|| stated(&workload_fields::TOKENS_PER_DAY));
    let Demand { input, output, request } = demand(args, typical, volume)?;
    if cached == 1.0 && output.get() == 0.0 {
        bail!("all input is cached and nothing is written: there is no work to compare");
    }
    let batch = args.batch.or_else(|| stated(&workload_fields::BATCH_PERCENT).map(|p| p / 100.0));
    let batch = batch.unwrap_or(0.0);
    Ok(Workload {
        name: args.workload.clone().unwrap_or_else(|| "command line".into()).into(),
        fresh: input * (1.0 - cached),
        cached: input * cached,
        output,
        cache_writes: Daily::cache_writes(daily.as_ref(), stated(&workload_fields::WRITE_FACTOR)),
        request,
        load: load(args, catalog, fields.unwrap_or(defaults), defaults)?.with_batch(batch),
        growth_per_year: args
            .growth
            .or_else(|| stated(&workload_fields::GROWTH_PERCENT_PER_YEAR).map(|p| p / 100.0))
            .unwrap_or(0.0),
        prompt_spread: args
            .prompt_spread
            .or_else(|| stated(&workload_fields::PROMPT_SPREAD))
            .or_else(|| defaults.number(&default_fields::PROMPT_SPREAD))
            .unwrap_or(0.0),
        // Logs count all output.
        counts_hidden: daily.is_some(),
        calls_per_request: stated(&workload_fields::CALLS_PER_REQUEST).unwrap_or(0.0),
        service_tier: fields.and_then(|fields| fields.text(&workload_fields::SERVICE_TIER)),
    })
}

struct Demand {
    input: TokensPerDay,
    output: TokensPerDay,
    request: Request,
}

/// Tokens a day and the size of a request. A mix keeps the total of the request and splits it.
fn demand(args: &DemandArgs, typical: Request, stated: Option<f64>) -> Result<Demand> {
    let total = typical.context_tokens();
    let share = args.mix.unwrap_or(typical.prompt_tokens / total);
    let split = |volume: TokensPerDay, share: f64| (volume * share, volume * (1.0 - share));
    let volume = match (args.volume, args.requests, stated) {
        (Some(volume), _, _) => Some(volume),
        // Found from its bill below.
        (None, None, None) if args.spend.is_some() => Some(spending::TRIED),
        (None, Some(requests), _) => Some(TokensPerDay::new(requests * total)),
        (None, None, stated) => stated.map(TokensPerDay::new),
    };
    let (input, output) = match (args.input, args.output, volume) {
        (Some(input), Some(output), _) => (input, output),
        (Some(_), None, _) => bail!("`--input` without `--output`\nhint: add `--output RATE`"),
        (None, Some(_), _) => bail!("`--output` without `--input`\nhint: add `--input RATE`"),
        (_, _, Some(volume)) => split(volume, share),
        _ => bail!(
            "no demand is given\nhint: say `--volume 5M/day`, `--input 4M/day --output 1M/day` or `--requests 10k/day`"
        ),
    };
    let share = input / (input + output);
    let request = Request { prompt_tokens: total * share, output_tokens: total * (1.0 - share) };
    Ok(Demand { input, output, request })
}

fn load(
    args: &DemandArgs,
    catalog: &Catalog,
    fields: Fields<'_>,
    defaults: Fields<'_>,
) -> Result<Load> {
    let name = args.load.clone().or_else(|| fields.text(&workload_fields::LOAD).map(String::from));
    let name =
        name.or_else(|| defaults.text(&default_fields::LOAD).map(String::from)).unwrap_or_default();
    let load = if name == Load::FLAT {
        Load::flat()
    } else {
        let found = catalog.named::<Load>(&name);
        found.ok_or_else(|| unknown("load", &name, catalog.load_names()))?.clone()
    };
    match args.peak {
        Some(peak) => load.with_peak(peak).map_err(|message| anyhow!(message)),
        None => Ok(load),
    }
}

fn pins(args: &ChoiceArgs, catalog: &Catalog) -> Result<Pins> {
    if args.owned && args.hardware.is_empty() {
        bail!("`--owned` does not say which machine is there\nhint: add `--hardware NAME`");
    }
    let features = features::known(catalog, &args.features)?;
    let mut pins = Pins { features, ..Pins::default() };
    for name in &args.api {
        pins.apis.push(known::<Api>(catalog, "API", name)?.id.clone());
    }
    for name in &args.hardware {
        pins.hardware.push(known::<Hardware>(catalog, "hardware", name)?.id.clone());
    }
    for name in &args.model {
        pins.models.push(known::<Model>(catalog, "model", name)?.id.clone());
    }
    for name in &args.quantization {
        one_of("quantization", name, catalog.quantizations())?;
        pins.quantizations.push(name.clone().into());
    }
    for name in &args.engine {
        one_of("engine", name, catalog.engines())?;
        pins.engines.push(name.clone().into());
    }
    Ok(pins)
}

pub(super) fn one_of<'a>(
    what: &str,
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<()> {
    let mut all = names.clone();
    if all.any(|known| known == name) { Ok(()) } else { Err(unknown(what, name, names)) }
}

pub(super) fn known<'c, T: Noun>(catalog: &'c Catalog, what: &str, name: &str) -> Result<&'c T> {
    let names = || catalog.records_of(T::KIND).map(|record| &*record.name);
    catalog.named(name).ok_or_else(|| unknown(what, name, names()))
}

pub(super) fn record<'c>(
    catalog: &'c Catalog,
    kind: &'static str,
    name: &str,
) -> Result<&'c Record> {
    let names = catalog.records_of(kind).map(|record| &*record.name);
    catalog.record(kind, name).ok_or_else(|| unknown(kind, name, names))
}

fn unknown<'a>(what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> anyhow::Error {
    let names: Vec<&str> = names.collect();
    let hint = did_you_mean(name, names.iter().copied()).unwrap_or_else(|| {
        let mut sorted = names;
        sorted.sort_unstable();
        sorted.dedup();
        let first = sorted.iter().take(8).copied().collect::<Vec<_>>().join(", ");
        let more = if sorted.len() > 8 { ", …" } else { "" };
        format!("known are {first}{more}")
    });
    anyhow!("no {what} is called `{}`\nhint: {hint}", shown(name))
}
