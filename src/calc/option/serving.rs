//! One way to serve the whole workload.

use crate::api::Api;
use crate::assumptions::Routing;
use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::price::item::{Item, Role};
use crate::calc::price::{api_bill, invoice, machine};
use crate::scenario::Scenario;

/// The kinds of options, in the order of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A priced endpoint.
    Api,
    /// A plan with an allowance of an endpoint.
    Subscription,
    /// Machines that are bought, or owned already.
    Local,
    /// Machines that are rented.
    Rent,
    /// Several endpoints.
    Routed,
    /// Machines and an endpoint.
    Mixed,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Api, Self::Subscription, Self::Local, Self::Rent, Self::Routed, Self::Mixed];

    /// That of machines which come to be there in this way.
    pub const fn of(tenure: Tenure) -> Self {
        match tenure {
            Tenure::Bought | Tenure::Owned => Self::Local,
            Tenure::Rented => Self::Rent,
        }
    }

    /// That of an endpoint by itself.
    pub const fn of_endpoint(api: &Api) -> Self {
        match api.plan {
            Some(_) => Self::Subscription,
            None => Self::Api,
        }
    }

    /// That of an option of this kind, when another endpoint takes a part of it.
    #[must_use]
    pub const fn with_another(self, another: bool) -> Self {
        match self {
            Self::Api | Self::Subscription if another => Self::Routed,
            Self::Local | Self::Rent if another => Self::Mixed,
            _ => self,
        }
    }

    /// Whether it is several options at once.
    pub const fn is_several(self) -> bool {
        matches!(self, Self::Routed | Self::Mixed)
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Subscription => "subscription",
            Self::Local => "local",
            Self::Rent => "rent",
            Self::Routed => "routed",
            Self::Mixed => "mixed",
        }
    }
}

/// Who serves the tokens that are not hard.
#[derive(Clone, Debug, PartialEq)]
pub enum Base<'c> {
    /// An endpoint.
    Api(&'c Api),
    /// Machines.
    Fleet(Box<Fleet<'c>>),
}

/// One way to serve the whole workload: an endpoint or machines, what exceeds them at another endpoint,
/// and what is hard at a third.
#[derive(Clone, Debug, PartialEq)]
pub struct ServingOption<'c> {
    /// Who serves the tokens that are not hard.
    pub base: Base<'c>,
    /// The endpoint that takes what exceeds the machines, whose number is then given, or the fixed limit of
    /// the first endpoint.
    pub overflow: Option<&'c Api>,
    /// The endpoint of the hard tokens, if any are told apart.
    pub hard: Option<&'c Api>,
}

/// Share of all tokens that the base works on: all of them when it tries the hard ones first.
///
/// ```
/// use breakeven::{assumptions::Routing, calc::option::serving::base_share};
/// assert_eq!(base_share(0.25, Routing::Classifier), 0.75);
/// assert_eq!(base_share(0.25, Routing::Cascade), 1.0);
/// ```
pub fn base_share(hard_share: f64, routing: Routing) -> f64 {
    match routing {
        Routing::Classifier => 1.0 - hard_share,
        Routing::Cascade => 1.0,
    }
}

impl<'c> ServingOption<'c> {
    /// Everything goes to one endpoint.
    pub const fn api(api: &'c Api) -> Self {
        Self { base: Base::Api(api), overflow: None, hard: None }
    }

    /// Everything runs on machines.
    pub fn fleet(fleet: Fleet<'c>) -> Self {
        Self { base: Base::Fleet(Box::new(fleet)), overflow: None, hard: None }
    }

    /// So many machines, and an endpoint for what exceeds them.
    pub fn overflowing(fleet: &Fleet<'c>, machines: f64, to: &'c Api) -> Self {
        Self { overflow: Some(to), ..Self::fleet(fleet.of_size(machines)) }
    }

    /// One endpoint with a fixed limit, and another one for what exceeds it.
    pub const fn beyond_limit(api: &'c Api, to: &'c Api) -> Self {
        Self { base: Base::Api(api), overflow: Some(to), hard: None }
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        match &self.base {
            Base::Api(api) => Kind::of_endpoint(api).with_another(self.is_several()),
            Base::Fleet(fleet) => Kind::of(fleet.tenure).with_another(self.is_several()),
        }
    }

    /// Whether one endpoint takes what another option does not.
    fn is_several(&self) -> bool {
        self.overflow.or(self.hard).is_some()
    }

