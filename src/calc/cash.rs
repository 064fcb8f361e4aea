//! Room 5 of `calc`: views of an option's items over months: totals, payback, break-even.

pub mod break_even;
pub mod fleet_line;
pub mod ledger;
pub mod one_bill;
pub mod paid;
pub mod payback;
pub mod stretches;
pub mod work_at;
