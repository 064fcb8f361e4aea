//! Floor 1: one whole machine, as bought or rented.

use crate::assumptions::{RentPrice, Setup, Sleep};
use crate::date::Date;
use crate::place::Place;
use crate::range::Range;
use crate::rent::{Offer, OfferTerms};
use crate::source::{Fault, Source, Text};
use crate::units::{Gigabytes, GigabytesPerSecond, Months, Usd, UsdPerHour, UsdPerMonth, Watts};

/// PCI Express between accelerators.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pcie {
    /// Its generation.
    pub generation: f64,
    /// Lanes of each accelerator.
    pub lanes: f64,
}

impl Pcie {
    /// Generation 4 with 16 lanes in one direction, GB/s: 16 GT/s x 16 lanes x 128/130 / 8 bit (PCI
    /// Express Base Specification 4.0).
    pub const GEN4_X16: f64 = 31.5;

    /// Bytes a second relative to generation 4 with 16 lanes; every generation doubles.
    ///
    /// ```
    /// use breakeven::hardware::Pcie;
    /// assert_eq!(Pcie { generation: 4.0, lanes: 16.0 }.speed(), 1.0);
    /// assert_eq!(Pcie { generation: 5.0, lanes: 16.0 }.speed(), 2.0);
    /// assert_eq!(Pcie { generation: 3.0, lanes: 4.0 }.speed(), 0.125);
    /// ```
    pub fn speed(self) -> f64 {
        (self.generation - 4.0).exp2() * self.lanes / 16.0
    }
}

/// Memory of the processor, beside that of accelerators.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MainMemory {
    /// Its size.
    pub size: Gigabytes,
    /// Its bandwidth, all channels together.
    pub bandwidth: GigabytesPerSecond,
}

/// What limits how many of a machine can be bought.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sale {
    /// Its accelerators are sold this many at a time; `None` when they are sold as they are here.
    pub sold_in: Option<u32>,
    /// The day from which it is not sold any more.
    pub withdrawn: Option<Date>,
    /// The most that one can hope to buy together; `None` when not stated.
    pub most_together: Option<f64>,
}

/// Why no machine can be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsold {
    /// Its accelerators are sold this many at a time, and it has fewer.
    Several(u32),
    /// It is not sold any more since this day.
    Withdrawn(Date),
}

/// One whole machine. Memory, bandwidth and compute are totals over its accelerators.
#[derive(Clone, Debug, PartialEq)]
pub struct Hardware {
    /// The profile's name.
    pub id: Text,
    /// What people call it.
    pub name: Text,
    /// What kind of accelerator it has; the throughput model goes by it.
    pub family: Text,
    /// Number of accelerators.
    pub gpus: u32,
    /// How several accelerators talk to each other; `None` when not stated.
    pub interconnect: Option<Text>,
    /// Memory that models can use.
    pub memory: Gigabytes,
    /// Memory bandwidth.
    pub bandwidth: GigabytesPerSecond,
    /// Dense 16-bit compute, 10^12 operations a second; `None` when not stated.
    pub fp16_tflops: Option<f64>,
    /// Dense 8-bit compute, 10^12 operations a second; `None` when not stated.
    pub fp8_tflops: Option<f64>,
    /// Dense 4-bit compute, 10^12 operations a second; `None` when not stated.
    pub fp4_tflops: Option<f64>,
    /// PCI Express between several accelerators; `None` when not stated.
    pub pcie: Option<Pcie>,
    /// Main memory beside that of the accelerators; `None` when not stated.
    pub main_memory: Option<MainMemory>,
    /// The accelerators, or the whole system where it is sold as one; `None` when not stated.
    pub price: Option<Range<Usd>>,
    /// Whether it can be bought, and how many.
    pub sale: Sale,
    /// Everything else that makes it a machine.
    pub host: Usd,
    /// Whole machine at the wall, on and waiting.
    pub idle: Range<Watts>,
    /// Whole machine at the wall, at work.
    pub load: Range<Watts>,
    /// How it sleeps, if it does.
    pub sleep: Option<Sleep>,
    /// The part of its idle power that the computer around the accelerators draws by itself; `None` when
    /// not stated.
    pub host_idle: Option<Watts>,
    /// Part of the way from idle to load power that one stream takes; `None` when not stated.
    pub one_stream_power: Option<f64>,
    /// The same of as many streams as there can be; `None` when not stated.
    pub decode_power: Option<f64>,
    /// Time over which the purchase is written off.
    pub life: Months,
    /// Share of the purchase that the machine fetches in the end; `None` when not stated.
    pub resale_fraction: Option<Range<f64>>,
    /// Rent of one whole machine, on demand.
    pub rent: Option<Range<UsdPerHour>>,
    /// The day of the rents, if it is another than that of the other facts.
    pub rent_as_of: Option<Date>,
    /// Rent of one whole machine that the owner may take back.
    pub rent_spot: Option<Range<UsdPerHour>>,
    /// Rent of one whole machine under a long contract.
    pub rent_reserved: Option<Range<UsdPerHour>>,
    /// Where it must stand; `None` leaves it to the load of the fleet.
    pub place: Option<Place>,
    /// Space, network and hands for one machine, instead of what a rack costs; `None` when not stated.
    pub hosting: Option<UsdPerMonth>,
    /// Repairs and spare parts of one machine; `None` when not stated.
    pub maintenance: Option<UsdPerMonth>,
    /// What it takes to set machines of this kind up, however many.
    pub setup: Setup,
    /// The offer that this machine is, where it is one for rent.
    pub offer: Option<Offer>,
    /// Named offers of this machine, each a machine that can be rented and nothing else.
    pub offers: Vec<Self>,
    /// Where the facts are from.
    pub source: Source,
}

