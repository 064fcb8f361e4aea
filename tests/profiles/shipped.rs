//! What every shipped profile must hold, so that its numbers can be believed.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;

use breakeven::api::Api;
use breakeven::date::Date;
use breakeven::hardware::Hardware;
use breakeven::model::Model;
use breakeven::profile::builtin::shipped;
use breakeven::profile::catalog::Catalog;
use breakeven::profile::fields::BASIS;
use breakeven::profile::node::parse;
use breakeven::profile::schema::{Kind, Section};
use breakeven::profile::sections::SECTIONS;
use breakeven::throughput::Measured;

/// The shipped profiles, held against all rules: a run trusts them and does not look.
fn catalog() -> Catalog {
    Catalog::of(shipped().collect()).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

#[test]
fn the_build_finds_the_same_profiles_as_the_program() {
    let (built, read) = (Catalog::with(Vec::new()).unwrap(), catalog());
    let names = |catalog: &Catalog| -> Vec<String> {
        catalog.records().map(|record| format!("{} {}", record.kind, record.name)).collect()
    };
    assert_eq!(names(&built), names(&read));
    assert!(built.records().eq(read.records()), "a profile has another place or other fields");
    assert_eq!(built.documents(), read.documents());
}

#[test]
fn the_build_lays_out_what_the_files_say() {
    for document in shipped() {
        let read = parse(&document.text).unwrap();
        assert_eq!(*document.table, *read, "{}", document.path);
        // What is shipped is copied before it is changed.
        let mut changed = document.table.clone();
        changed.change(|entries| entries.truncate(1));
        assert_eq!((changed.len(), document.table.len()), (1, read.len()));
        assert_eq!(changed[0], read[0]);
    }
}

#[test]
fn every_profile_says_when_and_where_from() {
    let catalog = catalog();
    let today = Date::new(2026, 11, 23).unwrap();
    // Factors of the throughput model may have the date and the source of all of it.
    let dated = |section: &&Section| section.fields.iter().any(|f| f.key == "as_of" && f.required);
    let sections = SECTIONS.iter().filter(dated);
    for record in sections.flat_map(|section| catalog.records_of(section.key)) {
        let source = record.source(catalog.documents());
        let name = format!("{} {}", source.kind, source.profile);
        assert!(source.as_of > Date::new(2020, 1, 1).unwrap(), "{name}: {}", source.as_of);
        assert!(source.as_of <= today, "{name} is from the future: {}", source.as_of);
        assert!(source.source.len() > 10, "{name}: {}", source.source);
        assert_ne!(source.source, "placeholder", "{name}");
    }
}

#[test]
fn a_basis_begins_with_its_kind() {
    let catalog = catalog();
    for record in SECTIONS.iter().flat_map(|section| catalog.records_of(section.key)) {
        if let Some(basis) = record.fields().text(&BASIS) {
            let kind = ["estimate: ", "old: "].iter().find(|kind| basis.starts_with(**kind));
            assert!(kind.is_some(), "{} {}: {basis}", record.kind, record.name);
        }
    }
}

#[test]
fn text_is_plain_ascii() {
    for section in SECTIONS {
        for record in catalog().records_of(section.key) {
            for field in section.fields.iter().filter(|field| matches!(field.kind, Kind::Text)) {
                let text = record.fields().text(field).unwrap_or_default();
                assert!(text.is_ascii(), "{} {}: {text}", record.kind, record.name);
            }
        }
    }
}

#[test]
fn there_is_enough_to_choose_from() {
    let catalog = catalog();
    let hosted = catalog.all::<Api>().filter(|api| api.serves.is_some()).count();
    let (apis, machines) = (catalog.all::<Api>().count(), catalog.all::<Hardware>().count());
    assert!(apis >= 45, "{apis} APIs");
    assert!(hosted >= 20, "{hosted} hosted");
    assert!(machines >= 20, "{machines} machines");
    let models: Vec<&Model> = catalog.all().collect();
    assert!(models.len() >= 15, "{} models", models.len());
    for model in &models {
        assert!(!model.weights.is_empty(), "{}", model.id);
    }
    let several = models.iter().filter(|model| model.weights.len() >= 2).count();
    assert!(several * 2 > models.len(), "{several} models in several quantizations");
}

/// What is found by name is what is found by looking at all.
#[test]
fn profiles_are_found_by_name() {
    let catalog = catalog();
    let mut measured = 0;
    for hardware in catalog.all::<Hardware>() {
        assert!(std::ptr::eq(catalog.named::<Hardware>(&hardware.id).unwrap(), hardware));
        for model in catalog.all::<Model>() {
            let is = |one: &&Measured| one.hardware == hardware.id && one.model == model.id;
            let found: Vec<_> = catalog.measured(&hardware.id, &model.id).collect();
            assert!(found.iter().copied().eq(catalog.all::<Measured>().filter(is)));
            measured += found.len();
        }
    }
    assert_eq!(measured, catalog.all::<Measured>().count());
    assert!(measured > 100, "{measured}");
    assert_eq!(catalog.named::<Api>("rtx-3090"), None);
    let record = catalog.record("hardware", "rtx-3090").unwrap();
    assert_eq!(record.name, catalog.named::<Hardware>("rtx-3090").unwrap().id);
    assert!(catalog.those::<Model>(|record| *record.name == *"none").next().is_none());
}

/// A host cannot make weights more able than they are.
#[test]
fn a_twin_is_of_the_tier_of_its_model() {
    let catalog = catalog();
    let mut wrong = Vec::new();
    for api in catalog.all::<Api>() {
        let Some(serves) = &api.serves else { continue };
        let model = catalog.named::<Model>(serves);
        let model = model.unwrap_or_else(|| panic!("{} serves {serves}", api.id));
        if model.tier != api.tier {
            wrong.push(format!("{} is {}, {} is {}", api.id, api.tier, model.id, model.tier));
        }
        // Some hosts count all position embeddings, the makers the context that they trained.
        let longest = 1.25 * model.context_tokens;
        if let Some(context) = api.context_tokens.filter(|context| *context > longest) {
            let stated = model.context_tokens;
            wrong.push(format!("{} takes {context} tokens, {} {stated}", api.id, model.id));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn prices_are_in_their_usual_order() {
    let mut wrong = Vec::new();
    for api in catalog().all::<Api>() {
        let prices = &api.prices;
        if prices.output.typical < prices.input.typical {
            wrong.push(format!("{}: output is cheaper than input", api.id));
        }
        if prices.cached.is_some_and(|cached| cached.typical > prices.input.typical) {
            wrong.push(format!("{}: cached input is dearer than input", api.id));
        }
        for cliff in &api.long_context {
            if cliff.prices.input.typical < prices.input.typical {
                wrong.push(format!("{}: a long prompt is cheaper", api.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn weights_have_a_plausible_size() {
    let mut wrong = Vec::new();
    for model in catalog().all::<Model>() {
        for (quantization, size) in &model.weights {
            let bits = size.get() * 8.0 / model.parameters_billion;
            if !(1.5..=17.5).contains(&bits) {
                wrong.push(format!("{} {quantization}: {bits:.1} bits per parameter", model.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_are_lower_case() {
    let catalog = catalog();
    let names: BTreeSet<&str> = SECTIONS
        .iter()
        .flat_map(|section| catalog.records_of(section.key))
        .map(|record| &*record.name)
        .collect();
    for name in names {
        assert_eq!(name, name.to_lowercase());
    }
}
