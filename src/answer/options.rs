//! The options of a report: costs, intervals, mixes.

use super::inputs::hit_share;
use super::lacking::reason;
use super::placed::idle_energy;
use super::{condition, describe, how_sure, inputs};
use crate::assumptions::Outlook;
use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::capacity::queue::Wait;
use crate::calc::capacity::waiting;
use crate::calc::cash::break_even::BreakEven;
use crate::calc::cash::ledger::Ledger;
use crate::calc::cash::payback::Payback;
use crate::calc::decide::compiled::Compiled;
use crate::calc::decide::overflow_curve::overflow_curve;
use crate::calc::demand::horizon::{Horizon, Month};
use crate::calc::option::quantities::exceeding;
use crate::calc::option::serving::ServingOption;
use crate::calc::option::subject::{BaseSubject, Candidate, Subject};
use crate::calc::price::item::{Driver, Item, Part, Role};
use crate::calc::verdict::evaluation::{Evaluation, tier_of};
use crate::calc::verdict::selection::Choice;
use crate::report::{
    BreakEvenReport, CostsReport, Ends, Figure, IntervalReport, MixReport, MonthlyReport,
    OptionReport, PaybackReport, SpillPointReport, ThroughputReport, UnmetReport,
    UtilizationReport, WaitReport,
};
use crate::scenario::Scenario;
use crate::units::{Months, TokensPerDay};

/// The options shown, in their order.
pub fn all(evaluation: &Evaluation<'_, '_>) -> Vec<OptionReport> {
    let mut found: Vec<OptionReport> =
        evaluation.choices.iter().map(|choice| option(evaluation, choice)).collect();
    how_sure::add_draws(&mut found, evaluation);
    found
}

fn option(evaluation: &Evaluation<'_, '_>, choice: &Choice<'_, '_>) -> OptionReport {
    let mut report = drawn(evaluation, choice);
    if let Some(option) = choice.candidate.option() {
        report.mix = mix(evaluation, option);
        report.inputs = inputs::of(option, evaluation.scenario);
        if let Some(costs) = &mut report.costs {
            costs.interval = interval(evaluation, option);
        }
    }
    report
}

/// An option without what is only said of the point answer: its interval, its inputs and how it
/// divides the work.
pub(super) fn drawn(evaluation: &Evaluation<'_, '_>, choice: &Choice<'_, '_>) -> OptionReport {
    let (candidate, scenario) = (choice.candidate, evaluation.scenario);
    let option = candidate.option();
    let fleet = option.and_then(ServingOption::machines);
    let machines = candidate.machines(scenario);
    let unmet = candidate.unmet.iter().map(|unmet| UnmetReport {
        requirement: unmet.criterion().word().into(),
        reason: reason(unmet),
    });
    OptionReport {
        id: candidate.subject.id(),
        won_share: None,
        kind: candidate.subject.kind().word().into(),
        label: describe::label(&candidate.subject, machines),
        served_by: describe::served_by(&candidate.subject),
        beside: describe::beside(&candidate.subject).map(|api| api.id.to_string()).collect(),
        chosen: choice.why.word().into(),
        meets_requirements: candidate.is_possible(),
        unmet: unmet.collect(),
        not_stated: condition::report(scenario, &candidate.subject),
        comparison_only: !choice.can_win,
        tier: tier_of(candidate).word().into(),
        index: index_of(&candidate.subject).map(Figure),
        place: fleet
            .zip(machines)
            .filter(|(fleet, _)| fleet.tenure != Tenure::Rented)
            .map(|(fleet, machines)| fleet.standing(machines, scenario).0.word().into()),
        units: machines.map(Figure),
        costs: option.map(|option| costs(evaluation, option)),
        capacity_tokens_per_day: fleet
            .zip(machines)
            .map(|(fleet, machines)| Figure((fleet.capacity_each(scenario) * machines).get())),
        utilization: option.and_then(|option| utilization(scenario, option)),
        throughput: fleet.map(throughput),
        decode_tokens_per_second_per_stream: speed(candidate),
        wait: wait(scenario, candidate),
        mix: None,
        inputs: None,
    }
}

