//! Floor 0: amounts of money as people read them: US dollars, or another currency at a rate that somebody
//! stated. Every amount that is shown comes through here; what is counted and kept are dollars.

use std::cell::Cell;

use crate::figure::{fixed, grouped, short};
use crate::units::{Usd, UsdPerMonth, UsdPerMtok};

/// A currency to show amounts in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Currency {
    /// ISO 4217.
    code: [u8; 3],
    /// Units of it for a US dollar.
    per_usd: f64,
    /// Whether its sign may be used, where it has one.
    signs: bool,
}

/// Signs of currencies, that of the dollar aside: other countries have dollars, too.
const SIGNS: [(&str, &str); 5] =
    [("EUR", "€"), ("GBP", "£"), ("JPY", "¥"), ("INR", "₹"), ("KRW", "₩")];

impl Currency {
    /// As it is typed, `EUR=0.92`: the code, and how much of it is a dollar.
    ///
    /// # Errors
    /// Anything else.
    ///
    /// ```
    /// use breakeven::money::Currency;
    /// assert_eq!(Currency::read("EUR=0.92").unwrap().to_string(), "EUR=0.92");
    /// for wrong in ["EUR", "eur=1", "EURO=1", "EUR=0", "EUR=-1", "EUR=nan", "EUR=inf", "EUR=1e99", "EUR="] {
    ///     assert!(Currency::read(wrong).is_err(), "{wrong}");
    /// }
    /// ```
    pub fn read(text: &str) -> Result<Self, String> {
        let read = || {
            let (code, rate) = text.split_once('=')?;
            let code: [u8; 3] = code.as_bytes().try_into().ok()?;
            let per_usd: f64 = rate.parse().ok()?;
            let fits = code.iter().all(u8::is_ascii_uppercase) && (1e-6..=1e6).contains(&per_usd);
            fits.then_some(Self { code, per_usd, signs: true })
        };
        read().ok_or_else(|| {
            "expected a code and how much of it is a US dollar, like EUR=0.92".into()
        })
    }

    /// The same with nothing but ASCII in it.
    #[must_use]
    pub const fn in_ascii(self) -> Self {
        Self { signs: false, ..self }
    }

    fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// What stands before an amount.
    fn prefix(&self) -> String {
        let sign = SIGNS.iter().find(|(code, _)| self.signs && *code == self.code());
        sign.map_or_else(|| self.code().into(), |(_, sign)| (*sign).into())
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.code(), self.per_usd)
    }
}

thread_local! {
    static SHOWN: Cell<Option<Currency>> = const { Cell::new(None) };
}

/// Does some work in which amounts are shown in a currency; `None` for US dollars.
///
/// ```
/// use breakeven::{figure::dollars, money::{Currency, shown_in}};
/// let euros = Currency::read("EUR=0.5").ok();
/// assert_eq!(shown_in(euros, || dollars(2_500.0)), "€1,250");
/// assert_eq!(shown_in(euros.map(Currency::in_ascii), || dollars(-2.0)), "-EUR1.00");
/// assert_eq!(dollars(2_500.0), "$2,500");
/// ```
pub fn shown_in<T>(currency: Option<Currency>, work: impl FnOnce() -> T) -> T {
    /// Puts back what was there, also when the work panics.
    struct Before(Option<Currency>);
    impl Drop for Before {
        fn drop(&mut self) {
            SHOWN.set(self.0);
        }
    }
    let _before = Before(SHOWN.replace(currency));
    work()
}

/// The currency that amounts are shown in, where it is not US dollars.
pub fn shown() -> Option<Currency> {
    SHOWN.get()
}

/// What stands before an amount.
pub fn sign() -> String {
    shown().map_or_else(|| "$".into(), |currency| currency.prefix())
}

/// The name of what amounts are in.
pub fn name() -> String {
    shown().map_or_else(|| "US$".into(), |currency| currency.code().into())
}

