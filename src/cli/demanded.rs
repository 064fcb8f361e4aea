//! Demand: as flags, a workload profile and `[defaults]` say it.

use anyhow::{Result, anyhow, bail};

use super::args::DemandArgs;
use super::crowd::Crowd;
use super::daily::Daily;
use super::hinted::{Hinted, hinted};
use super::named::unknown;
use super::spending;
use crate::load::Load;
use crate::profile::catalog::Catalog;
use crate::profile::fields::{default_fields, workload_fields};
use crate::profile::record::Fields;
use crate::profile::schema::Field;
use crate::units::TokensPerDay;
use crate::workload::{Request, Workload};

/// What a workload profile says, each overruled by its flag.
pub(super) fn workload(
    args: &DemandArgs,
    catalog: &Catalog,
    (fields, defaults): (Option<Fields<'_>>, Fields<'_>),
    crowd: Option<Crowd>,
) -> Result<Workload> {
    let stated = |field: &Field| fields.and_then(|fields| fields.number(field));
    let share = |field: &Field| stated(field).map(|percent| percent / 100.0);
    let either = |own: &Field, usual: &Field| stated(own).or_else(|| defaults.number(usual));
    let daily = fields.and_then(Daily::read);
    let typical = args.request.unwrap_or_else(|| typical(fields, defaults));
    let typical = daily.as_ref().map_or(typical, |daily| daily.shaped(typical));
    let usual_cached = defaults.range(&default_fields::CACHED_PERCENT);
    let cached = args
        .cached
        .or_else(|| daily.as_ref().map(Daily::cached_share))
        .or_else(|| share(&workload_fields::CACHED_PERCENT))
        .or_else(|| Some(usual_cached?.typical / 100.0).filter(|_| fields.is_none()))
        .unwrap_or(0.0);
    let volume = daily.as_ref().map(Daily::tokens);
    let volume = volume.or_else(|| stated(&workload_fields::TOKENS_PER_DAY));
    let made = crowd.map(|crowd| crowd.requests() * typical.context_tokens());
    let volume = made.or(volume);
    let Demand { input, output, request } = demand(args, typical, volume)?;
    if cached == 1.0 && output.get() == 0.0 {
        bail!("all input is cached and nothing is written: there is no work to compare");
    }
    let batch = args.batch.or_else(|| share(&workload_fields::BATCH_PERCENT)).unwrap_or(0.0);
    let hour = share(&workload_fields::CACHE_WRITE_1H_PERCENT);
    let growth = args.growth.or_else(|| share(&workload_fields::GROWTH_PERCENT_PER_YEAR));
    Ok(Workload {
        name: args.workload.clone().unwrap_or_else(|| "command line".into()).into(),
        fresh: input * (1.0 - cached),
        cached: input * cached,
        output,
        cache_writes: Daily::cache_writes(daily.as_ref(), stated(&workload_fields::WRITE_FACTOR)),
        hour_writes: Daily::hour_writes(daily.as_ref(), hour),
        request,
        load: load(args, catalog, fields.unwrap_or(defaults), defaults)?.with_batch(batch),
        growth_per_year: growth.unwrap_or(0.0),
        prompt_spread: args
            .prompt_spread
            .or_else(|| either(&workload_fields::PROMPT_SPREAD, &default_fields::PROMPT_SPREAD))
            .unwrap_or(0.0),
        // Logs count all output.
        counts_hidden: daily.is_some(),
        calls_per_request: stated(&workload_fields::CALLS_PER_REQUEST).unwrap_or(0.0),
        service_tier: fields.and_then(|fields| fields.text(&workload_fields::SERVICE_TIER)),
        idle_sessions: args
            .idle_sessions
            .or_else(|| either(&workload_fields::IDLE_SESSIONS, &default_fields::IDLE_SESSIONS))
            .unwrap_or(1.0),
    })
}

/// The size of a request, by a workload profile or by `[defaults]`.
fn typical(fields: Option<Fields<'_>>, defaults: Fields<'_>) -> Request {
    let stated = |fields: Fields<'_>| {
        Some(Request {
            prompt_tokens: fields.number(&workload_fields::PROMPT_TOKENS)?,
            output_tokens: fields.number(&workload_fields::OUTPUT_TOKENS)?,
        })
    };
    fields.and_then(stated).unwrap_or_else(|| Request {
        prompt_tokens: defaults.required(&default_fields::PROMPT_TOKENS),
        output_tokens: defaults.required(&default_fields::OUTPUT_TOKENS),
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
        (Some(_), None, _) => {
            return Err(hinted("`--input` without `--output`", "add `--output RATE`"));
        }
        (None, Some(_), _) => {
            return Err(hinted("`--output` without `--input`", "add `--input RATE`"));
        }
        (_, _, Some(volume)) => split(volume, share),
        _ => {
            let hint =
                "say `--volume 5M/day`, `--input 4M/day --output 1M/day` or `--requests 10k/day`";
            let message = "no demand is given";
            let in_file = "give `volume`, `input` and `output`, or `requests`";
            return Err(Hinted::with_file(message, hint, in_file));
        }
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
