//! The price of a class of tokens, and what tokens of all classes cost.

use crate::api::Prices;
use crate::calc::demand::{MonthlyTokens, TokenClass};
use crate::range::Pick;
use crate::units::{Usd, UsdPerMtok};

/// The price of a class. Cached tokens without a price of their own are billed as input.
pub fn price_of(prices: &Prices, class: TokenClass, pick: Pick) -> UsdPerMtok {
    let range = match class {
        TokenClass::Fresh => prices.input,
        TokenClass::Cached => prices.cached.unwrap_or(prices.input),
        TokenClass::Output => prices.output,
    };
    range.at(pick)
}

/// The bill of the first month's tokens at these rates: `sum of rate x millions of tokens`.
///
/// ```
/// use breakeven::calc::{demand::MonthlyTokens, price::token_price::bill};
/// use breakeven::units::{MtokPerMonth, Usd};
/// let mtok = MtokPerMonth::new;
/// let (fresh, cached, output) = (mtok(20.0), mtok(10.0), mtok(2.0));
/// let tokens = MonthlyTokens { fresh, cached, output, thousand_requests: 1.0 };
/// assert_eq!(bill([2.0, 0.5, 10.0].map(Usd::new), tokens).get(), 65.0);
/// ```
pub fn bill(rates: [Usd; 3], tokens: MonthlyTokens) -> Usd {
    let [fresh, cached, output] = rates;
    fresh * tokens.fresh.get() + cached * tokens.cached.get() + output * tokens.output.get()
}
