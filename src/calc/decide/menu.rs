//! The menu: every way to serve a question, listed once.
//!
//! Verdict, prices of requirements, flips, solve, robustness and draws ask this list. A way is a base
//! (an endpoint, or what runs on a machine of some tenure), with or without overflow, for everything
//! or for what is not hard. [`super::listing`] makes options of them; [`Menu::cheapest`] asks for
//! their totals alone, and leaves out what costs more for being there than something else in all.

use std::cell::OnceCell;
use std::rc::Rc;

use super::eligibility;
use super::entry::{Entry, entries};
use super::machine_prices::machine_prices;
use super::price_list::{ApiPrices, api_prices, undominated};
use super::rated::{Rated, Slot};
use super::sized_fleet::sized;
use crate::api::Api;
use crate::assumptions::Assumptions;
use crate::calc::capacity::autoscale;
use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::{Kind, base_share};
use crate::calc::price::machine_rates::MachineRates;
use crate::hardware::Hardware;
use crate::scenario::Scenario;
use crate::tier::Tier;
use crate::units::Usd;
use crate::unmet::Unmet;

/// Which part of the workload a base is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Everything,
    /// What is not hard; a frontier endpoint takes the rest.
    Easy,
}

/// The bases for a part of the workload.
pub struct Side<'c> {
    /// Which part.
    pub part: Part,
    /// The lowest tier that may serve it, if its own.
    pub least: Option<Tier>,
    /// The endpoints that may serve it.
    pub apis: Vec<&'c Api>,
    /// What they cost.
    pub prices: Vec<ApiPrices<'c>>,
    /// Those of them that may be the cheapest.
    pub cheap: Vec<ApiPrices<'c>>,
    /// What runs on each machine, by how it comes to be there.
    shortlists: Rc<[[Shortlist; TENURES]]>,
}

/// What runs on a machine that comes to be there in some way, when it is first asked for.
#[derive(Debug, Default)]
struct Shortlist {
    /// Those that no other is never slower than.
    quickest: OnceCell<Vec<Slot>>,
    /// Those among which the best is.
    best: OnceCell<Vec<Slot>>,
}

/// Ways in which a machine comes to be there.
const TENURES: usize = 3;

/// The cheapest way at some value of the inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cheapest {
    /// Its kind.
    pub kind: Kind,
    /// Its total over the horizon.
    pub total: Usd,
    /// Its machines, where they serve everything.
    pub machines: Option<Slot>,
    /// The entry of its machines.
    pub entry: Option<usize>,
}

/// Kinds of ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// All of them.
    All,
    /// This one.
    Only(Kind),
    /// All but this one.
    Beside(Kind),
}

impl Kinds {
    /// Whether a kind is one of them.
    pub fn has(self, kind: Kind) -> bool {
        match self {
            Self::All => true,
            Self::Only(only) => kind == only,
            Self::Beside(other) => kind != other,
        }
    }
}

/// Every way to serve a question.
pub struct Menu<'a, 'c> {
    /// The question.
    pub scenario: &'a Scenario<'c>,
    /// Its months.
    pub horizon: Horizon,
    /// The rates of its deployments.
    pub rated: Rated<'a, 'c>,
    /// The bases by the part that they serve.
    pub sides: Vec<Side<'c>>,
    /// Every machine and tenure.
    pub entries: Vec<Entry<'c>>,
    /// What they cost, by entry.
    pub machine_prices: Vec<MachineRates>,
    /// Whether what cannot win is left out.
    pub leaves_out: bool,
}

impl<'a, 'c> Menu<'a, 'c> {
    /// The menu of a question.
    pub fn new(scenario: &'a Scenario<'c>) -> Self {
        Self::with(scenario, Rated::new(scenario))
    }

