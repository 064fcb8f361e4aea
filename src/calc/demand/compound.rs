//! Rates of change per year over a number of months.

/// What month `m` (0 is the first) is to the first one at a rate of change per year:
/// `(1 + rate)^(m/12)`. Serves growth of volume, the trend of prices and, inverted, discounting.
///
/// ```
/// use breakeven::calc::demand::compound::compounded;
/// assert_eq!(compounded(0.21, 0), 1.0);
/// assert!((compounded(0.21, 6) - 1.1).abs() < 1e-12);
/// assert_eq!(compounded(0.5, 24), 2.25);
/// assert_eq!(compounded(-1.0, 12), 0.0);
/// ```
pub fn compounded(rate_per_year: f64, month: u32) -> f64 {
    if rate_per_year == 0.0 {
        return 1.0;
    }
    let in_first_year = (1.0 + rate_per_year).powf(f64::from(month % 12) / 12.0);
    (0..month / 12).fold(in_first_year, |factor, _| a_year_later(rate_per_year, factor))
}

/// What a month is to the first one, by what the month 12 months before is. Powers take much longer,
/// and many months are asked for.
///
/// ```
/// use breakeven::calc::demand::compound::{a_year_later, compounded};
/// assert_eq!(a_year_later(0.25, 4.0), 5.0);
/// assert_eq!(a_year_later(0.3, compounded(0.3, 7)), compounded(0.3, 19));
/// ```
pub fn a_year_later(rate_per_year: f64, factor: f64) -> f64 {
    factor * (1.0 + rate_per_year)
}

/// What a trend makes of today's prices, by what it would make of them without a floor: never below
/// the floor. A floor above today's price is today's price.
///
/// ```
/// use breakeven::calc::demand::compound::floored;
/// assert_eq!(floored(-0.5, 0.0, 0.25), 0.25);
/// assert_eq!(floored(-0.5, 0.4, 0.25), 0.4);
/// assert_eq!(floored(-0.5, 3.0, 0.25), 1.0);
/// assert_eq!(floored(0.5, 3.0, 2.25), 2.25);
/// ```
pub fn floored(rate_per_year: f64, floor: f64, factor: f64) -> f64 {
    if rate_per_year < 0.0 { factor.max(floor.min(1.0)) } else { factor }
}
