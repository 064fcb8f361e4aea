//! Floor 2: TOML -> checked values. The only reader of profile files.

pub mod catalog;
pub mod check;
mod cross;
pub mod deployments;
pub mod document;
pub mod estimator;
mod fields;
pub mod files;
mod model_fields;
pub mod node;
pub mod problem;
mod read;
pub mod record;
pub mod schema;
