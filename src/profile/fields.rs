//! The fields of every kind of profile, each a constant of the name of its key.
//!
//! A key is written here and nowhere else: the getters of [`record`](super::record) take the
//! constant, so that a key cannot be renamed for those who write profiles and not for the reader.
#![expect(missing_docs, reason = "a field has its meaning in it, for people who write profiles")]

pub mod api_fields;
pub mod calibration_fields;
pub mod default_fields;
pub mod estimator_fields;
pub mod factor_fields;
pub mod feature_fields;
pub mod hardware_fields;
pub mod load_fields;
pub mod measured_fields;
pub mod place_fields;
pub mod shared_fields;
pub mod subscription_fields;
pub mod weights_fields;
pub mod workload_fields;

pub(crate) use shared_fields::fields;
pub use shared_fields::{AS_OF, BASIS, FAMILIES, INDEX, NOTES, SOURCE, TIER, TIERS, index};
