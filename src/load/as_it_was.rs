//! Floor 1: a load of hours that were measured one by one.

use super::Load;
use super::hours::Hours;
use super::real_hours::{Series, scale};
use crate::source::Text;

impl Load {
    /// The hours of whole days as they were, in any unit, of which the first is this hour of the week.
    ///
    /// # Errors
    /// Says why when these are no whole days, a weight is negative or all of them are zero.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = vec![1.0; 336];
    /// hours[200] = 337.0; // in the second week: half of all demand
    /// let load = Load::series("real".into(), 0, hours).unwrap();
    /// assert_eq!((load.peak_factor(), load.weights()[32]), (168.5, 84.5));
    /// ```
    pub fn series(name: Text, first: usize, mut hours: Vec<f64>) -> Result<Self, String> {
        if hours.is_empty() || !hours.len().is_multiple_of(24) {
            return Err("expected 24 hours for each day".into());
        }
        scale(&mut hours)?;
        Ok(Self::shaped(name, Hours::of_series(Series { first, hours }), None))
    }
}
