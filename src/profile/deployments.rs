//! Which deployments the profiles allow: hardware x model x quantization x engine.

use super::catalog::Catalog;
use crate::deployments::Deployments;
use crate::engine::Constants;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::scenario::Pins;
use crate::source::Text;
use crate::throughput::{Calibration, Deployment, Measured};
use crate::tier::Tier;
use crate::units::Gigabytes;

/// Every deployment that was measured, and every one whose engine runs the quantization on that
/// family of hardware; narrowed by what the user named, and to models of at least a tier. In order of
/// hardware, model, file.
pub fn deployments<'c>(catalog: &'c Catalog, pins: &Pins, least: Option<Tier>) -> Deployments<'c> {
    let models =
        catalog.those::<Model>(|record| pinned(&pins.models, &record.name) && record.is_of(least));
    let weights = models.flat_map(|model| model.weights.iter().map(move |size| (model, size)));
    let weights: Vec<Weights> = weights
        .filter(|(_, (quantization, _))| pinned(&pins.quantizations, quantization))
        .map(|(model, (quantization, size))| Weights { model, quantization, size: *size })
        .collect();
    let hardware = catalog.those(|record| pinned(&pins.hardware, &record.name));
    let engines = pins.engines.clone();
    Deployments::found(hardware, move |hardware| on(catalog, hardware, &weights, &engines))
}

/// What runs some of these weights on a machine.
fn on<'c>(
    catalog: &'c Catalog,
    hardware: &'c Hardware,
    weights: &[Weights<'c>],
    named: &[Text],
) -> Vec<Deployment<'c>> {
    let of_family = catalog.constants.iter().filter(|c| c.family == hardware.family);
    let engines = of_family.filter(|c| pinned(named, &c.engine)).collect();
    let calibrations = catalog.all().filter(|c: &&Calibration| c.hardware == hardware.id).collect();
    let machine = Machine { hardware, engines, calibrations, named };
    let mut all = Vec::new();
    for of_model in weights.chunk_by(|a, b| std::ptr::eq(a.model, b.model)) {
        let measured: Vec<_> = catalog.measured(&hardware.id, &of_model[0].model.id).collect();
        for weights in of_model {
            machine.deployments(weights, &measured, &mut all);
        }
    }
    all
}

/// A model in one quantization.
struct Weights<'c> {
    model: &'c Model,
    quantization: &'c Text,
    size: Gigabytes,
}

/// A machine and its engines.
struct Machine<'a, 'c> {
    hardware: &'c Hardware,
    engines: Vec<&'c Constants>,
    calibrations: Vec<&'c Calibration>,
    /// The engines that the user named.
    named: &'a [Text],
}

impl<'c> Machine<'_, 'c> {
    /// Adds what serves these weights; `measured` is what was measured of the model.
    fn deployments(
        &self,
        weights: &Weights<'c>,
        measured: &[&'c Measured],
        all: &mut Vec<Deployment<'c>>,
    ) {
        let Weights { model, quantization, size } = weights;
        let measured = || measured.iter().copied().filter(|m| m.quantization == **quantization);
        let deployment = |engine: &Text, constants, measured| Deployment {
            hardware: self.hardware,
            model,
            quantization: (*quantization).clone(),
            weights: *size,
            engine: engine.clone(),
            measured,
            constants,
            calibration: self.calibrations.iter().copied().find(|c| c.engine == *engine),
        };
        for constants in &self.engines {
            let measured = measured().find(|m| m.engine == constants.engine);
            if measured.is_some() || constants.runs(quantization) {
                all.push(deployment(&constants.engine, Some(*constants), measured));
            }
        }
        let unmodelled = |m: &&Measured| {
            pinned(self.named, &m.engine) && !self.engines.iter().any(|c| c.engine == m.engine)
        };
        for measured in measured().filter(unmodelled) {
            all.push(deployment(&measured.engine, None, Some(measured)));
        }
    }
}

/// Whether a name is one of those that the user gave, if any.
pub fn pinned(names: &[Text], name: &str) -> bool {
    names.is_empty() || names.iter().any(|pin| pin == name)
}
