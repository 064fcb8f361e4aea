//! Rates that no measurement of their kind stands behind, as warnings.

use crate::calc::option::serving::ServingOption;
use crate::calc::throughput::Rates;
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::whole;
use crate::report::Warning;
use crate::text::count;
use crate::throughput::{Basis, Deployment};

/// Modelled rates of options shown that no measurement of that kind stands behind.
pub fn unproven_rates(evaluation: &Evaluation<'_, '_>) -> Vec<Warning> {
    let choices = evaluation.choices.iter();
    let fleets =
        choices.filter_map(|choice| choice.candidate.option().and_then(ServingOption::machines));
    unproven(fleets.map(|fleet| (&fleet.deployment, &fleet.rates)))
}

/// What to be careful with in rates that were not measured, once for what is alike.
pub fn unproven<'a>(all: impl Iterator<Item = (&'a Deployment<'a>, &'a Rates)>) -> Vec<Warning> {
    // An engine on a family, and from how many to how many requests its rates are extrapolated.
    let mut extrapolated: Vec<(String, f64, f64)> = Vec::new();
    for (deployment, rates) in all {
        let modelled = deployment.constants.filter(|_| rates.basis != Basis::Measured);
        let Some(constants) = modelled else { continue };
        let pair = format!("`{}` on `{}`", constants.engine, constants.family);
        let at = rates.concurrency;
        match extrapolated.iter_mut().find(|known| known.0 == pair) {
            _ if !rates.extrapolated => {}
            Some((_, low, high)) => (*low, *high) = (low.min(at), high.max(at)),
            None => extrapolated.push((pair.clone(), at, at)),
        }
    }
    extrapolated.into_iter().map(never_measured).collect()
}

/// Rates of an engine on a family for several streams, of which too few are known there.
fn never_measured((pair, low, high): (String, f64, f64)) -> Warning {
    let requests = count(high as usize, "request");
    let rates = match low == high {
        true => format!("the rate at {requests} at the same time is"),
        false => format!("the rates at {} to {requests} at the same time are", whole(low)),
    };
    Warning {
        code: "extrapolated-throughput".into(),
        message: format!(
            "few or no rates of several streams are known for {pair}: {rates} extrapolated"
        ),
    }
}