impl Hardware {
    /// Whether its accelerators are made for data centers.
    pub fn is_of_data_center(&self) -> bool {
        matches!(&*self.family, "nv-dc" | "amd-dc")
    }

    /// Whether another machine has fewer of the same accelerators, and this one a whole number of its.
    pub fn has_several_of(&self, other: &Self) -> bool {
        let each = |machine: &Self| {
            let count = f64::from(machine.gpus);
            let compute = machine.fp16_tflops.map(|compute| compute / count);
            (machine.memory.get() / count, machine.bandwidth.get() / count, compute)
        };
        let close = |a: f64, b: f64| (a / b - 1.0).abs() < 0.01;
        let ((memory, bandwidth, compute), own) = (each(other), each(self));
        self.family == other.family
            && other.gpus < self.gpus
            && self.gpus.is_multiple_of(other.gpus)
            && close(memory, own.0)
            && close(bandwidth, own.1)
            && compute.zip(own.2).is_some_and(|(a, b)| close(a, b))
    }

    /// Why none more can be bought; `None` when it can.
    pub fn unsold(&self, today: Date) -> Option<Unsold> {
        let several = self.sale.sold_in.filter(|sold_in| self.gpus < *sold_in);
        let withdrawn = self.sale.withdrawn.filter(|day| *day <= today);
        several.map(Unsold::Several).or(withdrawn.map(Unsold::Withdrawn))
    }

    /// The machine that this is, an offer of it or not: what runs on it and how fast goes by its name.
    pub fn machine(&self) -> &Text {
        self.offer.as_ref().map_or(&self.id, |offer| &offer.machine)
    }

    /// How it is paid, where it is a named offer for rent.
    pub fn offer_terms(&self) -> Option<OfferTerms> {
        self.offer.as_ref().map(|offer| offer.terms)
    }

    /// The rent of one whole machine at this kind of price; `None` when not stated.
    pub fn rent_at(&self, price: RentPrice) -> Option<Range<UsdPerHour>> {
        if let Some(offer) = &self.offer {
            return self.rent.filter(|_| offer.terms.is_paid_at(price));
        }
        match price {
            RentPrice::OnDemand | RentPrice::Any => self.rent,
            RentPrice::Serverless => None,
            RentPrice::Spot => self.rent_spot,
            RentPrice::Reserved => self.rent_reserved,
        }
    }

    /// The rules between fields.
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub fn checked(self) -> Result<Self, Fault> {
        let pairs = [
            (self.idle.low, self.load.low),
            (self.idle.typical, self.load.typical),
            (self.idle.high, self.load.high),
        ];
        if let Some((idle, load)) = pairs.into_iter().find(|(idle, load)| idle > load) {
            return Err(Fault::new(
                "power_idle_watts",
                format!(
                    "idle power of {} W is above the load power of {} W; expected idle at most load",
                    idle.get(),
                    load.get()
                ),
            ));
        }
        if let Some(sleep) = self.sleep.filter(|sleep| sleep.watts > self.idle.low) {
            return Err(Fault::new(
                "sleep_watts",
                format!(
                    "sleep power of {} W is above the idle power of {} W; expected sleep at most idle",
                    sleep.watts.get(),
                    self.idle.low.get()
                ),
            ));
        }
        if let Some(host) = self.host_idle.filter(|host| *host > self.idle.low) {
            return Err(Fault::new(
                "host_idle_watts",
                format!(
                    "idle power of {} W of the computer alone is above that of the machine, {} W; expected at \
                     most that",
                    host.get(),
                    self.idle.low.get()
                ),
            ));
        }
        if self.gpus < 2 && self.interconnect.is_some() {
            return Err(Fault::new(
                "interconnect",
                "an interconnect of 1 accelerator; expected it only with 2 or more",
            ));
        }
        Ok(self)
    }
}
