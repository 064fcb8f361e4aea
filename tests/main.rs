//! All integration tests, one program: folders by subject, fixtures as files beside them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod chart;
mod check;
mod cli;
mod engine;
mod house;
mod import;
mod prices;
mod profiles;
mod safety;
mod support;
mod throughput;
mod usage;
