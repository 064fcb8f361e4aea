//! Floor 2: TOML -> checked values. The only reader of profile files.

pub mod atomic;
pub mod catalog;
pub mod check;
mod cross;
pub mod deployments;
pub mod doctor;
pub mod document;
pub mod edit;
pub mod estimator;
pub mod fields;
pub mod files;
pub mod hold;
pub mod jsonschema;
pub mod node;
pub mod nouns;
pub mod packed;
pub mod problem;
mod read;
pub mod record;
pub mod reference;
pub mod schema;
mod shipped;
mod syntax;
pub mod target;
pub mod template;
