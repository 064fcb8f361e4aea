//! The throughput of one deployment as a report: every rate with its basis, interval and roof.

use super::described_throughput::{calibration, measured, profiles, request};
use super::lacking::reason;
use super::unproven::unproven;
use crate::calc::throughput::known::Known;
use crate::calc::throughput::layout::{Layout, kv_bytes, layout, roomiest};
use crate::calc::throughput::memory::Fit;
use crate::figure::whole;
use crate::report::throughput::{
    CellReport, DeploymentReport, FitReport, MatrixReport, PointReport, RoofReport,
};
use crate::report::{Figure, SCHEMA_VERSION, Tool, Warning};
use crate::text::count;
use crate::throughput::Deployment;
use crate::units::TokensPerSecond;
use crate::unmet::Unmet;
use crate::workload::Request;

/// What is asked of a deployment.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The typical request.
    pub request: Request,
    /// Tokens for which each request has memory, at least those of the request.
    pub context_tokens: f64,
    /// The concurrencies; none means 1, 2, 4 … up to [`USUALLY_SHOWN`] and the largest that fits.
    pub concurrencies: Vec<f64>,
}

/// Without concurrencies asked for, the powers of two are shown up to here.
const USUALLY_SHOWN: f64 = 64.0;

/// The throughput of a deployment; `others` are those that could have been asked for as well.
pub fn answer(
    deployment: &Deployment<'_>,
    question: &Question,
    others: Vec<String>,
) -> DeploymentReport {
    let found = Found::of(deployment, question);
    let points = found.points(question);
    DeploymentReport {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        hardware: deployment.hardware.id.to_string(),
        model: deployment.model.id.to_string(),
        quantization: deployment.quantization.to_string(),
        engine: deployment.engine.to_string(),
        features: deployment.features.names().map(ToString::to_string).collect(),
        would_change: Vec::new(),
        request: request(question.request),
        fit: found.fit_report(question.context_tokens),
        roof: found.roof(question),
        measured: deployment.measured.map(measured),
        calibration: deployment.measured.is_none().then(|| calibration(deployment)).flatten(),
        others,
        warnings: found.warnings(question, &points),
        sources: profiles(deployment),
        points,
    }
}

/// The deployments of many machines and models, a cell each.
pub fn matrix(request_of_all: Request, cells: Vec<CellReport>) -> MatrixReport {
    let request = request(request_of_all);
    MatrixReport { schema_version: SCHEMA_VERSION, tool: Tool::this(), request, cells }
}

/// One model on one machine; `reason` when no engine runs it there in any quantization.
pub fn cell(
    names: [&str; 2],
    deployment: Option<&Deployment<'_>>,
    question: &Question,
) -> CellReport {
    let found = deployment.map(|deployment| Found::of(deployment, question));
    let limit = found.as_ref().map_or(Some(0.0), Found::limit);
    CellReport {
        hardware: names[0].into(),
        model: names[1].into(),
        quantization: deployment.map(|deployment| deployment.quantization.to_string()),
        engine: deployment.map(Deployment::engine_label),
        largest_concurrency: limit.map(Figure),
        reason: match &found {
            None => Some("no engine known here runs it in a quantization of its profile".into()),
            Some(found) => found.known.as_ref().err().map(reason),
        },
        points: found.map_or_else(Vec::new, |found| found.points(question)),
    }
}

/// What there is to say about a deployment, also when it does not fit.
struct Found<'d, 'c> {
    deployment: &'d Deployment<'c>,
    layout: Layout,
    fit: Fit,
    known: Result<Known<'d, 'c>, Unmet>,
}

impl<'d, 'c> Found<'d, 'c> {
    fn of(deployment: &'d Deployment<'c>, question: &Question) -> Self {
        let context = question.context_tokens;
        match layout(deployment, context) {
            Ok((layout, fit)) => {
                let known = Known::with_context(deployment, question.request, context);
                Self { deployment, layout, fit, known }
            }
            Err(unmet) => {
                let (layout, fit) = roomiest(deployment, context);
                Self { deployment, layout, fit, known: Err(unmet) }
            }
        }
    }

    fn points(&self, question: &Question) -> Vec<PointReport> {
        let shown = match &question.concurrencies[..] {
            [] => self.usual(),
            asked => asked.to_vec(),
        };
        shown.into_iter().map(|concurrency| self.point(question, concurrency)).collect()
    }

    fn usual(&self) -> Vec<f64> {
        let most = self.known.as_ref().map_or(1.0, Known::most);
        let powers = (0..).map(|step| f64::from(step).exp2());
        let mut shown: Vec<f64> =
            powers.take_while(|at| *at <= most.clamp(1.0, USUALLY_SHOWN)).collect();
        if most > 1.0 && shown.last().is_some_and(|last| *last < most) {
            shown.push(most);
        }
        shown
    }

