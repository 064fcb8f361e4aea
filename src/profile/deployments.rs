//! Which deployments the profiles allow: hardware x model x quantization x engine.

use super::catalog::Catalog;
use crate::engine::Constants;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::scenario::Pins;
use crate::source::Text;
use crate::throughput::{Calibration, Deployment, Measured};

/// Every deployment that was measured, and every one whose engine runs the quantization on that
/// family of hardware; narrowed by what the user named. In order of hardware, model, file.
pub fn deployments<'c>(
    catalog: &'c Catalog,
    pins: &Pins,
    wanted: impl Fn(&Model) -> bool,
) -> Vec<Deployment<'c>> {
    let models: Vec<&Model> =
        catalog.models.iter().filter(|m| pinned(&pins.models, &m.id) && wanted(m)).collect();
    let mut all = Vec::new();
    for hardware in catalog.hardware.iter().filter(|h| pinned(&pins.hardware, &h.id)) {
        let engines: Vec<&Constants> = catalog
            .constants
            .iter()
            .filter(|c| c.family == hardware.family && pinned(&pins.engines, &c.engine))
            .collect();
        let measured = slice_of(
            &catalog.measured,
            |m| *m.hardware < *hardware.id,
            |m| m.hardware == hardware.id,
        );
        for model in &models {
            let measured = slice_of(measured, |m| *m.model < *model.id, |m| m.model == model.id);
            let calibrations = &catalog.calibrations;
            let found = Pair { hardware, model, engines: &engines, measured, calibrations };
            found.deployments(pins, &mut all);
        }
    }
    all
}

/// One machine and one model, with the engines and the measurements that concern them.
struct Pair<'a, 'c> {
    hardware: &'c Hardware,
    model: &'c Model,
    engines: &'a [&'c Constants],
    measured: &'c [Measured],
    calibrations: &'c [Calibration],
}

impl<'c> Pair<'_, 'c> {
    fn deployments(&self, pins: &Pins, all: &mut Vec<Deployment<'c>>) {
        for (quantization, weights) in &self.model.weights {
            if !pinned(&pins.quantizations, quantization) {
                continue;
            }
            let deployment = |engine: &Text, constants, measured| Deployment {
                hardware: self.hardware,
                model: self.model,
                quantization: quantization.clone(),
                weights: *weights,
                engine: engine.clone(),
                measured,
                constants,
                calibration: self
                    .calibrations
                    .iter()
                    .find(|c| c.hardware == self.hardware.id && c.engine == *engine),
            };
            for constants in self.engines.iter().copied() {
                let measured = self.measured_on(quantization, &constants.engine);
                if measured.is_some() || constants.runs(quantization) {
                    all.push(deployment(&constants.engine, Some(constants), measured));
                }
            }
            let unmodelled = |m: &&Measured| {
                m.quantization == *quantization
                    && pinned(&pins.engines, &m.engine)
                    && !self.engines.iter().any(|c| c.engine == m.engine)
            };
            for measured in self.measured.iter().filter(unmodelled) {
                all.push(deployment(&measured.engine, None, Some(measured)));
            }
        }
    }

    fn measured_on(&self, quantization: &str, engine: &str) -> Option<&'c Measured> {
        self.measured.iter().find(|m| m.quantization == quantization && m.engine == engine)
    }
}

fn pinned(names: &[Text], name: &str) -> bool {
    names.is_empty() || names.iter().any(|pin| pin == name)
}

/// The run of a sorted list that `is` holds for; `before` holds for everything ahead of it.
fn slice_of<T>(list: &[T], before: impl Fn(&T) -> bool, is: impl Fn(&T) -> bool) -> &[T] {
    let rest = &list[list.partition_point(before)..];
    &rest[..rest.partition_point(is)]
}
