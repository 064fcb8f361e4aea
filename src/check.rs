//! Floor 4: budget policy over reports. What a repository declares in `breakeven.toml` is answered
//! and held against its limits.
//!
//! A check never changes an answer; it reads a metric of a report and compares it. What it finds is
//! plain data ([`verdict::CheckReport`]), and the outputs only show it.

pub mod advice;
pub mod baseline;
pub mod bound;
pub mod config;
pub mod decision;
pub mod diff;
pub mod fields;
pub mod finding;
mod held;
pub mod jsonschema;
pub mod judge;
pub mod limit;
mod measure;
pub mod metric;
pub mod notable;
pub mod output;
pub mod read_report;
pub mod since;
pub mod total;
pub mod unit;
pub mod verdict;

pub use fields::{CHECK, COMMENT, ROOT, WORKLOAD};