fn utilization(scenario: &Scenario<'_>, option: &ServingOption<'_>) -> Option<UtilizationReport> {
    let fleet = option.machines()?;
    let machines = fleet.first_machines(scenario);
    let peak = fleet.peak_utilization(scenario);
    // What machines cannot serve goes elsewhere when there is an elsewhere; what can wait has no headroom.
    let fullest = match scenario.workload.batch_share() {
        0.0 => scenario.assumptions.headroom,
        _ => 1.0,
    };
    Some(UtilizationReport {
        mean: Figure(Ledger::new(option, scenario).first_quantities().worked / machines),
        peak: Figure(if option.overflow.is_some() { peak.min(fullest) } else { peak }),
    })
}

fn mix(evaluation: &Evaluation<'_, '_>, option: &ServingOption<'_>) -> Option<MixReport> {
    option.overflow.or(option.hard)?;
    let scenario = evaluation.scenario;
    let ledger = Ledger::new(option, scenario);
    let is_hard = |item: &Item<'_>| matches!(item.driver, Driver::Mtok(Role::Hard, _));
    let hard_bill = ledger.first_month_of(is_hard).get();
    let horizon = Horizon::of(scenario);
    let compiled = Compiled::new(scenario, &horizon);
    let points = overflow_curve(&compiled, option).into_iter().map(|point| SpillPointReport {
        units: Figure(point.machines),
        horizon_usd: Figure(point.total.get()),
        spilled_share: Figure(point.exceeding),
    });
    let base = crate::calc::option::subject::Subject::of(option).base;
    Some(MixReport {
        base: base.id(),
        hard_share: Figure(option.hard_share(scenario)),
        // Of nothing every share is nothing.
        hard_share_of_bill: Figure(match hard_bill {
            0.0 => 0.0,
            bill => bill / ledger.monthly().get(),
        }),
        spilled_share: Figure(match option.overflow {
            Some(_) => exceeding(option, scenario, &Month::STATED).total(),
            None => 0.0,
        }),
        spill_curve: points.collect(),
    })
}

fn costs(evaluation: &Evaluation<'_, '_>, option: &ServingOption<'_>) -> CostsReport {
    let ledger = Ledger::new(option, evaluation.scenario);
    let (today, written_off) = (ledger.today(), ledger.write_off());
    let totals = ledger.totals(&Horizon::of(evaluation.scenario));
    let part = |part: Part| Figure(today.running[part].get());
    let fetches = ledger.resale_fraction() > 0.0;
    CostsReport {
        upfront_usd: Figure((today.once + today.purchase).get()),
        monthly_usd: MonthlyReport {
            api: part(Part::Api),
            energy: part(Part::Energy),
            energy_idle: Figure(idle_energy(&ledger)),
            operations: part(Part::Operations),
            hosting: part(Part::Hosting),
            maintenance: part(Part::Maintenance),
            rent: part(Part::Rent),
            routing: part(Part::Routing),
            amortization: Figure(written_off.get()),
            total: Figure((today.running.total() + written_off).get()),
        },
        levelized_usd_per_mtok: Figure(totals.levelized().get()),
        horizon_usd: Figure(totals.cost().get()),
        payback: payback(evaluation, option, fetches),
        payback_vs_cheapest: evaluation
            .cheapest_api
            .map(|api| payback(&Evaluation::bare(evaluation.scenario, Some(api)), option, fetches)),
        break_even: break_even(evaluation, option),
        interval: IntervalReport::default(),
    }
}

fn payback(
    evaluation: &Evaluation<'_, '_>,
    option: &ServingOption<'_>,
    fetches: bool,
) -> PaybackReport {
    let found = evaluation.payback(option, false);
    let net = fetches.then(|| evaluation.payback(option, true).months()).flatten();
    let status = match found {
        Payback::After(_) => "after",
        Payback::BeyondHorizon(_) => "beyond_horizon",
        Payback::Never => "never",
        Payback::Immediate => "immediate",
        Payback::None => "none",
    };
    let figure = |months: Months| Figure(months.get());
    PaybackReport {
        status: status.into(),
        months: found.months().map(figure),
        net_of_resale_months: net.map(figure),
    }
}

