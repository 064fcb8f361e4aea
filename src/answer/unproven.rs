//! Rates that no measurement of their kind stands behind, as warnings.

use crate::calc::option::serving::ServingOption;
use crate::calc::throughput::Rates;
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::whole;
use crate::report::Warning;
use crate::text::count;
use crate::throughput::{Basis, Deployment};

/// An engine on a family with extrapolated rates.
struct Pair {
    name: String,
    /// From how many to how many requests at the same time.
    requests: (f64, f64),
    /// Whether the verdict stands on them.
    decides: bool,
}

/// Modelled rates of options shown that no measurement of that kind stands behind.
pub fn unproven_rates(evaluation: &Evaluation<'_, '_>) -> Vec<Warning> {
    let winner = evaluation.winner().map(|winner| winner.candidate);
    unproven(evaluation.choices.iter().filter_map(|choice| {
        let fleet = choice.candidate.option().and_then(ServingOption::machines)?;
        let decides = winner.is_some_and(|winner| std::ptr::eq(winner, choice.candidate));
        Some((&fleet.deployment, &fleet.rates, decides))
    }))
}

/// What to be careful with in rates that were not measured, once for what is alike: rates on which
/// the verdict stands have another code than those of what is compared with it.
pub fn unproven<'a>(
    all: impl Iterator<Item = (&'a Deployment<'a>, &'a Rates, bool)>,
) -> Vec<Warning> {
    let mut extrapolated: Vec<Pair> = Vec::new();
    for (deployment, rates, decides) in all {
        let modelled = deployment.constants.filter(|_| rates.basis != Basis::Measured);
        let Some(constants) = modelled else { continue };
        if !rates.extrapolated {
            continue;
        }
        let name = format!("`{}` on `{}`", constants.engine, constants.family);
        let at = rates.concurrency;
        match extrapolated.iter_mut().find(|known| known.name == name) {
            Some(Pair { requests: (low, high), decides: known, .. }) => {
                (*low, *high) = (low.min(at), high.max(at));
                *known |= decides;
            }
            None => extrapolated.push(Pair { name, requests: (at, at), decides }),
        }
    }
    extrapolated.into_iter().map(never_measured).collect()
}

/// Rates of an engine on a family for several streams, of which too few are known there.
fn never_measured(pair: Pair) -> Warning {
    let Pair { name, requests: (low, high), decides } = pair;
    let requests = count(high as usize, "request");
    let rates = match low == high {
        true => format!("the rate at {requests} at the same time is"),
        false => format!("the rates at {} to {requests} at the same time are", whole(low)),
    };
    Warning {
        code: if decides { "extrapolated-throughput" } else { "extrapolated-comparator" }.into(),
        message: format!(
            "few or no rates of several streams are known for {name}: {rates} extrapolated"
        ),
    }
}
