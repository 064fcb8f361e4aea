//! Floor 1: for how long a published price may be taken for today's.

/// Words of [`Seller`] in profiles.
pub const SELLERS: &[&str] = &["first-party", "host", "router"];

/// Who sells an API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seller {
    /// Who made the model.
    #[default]
    FirstParty,
    /// A host of models that others made.
    Host,
    /// Who passes requests on to hosts.
    Router,
}

impl Seller {
    /// The seller that one of [`SELLERS`] stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::FirstParty, Self::Host, Self::Router];
        SELLERS.iter().zip(all).find(|(known, _)| **known == word).map(|(_, seller)| seller)
    }
}

/// What a price is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priced {
    /// An API of this seller.
    Api(Seller),
    /// A machine that is bought.
    Hardware,
    /// A machine that is rented.
    Rent,
}

impl Priced {
    /// In words: `a host of models`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Api(Seller::FirstParty) => "an API of who made the model",
            Self::Api(Seller::Host) => "a host of models",
            Self::Api(Seller::Router) => "a router",
            Self::Hardware => "a machine",
            Self::Rent => "a rent",
        }
    }
}

/// Days after which a price is old, by what it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaleAfter {
    /// Of APIs of who made the model.
    pub first_party: i64,
    /// Of hosts.
    pub host: i64,
    /// Of routers.
    pub router: i64,
    /// Of machines that are bought.
    pub hardware: i64,
    /// Of machines that are rented.
    pub rent: i64,
}

impl StaleAfter {
    /// The same for everything.
    pub const fn all(days: i64) -> Self {
        Self { first_party: days, host: days, router: days, hardware: days, rent: days }
    }

    /// Those of a kind of price.
    ///
    /// ```
    /// use breakeven::stale::{Priced, Seller, StaleAfter};
    /// let limits = StaleAfter { router: 14, ..StaleAfter::all(90) };
    /// assert_eq!(limits.of(Priced::Api(Seller::Router)), 14);
    /// assert_eq!(limits.of(Priced::Rent), 90);
    /// ```
    pub const fn of(self, priced: Priced) -> i64 {
        match priced {
            Priced::Api(Seller::FirstParty) => self.first_party,
            Priced::Api(Seller::Host) => self.host,
            Priced::Api(Seller::Router) => self.router,
            Priced::Hardware => self.hardware,
            Priced::Rent => self.rent,
        }
    }
}
