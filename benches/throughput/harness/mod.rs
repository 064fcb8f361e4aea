//! Fits the throughput model to measurements, and says how far it is off where it was not fitted.
//!
//! The arithmetic of the model is the program's own; here are only the data, the fit and the folds.

pub mod constants;
pub mod data;
pub mod design;
pub mod facts;
pub mod fit;
pub mod folds;
pub mod intervals;
pub mod metrics;
pub mod pairs;
pub mod row;
pub mod shapes;
pub mod table;

use std::collections::BTreeMap;

/// Fitted logarithms by name.
pub type Fitted = BTreeMap<String, f64>;
