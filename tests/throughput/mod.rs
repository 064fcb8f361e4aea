//! Tokens per second: the estimator, its command, and what it decides.

mod curve_by_streams;
mod estimator;
mod expert_parallel;
mod features;
mod measured_back;
mod more_cards;
mod queue_chain;
mod throughput_command;
mod throughput_physics;
mod throughput_refit;
mod throughput_verdict;
