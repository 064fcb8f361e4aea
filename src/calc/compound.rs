//! Rates of change per year over a number of months.

/// What month `m` (0 is the first) is to the first one at a rate of change per year:
/// `(1 + rate)^(m/12)`. Serves growth of volume, the trend of prices and, inverted, discounting.
///
/// ```
/// use breakeven::calc::compound::compounded;
/// assert_eq!(compounded(0.21, 0.0), 1.0);
/// assert!((compounded(0.21, 6.0) - 1.1).abs() < 1e-12);
/// assert_eq!(compounded(-1.0, 12.0), 0.0);
/// ```
pub fn compounded(rate_per_year: f64, month: f64) -> f64 {
    if rate_per_year == 0.0 { 1.0 } else { (1.0 + rate_per_year).powf(month / 12.0) }
}

/// What the trend makes of today's prices in month `m`: `(1 + r)^(m/12)`, never below the floor.
/// A floor above today's price is today's price.
///
/// ```
/// use breakeven::calc::compound::trend;
/// assert_eq!(trend(-0.5, 0.0, 24.0), 0.25);
/// assert_eq!(trend(-0.5, 0.4, 24.0), 0.4);
/// assert_eq!(trend(0.0, 0.0, 24.0), 1.0);
/// ```
pub fn trend(rate_per_year: f64, floor: f64, month: f64) -> f64 {
    let factor = compounded(rate_per_year, month);
    if rate_per_year < 0.0 { factor.max(floor.min(1.0)) } else { factor }
}

/// Worth today of a dollar at a time in months: `(1 + rate)^(-months/12)`.
///
/// ```
/// use breakeven::calc::compound::present_value;
/// assert_eq!(present_value(0.0, 7.0), 1.0);
/// assert_eq!(present_value(0.25, 12.0), 0.8);
/// ```
pub fn present_value(rate_per_year: f64, months: f64) -> f64 {
    compounded(rate_per_year, months).recip()
}
