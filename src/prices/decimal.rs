//! A price as its digits: shifting the decimal point is exact, and multiplying a float is not.

use std::fmt;

/// More digits than any price list has; what stands behind them is noise of a float.
const DIGITS: usize = 12;

/// The longest text that is a number.
const LONGEST: usize = 64;

/// A number that is not negative: `digits x 10^-places`, without zeros at the end of its digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: u64,
    places: i32,
}

impl Decimal {
    /// The number in a text, its decimal point moved to the right by `shift`.
    ///
    /// A price list per token says `1e-07`, which times a million is 0.09999999999999999 as a
    /// float. Digits from the 13th on are rounded away. A negative number, a word and a number out
    /// of all proportion are none.
    ///
    /// ```
    /// use breakeven::prices::decimal::Decimal;
    /// let per_million = |text| Decimal::shifted(text, 6).map(|price| price.to_string());
    /// assert_eq!(per_million("1e-07").as_deref(), Some("0.10"));
    /// assert_eq!(per_million("1.0000000000000001e-07").as_deref(), Some("0.10"));
    /// assert_eq!(per_million("0.0000036").as_deref(), Some("3.60"));
    /// assert_eq!(per_million("6e-09").as_deref(), Some("0.006"));
    /// assert_eq!(per_million("-1"), None);
    /// ```
    pub fn shifted(text: &str, shift: i32) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        let plain = all().all(|digit| digit.is_ascii_digit()) && all().next().is_some();
        if !plain || exponent.abs() > 60 {
            return None;
        }
        let significant: Vec<u8> = all().skip_while(|digit| *digit == b'0').collect();
        let cut = significant.len().saturating_sub(DIGITS);
        let mut digits = significant
            .iter()
            .take(DIGITS)
            .fold(0_u64, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        digits += u64::from(significant.get(DIGITS).is_some_and(|digit| *digit >= b'5'));
        let places = fraction.len() as i32 - exponent - shift - cut as i32;
        Some(Self { digits, places }.trimmed())
    }

    fn trimmed(mut self) -> Self {
        if self.digits == 0 {
            return Self::default();
        }
        while self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.places -= 1;
        }
        self
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// The nearest float, as reading its digits gives it.
    ///
    /// ```
    /// use breakeven::prices::decimal::Decimal;
    /// assert_eq!(Decimal::shifted("1e-07", 6).map(Decimal::value), Some(0.1));
    /// ```
    pub fn value(self) -> f64 {
        // Every text this writes is a float's.
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The product, through the digits of both.
    ///
    /// ```
    /// use breakeven::prices::decimal::Decimal;
    /// let number = |text| Decimal::shifted(text, 0);
    /// let product = number("0.1").zip(number("2.5")).and_then(|(a, b)| a.times(b));
    /// assert_eq!(product, number("0.25"));
    /// ```
    pub fn times(self, other: Self) -> Option<Self> {
        let digits = u128::from(self.digits) * u128::from(other.digits);
        let places = self.places + other.places;
        Self::shifted(&digits.to_string(), -places)
    }

    /// The share that this is of another, when both are above zero.
    pub fn share_of(self, other: Self) -> Option<f64> {
        (!self.is_zero() && !other.is_zero()).then(|| self.value() / other.value())
    }
}

/// With at least two decimals, as prices are written.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::try_from(self.places).unwrap_or(0);
        let zeros = usize::try_from(-self.places).unwrap_or(0);
        let digits = format!("{}{}", self.digits, "0".repeat(zeros));
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        write!(f, "{whole}.{fraction:0<2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_122),
            ..ProptestConfig::default()
        })]

        /// A price that people write per million comes back from its price per token.
        #[test]
        fn shifting_there_and_back_changes_nothing(digits in 0_u64..1_000_000_000, places in 0_i32..9) {
            let text = format!("{digits}e-{places}");
            let listed = Decimal::shifted(&text, 0).unwrap();
            let per_token = Decimal::shifted(&listed.to_string(), -6).unwrap();
            prop_assert_eq!(Decimal::shifted(&per_token.to_string(), 6), Some(listed));
            // And through the float that a database would hold.
            let float = format!("{:e}", per_token.value());
            prop_assert_eq!(Decimal::shifted(&float, 6), Some(listed));
        }

        #[test]
        fn any_text_is_a_number_or_none(text in ".{0,80}") {
            let _ = Decimal::shifted(&text, 6);
        }
    }

    #[test]
    fn what_is_no_price_is_none() {
        for text in ["", "-1", "+1", "1e999", "nan", "1.2.3", ".", "1e", "0x1", "1_000"] {
            assert_eq!(Decimal::shifted(text, 6), None, "{text}");
        }
        assert_eq!(Decimal::shifted("1500", 0).unwrap().to_string(), "1500.00");
        assert_eq!(Decimal::shifted("0", 6).unwrap().to_string(), "0.00");
    }
}
