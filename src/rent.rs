//! Floor 1: named offers of a machine for rent, beside what it typically costs.

use crate::assumptions::RentPrice;
use crate::range::Range;
use crate::source::Text;
use crate::units::{Months, UsdPerHour, UsdPerMonth};

/// How an offer is paid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OfferTerms {
    /// By the hour, for as long as wanted.
    OnDemand,
    /// By the hour, until its owner takes it back: for this share of the time another one, on demand,
    /// takes its place.
    Spot {
        /// 0 to below 1.
        interrupted: f64,
        /// Rent of the machine on demand; `None` when not stated.
        instead: Option<Range<UsdPerHour>>,
    },
    /// For so many months, needed or not.
    Reserved {
        /// The commitment.
        months: Months,
    },
    /// By the second while it is on: it stops when nothing is asked of it for a time.
    Serverless(Serverless),
}

/// How a machine that is paid by the second starts and stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Serverless {
    /// Seconds that are paid before it serves.
    pub start_seconds: f64,
    /// Seconds that it stays on after the last request, which are paid.
    pub idle_seconds: f64,
    /// Seconds that are paid at least for a start.
    pub minimum_seconds: f64,
}

impl OfferTerms {
    /// The kinds, as profiles have them.
    pub const WORDS: &[&str] = &["on-demand", "spot", "reserved", "serverless"];

    /// Whether an offer is one of those that this kind of price asks for.
    pub const fn is_paid_at(&self, price: RentPrice) -> bool {
        matches!(
            (self, price),
            (Self::OnDemand, RentPrice::OnDemand)
                | (Self::Serverless(_), RentPrice::Serverless)
                | (Self::Spot { .. }, RentPrice::Spot)
                | (Self::Reserved { .. }, RentPrice::Reserved)
                | (_, RentPrice::Any)
        )
    }
}

/// One provider's offer of a machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The machine that is offered.
    pub machine: Text,
    /// What the offer is called.
    pub name: Text,
    /// Who rents it out.
    pub provider: Text,
    /// How it is paid.
    pub terms: OfferTerms,
    /// What stays and is paid for when no machine is on: the disk with the weights.
    pub disk: UsdPerMonth,
}

impl Serverless {
    /// Share of an hour that is paid of a machine that is busy for `busy` of it, asked `rate` times a
    /// second: it is busy; it stays on after requests, `1 - exp(-rate x idle)` of the rest; and who finds
    /// it off, `rate x (1 - busy) x exp(-rate x idle)` times a second, starts it. Requests come at random.
    ///
    /// ```
    /// use breakeven::rent::Serverless;
    /// let paid = |start_seconds| Serverless { start_seconds, idle_seconds: 0.0, minimum_seconds: 0.0 };
    /// // Half busy, ten starts an hour of 18 seconds for half of them: 90 seconds.
    /// assert_eq!(paid(18.0).paid(0.5, 10.0 / 3_600.0), 0.525);
    /// assert_eq!(paid(0.0).paid(0.5, 1.0), 0.5);
    /// assert_eq!(paid(60.0).paid(0.5, 1.0), 1.0);
    /// assert_eq!(paid(60.0).paid(0.0, 0.0), 0.0);
    /// ```
    pub fn paid(&self, busy: f64, rate: f64) -> f64 {
        let off = self.off(busy, rate);
        let each = self.start_seconds.max(self.minimum_seconds);
        (1.0 - off + off * rate * each).min(1.0)
    }

    /// Share of the time in which it is off: `(1 - busy) exp(-rate x idle)`.
    ///
    /// ```
    /// use breakeven::rent::Serverless;
    /// let machine = Serverless { start_seconds: 30.0, idle_seconds: 5.0, minimum_seconds: 0.0 };
    /// assert_eq!(machine.off(0.5, 0.0), 0.5);
    /// assert!((machine.off(0.5, 0.2) - 0.5 / std::f64::consts::E).abs() < 1e-15);
    /// ```
    pub fn off(&self, busy: f64, rate: f64) -> f64 {
        (1.0 - busy) * (-rate * self.idle_seconds).exp()
    }
}

/// The price of a second by the hour.
///
/// ```
/// assert_eq!(breakeven::rent::by_the_hour(0.25).get(), 900.0);
/// ```
pub fn by_the_hour(usd_per_second: f64) -> UsdPerHour {
    UsdPerHour::new(usd_per_second * 3_600.0)
}
