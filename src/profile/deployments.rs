//! Which deployments the profiles allow: hardware x model x quantization x engine.

use super::catalog::Catalog;
use crate::engine::Constants;
use crate::hardware::Hardware;
use crate::model::Model;
use crate::scenario::Pins;
use crate::source::Text;
use crate::throughput::{Deployment, Measured};
use crate::units::Gigabytes;

/// Every deployment that was measured, and every one whose engine runs the quantization on that
/// family of hardware; narrowed by what the user named. In order of hardware, model, file.
pub fn deployments<'c>(
    catalog: &'c Catalog,
    pins: &Pins,
    wanted: impl Fn(&Model) -> bool,
) -> Vec<Deployment<'c>> {
    let models = catalog.models.iter().filter(|m| pinned(&pins.models, &m.id) && wanted(m));
    let weights = models.flat_map(|model| model.weights.iter().map(move |size| (model, size)));
    let weights: Vec<Weights> = weights
        .filter(|(_, (quantization, _))| pinned(&pins.quantizations, quantization))
        .map(|(model, (quantization, size))| Weights { model, quantization, size: *size })
        .collect();
    let engines = catalog.constants.iter().filter(|c| pinned(&pins.engines, &c.engine));
    let engines: Vec<Engine> = engines.map(|constants| Engine::new(constants, &weights)).collect();

    // On most machines there are two engines for most weights.
    let mut all = Vec::with_capacity(2 * catalog.hardware.len() * weights.len());
    for hardware in catalog.hardware.iter().filter(|h| pinned(&pins.hardware, &h.id)) {
        let of_family = engines.iter().filter(|e| e.constants.family == hardware.family);
        let engines: Vec<&Engine> = of_family.collect();
        let measured = slice_of(
            &catalog.measured,
            |m| *m.hardware < *hardware.id,
            |m| m.hardware == hardware.id,
        );
        let mut index = 0;
        for of_model in weights.chunk_by(|a, b| std::ptr::eq(a.model, b.model)) {
            let id = &of_model[0].model.id;
            let measured = slice_of(measured, |m| *m.model < **id, |m| m.model == *id);
            let pair = Pair { hardware, engines: &engines, measured, pins, catalog };
            for weights in of_model {
                pair.deployments(index, weights, &mut all);
                index += 1;
            }
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

/// An engine on a family of hardware, and which of the weights it runs there.
struct Engine<'c> {
    constants: &'c Constants,
    runs: Vec<bool>,
}

impl<'c> Engine<'c> {
    fn new(constants: &'c Constants, weights: &[Weights<'c>]) -> Self {
        let runs = weights.iter().map(|weights| constants.runs(weights.quantization));
        Self { constants, runs: runs.collect() }
    }
}

/// One machine and one model, with the engines and the measurements that concern them.
struct Pair<'a, 'c> {
    hardware: &'c Hardware,
    engines: &'a [&'a Engine<'c>],
    measured: &'c [Measured],
    pins: &'a Pins,
    catalog: &'c Catalog,
}

impl<'c> Pair<'_, 'c> {
    /// Adds what serves these weights, the one at `index` in the list of all.
    fn deployments(&self, index: usize, weights: &Weights<'c>, all: &mut Vec<Deployment<'c>>) {
        let Weights { model, quantization, size } = weights;
        let measured = || self.measured.iter().filter(|m| m.quantization == **quantization);
        let deployment = |engine: &Text, constants, measured| Deployment {
            hardware: self.hardware,
            model,
            quantization: (*quantization).clone(),
            weights: *size,
            engine: engine.clone(),
            measured,
            constants,
            calibration: self
                .catalog
                .calibrations
                .iter()
                .find(|c| c.hardware == self.hardware.id && c.engine == *engine),
        };
        for Engine { constants, runs } in self.engines {
            let measured = measured().find(|m| m.engine == constants.engine);
            if measured.is_some() || runs[index] {
                all.push(deployment(&constants.engine, Some(*constants), measured));
            }
        }
        let unmodelled = |m: &&Measured| {
            pinned(&self.pins.engines, &m.engine)
                && !self.engines.iter().any(|e| e.constants.engine == m.engine)
        };
        for measured in measured().filter(unmodelled) {
            all.push(deployment(&measured.engine, None, Some(measured)));
        }
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