/// An amount of US dollars as it is shown, its size in digits of somebody's choice.
///
/// ```
/// use breakeven::{figure::compact, money::amount};
/// assert_eq!(amount(-0.1872, compact), "-$0.187");
/// ```
pub fn amount(usd: f64, digits: impl Fn(f64) -> String) -> String {
    let digits = size(usd, digits);
    let is_zero = !digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    format!("{}{}{digits}", if usd < 0.0 && !is_zero { "-" } else { "" }, sign())
}

/// The size of an amount as it is shown, without a sign before it.
pub fn size(usd: f64, digits: impl Fn(f64) -> String) -> String {
    digits(usd.abs() * shown().map_or(1.0, |currency| currency.per_usd))
}

/// A result of an explanation whose operands are published in US dollars: in these, and where amounts are
/// shown in another currency in that, too.
///
/// ```
/// use breakeven::money::{Currency, shown_in, worked};
/// assert_eq!(worked(184.0), "$184");
/// assert_eq!(shown_in(Currency::read("EUR=0.5").ok(), || worked(184.0)), "$184 (€92.00)");
/// ```
pub fn worked(usd: f64) -> String {
    match shown() {
        None => dollars(usd),
        Some(_) => format!("{} ({})", published(usd), dollars(usd)),
    }
}

/// An amount of US dollars that stays one: an operand that a profile or a price list states.
pub fn published(usd: f64) -> String {
    shown_in(None, || dollars(usd))
}

/// US dollars as they are shown: cents below 100, whole ones from there, millions in short from ten million.
///
/// ```
/// use breakeven::figure::dollars;
/// assert_eq!(dollars(30.4167), "$30.42");
/// assert_eq!(dollars(1234.6), "$1,235");
/// assert_eq!(dollars(99.999), "$100");
/// assert_eq!(dollars(-12.0), "-$12.00");
/// assert_eq!(dollars(12_345_678.0), "$12.3M");
/// assert_eq!(dollars(0.0), "$0");
/// assert_eq!(dollars(0.001), "$0.00");
/// ```
pub fn dollars(amount: f64) -> String {
    self::amount(amount, in_dollars)
}

/// The digits of [`dollars`].
pub fn in_dollars(size: f64) -> String {
    match size {
        0.0 => "0".into(),
        1e7.. => short(size),
        99.995.. => grouped(size, 0),
        _ => grouped(size, 2),
    }
}

/// A monthly amount.
pub fn monthly(amount: UsdPerMonth) -> String {
    dollars(amount.get())
}

/// An amount paid once.
pub fn once(amount: Usd) -> String {
    dollars(amount.get())
}

/// A price per million tokens, with the digits that matter below a dollar.
///
/// ```
/// use breakeven::{figure::per_mtok, units::UsdPerMtok};
/// assert_eq!(per_mtok(UsdPerMtok::new(0.2)), "$0.200");
/// assert_eq!(per_mtok(UsdPerMtok::new(0.0123)), "$0.0123");
/// assert_eq!(per_mtok(UsdPerMtok::new(12.345)), "$12.35");
/// ```
pub fn per_mtok(price: UsdPerMtok) -> String {
    let decimals = match price.get().abs() * shown().map_or(1.0, |currency| currency.per_usd) {
        0.0 | 0.9995.. => return dollars(price.get()),
        0.09995.. => 3,
        _ => 4,
    };
    amount(price.get(), |size| fixed(size, decimals))
}

/// Dollars to the cent, for two amounts that look the same in whole dollars.
///
/// ```
/// assert_eq!(breakeven::figure::cents(1234.567), "$1,234.57");
/// assert_eq!(breakeven::figure::cents(-0.5), "-$0.50");
/// ```
pub fn cents(amount: f64) -> String {
    dollars_to(amount, 2)
}

/// A dollar amount with this many decimals.
///
/// ```
/// assert_eq!(breakeven::figure::dollars_to(30.41666, 3), "$30.417");
/// ```
pub fn dollars_to(amount: f64, decimals: usize) -> String {
    self::amount(amount, |size| grouped(size, decimals))
}