fn break_even(evaluation: &Evaluation<'_, '_>, option: &ServingOption<'_>) -> BreakEvenReport {
    let figure = |tokens: TokensPerDay| Figure(tokens.get());
    let report = |status: &str, tokens: Option<TokensPerDay>| BreakEvenReport {
        status: status.into(),
        tokens_per_day: tokens.map(figure),
        units: None,
        always_above_tokens_per_day: None,
    };
    match evaluation.break_even(option) {
        None => report("none", None),
        Some((_, BreakEven::Never { unreachable })) => report("never", unreachable),
        Some((_, BreakEven::Reachable { tokens, machines, always_above })) => BreakEvenReport {
            units: Some(Figure(machines)),
            always_above_tokens_per_day: always_above.map(figure),
            ..report("reachable", Some(tokens))
        },
    }
}

/// The option again with every range at the end that is good for machines, and at the other.
fn interval(evaluation: &Evaluation<'_, '_>, option: &ServingOption<'_>) -> IntervalReport {
    let [good, bad] = [Outlook::FAVOURABLE, Outlook::UNFAVOURABLE].map(|outlook| {
        let scenario = evaluation.scenario.under(outlook);
        let option = option.under(&scenario);
        let ledger = Ledger::new(&option, &scenario);
        let total = ledger.totals(&Horizon::of(&scenario)).cost();
        let payback = Evaluation::bare(&scenario, evaluation.baseline).payback(&option, false);
        (ledger.monthly().get(), total.get(), payback.months())
    });
    let ends = |a: f64, b: f64| Ends { low: Some(Figure(a.min(b))), high: Some(Figure(a.max(b))) };
    let months = |months: Option<Months>| months.map(|months| Figure(months.get()));
    IntervalReport {
        monthly_usd: ends(good.0, bad.0),
        horizon_usd: ends(good.1, bad.1),
        payback_months: Ends { low: months(good.2), high: months(bad.2) },
        draws: None,
    }
}

/// The number on the index of tiers of what serves the tokens that are not hard.
fn index_of(subject: &Subject<'_>) -> Option<f64> {
    match &subject.base {
        BaseSubject::Api(api) => api.index,
        BaseSubject::Machines(deployment, _) => deployment.model.index,
    }
}

/// Output tokens per second of one stream.
fn speed(candidate: &Candidate<'_>) -> Option<Figure> {
    if let Some(fleet) = candidate.option().and_then(ServingOption::machines) {
        return Some(Figure(fleet.rates.decode.typical.get() / fleet.rates.concurrency));
    }
    let stated = candidate.subject.api_alone()?.decode_tokens_per_second?;
    Some(Figure(stated.typical))
}

/// Seconds to the first token.
fn wait(scenario: &Scenario<'_>, candidate: &Candidate<'_>) -> Option<WaitReport> {
    let Some(fleet) = candidate.option().and_then(ServingOption::machines) else {
        let stated = candidate.subject.api_alone()?.time_to_first_token_seconds?;
        return Some(WaitReport { mean: Some(Figure(stated.typical)), p95: None });
    };
    let serving = waiting::serving(fleet, scenario).ok()?;
    let machines = fleet.first_machines(scenario);
    let Wait { mean, p95 } = waiting::first_token(&serving, fleet, scenario, machines);
    let finite = |seconds: f64| seconds.is_finite().then_some(Figure(seconds));
    Some(WaitReport { mean: finite(mean), p95: finite(p95) })
}

fn throughput(fleet: &Fleet<'_>) -> ThroughputReport {
    let rates = &fleet.rates;
    ThroughputReport {
        basis: rates.basis.word().into(),
        prefill_basis: rates.prefill_basis.word().into(),
        prefill_tokens_per_second: Figure(rates.prefill.typical.get()),
        decode_tokens_per_second: Figure(rates.decode.typical.get()),
        concurrency: Figure(rates.concurrency),
        low: Figure(rates.decode.low.get()),
        high: Figure(rates.decode.high.get()),
        cache_hit_share: hit_share(fleet),
    }
}
