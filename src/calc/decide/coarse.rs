//! Weights of fewer than four bits: not the model that its index was measured on.

use crate::scenario::Scenario;
use crate::throughput::Deployment;
use crate::unmet::Unmet;

/// Bits a parameter below which weights are left out unless their quantization was named.
const FEWEST_BITS: f64 = 4.0;

/// Bits a parameter: `8 x GB / 10^9 parameters`.
pub fn bits(deployment: &Deployment<'_>) -> f64 {
    8.0 * deployment.weights.get() / deployment.model.parameters_billion
}

/// Whether they are left out unless their quantization was named.
pub fn is_coarse(deployment: &Deployment<'_>) -> bool {
    bits(deployment) < FEWEST_BITS
}

/// What such weights fail.
pub fn too_coarse(scenario: &Scenario<'_>, deployment: &Deployment<'_>) -> Option<Unmet> {
    let named = scenario.pins.quantizations.contains(&deployment.quantization);
    let unmet =
        || Unmet::Coarse { bits: bits(deployment), quantization: deployment.quantization.clone() };
    (is_coarse(deployment) && !named).then(unmet)
}
