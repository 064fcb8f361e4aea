//! `breakeven throughput`: how fast a model runs on a machine, and how that is known.

use anyhow::{Result, bail};

use super::args::Format;
use super::features;
use super::hinted::hinted;
use super::named::{known, one_of};
use super::resolve::defaults;
use super::throughput_args::{ShapeArgs, ThroughputArgs};
use crate::answer::preferred::preferred;
use crate::answer::throughput_answer::{Question, answer, cell, matrix};
use crate::answer::throughput_features::would_change;
use crate::engine::Constants;
use crate::feature::Features;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::profile::catalog::Catalog;
use crate::profile::deployments::{deployments, pinned};
use crate::profile::fields::default_fields;
use crate::render::throughput as render;
use crate::render::{Style, json};
use crate::scenario::Pins;
use crate::source::Text;
use crate::throughput::{Calibration, Deployment};
use crate::units::TokensPerSecond;
use crate::workload::Request;

/// The answer as text.
///
/// # Errors
/// Names that no profile has, and a format that has no form for it.
pub fn run(args: &ThroughputArgs, catalog: &Catalog, style: &Style) -> Result<String> {
    if args.output.explain {
        bail!("`--explain` explains costs; `throughput` names its sources without it");
    }
    let request = request(catalog, args.shape.request, args.shape.context)?;
    let context = args.shape.context.unwrap_or(0.0).max(request.context_tokens());
    let mut concurrencies = args.concurrency.clone();
    concurrencies.sort_by(f64::total_cmp);
    concurrencies.dedup();
    let question = Question { request, context_tokens: context, concurrencies };
    if args.all {
        all(args, catalog, style, question)
    } else {
        one(args, catalog, style, &question)
    }
}

/// The request asked about: the one given; else one whose context is full, else the usual one.
pub(super) fn request(
    catalog: &Catalog,
    request: Option<Request>,
    context: Option<f64>,
) -> Result<Request> {
    if let Some(request) = request.or(context.map(full)) {
        return Ok(request);
    }
    let defaults = defaults(catalog)?;
    Ok(Request {
        prompt_tokens: defaults.required(&default_fields::PROMPT_TOKENS),
        output_tokens: defaults.required(&default_fields::OUTPUT_TOKENS),
    })
}

/// The slowest stream that a comparison accepts.
fn min_speed(catalog: &Catalog) -> Result<TokensPerSecond> {
    Ok(TokensPerSecond::new(defaults(catalog)?.required(&default_fields::MIN_TOKENS_PER_SECOND)))
}

/// A decode rate at a context is a rate with that much KV cache to read.
pub(super) fn full(context: f64) -> Request {
    Request { prompt_tokens: context, output_tokens: 0.0 }
}

fn one(
    args: &ThroughputArgs,
    catalog: &Catalog,
    style: &Style,
    question: &Question,
) -> Result<String> {
    let names = (args.hardware.as_deref(), args.model.as_deref());
    let (Some(hardware), Some(model)) = names else {
        bail!("expected `--hardware` and `--model`, or `--all`");
    };
    let hardware = known(catalog, "hardware", hardware)?;
    let model = known(catalog, "model", model)?;
    let constants = own_constants(catalog, hardware, args.shape.engine.as_deref());
    let found = named(catalog, hardware, model, &args.shape, constants.as_ref())?;
    let Some(best) = preferred(&found, question, min_speed(catalog)?) else {
        let (model, hardware) = (&model.id, &hardware.id);
        return Err(hinted(
            format!("no engine is known to run a quantization of `{model}` on `{hardware}`"),
            "name both with `--quantization` and `--engine`",
        ));
    };
    let name = |d: &Deployment<'_>| format!("{}/{}", d.quantization, d.engine_label());
    let mut others = found.iter().map(name).collect();
    Vec::remove(&mut others, best);
    let mut report = answer(&found[best], question, others);
    let tried = features::tried_on(catalog, &found[best]);
    report.would_change = would_change(&found[best], question, &report.points, &tried);
    Ok(match args.output.form() {
        Format::Table => render::table(&report, style),
        Format::Json => json::render(&report),
        Format::Csv => render::csv::one(&report)?,
        Format::Markdown => bail!("expected table, json or csv for `--format` of `throughput`"),
    })
}

