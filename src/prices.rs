//! Floor 4: public price databases -> listings, and what they say of the profiles at hand.
//!
//! A database is read as it is published, plain or gzip. Every record of it becomes a [`Listing`] or
//! is left out for a stated [`Reason`], so that the counts add up. Prices are decimal text from the
//! file to the profile: the point is shifted, nothing is multiplied.

mod accounts;
pub mod compare;
mod database;
pub mod decimal;
pub mod disagreement;
mod genai_prices;
mod json_fields;
mod listing;
mod litellm;
mod model_prices;
mod models_dev;
mod openrouter;
mod profile_text;
pub mod update;
mod which_database;

pub use accounts::{Book, Reason, Skipped};
pub use database::{Asked, read};
pub use listing::{Cliff, Listing, Rates, Window};
pub use profile_text::{Written, left_out, profile};
pub use which_database::Database;
