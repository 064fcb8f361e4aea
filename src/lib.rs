//! Should this LLM workload run on hardware you own, hardware you rent, an API, or a mix, and
//! which constraint decides that?
//!
//! The house, from the ground up; a room uses only floors below its own:
//!
//! - floor 0, quantities and words: [`units`], [`range`], [`date`], [`figure`], [`text`]
//! - floor 1, one room per noun: [`workload`], [`load`], [`rate`], [`api`], [`hardware`], [`model`],
//!   [`place`], [`engine`], [`feature`], [`throughput`], [`deployments`], [`tier`], [`requirement`], [`criterion`], [`unmet`], [`unrated`], [`assumptions`],
//!   [`source`]
//! - floor 2, what goes in and out: [`profile`] reads TOML and nothing else does, [`scenario`] is
//!   the question, [`report`] the answer as plain data
//! - floor 3, [`calc`]: pure arithmetic, every formula once
//! - floor 4: [`answer`] puts an evaluation into figures and words, [`chart`] draws what the engine says
//!   when a lever is turned, [`html`] makes a page of both, [`render`] turns reports into text, [`import`] other people's files into
//!   profiles, [`prices`] public price databases, [`check`] holds reports against budgets,
//!   [`portfolio`] decides several workloads together
//! - floor 5, [`cli`]: the command line; `main` prints what it returns
//!
//! A question takes one way through it: arguments and catalog become a scenario,
//! [`answer::evaluate`] makes a report of it, and a renderer makes text of that.
#![warn(missing_docs)]

pub mod answer;
pub mod api;
pub mod assumptions;
pub mod calc;
pub mod chart;
pub mod check;
pub mod cli;
pub mod criterion;
pub mod date;
pub mod deployments;
pub mod engine;
pub mod feature;
pub mod figure;
pub mod hardware;
pub mod html;
pub mod import;
pub mod lever;
pub mod load;
pub mod model;
pub mod money;
pub mod partition;
pub mod place;
pub mod portfolio;
pub mod prices;
pub mod profile;
pub mod range;
pub mod rate;
pub mod render;
pub mod rent;
pub mod report;
pub mod requirement;
pub mod scenario;
pub mod source;
pub mod stale;
pub mod text;
pub mod throughput;
pub mod tier;
pub mod units;
pub mod unmet;
pub mod unrated;
pub mod usage;
pub mod why;
pub mod workload;

#[cfg(test)]
#[path = "../tests/schema/made.rs"]
mod schemas;
