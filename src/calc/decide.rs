//! Room 6 of `calc`: which ways there are, which of them may be chosen, and what each costs.

pub mod api_terms;
mod best_entries;
mod best_first;
pub mod beyond_limit;
pub mod coarse;
pub mod compiled;
pub mod eligibility;
pub mod entry;
mod fastest;
pub mod full_month;
mod growing_mix;
pub mod listing;
pub mod menu;
pub mod month_bill;
mod month_pools;
mod option_total;
pub mod overflow;
pub mod overflow_curve;
mod overflow_month;
pub mod overflow_size;
pub mod price_list;
pub mod rank;
pub mod rated;
pub mod shadow_price;
pub mod sized_fleet;
pub mod turned;
mod turned_apis;
