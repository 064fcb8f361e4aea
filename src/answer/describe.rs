//! The parts of a report that only describe: workload, assumptions, labels, warnings, sources.

use super::aged_prices;
use super::api_warnings::of_apis;
use super::offer_warnings::of_offers;
use super::unproven::unproven_rates;
use crate::api::Api;
use crate::assumptions::HostTenure;
use crate::calc::option::subject::{BaseSubject, Subject};
use crate::calc::price::machine::{migration, setup_cost};
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::whole;
use crate::place::Place;
use crate::report::{
    AssumptionsReport, Figure, RackReport, RequestReport, SourceReport, Warning, WorkloadReport,
};
use crate::scenario::Scenario;
use crate::source::Source;
use crate::tier::Tier;
use crate::units::HOURS_PER_MONTH;

/// Demand.
pub fn workload(scenario: &Scenario<'_>) -> WorkloadReport {
    let workload = &scenario.workload;
    WorkloadReport {
        spend_usd_per_month: scenario.spend.map(|spend| Figure(spend.get())),
        users: scenario.per_user.map(|_| Figure(scenario.users)),
        requests_per_user_per_day: scenario.per_user.map(|each| Figure(each.typical)),
        name: workload.name.to_string(),
        input_tokens_per_day: Figure(workload.fresh.get()),
        cached_input_tokens_per_day: Figure(workload.cached.get()),
        output_tokens_per_day: Figure(workload.output.get()),
        tokens_per_day: Figure(workload.tokens().get()),
        load: workload.load.name.to_string(),
        peak_factor: Figure(workload.load.peak_factor()),
        hours: workload.load.filled().is_weekly().then(|| {
            let levels = workload.load.filled().levels();
            levels.map(|(weight, hours)| [Figure(weight), Figure(hours)]).collect()
        }),
        request: RequestReport {
            prompt_tokens: Figure(workload.request.prompt_tokens),
            output_tokens: Figure(workload.request.output_tokens),
        },
        growth_percent_per_year: Figure(workload.growth_per_year * 100.0),
        batch_percent: Figure(workload.batch_share() * 100.0),
        prompt_spread: Some(Figure(workload.prompt_spread)),
        idle_sessions_per_stream: (workload.cached.get() > 0.0)
            .then_some(Figure(workload.idle_sessions)),
    }
}

/// Money and policy.
pub fn assumptions(scenario: &Scenario<'_>) -> AssumptionsReport {
    let assumptions = &scenario.assumptions;
    AssumptionsReport {
        electricity_usd_per_kwh: Figure(assumptions.electricity.get()),
        unstated: scenario.beliefs.iter().map(|belief| belief.lever.word().into()).collect(),
        pue: Figure(assumptions.pue),
        place: assumptions.places.stated.map(|place| place.word().into()),
        rack: assumptions.places.rack.map(|rack| RackReport {
            above_watts: Figure(rack.above.get()),
            electricity_usd_per_kwh: Figure(assumptions.power_at(Place::Rack).0.get()),
            pue: Figure(rack.pue),
            hosting_usd_per_kw_month: Figure(rack.hosting_per_kw.get()),
            operations_hours_per_kw_month: Figure(rack.ops_hours_per_kw.get()),
        }),
        host: (assumptions.host == HostTenure::Owned).then(|| "owned".into()),
        sleep_watts: assumptions.sleep.map(|sleep| Figure(sleep.watts.get())),
        sleep_after_seconds: assumptions.sleep.and_then(|sleep| stated(sleep.after_seconds)),
        horizon_months: assumptions.horizon_months,
        headroom: Figure(assumptions.headroom),
        hours_per_month: Figure(HOURS_PER_MONTH),
        operations_hours_per_month: Figure(assumptions.ops_hours.get()),
        operations_usd_per_hour: Figure(assumptions.ops_rate.get()),
        rent_overhead_percent: Figure(assumptions.rent_overhead * 100.0),
        resale_percent: assumptions.resale_fraction.map(|fraction| Figure(fraction * 100.0)),
        api_price_trend_percent_per_year: Figure(assumptions.api_price_trend * 100.0),
        api_price_floor_percent: Figure(assumptions.api_price_floor * 100.0),
        rent_trend_percent_per_year: stated(assumptions.rent_trend * 100.0),
        hardware_trend_percent_per_year: stated(assumptions.hardware_trend * 100.0),
        setup_usd: assumptions.setup.and_then(|setup| stated(setup_cost(setup, assumptions).get())),
        migration_usd: stated(migration(scenario).get()),
        discount_percent_per_year: Figure(assumptions.discount * 100.0),
        min_tokens_per_second: Figure(scenario.min_speed().get()),
        min_index: scenario.requirements.min_index().map(Figure),
        tier: scenario.requirements.tier().map_or("any", Tier::word).into(),
        today: scenario.today.to_string(),
    }
}

