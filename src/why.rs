//! Floor 1: why an option is shown.

/// Why an option is shown: in the report it is a word, which is one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Every option is.
    All,
    /// Its API was named.
    Named,
    /// The cheapest of all APIs.
    CheapestApi,
    /// The cheapest machines to buy, or that are there.
    Bought,
    /// The same of those that were named.
    BoughtOfNamed,
    /// The cheapest machines to rent.
    Rented,
    /// The same of those that were named.
    RentedOfNamed,
    /// The cheapest mix.
    Mix,
    /// The cheapest that hangs on no number that is not stated.
    Certain,
    /// It serves the weights of machines that are shown.
    Twin,
    /// The cheapest API that was not named and can do as much as one that was.
    OtherApi,
    /// It is the baseline.
    Baseline,
}

impl Why {
    const EVERY: [Self; 12] = [
        Self::All,
        Self::Named,
        Self::CheapestApi,
        Self::Bought,
        Self::BoughtOfNamed,
        Self::Rented,
        Self::RentedOfNamed,
        Self::Mix,
        Self::Certain,
        Self::Twin,
        Self::OtherApi,
        Self::Baseline,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "--all",
            Self::Named => "named with --api",
            Self::CheapestApi => "cheapest API",
            Self::Bought => "cheapest machines to buy",
            Self::BoughtOfNamed => "cheapest of those named",
            Self::Rented => "cheapest machines to rent",
            Self::RentedOfNamed => "cheapest rent of those named",
            Self::Mix => "cheapest mix",
            Self::Certain => "cheapest with everything stated",
            Self::Twin => "the same weights, hosted",
            Self::OtherApi => "cheapest API of at least its tier",
            Self::Baseline => "the baseline",
        }
    }

    /// What a report says; `None` when it is no word of ours.
    ///
    /// ```
    /// use breakeven::why::Why;
    /// assert_eq!(Why::from_word("the baseline"), Some(Why::Baseline));
    /// assert_eq!(Why::from_word("because"), None);
    /// ```
    pub fn from_word(word: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|why| why.word() == word)
    }
}
