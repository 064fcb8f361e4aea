//! Which deployments the profiles allow: hardware x model x quantization x engine.

use super::catalog::Catalog;
use crate::deployments::Deployments;
use crate::engine::Constants;
use crate::feature::{Feature, Features, Gain, Place, Used};
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
    let (engines, features) = (pins.engines.clone(), pins.features.clone());
    Deployments::found(hardware, move |hardware| {
        on(catalog, hardware, &weights, &engines, &features)
    })
}

/// What runs some of these weights on a machine.
fn on<'c>(
    catalog: &'c Catalog,
    hardware: &'c Hardware,
    weights: &[Weights<'c>],
    named: &[Text],
    features: &[Text],
) -> Vec<Deployment<'c>> {
    let of_family = catalog.constants.iter().filter(|c| c.family == hardware.family);
    let engines = of_family.filter(|c| pinned(named, &c.engine)).collect();
    let calibrations = catalog.all().filter(|c: &&Calibration| c.hardware == hardware.id).collect();
    let machine = Machine { catalog, hardware, engines, calibrations, named, features };
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
    catalog: &'c Catalog,
    hardware: &'c Hardware,
    engines: Vec<&'c Constants>,
    calibrations: Vec<&'c Calibration>,
    /// The engines that the user named.
    named: &'a [Text],
    /// The features that the user named.
    features: &'a [Text],
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
        let deployment = |engine: &Text, constants| Deployment {
            hardware: self.hardware,
            model,
            quantization: (*quantization).clone(),
            weights: *size,
            engine: engine.clone(),
            features: Features::default(),
            measured: None,
            constants,
            calibration: self.calibrations.iter().copied().find(|c| c.engine == *engine),
        };
        for constants in &self.engines {
            let here = || measured().filter(|m| m.engine == constants.engine);
            let runs = constants.runs(quantization);
            self.each(deployment(&constants.engine, Some(*constants)), here, runs, all);
        }
        let mut unmodelled: Vec<&Text> = measured().map(|m| &m.engine).collect();
        unmodelled.dedup();
        unmodelled.retain(|engine| {
            pinned(self.named, engine) && !self.engines.iter().any(|c| c.engine == **engine)
        });
        for engine in unmodelled {
            let here = || measured().filter(|m| m.engine == *engine);
            self.each(deployment(engine, None), here, false, all);
        }
    }

    /// Adds a deployment, and those of it with features: as they were measured, and as asked for.
    fn each<M: Iterator<Item = &'c Measured>>(
        &self,
        plain: Deployment<'c>,
        measured: impl Fn() -> M,
        runs: bool,
        all: &mut Vec<Deployment<'c>>,
    ) {
        let without = measured().find(|m| m.features.is_empty());
        if without.is_some() || runs {
            all.push(Deployment { measured: without, ..plain.clone() });
        }
        for own in measured().filter(|m| !m.features.is_empty()) {
            let features = used(self.catalog, &own.features, &plain.model.id, &plain.engine);
            all.push(Deployment { features, measured: Some(own), ..plain.clone() });
        }
        if self.features.is_empty() || !(without.is_some() || runs) {
            return;
        }
        let mut features = used(self.catalog, self.features, &plain.model.id, &plain.engine);
        features.0.retain(|used| place(&plain).refuses(*used).is_none());
        let known = features.0.is_empty() || measured().any(|m| features.are(&m.features));
        if !known {
            all.push(with(&Deployment { measured: without, ..plain }, features));
        }
    }
}

/// A plain deployment with features: what was measured without them is kept where it says something
/// of them.
pub fn with<'c>(plain: &Deployment<'c>, features: Features<'c>) -> Deployment<'c> {
    let alike = features.build_on_plain();
    Deployment {
        measured: plain.measured.filter(|_| alike),
        calibration: plain.calibration.filter(|_| alike),
        features,
        ..plain.clone()
    }
}

/// The features of these names, as far as there are such, and their gains on a model and engine.
pub fn used<'c>(catalog: &'c Catalog, names: &[Text], model: &str, engine: &str) -> Features<'c> {
    let found = names.iter().filter_map(|name| catalog.named::<Feature>(name));
    let gain = |feature: &Feature| {
        let mut of_feature = catalog.all::<Gain>().filter(|gain| gain.feature == feature.name);
        of_feature.find(|gain| gain.is_of(model, engine))
    };
    Features(found.map(|feature| Used { feature, gain: gain(feature) }).collect())
}

/// Where a deployment is.
pub fn place<'a>(deployment: &'a Deployment<'_>) -> Place<'a> {
    Place {
        hardware: deployment.hardware,
        model: deployment.model,
        weights: deployment.weights,
        engine: &deployment.engine,
    }
}

/// Whether a name is one of those that the user gave, if any.
pub fn pinned(names: &[Text], name: &str) -> bool {
    names.is_empty() || names.iter().any(|pin| pin == name)
}
