//! The verdict as data: what to do, what decides it, and what it hangs on.

use serde::{Deserialize, Serialize};

use super::drawn::{ConfidenceReport, TossUpReport};
use super::number::Figure;
use super::sentence::Sentence;
use crate::criterion::Criterion;

/// What to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Verdict {
    /// The kind of the option; `null` when nothing meets the requirements.
    pub kind: Option<String>,
    /// Its id; `null` when nothing meets the requirements.
    pub option: Option<String>,
    /// What it hangs on: numbers that its profiles do not state; absent when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub conditional_on: Vec<ConditionReport>,
    /// The best option that hangs on nothing, for when the verdict's numbers fall short; absent when
    /// the verdict hangs on nothing, or when there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub otherwise: Option<String>,
    /// Other options at the same price; absent when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tied_with: Vec<String>,
    /// What decides, with its price.
    #[serde(default)]
    pub decided_by: DecidedBy,
    /// How sure the verdict is; absent when nothing is drawn.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confidence: Option<ConfidenceReport>,
    /// What to do instead of the verdict where it is not sure; absent where it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub toss_up: Option<TossUpReport>,
    /// The requirements of `decided_by` joined with `+`, `capacity`, or `cost`.
    pub binding_constraint: String,
    /// What to do, in one sentence.
    pub sentence: String,
    /// Why, a sentence each.
    pub because: Vec<Sentence>,
    /// What was assumed because nobody said otherwise.
    pub assumed: Vec<Sentence>,
    /// What each requirement costs.
    pub shadow_prices: Vec<ShadowPrice>,
    /// What would change the verdict, nearest first.
    pub flips: Vec<Flip>,
    /// When to ask again; absent when nothing that is known changes the verdict within the horizon.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub revisit: Option<RevisitReport>,
    /// When open weights reach an index that is asked for and that none has, at last year's pace; absent
    /// otherwise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub open_weights: Option<OpenWeightsReport>,
}

/// A number on the index of tiers, and when open weights reach it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OpenWeightsReport {
    /// The number on the index that tiers are drawn from.
    pub index: Figure,
    /// The day.
    pub date: String,
}

/// The first month in which the same question has a verdict of another kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RevisitReport {
    /// Months from now.
    pub month: u32,
    /// Its first day.
    pub date: String,
    /// The kind that the verdict becomes; `nothing` when nothing meets the requirements any more.
    pub becomes: String,
}

/// What one requirement costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShadowPrice {
    /// The requirement, or several joined with `+`.
    pub requirement: String,
    /// These; no part of the JSON.
    #[serde(skip)]
    pub requirements: Vec<Criterion>,
    /// Dollars a month; `null` when nothing meets the requirements with it.
    pub usd_per_month: Option<Figure>,
}

/// The value of one input at which the verdict changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Flip {
    /// The input.
    pub input: String,
    /// Its value now.
    pub now: Figure,
    /// The value at which the verdict changes.
    pub at: Figure,
    /// `at / now - 1` for prices, volumes, rates and times; `at - now` for shares, rates of change
    /// and hours.
    pub relative_change: Figure,
    /// How far that is, in steps from the median to the P10 or P90 of what may be believed of the input;
    /// `null` where nothing is believed on that side.
    #[serde(default)]
    pub distance: Option<Figure>,
    /// Whether it is within P1 and P99, and another kind is cheaper there, or on the way, by 0.5 % or more; always
    /// of volume and API price.
    #[serde(default)]
    pub plausible: bool,
    /// The kind that the verdict becomes, or `nothing`.
    pub becomes: String,
}

/// What decides, with its price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DecidedBy {
    /// `cost`, `capacity` or `requirements`.
    pub constraint: String,
    /// The fewest requirements that cost what all of them cost together; absent for the others.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub requirements: Vec<String>,
    /// What these cost together, a month; absent for the others, and when nothing meets them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub usd_per_month: Option<Figure>,
    /// The cheapest option without them; absent for the others.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instead: Option<String>,
    /// Its kind; absent for the others.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instead_kind: Option<String>,
    /// What that costs over the horizon; absent for the others.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instead_usd: Option<Figure>,
}

/// A number that is not stated, and what it would have to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConditionReport {
    /// The endpoint.
    pub api: String,
    /// The requirement.
    pub requirement: String,
    /// The value asked for, in the unit of the requirement's flag.
    pub value: Figure,
}
