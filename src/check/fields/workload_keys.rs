//! Keys of `[workload]`: the flags of the command line.

pub use super::choice_keys::*;
pub use super::demand_keys::*;
pub use super::money_keys::*;
