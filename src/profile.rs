//! Floor 2: TOML -> checked values. The only reader of profile files.

pub mod catalog;
pub mod check;
mod cross;
pub mod deployments;
pub mod document;
mod fields;
pub mod files;
pub mod node;
pub mod problem;
mod read;
pub mod record;
pub mod schema;
