//! Floor 4: an evaluation as a report: figures, reasons, sentences and explanations.
//!
//! Words are made here and nowhere below; nobody above reads one back.

pub mod aged_prices;
mod api_warnings;
mod assumed;
mod because;
mod comparators;
mod condition;
mod constraint;
pub mod describe;
mod described_throughput;
mod explain;
mod feature_effects;
mod how_sure;
mod inputs;
pub mod lacking;
mod names;
mod offer_warnings;
pub mod options;
mod owned;
mod placed;
pub mod preferred;
pub mod redrawn;
pub mod solved;
pub mod sweep_answer;
pub mod throughput_answer;
pub mod throughput_features;
mod unproven;
mod verdict;

use crate::calc::verdict::evaluation::{Evaluation, with_evaluation};
use crate::report::{Report, SCHEMA_VERSION, Tool};
use crate::scenario::Scenario;

/// Answers the question. Cannot fail: whatever has no answer says so in the report.
pub fn evaluate(scenario: &Scenario<'_>) -> Report {
    with_evaluation(scenario, report)
}

/// The report of an evaluation.
pub fn report(evaluation: &Evaluation<'_, '_>) -> Report {
    let Evaluation { scenario, baseline, .. } = evaluation;
    Report {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        workload: describe::workload(scenario),
        assumptions: describe::assumptions(scenario),
        baseline: baseline.map(|api| crate::calc::option::subject::Subject::api(api).id()),
        options: options::all(evaluation),
        verdict: verdict::verdict(evaluation),
        sensitivity: how_sure::sensitivity(evaluation),
        features: feature_effects::all(evaluation),
        warnings: describe::warnings(evaluation),
        sources: describe::sources(evaluation),
        explanation: if scenario.explain { explain::explain(evaluation) } else { Vec::new() },
    }
}
