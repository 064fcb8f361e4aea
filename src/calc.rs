//! Floor 3: pure arithmetic. No file, no clock, no environment; every formula exactly once.

pub mod api_bill;
pub mod break_even;
pub mod cash;
pub mod choose;
pub mod contest;
pub mod demand;
pub mod describe;
pub mod dominance;
pub mod evaluate;
pub mod fleet;
pub mod flips;
pub mod hybrid;
pub mod input;
pub mod judge;
pub mod memory;
pub mod option;
pub mod rent;
pub mod running;
pub mod search;
pub mod service;
pub mod shadow;
pub mod solve;
pub mod spill;
pub mod throughput;
pub mod verdict;
pub mod wait;
