//! Should this LLM workload run on hardware you own, hardware you rent, an API, or a mix, and
//! which constraint decides that?
#![warn(missing_docs)]

pub mod api;
pub mod assumptions;
pub mod calc;
pub mod check;
pub mod cli;
pub mod date;
pub mod engine;
pub mod figure;
pub mod hardware;
pub mod import;
pub mod load;
pub mod model;
pub mod profile;
pub mod range;
pub mod rate;
pub mod render;
pub mod report;
pub mod requirement;
pub mod scenario;
pub mod source;
pub mod text;
pub mod throughput;
pub mod tier;
pub mod units;
pub mod workload;
