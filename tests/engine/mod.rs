//! The arithmetic: costs, fleets, verdicts and what would change them.

mod bounds;
mod capacity_trap;
mod choice;
mod contest;
mod dominance;
mod doubt;
mod draws;
mod edges;
mod explain;
mod finite;
mod fleets;
mod flips;
mod flow;
mod hybrid;
mod inputs;
mod laws;
mod oracle;
mod quantities;
mod reasons;
mod shortlist;
mod solve;
mod spill;
mod streams;
mod worked_examples;
