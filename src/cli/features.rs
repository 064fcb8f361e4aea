//! `--features`: which are known, where they can be counted, and what others would change.

use anyhow::{Result, bail};

use super::args::CompareArgs;
use super::named::one_of;
use crate::answer::throughput_features::Tried;
use crate::feature::{Effect, Feature, Features};
use crate::profile::catalog::Catalog;
use crate::profile::deployments::{deployments, place, used, with};
use crate::scenario::{Scenario, Tried as TriedInAll};
use crate::source::Text;
use crate::throughput::{Deployment, SPECULATIVE};

/// Reasons that are named one by one.
const REASONS: usize = 3;

/// The names that were typed, each that of a feature.
///
/// # Errors
/// A name that no feature has.
pub fn known(catalog: &Catalog, names: &[String]) -> Result<Vec<Text>> {
    let all = || catalog.all::<Feature>().map(|feature| &*feature.name);
    for name in names {
        one_of("feature", name, all())?;
    }
    let mut found: Vec<&Feature> = Vec::new();
    for feature in names.iter().filter_map(|name| catalog.named::<Feature>(name)) {
        let other =
            found.iter().find(|other| other.name != feature.name && exclude(other, feature));
        if let Some(other) = other {
            bail!(
                "`{}` and `{}` do the same in two ways; expected one of them",
                other.name,
                feature.name
            );
        }
        if !found.contains(&feature) {
            found.push(feature);
        }
    }
    Ok(found.into_iter().map(|feature| feature.name.clone()).collect())
}

/// Whether of two features only one can be on.
fn exclude(one: &Feature, other: &Feature) -> bool {
    one.effect == other.effect
}

/// Whether one of these features guesses tokens ahead.
pub fn guess_ahead(catalog: &Catalog, names: &[String]) -> bool {
    let mut found = names.iter().filter_map(|name| catalog.named::<Feature>(name));
    found.any(|feature| feature.effect == Effect::Speculation)
}

/// The same question, with what every feature that is off would make of it when all is shown.
///
/// # Errors
/// When a feature that was asked for can be counted nowhere.
pub fn looked_at<'c>(
    mut scenario: Scenario<'c>,
    args: &CompareArgs,
    catalog: &'c Catalog,
) -> Result<Scenario<'c>> {
    for name in &scenario.pins.features {
        somewhere(catalog, &scenario, name)?;
    }
    if args.output.full {
        let on = &scenario.pins.features;
        let off = |feature: &&Feature| is_tried(catalog, on, feature);
        let tried = catalog.all::<Feature>().filter(off).map(|feature| {
            let mut pins = scenario.pins.clone();
            pins.features.push(feature.name.clone());
            let all = deployments(catalog, &pins, least(&scenario, args));
            let with = all.keeping(|deployment| {
                deployment.features.names().any(|name| *name == feature.name)
            });
            TriedInAll { feature, deployments: with }
        });
        scenario.tried = tried.collect();
    }
    Ok(scenario)
}

/// Whether a feature can be added to those that are on. That of unknown ways to guess ahead is for
/// measurements alone.
fn is_tried(catalog: &Catalog, on: &[Text], feature: &Feature) -> bool {
    let mut known = on.iter().filter_map(|name| catalog.named::<Feature>(name));
    feature.name != SPECULATIVE && !known.any(|other| exclude(other, feature))
}

/// The least tier of the models that are looked at.
fn least(scenario: &Scenario<'_>, args: &CompareArgs) -> Option<crate::tier::Tier> {
    let everything = args.choice.all || !scenario.pins.models.is_empty();
    let requirements = &scenario.requirements;
    if everything { None } else { requirements.tier().min(requirements.usual_tier) }
}

/// Whether a feature is on in some deployment; else why not.
fn somewhere(catalog: &Catalog, scenario: &Scenario<'_>, name: &Text) -> Result<()> {
    let mut reasons: Vec<String> = Vec::new();
    for deployment in scenario.deployments.iter() {
        if deployment.features.names().any(|known| known == name) {
            return Ok(());
        }
        let names = std::slice::from_ref(name);
        let features = used(catalog, names, &deployment.model.id, &deployment.engine);
        let refused = features.0.first().and_then(|used| place(deployment).refuses(*used));
        if let Some(reason) = refused.filter(|reason| !reasons.contains(reason)) {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let more = match reasons.len().saturating_sub(REASONS) {
        0 => String::new(),
        more => format!(", and {more} more reasons"),
    };
    reasons.truncate(REASONS);
    bail!("`{name}` can be counted nowhere here: {}{more}", reasons.join("; "))
}

/// Those of one model on one machine in which exactly these features are on.
///
/// # Errors
/// A name that no feature has, and features that none of them can have.
pub fn on<'c>(
    catalog: &'c Catalog,
    names: &[String],
    found: Vec<Deployment<'c>>,
) -> Result<Vec<Deployment<'c>>> {
    let names = known(catalog, names)?;
    if names.is_empty() {
        return Ok(found);
    }
    let mut reasons: Vec<String> = Vec::new();
    let mut with: Vec<Deployment<'c>> = Vec::new();
    for plain in found {
        if plain.features.are(&names) {
            with.retain(|other| !is_alike(other, &plain));
            with.push(plain);
        } else if plain.features.0.is_empty() {
            match featured(catalog, &plain, &names) {
                Ok(featured) if with.iter().any(|other| is_alike(other, &featured)) => {}
                Ok(featured) => with.push(featured),
                Err(reason) if reasons.contains(&reason) => {}
                Err(reason) => reasons.push(reason),
            }
        }
    }
    if with.is_empty() && !reasons.is_empty() {
        bail!("`--features {}` cannot be counted: {}", names.join(","), reasons.join("; "));
    }
    Ok(with)
}

/// Whether two are of the same weights and engine.
fn is_alike(one: &Deployment<'_>, other: &Deployment<'_>) -> bool {
    one.quantization == other.quantization && one.engine == other.engine
}

/// A plain deployment with these features, and what was measured of it, or why one of them cannot be
/// counted.
fn featured<'c>(
    catalog: &'c Catalog,
    plain: &Deployment<'c>,
    names: &[Text],
) -> Result<Deployment<'c>, String> {
    let features = used(catalog, names, &plain.model.id, &plain.engine);
    let measured = catalog.measured(plain.hardware.machine(), &plain.model.id).find(|measured| {
        measured.quantization == plain.quantization
            && measured.engine == plain.engine
            && features.are(&measured.features)
    });
    if let Some(own) = measured {
        return Ok(Deployment { features, measured: Some(own), ..plain.clone() });
    }
    match features.0.iter().find_map(|used| place(plain).refuses(*used)) {
        Some(reason) => Err(reason),
        None => Ok(with(plain, features)),
    }
}

/// Every feature that is off in a deployment, and the deployment with it.
pub fn tried_on<'c>(catalog: &'c Catalog, deployment: &Deployment<'c>) -> Vec<Tried<'c>> {
    let on: Vec<Text> = deployment.features.names().cloned().collect();
    let off = catalog.all::<Feature>().filter(|feature| is_tried(catalog, &on, feature));
    let plain = Deployment {
        features: Features::default(),
        measured: deployment.measured.filter(|measured| measured.features.is_empty()),
        ..deployment.clone()
    };
    let tried = off.map(|feature| {
        let mut names = on.clone();
        names.push(feature.name.clone());
        (feature, featured(catalog, &plain, &names))
    });
    tried.collect()
}
