//! The arithmetic: costs, fleets, verdicts and what would change them.

mod batch;
mod capacity_trap;
mod choice;
mod confidence;
mod draws;
mod edges;
mod explain;
mod finite;
mod fleets;
mod flips;
mod laws;
mod levers;
mod menu_laws;
mod mixes;
mod oracle;
mod overflow;
mod quantities;
mod reasons;
mod revisit;
mod robustness_of_rates;
mod solve;
mod streams;
mod verdicts;
mod waiting_power;
mod week;
mod worked_examples;
