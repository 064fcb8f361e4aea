//! Floor 3: pure arithmetic. No file, no clock, no environment; every formula exactly once.
//!
//! Rooms, from the ground up; each uses only those before it:
//!
//! 1. [`demand`], [`throughput`], [`crossing`]
//! 2. [`capacity`]: offered load, fleets, waiting, autoscaling
//! 3. [`price`]: cost items
//! 4. [`option`]: ways to serve, as items and quantities
//! 5. [`cash`]: the ledger and its views
//! 6. [`decide`]: the menu, eligibility, prices of requirements
//! 7. [`whatif`]: levers, flips, solve, robustness, draws
//! 8. [`verdict`]: what is shown, and what the answer is made of

pub mod capacity;
pub mod cash;
pub mod crossing;
pub mod decide;
pub mod demand;
pub mod option;
pub mod price;
pub mod throughput;
pub mod verdict;
pub mod whatif;
