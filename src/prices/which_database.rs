//! The public price databases that are known.

/// A public price database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// `model_prices_and_context_window.json` of litellm: USD per token.
    Litellm,
    /// `data.json` of genai-prices: USD per million.
    GenaiPrices,
    /// `api.json` of models.dev: USD per million.
    ModelsDev,
    /// The model list of OpenRouter, USD per token, or a history of its copies, USD per million.
    Openrouter,
    /// `snapshot.json` of model-prices: dated first-party prices, USD per million.
    ModelPrices,
}

impl Database {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Litellm, Self::GenaiPrices, Self::ModelsDev, Self::Openrouter, Self::ModelPrices];

    /// Its name, as the sources of profiles have it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Litellm => "litellm",
            Self::GenaiPrices => "genai-prices",
            Self::ModelsDev => "models.dev",
            Self::Openrouter => "openrouter",
            Self::ModelPrices => "model-prices",
        }
    }
}
