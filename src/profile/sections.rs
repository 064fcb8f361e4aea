//! Every kind of profile, and the table of its fields.

use super::fields::{
    api_fields, calibration_fields, default_fields, estimator_fields, factor_fields,
    feature_fields, hardware_fields, load_fields, measured_fields, place_fields,
    subscription_fields, weights_fields, workload_fields,
};

use super::schema::Section;

/// Every kind of profile.
pub const SECTIONS: &[Section] = &[
    Section { key: "api", names: &["id"], fields: api_fields::ALL, doc: "A priced endpoint." },
    Section {
        key: "subscription",
        names: &["id"],
        fields: subscription_fields::ALL,
        doc: "A plan: a fee for each seat, which allows some use of an API.",
    },
    Section {
        key: "hardware",
        names: &["id"],
        fields: hardware_fields::ALL,
        doc: "One whole machine as bought or rented.",
    },
    Section {
        key: "model",
        names: &["id"],
        fields: weights_fields::ALL,
        doc: "Open weights that can be run on a machine.",
    },
    Section {
        key: "throughput",
        names: &["hardware", "model", "quantization", "engine"],
        fields: measured_fields::ALL,
        doc: "What somebody measured on one machine.",
    },
    Section {
        key: "load",
        names: &["name"],
        fields: load_fields::ALL,
        doc: "How demand is spread over the week.",
    },
    Section {
        key: "place",
        names: &["name"],
        fields: place_fields::place::ALL,
        doc: "What machines cost where they stand: `rack`, for fleets of more load than a household carries.",
    },
    Section {
        key: "country",
        names: &["code"],
        fields: place_fields::country::ALL,
        doc: "What electricity costs there, chosen with `--country CODE`.",
    },
    Section {
        key: "workload",
        names: &["name"],
        fields: workload_fields::ALL,
        doc: "A kind of demand: the shape of a request and of the week.",
    },
    Section {
        key: "estimator",
        names: &[],
        fields: estimator_fields::ALL,
        doc: "Constants of the throughput model, fitted to measurements.",
    },
    Section {
        key: "engine",
        names: &["engine"],
        fields: factor_fields::engine::ALL,
        doc: "An inference engine: what it runs, and its factors on those constants.",
    },
    Section {
        key: "vendor",
        names: &["vendor"],
        fields: factor_fields::vendor::ALL,
        doc: "Factors of a maker of accelerators: `nv` or `amd` from the first part of a family's \
              name, any other family is its own vendor.",
    },
    Section {
        key: "family",
        names: &["family"],
        fields: factor_fields::family::ALL,
        doc: "Factors of a family of hardware.",
    },
    Section {
        key: "engine_family",
        names: &["engine", "family"],
        fields: factor_fields::engine_family::ALL,
        doc: "Factors of one engine on one family of hardware.",
    },
    Section {
        key: "interconnect",
        names: &["interconnect"],
        fields: factor_fields::interconnect::ALL,
        doc: "What it costs to spread a model over accelerators that are joined so.",
    },
    Section {
        key: "feature",
        names: &["id"],
        fields: feature_fields::ALL,
        doc: "What an engine can do besides serving plainly; off unless it was measured or asked for.",
    },
    Section {
        key: "gain",
        names: &["feature", "id"],
        fields: feature_fields::gain::ALL,
        doc: "What a feature was measured to gain.",
    },
    Section {
        key: "calibration",
        names: &["hardware", "engine"],
        fields: calibration_fields::ALL,
        doc: "How one's own machine compares with the throughput model.",
    },
    Section {
        key: "defaults",
        names: &[],
        fields: default_fields::ALL,
        doc: "What is assumed when nobody says otherwise.",
    },
];

/// The section of this key.
pub fn section(key: &str) -> Option<&'static Section> {
    SECTIONS.iter().find(|section| section.key == key)
}
