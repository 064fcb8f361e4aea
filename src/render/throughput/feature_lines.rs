//! Features of a deployment: what is on, and what the others would change.

use super::super::page::Page;
use crate::figure::{fixed, whole};
use crate::report::throughput::{DeploymentReport, FeatureRatesReport};

/// The engine with its features: `vllm+mtp`.
pub fn engine(report: &DeploymentReport) -> String {
    report.features.iter().fold(report.engine.clone(), |all, name| all + "+" + name)
}

/// A line for each feature that is off.
pub fn draw(report: &DeploymentReport, page: &mut Page) {
    let counted = report.would_change.iter().filter(|feature| feature.reason.is_none());
    let mut lines: Vec<String> = counted.map(line).collect();
    let mut not: Vec<(&str, Vec<&str>)> = Vec::new();
    for feature in &report.would_change {
        let Some(reason) = feature.reason.as_deref() else { continue };
        match not.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(&feature.feature),
            None => not.push((reason, vec![&feature.feature])),
        }
    }
    let not: Vec<String> =
        not.into_iter().map(|(reason, names)| format!("{} ({reason})", names.join(", "))).collect();
    if !not.is_empty() {
        lines.push(format!("not counted: {}", not.join("; ")));
    }
    page.section("features that are off, and what they would make of it", &lines);
}

/// `mtp: 2.60 times at 1, 1.98 times at 16; 30 requests fit`.
fn line(feature: &FeatureRatesReport) -> String {
    let gain = |point: &crate::report::throughput::FeatureGainReport| {
        let gain = point.gain?;
        Some(format!("{} times at {}", fixed(gain.0, 2), whole(point.concurrency.0)))
    };
    let mut parts: Vec<String> = feature.points.iter().filter_map(gain).collect();
    if parts.is_empty() {
        parts.push("no rate is known without it".into());
    }
    let fit = match feature.largest_concurrency {
        Some(most) if most.0 == 1.0 => "; 1 request fits".to_string(),
        Some(most) => format!("; {} requests fit", whole(most.0)),
        None => String::new(),
    };
    format!("{}: {}{fit}", feature.feature, parts.join(", "))
}
