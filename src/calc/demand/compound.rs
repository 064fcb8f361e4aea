//! Rates of change per year over a time in months.

/// What a time in months from now is to today at a rate of change per year: `(1 + rate)^(m/12)`.
/// Serves growth of volume, trends of prices and, inverted, discounting.
///
/// Whole years are multiplied, so that a year later is the same bits times `1 + rate`.
///
/// ```
/// use breakeven::calc::demand::compound::compounded;
/// assert_eq!(compounded(0.21, 0.0), 1.0);
/// assert!((compounded(0.21, 6.0) - 1.1).abs() < 1e-12);
/// assert_eq!(compounded(0.5, 24.0), 2.25);
/// assert_eq!(compounded(-1.0, 12.0), 0.0);
/// ```
pub fn compounded(rate_per_year: f64, months: f64) -> f64 {
    if rate_per_year == 0.0 {
        return 1.0;
    }
    let years = (months / 12.0).floor();
    let in_first_year = (1.0 + rate_per_year).powf((months - years * 12.0) / 12.0);
    (0..years as u32).fold(in_first_year, |factor, _| factor * (1.0 + rate_per_year))
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
