//! How numbers are written in the report.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number of the report. Written with 12 significant digits, so that the same answer is the same
/// bytes on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Figure(pub f64);

/// The largest number of a report, in any unit. The largest answer is far below it: 10^18 tokens a
/// day at a million dollars per million, over fifty years, is 2 x 10^22. Sums, differences and
/// ratios of such numbers are finite.
pub const LARGEST: f64 = 1e30;

impl Figure {
    /// The number as it is written.
    ///
    /// ```
    /// use breakeven::report::Figure;
    /// assert_eq!(Figure(0.1 + 0.2).rounded(), 0.3);
    /// assert_eq!(Figure(-0.0).rounded().to_string(), "0");
    /// ```
    pub fn rounded(self) -> f64 {
        let rounded: f64 = format!("{:.11e}", self.0).parse().unwrap_or(self.0);
        // Adding zero turns -0 into 0.
        rounded + 0.0
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rounded = self.rounded();
        if rounded.fract() == 0.0 && rounded.abs() < 9e15 {
            return serializer.serialize_i64(rounded as i64);
        }
        serializer.serialize_f64(rounded)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Figure {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Figure".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number" })
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self)
    }
}
