//! Each formula with its numbers, and where each of them came from.

use serde::{Deserialize, Serialize};

/// How the numbers of one option come about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplanationReport {
    /// The option's id.
    pub option: String,
    /// Its formulas, in the order in which they build on each other.
    pub steps: Vec<StepReport>,
}

/// One formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StepReport {
    /// What it gives.
    pub name: String,
    /// In symbols.
    pub formula: String,
    /// In numbers, with the result.
    pub numbers: String,
    /// Where the numbers are from.
    pub from: Vec<NumberReport>,
}

/// One number and where it is from; a number without a file is a flag or a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NumberReport {
    /// The field of the profile, or the flag.
    pub name: String,
    /// The number.
    pub value: String,
    /// Kind and name of the profile.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub profile: String,
    /// The file.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub file: String,
    /// The line of the field.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub line: u32,
    /// The day of the fact.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub as_of: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
