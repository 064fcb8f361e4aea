//! Floor 1: where machines stand, and what standing there costs.

use crate::units::{HoursPerMonth, UsdPerMonth, Watts};

/// Where machines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At home or under a desk: household electricity, no facility, nobody's time.
    Home,
    /// In a rack: commercial electricity, a facility around it, hosting, and somebody's time.
    Rack,
}

impl Place {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Home, Self::Rack];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Rack => "rack",
        }
    }

    /// The place of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.word() == word)
    }
}

/// What a rack costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rack {
    /// The load of a fleet above which it stands in a rack.
    pub above: Watts,
    /// Price of electricity there over that at home.
    pub electricity_ratio: f64,
    /// Facility power over machine power.
    pub pue: f64,
    /// Space, network and hands for each kW of load above the limit.
    pub hosting_per_kw: UsdPerMonth,
    /// Somebody's time for each kW of load above the limit.
    pub ops_hours_per_kw: HoursPerMonth,
}

/// Where the machines of a question stand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Places {
    /// What was said; `None` leaves it to the load of the fleet.
    pub stated: Option<Place>,
    /// What a rack costs; `None` where nobody says, and then all machines stand at home.
    pub rack: Option<Rack>,
}

impl Places {
    /// Where a fleet stands that draws so much under load.
    ///
    /// ```
    /// use breakeven::place::{Place, Places, Rack};
    /// use breakeven::units::{HoursPerMonth, UsdPerMonth, Watts};
    /// let rack = Rack {
    ///     above: Watts::new(1_800.0),
    ///     electricity_ratio: 0.8,
    ///     pue: 1.5,
    ///     hosting_per_kw: UsdPerMonth::new(170.0),
    ///     ops_hours_per_kw: HoursPerMonth::new(4.0),
    /// };
    /// let places = Places { stated: None, rack: Some(rack) };
    /// assert_eq!(places.of(Watts::new(1_800.0)), Place::Home);
    /// assert_eq!(places.of(Watts::new(1_801.0)), Place::Rack);
    /// // What counts for hosting and time is what exceeds the limit, so that no watt is a cliff.
    /// assert_eq!(places.kilowatts_above(Watts::new(2_800.0)), 1.0);
    /// assert_eq!(places.kilowatts_above(Watts::new(800.0)), 0.0);
    /// let home = Places { stated: Some(Place::Home), ..places };
    /// assert_eq!(home.of(Watts::new(9_000.0)), Place::Home);
    /// assert_eq!(home.kilowatts_above(Watts::new(9_000.0)), 0.0);
    /// ```
    pub fn of(&self, load: Watts) -> Place {
        let by_load = match self.rack {
            Some(rack) if load > rack.above => Place::Rack,
            _ => Place::Home,
        };
        self.stated.filter(|_| self.rack.is_some()).unwrap_or(by_load)
    }

    /// The kW of a fleet's load that hosting and somebody's time are paid for.
    pub fn kilowatts_above(&self, load: Watts) -> f64 {
        match self.rack {
            Some(rack) if self.of(load) == Place::Rack => {
                ((load - rack.above).get() / 1_000.0).max(0.0)
            }
            _ => 0.0,
        }
    }

    /// The same for a machine whose profile says where it stands; what was said of all comes first.
    #[must_use]
    pub fn of_machine(self, place: Option<Place>) -> Self {
        Self { stated: self.stated.or(place), ..self }
    }

    /// The most machines with such a load for which a machine more costs what it costs among fewer:
    /// more stand elsewhere, or pay for their load. `None` where all do alike.
    pub fn most_alike(&self, load: Watts) -> Option<f64> {
        let rack = self.rack.filter(|_| self.stated != Some(Place::Home))?;
        Some((rack.above / load).floor()).filter(|most| most.is_finite())
    }

    /// The places in which a fleet may stand.
    pub fn possible(self) -> impl Iterator<Item = Place> {
        let (stated, has_rack) = (self.stated, self.rack.is_some());
        Place::ALL.into_iter().filter(move |place| match has_rack {
            true => stated.is_none_or(|stated| stated == *place),
            false => *place == Place::Home,
        })
    }
}
