//! Which deployments the profiles allow: hardware x model x quantization x engine.

use std::rc::Rc;

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
    let hardware: Vec<&Hardware> =
        catalog.those(|record| pinned(&pins.hardware, &record.name)).collect();
    let hardware = hardware.into_iter().flat_map(|own| std::iter::once(own).chain(&own.offers));
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
    let calibrations =
        catalog.all().filter(|c: &&Calibration| c.hardware == *hardware.machine()).collect();
    let smaller = fewer(catalog, hardware);
    let machine = Machine { catalog, hardware, smaller, engines, calibrations, named, features };
    let mut all = Vec::new();
    for of_model in weights.chunk_by(|a, b| std::ptr::eq(a.model, b.model)) {
        let measured: Vec<_> =
            catalog.measured(hardware.machine(), &of_model[0].model.id).collect();
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
    /// Machines with fewer of the same accelerators, most of them first.
    smaller: Vec<&'c Hardware>,
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
            smaller: None,
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
            let own = Deployment { measured: without, ..plain.clone() };
            all.push(Deployment { smaller: beside(self.catalog, &self.smaller, &own), ..own });
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

/// Machines with fewer of the same accelerators, most of them first.
fn fewer<'c>(catalog: &'c Catalog, hardware: &Hardware) -> Vec<&'c Hardware> {
    if hardware.gpus < 2 {
        return Vec::new();
    }
    let mut found: Vec<&Hardware> =
        catalog.all().filter(|other: &&Hardware| hardware.has_several_of(other)).collect();
    found.sort_by_key(|other| std::cmp::Reverse(other.gpus));
    found
}

/// The same as a deployment on the largest of these machines, where something was measured there, on
/// a smaller one, or on the deployment itself.
fn beside<'c>(
    catalog: &'c Catalog,
    smaller: &[&'c Hardware],
    own: &Deployment<'c>,
) -> Option<Rc<Deployment<'c>>> {
    let (hardware, rest) = smaller.split_first()?;
    let Deployment { model, quantization, engine, .. } = own;
    let measured = catalog.measured(hardware.machine(), &model.id).find(|measured| {
        measured.quantization == *quantization
            && measured.engine == *engine
            && measured.features.is_empty()
    });
    let of_machine = |c: &&'c Calibration| c.hardware == *hardware.machine() && c.engine == *engine;
    let calibration = catalog.all().find(of_machine);
    let there = Deployment { hardware, measured, calibration, smaller: None, ..own.clone() };
    let below = beside(catalog, rest, &there);
    let known = own.measured.is_some() || measured.is_some() || calibration.is_some();
    let known = known || own.calibration.is_some() || below.is_some();
    known.then(|| Rc::new(Deployment { smaller: below, ..there }))
}

/// A plain deployment with features: what was measured without them is kept where it says something
/// of them.
pub fn with<'c>(plain: &Deployment<'c>, features: Features<'c>) -> Deployment<'c> {
    let alike = features.build_on_plain();
    Deployment {
        smaller: plain.smaller.clone().filter(|_| alike),
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