    /// The machines, if there are any.
    pub fn machines(&self) -> Option<&Fleet<'c>> {
        match &self.base {
            Base::Api(_) => None,
            Base::Fleet(fleet) => Some(fleet),
        }
    }

    /// The machines, if they are all there is.
    pub fn machines_alone(&self) -> Option<&Fleet<'c>> {
        self.machines().filter(|_| !self.is_several())
    }

    /// Share of all tokens that the base works on.
    pub fn base_share(&self, scenario: &Scenario<'_>) -> f64 {
        match self.hard {
            Some(_) => base_share(scenario.requirements.hard_share, scenario.assumptions.routing),
            None => 1.0,
        }
    }

    /// Share of all tokens that a frontier endpoint gets for being hard.
    pub fn hard_share(&self, scenario: &Scenario<'_>) -> f64 {
        if self.hard.is_some() { scenario.requirements.hard_share } else { 0.0 }
    }

    /// Whether it leaves the baseline that was stated.
    pub fn leaves_baseline(&self, scenario: &Scenario<'_>) -> bool {
        let stays = |baseline: &Api| {
            matches!(self.base, Base::Api(api) if api.id == baseline.id) && self.kind() == Kind::Api
        };
        scenario.baseline.is_some_and(|baseline| !stays(baseline))
    }

    /// The endpoint of a role.
    pub fn endpoint(&self, role: Role) -> Option<&'c Api> {
        match (role, &self.base) {
            (Role::Base, Base::Api(api)) => Some(api),
            (Role::Base, Base::Fleet(_)) => None,
            (Role::Overflow, _) => self.overflow,
            (Role::Hard, _) => self.hard,
        }
    }

    /// The first of the roles that are on the same bill as this one: those of the same endpoint.
    pub fn account(&self, role: Role) -> Role {
        let own = self.endpoint(role).map(|api| &api.id);
        let is_same = |other: &Role| self.endpoint(*other).map(|api| &api.id) == own;
        Role::ALL.into_iter().find(is_same).unwrap_or(role)
    }

    /// What it costs, item by item.
    pub fn items(&self, scenario: &Scenario<'_>) -> Vec<Item<'c>> {
        let assumptions = &scenario.assumptions;
        let mut items = Vec::with_capacity(12);
        match &self.base {
            Base::Api(api) => items.extend(self.endpoint_items(api, Role::Base, scenario)),
            Base::Fleet(fleet) => {
                let hardware = fleet.deployment.hardware;
                machine::each_item(hardware, fleet.tenure, scenario, |item| items.push(item));
                items.push(machine::operations_item(assumptions));
                items.push(machine::setup_item(fleet.deployment.hardware, assumptions));
            }
        }
        if self.leaves_baseline(scenario) {
            items.push(machine::migration_item(scenario));
        }
        if let Some(api) = self.overflow {
            items.extend(self.endpoint_items(api, Role::Overflow, scenario));
        }
        if let Some(api) = self.hard {
            items.extend(self.endpoint_items(api, Role::Hard, scenario));
            items.push(machine::router_item(assumptions));
        }
        items
    }

    /// The items of an endpoint: its tokens, its requests and what is made of the bill. Of what is told
    /// apart into what exceeds the base and what does not, what can wait is in other parts than the rest.
    fn endpoint_items(
        &self,
        api: &'c Api,
        role: Role,
        scenario: &Scenario<'_>,
    ) -> impl Iterator<Item = Item<'c>> + use<'c> {
        let apart = role == Role::Overflow || role == Role::Base && self.overflow.is_some();
        let tokens = api_bill::items(api, role, apart, scenario);
        tokens.into_iter().chain(invoice::items(api, role, scenario))
    }

    /// The same option in another scenario: machines are sized anew, unless their number is what
    /// makes demand exceed them.
    #[must_use]
    pub fn under(&self, scenario: &Scenario<'_>) -> Self {
        let base = match &self.base {
            Base::Api(api) => Base::Api(api),
            Base::Fleet(fleet) => {
                let mut resized = fleet.resized(scenario, self.base_share(scenario));
                if self.overflow.is_some() {
                    resized.stages.clone_from(&fleet.stages);
                    resized.spare = 0.0;
                }
                Base::Fleet(Box::new(resized))
            }
        };
        Self { base, ..*self }
    }
}