/// The deployments of a model on a machine that were asked for.
///
/// Who names both quantization and engine knows that one runs the other.
pub(super) fn named<'c>(
    catalog: &'c Catalog,
    hardware: &'c Hardware,
    model: &'c Model,
    shape: &ShapeArgs,
    constants: Option<&'c Constants>,
) -> Result<Vec<Deployment<'c>>> {
    if let Some(name) = &shape.quantization {
        let what = format!("quantization of `{}`", model.id);
        one_of(&what, name, model.weights.iter().map(|(quantization, _)| &**quantization))?;
    }
    if let Some(name) = &shape.engine {
        one_of("engine", name, catalog.engines())?;
    }
    let pin = |name: &Option<String>| name.iter().map(|name| Text::Owned(name.clone())).collect();
    let pins = Pins {
        hardware: vec![hardware.id.clone()],
        models: vec![model.id.clone()],
        quantizations: pin(&shape.quantization),
        engines: pin(&shape.engine),
        ..Pins::default()
    };
    // What is offered for rent runs what its machine does.
    let all = deployments(catalog, &pins, None);
    let mut found: Vec<_> =
        all.iter().filter(|one| one.hardware.offer.is_none()).cloned().collect();
    let both = shape.quantization.as_deref().zip(constants).filter(|_| found.is_empty());
    if let Some((quantization, constants)) = both {
        let weights = model.weights_in(quantization).into_iter();
        let unlisted =
            |weights| unlisted(catalog, hardware, model, quantization, weights, constants);
        found.extend(weights.map(unlisted));
    }
    features::on(catalog, &shape.features, found)
}

/// A deployment that the engine's profile does not list.
fn unlisted<'c>(
    catalog: &'c Catalog,
    hardware: &'c Hardware,
    model: &'c Model,
    quantization: &str,
    weights: crate::units::Gigabytes,
    constants: &'c Constants,
) -> Deployment<'c> {
    let mine = |c: &&'c Calibration| c.hardware == hardware.id && c.engine == constants.engine;
    Deployment {
        hardware,
        model,
        quantization: Text::Owned(quantization.to_string()),
        weights,
        engine: constants.engine.clone(),
        features: Features::default(),
        measured: None,
        constants: Some(constants),
        calibration: catalog.all().find(mine),
        smaller: None,
    }
}

/// The constants of an engine on a machine, also where its profile does not say that it runs.
pub(super) fn own_constants(
    catalog: &Catalog,
    hardware: &Hardware,
    engine: Option<&str>,
) -> Option<Constants> {
    let estimator = catalog.estimator.as_ref()?;
    Some(estimator.constants(engine?, &hardware.family))
}

fn all(
    args: &ThroughputArgs,
    catalog: &Catalog,
    style: &Style,
    mut question: Question,
) -> Result<String> {
    if question.concurrencies.is_empty() {
        question.concurrencies = vec![1.0];
    }
    let pin = |name: &Option<String>| name.iter().map(|name| Text::Owned(name.clone())).collect();
    if let Some(name) = &args.hardware {
        known::<Hardware>(catalog, "hardware", name)?;
    }
    if let Some(name) = &args.model {
        known::<Model>(catalog, "model", name)?;
    }
    if let Some(name) = &args.shape.engine {
        one_of("engine", name, catalog.engines())?;
    }
    if let Some(name) = &args.shape.quantization {
        one_of("quantization", name, catalog.quantizations())?;
    }
    let pins = Pins {
        hardware: pin(&args.hardware),
        models: pin(&args.model),
        quantizations: pin(&args.shape.quantization),
        engines: pin(&args.shape.engine),
        ..Pins::default()
    };
    let found = deployments(catalog, &pins, None);
    let models = catalog.those::<Model>(|record| pinned(&pins.models, &record.name));
    let (mut cells, min_speed) = (Vec::new(), min_speed(catalog)?);
    for machine in (0..found.machines()).filter(|at| found.hardware(*at).offer.is_none()) {
        for model in models.clone() {
            let here = found.on(machine).iter().filter(|d| d.model.id == model.id);
            let here: Vec<Deployment<'_>> = here.cloned().collect();
            let best = preferred(&here, &question, min_speed).map(|best| &here[best]);
            cells.push(cell([&found.hardware(machine).id, &model.id], best, &question));
        }
    }
    let report = matrix(question.request, cells);
    Ok(match args.output.form() {
        Format::Table => render::matrix_table(&report, style),
        Format::Json => json::render(&report),
        Format::Csv => render::csv::matrix(&report)?,
        Format::Markdown => bail!("expected table, json or csv for `--format` of `throughput`"),
    })
}