/// A number that nobody has to read when it is 0.
fn stated(number: f64) -> Option<Figure> {
    (number != 0.0).then_some(Figure(number))
}

/// What an option is called, most important words first.
pub fn label(subject: &Subject<'_>, machines: Option<f64>) -> Vec<String> {
    let mut lines = match &subject.base {
        BaseSubject::Api(api) => {
            let of_plan = api.plan.as_ref().map(|_| api.id.to_string());
            let twin = api.serves.as_ref().map(|model| format!("serves {model}"));
            std::iter::once(served_by(subject)).chain(of_plan).chain(twin).collect()
        }
        BaseSubject::Machines(deployment, _) => {
            let hardware = served_by(subject);
            let machines = match machines {
                Some(number) => format!("{} x {hardware}", whole(number)),
                None => hardware,
            };
            let engine = format!("{}, {}", deployment.quantization, deployment.engine_label());
            vec![machines, deployment.model.id.to_string(), engine]
        }
    };
    lines.extend(subject.overflow.map(|api| format!("+ {} for what exceeds it", api.id)));
    lines.extend(subject.hard.map(|api| format!("+ {} for the hard share", api.id)));
    lines
}

/// The plan, the endpoint or the machine of a subject by itself.
pub fn served_by(subject: &Subject<'_>) -> String {
    let name = match &subject.base {
        BaseSubject::Api(api) => api.plan.as_ref().map_or(&api.id, |plan| &plan.id),
        BaseSubject::Machines(deployment, _) => &deployment.hardware.id,
    };
    name.to_string()
}

/// The endpoints beside that: for what exceeds it, and for the hard share.
pub fn beside<'c>(subject: &Subject<'c>) -> impl Iterator<Item = &'c Api> {
    [subject.overflow, subject.hard].into_iter().flatten()
}

/// What to be careful with.
pub fn warnings(evaluation: &Evaluation<'_, '_>) -> Vec<Warning> {
    let scenario = evaluation.scenario;
    let mut warnings = Vec::new();
    warnings.extend(aged_prices::warning(evaluation));
    for source in profiles(evaluation).into_iter().filter(|s| s.as_of > scenario.today) {
        warnings.push(Warning {
            code: "future-date".into(),
            message: format!(
                "`{}` is dated {}, after today, {}",
                source.title(),
                source.as_of,
                scenario.today
            ),
        });
    }
    warnings.extend(of_apis(evaluation));
    warnings.extend(of_offers(evaluation));
    warnings.extend(unproven_rates(evaluation));
    warnings
}

/// Every profile that the options shown were made from, once, in the order of the options.
pub fn profiles<'c>(evaluation: &Evaluation<'_, 'c>) -> Vec<&'c Source> {
    let mut found: Vec<&Source> = Vec::new();
    let mut add = |source: &'c Source| {
        if !found.iter().any(|known| known.kind == source.kind && known.profile == source.profile) {
            found.push(source);
        }
    };
    for choice in &evaluation.choices {
        for api in choice.candidate.subject.apis() {
            api.plan.iter().for_each(|plan| add(&plan.source));
            add(&api.source);
        }
        if let Some((deployment, _)) = choice.candidate.subject.deployment() {
            add(&deployment.hardware.source);
            add(&deployment.model.source);
            deployment.measured.iter().for_each(|measured| add(&measured.source));
            deployment.constants.iter().for_each(|constants| add(&constants.source));
            let calibration = deployment.calibration.filter(|_| deployment.measured.is_none());
            calibration.iter().for_each(|calibration| add(&calibration.source));
        }
    }
    found
}

/// The profiles as the report lists them.
pub fn sources(evaluation: &Evaluation<'_, '_>) -> Vec<SourceReport> {
    profiles(evaluation).into_iter().map(source).collect()
}

/// A profile as the report lists it.
pub fn source(source: &Source) -> SourceReport {
    SourceReport {
        profile: source.title(),
        file: source.file.to_string(),
        line: source.line,
        as_of: source.as_of.to_string(),
        source: source.source.to_string(),
        basis: source.basis.as_ref().map(ToString::to_string),
    }
}
