//! From what was typed to what was meant: arguments and catalog -> scenario.

use anyhow::Result;

use super::args::{ChoiceArgs, CompareArgs, Format, OutputArgs};
use super::beliefs::{beliefs, spreads};
use super::crowd::Crowd;
use super::demanded::workload;
use super::features;
use super::hinted::hinted;
use super::named::{known, one_of, record};
use super::places::sited;
use super::policy::{assumptions, requirements};
use super::spending;
use crate::api::Api;
use crate::date::Date;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::profile::catalog::Catalog;
use crate::profile::deployments::deployments;
use crate::profile::fields::{AS_OF, api_fields, default_fields, workload_fields};
use crate::profile::nouns::Noun;
use crate::profile::record::{Fields, Record};
use crate::profile::stale_limits::stale_after;
use crate::render::FLIPS_SHOWN;
use crate::scenario::{Pins, Sampling, Scenario, Shown};
use crate::tier::{OpenWeights, Tier};
use crate::units::UsdPerMonth;

/// The scenario that the arguments describe.
///
/// # Errors
/// Names that no profile has, and demand that is not given.
pub fn scenario<'c>(args: &CompareArgs, catalog: &'c Catalog, today: Date) -> Result<Scenario<'c>> {
    let defaults = defaults(catalog)?;
    let profile = match &args.demand.workload {
        Some(name) => Some(record(catalog, "workload", name)?.fields()),
        None => None,
    };
    let crowd = Crowd::of(args, profile)?;
    let workload = args.bill.on(workload(&args.demand, catalog, (profile, defaults), crowd)?);
    let beliefs = beliefs(args, defaults, &workload, crowd);
    let (pins, baseline) = paid_now(args, catalog, pins(&args.choice, catalog)?)?;
    let usual_tier = defaults.tier();
    let stated = profile.map_or(Fields(&[]), |fields| fields.table(&workload_fields::REQUIRE));
    let requirements = requirements(&args.choice, &args.require, stated, usual_tier);
    let everything = args.choice.all || !pins.models.is_empty();
    // What a requirement costs is asked by dropping it, and then the usual tier holds.
    let least = if everything { None } else { requirements.tier().min(requirements.usual_tier) };
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
        spreads: spreads(defaults),
        sampling: sampling(&args.output),
        workload,
        requirements,
        machines: args.choice.machines,
        owned: args.choice.owned,
        spare_machines: args.choice.spare.map_or(0, u32::from),
        baseline,
        spend: args.demand.spend.map(UsdPerMonth::new),
        per_user: crowd.map(|crowd| crowd.each),
        allow_training: args.bill.allow_training,
        users: 1.0,
        pins,
        shown: if args.choice.all { Shown::All } else { Shown::Best },
        explain: args.output.explain,
        open_weights: open_weights(defaults),
        flips: flips(args),
        stale_after: stale_after(defaults),
    };
    let scenario = args.bill.subscribed(spending::bought(scenario)?, catalog)?;
    features::looked_at(scenario, args, catalog)
}

/// What is assumed of what nobody stated.
///
/// # Errors
/// No profile says it.
pub(super) fn defaults(catalog: &Catalog) -> Result<Fields<'_>> {
    let missing = || {
        hinted(
            "no profile says `[defaults]`",
            "`--no-builtin` leaves out the shipped one; `breakeven profiles export DIR` writes it to \
             `DIR/defaults.toml`",
        )
    };
    Ok(catalog.records_of("defaults").next().ok_or_else(missing)?.fields())
}

/// What was named, and the API that payback is measured against. What is paid now is no wish: everything
/// else may be chosen.
fn paid_now<'c>(
    args: &CompareArgs,
    catalog: &'c Catalog,
    mut pins: Pins,
) -> Result<(Pins, Option<&'c Api>)> {
    let api = |name: &str| known::<Api>(catalog, "API", name);
    let mut baseline = args.choice.baseline.as_deref().map(api).transpose()?;
    if args.demand.spend.is_some() {
        let named = std::mem::take(&mut pins.apis);
        baseline.get_or_insert(api(spending::paid(&named)?)?);
    }
    Ok((pins, baseline))
}

/// How many flips the answer shows: what is meant for one screen names the nearest.
fn flips(args: &CompareArgs) -> usize {
    let output = &args.output;
    let is_brief = !(output.is_full() || args.choice.all);
    match output.form() {
        Format::Json => usize::MAX,
        Format::Table if is_brief => 1,
        Format::Table | Format::Markdown => FLIPS_SHOWN,
        Format::Csv => 0,
    }
}

/// How fast open weights get better.
fn open_weights(defaults: Fields<'_>) -> Option<OpenWeights> {
    let stated = defaults.table(&default_fields::OPEN_WEIGHTS);
    Some(OpenWeights {
        index: stated.number(&default_fields::open_weights::INDEX)?,
        as_of: stated.date(&AS_OF)?,
        points_per_year: stated.number(&default_fields::open_weights::POINTS_PER_YEAR)?,
    })
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

/// What APIs that were named are compared with.
fn others<'c>(catalog: &'c Catalog, pins: &Pins, least: Option<Tier>) -> Vec<&'c Api> {
    if pins.apis.is_empty() {
        return Vec::new();
    }
    apis(catalog, None, least).into_iter().filter(|api| !pins.apis.contains(&api.id)).collect()
}

fn pins(args: &ChoiceArgs, catalog: &Catalog) -> Result<Pins> {
    if args.owned && args.hardware.is_empty() {
        return Err(hinted(
            "`--owned` does not say which machine is there",
            "add `--hardware NAME`",
        ));
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
