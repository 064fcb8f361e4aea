//! The palette: one colour, one letter and one word for each kind of thing, in a terminal and on a
//! page alike.
//!
//! The hues are those of M. Okabe and K. Ito, "Color Universal Design" (2008), which people with any
//! common colour blindness tell apart, darkened for a light page and lightened for a dark one until
//! each has a contrast of at least 3 to its background, as WCAG 2.2 asks of graphics.

use serde::Serialize;

/// What a line, a cell or a bar is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// An endpoint paid by use.
    Api,
    /// A plan with an allowance.
    Subscription,
    /// Machines bought or owned.
    Local,
    /// Machines rented.
    Rent,
    /// Several endpoints.
    Routed,
    /// Machines and an endpoint.
    Mixed,
    /// Nothing that may be chosen.
    Nothing,
    /// Demand.
    Demand,
    /// What cannot be served.
    Excess,
}

/// How a tone looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// For a cell and along a line.
    pub letter: char,
    /// In a legend.
    pub name: &'static str,
    /// As whoever wins: `machines of your own`.
    pub winner: &'static str,
    /// On a light page.
    pub light: &'static str,
    /// On a dark page.
    pub dark: &'static str,
    /// In a terminal of 256 colours.
    pub terminal: u8,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Api,
        Self::Subscription,
        Self::Local,
        Self::Rent,
        Self::Routed,
        Self::Mixed,
        Self::Nothing,
        Self::Demand,
        Self::Excess,
    ];

    /// The kinds of options.
    pub const KINDS: [Self; 6] =
        [Self::Api, Self::Subscription, Self::Local, Self::Rent, Self::Routed, Self::Mixed];

    /// That of a kind of option by its word.
    pub fn of_kind(word: &str) -> Self {
        Self::KINDS.into_iter().find(|tone| tone.word() == word).unwrap_or(Self::Nothing)
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Subscription => "subscription",
            Self::Local => "local",
            Self::Rent => "rent",
            Self::Routed => "routed",
            Self::Mixed => "mixed",
            Self::Nothing => "nothing",
            Self::Demand => "demand",
            Self::Excess => "excess",
        }
    }

    /// Whether it is several things: machines, and so `win`, not `wins`.
    pub const fn is_several(self) -> bool {
        matches!(self, Self::Local | Self::Rent | Self::Routed)
    }

    /// How it looks.
    pub fn look(self) -> Look {
        let look = |letter, name, winner, light, dark, terminal| Look {
            letter,
            name,
            winner,
            light,
            dark,
            terminal,
        };
        match self {
            Self::Api => look('A', "API", "an API", "#0072b2", "#56b4e9", 32),
            Self::Subscription => {
                look('S', "subscription", "a subscription", "#5a5ad1", "#a5a5ff", 105)
            }
            Self::Local => {
                look('L', "own machines", "machines of your own", "#b84f00", "#ff9a4d", 166)
            }
            Self::Rent => {
                look('R', "rented machines", "rented machines", "#a3497a", "#e29ac4", 175)
            }
            Self::Routed => look('E', "several APIs", "several APIs", "#6d6300", "#d6c545", 142),
            Self::Mixed => look('M', "mix", "a mix", "#00795a", "#3fcfa3", 36),
            Self::Nothing => look('.', "nothing", "nothing", "#6b6b6b", "#a0a0a0", 244),
            Self::Demand => look('d', "demand", "demand", "#5b6770", "#aab6c0", 109),
            Self::Excess => look('x', "overflow", "overflow", "#a80000", "#ff8080", 160),
        }
    }
}
