//! What `solve` found, in words.

use crate::calc::whatif::solve::Payback;
use crate::lever::Lever;

/// What the values of a lever are measured in.
pub const fn unit(lever: Lever) -> &'static str {
    match lever {
        Lever::Volume => "tokens/day",
        Lever::ApiPrice => "USD per million tokens of the baseline, at this mix",
        Lever::HardwarePrice => "USD per machine",
        Lever::Electricity => "USD per kWh",
        Lever::Throughput => "output tokens/s per machine",
        _ => "",
    }
}

/// The machines that are repaid: number, hardware, model, quantization, engine.
pub fn machines(Payback { machines, deployment, .. }: &Payback<'_>) -> String {
    format!(
        "{machines} x {} with {} ({}, {})",
        deployment.hardware.id,
        deployment.model.id,
        deployment.quantization,
        deployment.engine_label()
    )
}
