//! Floor 1: the numbers that are neither demand nor a profile.

use crate::place::{Place, Places};
use crate::range::Pick;
use crate::units::{HoursPerMonth, TokensPerSecond, Usd, UsdPerHour, UsdPerKwh, Watts};

/// Money and policy. Each has a flag and a shipped default.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// Price of electricity at home.
    pub electricity: UsdPerKwh,
    /// Facility power over machine power at home, at least 1.
    pub pue: f64,
    /// Where machines stand.
    pub places: Places,
    /// Whole months over which options are compared.
    pub horizon_months: u32,
    /// The highest utilization that a machine is planned for, above 0 and at most 1.
    pub headroom: f64,
    /// Somebody's time for the whole fleet, beside that of a rack.
    pub ops_hours: HoursPerMonth,
    /// What that time costs.
    pub ops_rate: UsdPerHour,
    /// Which rental price is paid.
    pub rent_price: RentPrice,
    /// When rented machines are held.
    pub rent_mode: RentMode,
    /// What rent costs on top of its price (storage, egress): 0.15 is 15 %.
    pub rent_overhead: f64,
    /// Resale fraction of every machine, instead of the one in its profile.
    pub resale_fraction: Option<f64>,
    /// How hard requests are told from the rest.
    pub routing: Routing,
    /// Price of telling them apart, per thousand requests.
    pub router_usd_per_1k: f64,
    /// Change of API prices per year: -0.5 halves them every year.
    pub api_price_trend: f64,
    /// API prices never fall below this share of today's.
    pub api_price_floor: f64,
    /// Change of rents per year.
    pub rent_trend: f64,
    /// Change of the prices of machines per year: of purchases and replacements to come.
    pub hardware_trend: f64,
    /// Paid once for machines of any tenure, instead of what their profiles say.
    pub setup: Option<Setup>,
    /// Paid once for leaving a stated baseline, instead of what its profile says.
    pub migration: Option<Usd>,
    /// Discount rate per year.
    pub discount: f64,
    /// Every stream must be at least this fast.
    pub min_speed: TokensPerSecond,
    /// Which value of each range is taken.
    pub outlook: Outlook,
    /// Whose the computers around cards are.
    pub host: HostTenure,
    /// How every machine sleeps, instead of as its profile says.
    pub sleep: Option<Sleep>,
    /// What one stream takes of the power of machines whose profile does not say.
    pub one_stream_power: OneStreamPower,
    /// Factors on profile numbers, for questions of the form "what if".
    pub scale: Scale,
}

impl Assumptions {
    /// Price of electricity and PUE of a place.
    pub fn power_at(&self, place: Place) -> (UsdPerKwh, f64) {
        match (place, self.places.rack) {
            (Place::Rack, Some(rack)) => (self.electricity * rack.electricity_ratio, rack.pue),
            _ => (self.electricity, self.pue),
        }
    }
}

/// How hard requests are told from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Routing {
    /// Beforehand: each request is worked on once.
    #[default]
    Classifier,
    /// By trying: a hard request is worked on by the base first, and then again by the frontier.
    Cascade,
}

/// What it takes to set machines up, once: cables, racks, installation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Setup {
    /// Money.
    pub usd: Usd,
    /// Somebody's hours, at the price of operations.
    pub hours: f64,
}

/// Part of the way from idle to load power that one stream takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneStreamPower {
    /// Of accelerators for data centers.
    pub data_center: f64,
    /// Of all others.
    pub other: f64,
}

/// How a machine sleeps between requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sleep {
    /// Whole machine at the wall when it is asleep.
    pub watts: Watts,
    /// It falls asleep so long after its last request.
    pub after_seconds: f64,
}

/// Whose the computer around a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum HostTenure {
    /// It is bought with the card.
    #[default]
    Bought,
    /// It is there already, and on anyway: as many as there are machines, or one.
    Owned,
}

impl HostTenure {
    /// The words for them.
    pub const WORDS: &[&str] = &["bought", "owned"];

    /// That of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "bought" => Some(Self::Bought),
            "owned" => Some(Self::Owned),
            _ => None,
        }
    }
}

/// Which rental price is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RentPrice {
    /// By the hour, for as long as wanted.
    #[default]
    OnDemand,
    /// By the hour, until the owner takes the machine back.
    Spot,
    /// Under a long contract.
    Reserved,
    /// By the second, where a machine is on: named offers alone.
    Serverless,
    /// By the hour, and every named offer, whatever its terms.
    Any,
}

impl RentPrice {
    /// What to call it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::OnDemand => "rent",
            Self::Spot => "spot rent",
            Self::Reserved => "reserved rent",
            Self::Serverless => "serverless rent",
            Self::Any => "rent",
        }
    }
}

/// When rented machines are held.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum RentMode {
    /// As many as the busiest hour needs, every hour.
    #[default]
    Always,
    /// As many as each hour needs.
    Autoscale {
        /// Never fewer than this.
        min_machines: f64,
        /// A machine is paid for this long before it serves.
        start_hours: f64,
    },
}

/// Which value of each kind of range is taken. The same pick holds for every option.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Outlook {
    /// Prices of machines.
    pub hardware_price: Pick,
    /// What machines fetch in the end.
    pub resale: Pick,
    /// Idle and load power.
    pub power: Pick,
    /// Rent.
    pub rent: Pick,
    /// API prices.
    pub api_price: Pick,
    /// Throughput within its interval.
    pub throughput: Pick,
}

impl Outlook {
    /// Everything as good for machines as the profiles allow.
    pub const FAVOURABLE: Self = Self {
        hardware_price: Pick::Low,
        resale: Pick::High,
        power: Pick::Low,
        rent: Pick::Low,
        api_price: Pick::High,
        throughput: Pick::High,
    };

    /// Everything as bad for machines as the profiles allow.
    pub const UNFAVOURABLE: Self = Self {
        hardware_price: Pick::High,
        resale: Pick::Low,
        power: Pick::High,
        rent: Pick::High,
        api_price: Pick::Low,
        throughput: Pick::Low,
    };
}

/// Factors on profile numbers; 1 everywhere unless somebody asks "what if".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// On every API price.
    pub api_price: f64,
    /// On every purchase price.
    pub hardware_price: f64,
    /// On every prefill and decode rate.
    pub throughput: f64,
    /// On the power of machines that wait.
    pub idle_power: f64,
}

impl Default for Scale {
    fn default() -> Self {
        Self { api_price: 1.0, hardware_price: 1.0, throughput: 1.0, idle_power: 1.0 }
    }
}
