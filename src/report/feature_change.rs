//! What a feature of engines would change.

use serde::{Deserialize, Serialize};

use super::number::Figure;

/// A feature that is off, and the cheapest machines with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FeatureReport {
    /// The feature.
    pub feature: String,
    /// The cheapest option with machines that use it; `null` when there is none.
    pub option: Option<String>,
    /// Requests in progress on one of its machines; `null` like the option.
    pub streams: Option<Figure>,
    /// Decode rate with it over that without, at so many requests; `null` when so many do not fit
    /// without, or like the option.
    pub decode_gain: Option<Figure>,
    /// The same at one request.
    pub single_stream_gain: Option<Figure>,
    /// Total of the option; `null` like it.
    pub horizon_usd: Option<Figure>,
    /// Total of the cheapest option with machines and without the feature; `null` when there is none.
    pub horizon_usd_without: Option<Figure>,
    /// Whether the option would be cheaper than the verdict.
    pub becomes_verdict: bool,
    /// All of it in words.
    pub sentence: String,
}