    fn point(&self, question: &Question, concurrency: f64) -> PointReport {
        let mut point = PointReport {
            concurrency: Figure(concurrency),
            context_tokens: Figure(question.context_tokens),
            // What ran though it is too large says nothing about more of it.
            fits: concurrency <= self.limit().unwrap_or(f64::INFINITY),
            basis: None,
            decode_tokens_per_second: None,
            per_stream_tokens_per_second: None,
            low: None,
            high: None,
            roof_tokens_per_second: None,
            prefill_basis: None,
            prefill_tokens_per_second: None,
            prefill_low: None,
            prefill_high: None,
            end_to_end_tokens_per_second: None,
            reason: None,
        };
        match &self.known {
            Err(unmet) => point.reason = Some(reason(unmet)),
            Ok(_) if !point.fits => point.reason = Some(self.too_many(concurrency)),
            Ok(known) if concurrency > known.most() => {
                let most = count(known.most() as usize, "request");
                point.reason = Some(format!("nothing is known beyond {most} at the same time"));
            }
            Ok(known) => fill(&mut point, known, question.request, concurrency),
        }
        point
    }

    /// Requests that fit; `None` when it is not known, or nothing limits them.
    fn limit(&self) -> Option<f64> {
        let (sized, most) = (self.fit.by_size(), self.fit.largest_concurrency());
        (sized >= 1.0 || most < 1.0).then_some(most).filter(|most| most.is_finite())
    }

    fn too_many(&self, concurrency: f64) -> String {
        let (most, asked) = (whole(self.fit.largest_concurrency()), whole(concurrency));
        format!("{most} requests fit in memory at the same time, {asked} wanted")
    }

    fn fit_report(&self, context_tokens: f64) -> FitReport {
        let fit = &self.fit;
        let most = fit.largest_concurrency();
        FitReport {
            fits: most >= 1.0,
            context_tokens: Figure(context_tokens),
            weights_gb: Figure(fit.weights.get()),
            kv_gb: Figure(fit.kv_per_request.get()),
            state_gb: Figure(fit.state_per_request.get()),
            overhead_gb: Figure(fit.overhead.get()),
            usable_gb: Figure(fit.usable.get()),
            spare_gb: Figure((fit.usable - fit.needed(1.0)).get()),
            largest_concurrency: self.limit().map(Figure),
            accelerators_per_copy: Figure(self.layout.tensor_parallel * self.layout.stages),
            stages_per_copy: Figure(self.layout.stages),
            copies: Figure(fit.replicas),
        }
    }

    fn roof(&self, question: &Question) -> RoofReport {
        let Deployment { hardware, model, weights, .. } = self.deployment;
        let Request { prompt_tokens, output_tokens } = question.request;
        let kv = kv_bytes(model, &self.deployment.features) * (prompt_tokens + output_tokens / 2.0)
            / 1e9;
        let (one, prompts) = self.known.as_ref().map_or((None, None), Known::roofs);
        // A measured prompt rate may be of 8-bit arithmetic, which has another roof.
        let measured = self.deployment.measured.is_some_and(|measured| measured.prefill.is_some());
        RoofReport {
            bandwidth_gb_per_s: Figure(hardware.bandwidth.get()),
            read_gb_per_token: Figure(model.active_weights(*weights).get() + kv),
            one_stream_tokens_per_second: one.map(Figure),
            prefill_tokens_per_second: prompts.filter(|_| !measured).map(Figure),
        }
    }

    fn warnings(&self, question: &Question, points: &[PointReport]) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let model = self.deployment.model;
        if question.context_tokens > model.context_tokens {
            warnings.push(Warning {
                code: "context-too-long".into(),
                message: format!(
                    "`{}` holds {} tokens of context, {} asked for",
                    model.id,
                    whole(model.context_tokens),
                    whole(question.context_tokens)
                ),
            });
        }
        let Ok(known) = &self.known else { return warnings };
        let answered = points.iter().filter(|point| point.basis.is_some());
        let most = answered.map(|point| point.concurrency.0).fold(1.0, f64::max);
        if let Ok(rates) = known.rates(most) {
            warnings.extend(unproven(std::iter::once((self.deployment, &rates, true))));
        }
        warnings
    }
}

fn fill(point: &mut PointReport, known: &Known<'_, '_>, request: Request, concurrency: f64) {
    let figure = |rate: TokensPerSecond| Some(Figure(rate.get()));
    let (decode, basis, roof) = known.decode_range(concurrency);
    point.basis = Some(basis.word().into());
    point.decode_tokens_per_second = figure(decode.typical);
    point.per_stream_tokens_per_second = figure(decode.typical / concurrency);
    point.low = figure(decode.low);
    point.high = figure(decode.high);
    point.roof_tokens_per_second = roof.map(Figure);
    match known.rates(concurrency) {
        Ok(rates) => {
            point.prefill_basis = Some(rates.prefill_basis.word().into());
            point.prefill_tokens_per_second = figure(rates.prefill.typical);
            point.prefill_low = figure(rates.prefill.low);
            point.prefill_high = figure(rates.prefill.high);
            let Request { prompt_tokens, output_tokens } = request;
            let per_output = 1.0 / decode.typical.get()
                + prompt_tokens / output_tokens / rates.prefill.typical.get();
            point.end_to_end_tokens_per_second =
                (output_tokens > 0.0).then_some(Figure(1.0 / per_output));
        }
        Err(unmet) => point.reason = Some(reason(&unmet)),
    }
}
