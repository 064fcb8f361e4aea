//! Floor 3: pure arithmetic. No file, no clock, no environment; every formula exactly once.

pub mod api_bill;
pub mod break_even;
pub mod cash;
pub mod choose;
pub mod demand;
pub mod describe;
pub mod evaluate;
pub mod memory;
pub mod option;
pub mod running;
pub mod search;
pub mod service;
pub mod throughput;
pub mod verdict;