    /// The menu of another question, which rates and compares nothing anew that this one has rated
    /// and compared: the rates of the same requests, and what is fastest of what meets the same
    /// requirements.
    pub fn beside<'b>(&self, scenario: &'b Scenario<'c>) -> Menu<'b, 'c> {
        let mut menu = Menu::with(scenario, self.rated.beside(scenario));
        let key = |s: &Scenario<'_>| (s.assumptions.rent_price, s.assumptions.rent_mode);
        if menu.rated.shares_with(&self.rated)
            && self.scenario.requirements == scenario.requirements
            && key(self.scenario) == key(scenario)
        {
            for (side, own) in menu.sides.iter_mut().zip(&self.sides) {
                side.shortlists = Rc::clone(&own.shortlists);
            }
        }
        menu
    }

    fn with(scenario: &'a Scenario<'c>, rated: Rated<'a, 'c>) -> Self {
        let (entries, horizon) = (entries(scenario), Horizon::of(scenario));
        let machines = 0..scenario.deployments.machines();
        let side = |part, least| {
            let apis = eligible(scenario, least, share(part, scenario));
            let prices: Vec<ApiPrices<'_>> = api_prices(scenario, &apis)
                .into_iter()
                .map(|prices| prices.usually_over(&horizon))
                .collect();
            Side {
                part,
                least,
                cheap: undominated(&prices),
                prices,
                apis,
                shortlists: machines.clone().map(|_| Default::default()).collect(),
            }
        };
        let sides = if scenario.requirements.hard_share > 0.0 {
            vec![side(Part::Everything, Some(Tier::Frontier)), side(Part::Easy, None)]
        } else {
            vec![side(Part::Everything, None)]
        };
        let machine_prices = machine_prices(scenario, &entries);
        Self { scenario, horizon, rated, sides, entries, machine_prices, leaves_out: true }
    }

    /// The same menu, asked without leaving anything out: for tests of what is left out.
    #[must_use]
    pub fn leaving_nothing_out(self) -> Self {
        Self { leaves_out: false, ..self }
    }

    /// Where the machines of another menu stand in this one.
    pub fn place_of(&self, entry: Entry<'c>) -> Option<usize> {
        let is_it = |own: &Entry<'_>| (own.machine, own.tenure) == (entry.machine, entry.tenure);
        self.entries.iter().position(is_it)
    }

    /// The deployments on a machine among which its best is. Not the fastest alone where waits
    /// depend on the number of streams, nor where a fleet that follows the load pays for every start.
    pub fn shortlist<'s>(&self, side: &'s Side<'c>, entry: usize) -> &'s [Slot] {
        let Entry { machine, hardware, tenure } = self.entries[entry];
        side.shortlists[machine][tenure as usize].best.get_or_init(|| {
            match self.fastest_is_cheapest(hardware, tenure) {
                true => self.rated.fastest(machine, tenure, side.least),
                false => self.rated.able(machine, tenure, side.least),
            }
        })
    }

    /// The deployments on a machine among which the one is that is busy for the shortest time, where its
    /// shortlist, for which power is compared, is not known yet.
    pub fn quickest<'s>(&self, side: &'s Side<'c>, entry: usize) -> Option<&'s [Slot]> {
        let Entry { machine, hardware, tenure } = self.entries[entry];
        let known = &side.shortlists[machine][tenure as usize];
        let is_wanted = tenure != Tenure::Rented
            && known.best.get().is_none()
            && self.fastest_is_cheapest(hardware, tenure);
        let quickest = || self.rated.quickest(machine, tenure, side.least);
        is_wanted.then(|| &known.quickest.get_or_init(quickest)[..])
    }

    fn fastest_is_cheapest(&self, hardware: &Hardware, tenure: Tenure) -> bool {
        self.leaves_out
            && self.scenario.requirements.max_wait().is_none()
            && (!autoscale::follows_load(self.scenario, hardware, tenure)
                // Paid by the second, less busy is never dearer.
                || autoscale::may_be_off(hardware, tenure))
    }

    /// The fleet of a slot, sized for a share of a question, and what it then fails; `None` when it
    /// has no rates.
    pub fn fleet(
        &self,
        scenario: &Scenario<'_>,
        slot: Slot,
        tenure: Tenure,
        share: f64,
    ) -> Option<(Fleet<'c>, Vec<Unmet>)> {
        let rated = self.rated.rated(slot, tenure)?;
        let deployment = self.rated.deployment(slot).clone();
        Some(sized(scenario, Fleet::new(deployment, tenure, rated, share, scenario)))
    }
}

/// The endpoints that may serve a share of the workload, of at least a tier.
pub fn eligible<'c>(scenario: &Scenario<'c>, least: Option<Tier>, share: f64) -> Vec<&'c Api> {
    let meets = |api: &&Api| eligibility::api(scenario, api, least, share).is_empty();
    scenario.apis.iter().copied().filter(meets).collect()
}

/// Share of the workload that a part of it is.
pub fn share(part: Part, scenario: &Scenario<'_>) -> f64 {
    let Assumptions { routing, .. } = scenario.assumptions;
    match part {
        Part::Everything => 1.0,
        Part::Easy => base_share(scenario.requirements.hard_share, routing),
    }
}
