//! How sure a verdict is, as the report has it.

use crate::calc::verdict::confidence::{Confidence, Sensitivity};
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::whatif::monte_carlo::{Input, Outcome, quantile};
use crate::report::drawn::{
    ConfidenceReport, DrawsReport, Quantiles, SensitivityReport, TossUpReport,
};
use crate::report::{Figure, OptionReport};

/// In what share of the draws the verdict's kind wins.
pub fn confidence(evaluation: &Evaluation<'_, '_>) -> Option<ConfidenceReport> {
    let Confidence { draws, seed, won, level, .. } = evaluation.confidence.as_ref()?;
    let stated = ConfidenceReport {
        won_share: Figure(*won),
        level: Figure(*level),
        draws: *draws,
        seed: *seed,
    };
    Some(stated)
}

/// What to do where nothing is sure.
pub fn toss_up(evaluation: &Evaluation<'_, '_>) -> Option<TossUpReport> {
    let found = evaluation.confidence.as_ref()?;
    let simplest = evaluation.choices.get(found.simplest?)?;
    let first = found.sensitivity.iter().max_by(|a, b| a.worth.get().total_cmp(&b.worth.get()));
    Some(TossUpReport {
        simplest: simplest.candidate.subject.id(),
        find_out: first.map(|first| word(&first.input)),
        worth_usd: first.map(|first| Figure(first.worth.get())),
    })
}

/// What the margin hangs on.
pub fn sensitivity(evaluation: &Evaluation<'_, '_>) -> Vec<SensitivityReport> {
    let found = evaluation.confidence.iter().flat_map(|found| &found.sensitivity);
    let row = |one: &Sensitivity| SensitivityReport {
        input: word(&one.input),
        variance_share: Figure(one.share),
        worth_usd: Figure(one.worth.get()),
    };
    found.map(row).collect()
}

fn word(input: &Input) -> String {
    match input {
        Input::HardwarePrice => "hardware-price".into(),
        Input::Resale => "resale".into(),
        Input::Power => "power".into(),
        Input::Rent => "rent".into(),
        Input::ApiPrice => "api-price".into(),
        Input::Throughput { engine, measured_on: None } => format!("throughput of {engine}"),
        Input::Throughput { engine, measured_on: Some(hardware) } => {
            format!("throughput of {engine} on {hardware}")
        }
        Input::Unstated(lever) => lever.word().into(),
    }
}

/// Adds to options what the draws make of them.
pub fn add_draws(options: &mut [OptionReport], evaluation: &Evaluation<'_, '_>) {
    let Some(found) = &evaluation.confidence else { return };
    for (place, Outcome { totals, paybacks, wins }) in &found.outcomes {
        let Some(option) = options.get_mut(*place) else { continue };
        let can_win = option.meets_requirements && !option.comparison_only;
        let share = Figure(f64::from(*wins) / f64::from(found.draws));
        option.won_share = can_win.then_some(share);
        if let Some(costs) = &mut option.costs {
            costs.interval.draws = Some(DrawsReport {
                horizon_usd: quantiles(totals.clone()),
                payback_months: (!paybacks.is_empty()).then(|| quantiles(paybacks.clone())),
            });
        }
    }
}

/// The values that a tenth, a half and nine tenths of the draws do not exceed.
fn quantiles(mut values: Vec<f64>) -> Quantiles {
    values.sort_by(f64::total_cmp);
    let at = |share| quantile(&values, share).map(Figure);
    Quantiles { p10: at(0.1), p50: at(0.5), p90: at(0.9) }
}
