//! The endpoints of a menu with its levers turned.

use super::api_terms::may_be_the_same;
use super::beyond_limit;
use super::menu::{Cheapest, Kinds, Part, Side, eligible, share};
use super::price_list::ApiPrices;
use super::turned::Turned;
use crate::api::Api;
use crate::calc::option::serving::Kind;
use crate::calc::price::api_bill::written_share;
use crate::scenario::Scenario;
use crate::units::Usd;
use crate::workload::Workload;

/// What of two questions differs that prices of endpoints hang on, beside the factor on all of them.
#[derive(Clone, Copy, Debug)]
struct Differs {
    everything: bool,
    request: bool,
    writes: bool,
    load: bool,
    tokens: bool,
    waits: bool,
}

impl Differs {
    /// Between two questions.
    fn between(one: &Scenario<'_>, other: &Scenario<'_>) -> Self {
        let (asked, then) = (&one.workload, &other.workload);
        let price = |s: &Scenario<'_>| (s.today, s.assumptions.outlook.api_price);
        let shape = |of: &Workload| (of.request, of.prompt_spread);
        let writes = |of: &Workload| (written_share(of), of.hour_writes);
        let tokens = |s: &Scenario<'_>| {
            let Workload { fresh, cached, output, .. } = s.workload;
            (fresh, cached, output, s.busiest())
        };
        Self {
            everything: price(one) != price(other) || asked.batch_share() != then.batch_share(),
            request: shape(asked) != shape(then),
            writes: writes(asked) != writes(then),
            load: !asked.load.is_same(&then.load),
            tokens: tokens(one) != tokens(other),
            waits: asked.batch_share() > 0.0,
        }
    }

    /// Whether an endpoint asks other prices.
    fn concerns(self, api: &Api) -> bool {
        let Api { billing, long_context, plan, .. } = api;
        // What is free, and how many units are held, hangs on how many tokens there are.
        let counts = billing.free_tokens.get() > 0.0 || plan.is_some();
        self.everything
            || self.request && !long_context.is_empty()
            || self.writes && billing.bills_writes()
            || self.load && (counts || !billing.windows.is_empty())
            // Which hours are the cheapest for what can wait hangs on the mix.
            || self.tokens && (counts || self.waits && !billing.windows.is_empty())
    }
}

impl<'c> Turned<'_, '_, 'c> {
    /// The prices of the endpoints that may be the cheapest for everything. Beside the one that takes
    /// what is hard the next cheapest may be wanted; and what is used now may be dearer by what it takes to
    /// leave it.
    pub(super) fn usual_prices<'s>(&self, side: &'s Side<'c>) -> &'s [ApiPrices<'c>] {
        let stays = self.compiled.migration == Usd::ZERO;
        let may_leave_out = self.menu.leaves_out && self.kinds == Kinds::All;
        match may_leave_out && self.menu.sides.len() == 1 && stays {
            true => &side.cheap,
            false => &side.prices,
        }
    }

    /// The prices of endpoints, where they differ from the menu's.
    pub(super) fn api_prices(&self, side: &Side<'c>) -> Option<Vec<ApiPrices<'c>>> {
        let (scenario, own) = (self.compiled.scenario, self.menu.scenario);
        let now = scenario.assumptions.scale.api_price / own.assumptions.scale.api_price;
        let differs = Differs::between(scenario, own);
        // Another shape of request may be too long for some, and no longer for others.
        let is_same_list = may_be_the_same(scenario, own);
        if is_same_list && !side.apis.iter().any(|api| differs.concerns(api)) {
            let turned = || self.usual_prices(side).iter().map(|prices| prices.times(now));
            return (now != 1.0).then(|| turned().collect());
        }
        let apis = match is_same_list {
            true => side.apis.clone(),
            false => eligible(scenario, side.least, share(side.part, scenario)),
        };
        // Both are in the order of the question's.
        let mut rest = side.prices.iter();
        let prices = apis.into_iter().map(|api| {
            let is_it = |prices: &&ApiPrices<'_>| std::ptr::eq(prices.api, api);
            let known = rest.clone().position(|prices| is_it(&prices)).and_then(|at| rest.nth(at));
            match known.filter(|_| !differs.concerns(api)) {
                Some(prices) => prices.times(now),
                None => ApiPrices::new(api, scenario),
            }
        });
        Some(prices.collect())
    }

    /// The endpoints alone, with what a hard share adds to each but its own endpoint; the cheapest
    /// one and its bill for everything.
    pub(super) fn endpoints<'p>(
        &mut self,
        part: Part,
        prices: &'p [ApiPrices<'c>],
        hard: Option<(&Api, Usd)>,
    ) -> Option<(&'p ApiPrices<'c>, Usd)> {
        let share = share(part, self.compiled.scenario);
        let adds = hard.map_or(Usd::ZERO, |(_, bill)| self.compiled.hard(bill));
        let (kind, migration) = (hard.map(|_| Kind::Routed), self.compiled.migration);
        let stays = |api: &Api| {
            let baseline = self.compiled.scenario.baseline;
            kind.is_none() && api.plan.is_none() && baseline.is_some_and(|now| now.id == api.id)
        };
        let mut cheapest: Option<(&ApiPrices<'_>, Usd)> = None;
        for prices in prices {
            let bill = self.bill(prices, 1.0);
            let kind = kind.unwrap_or(Kind::of_endpoint(prices.api));
            let is_frontier = hard.is_some_and(|(frontier, _)| std::ptr::eq(frontier, prices.api));
            if !is_frontier {
                self.add(Cheapest {
                    kind,
                    total: if share == 1.0 { bill } else { self.bill(prices, share) }
                        + adds
                        + if stays(prices.api) { Usd::ZERO } else { migration },
                    machines: None,
                    entry: None,
                });
            }
            // Nothing overflows into a plan.
            let by_token = prices.api.plan.is_none();
            if by_token && cheapest.is_none_or(|(_, least)| bill < least) {
                cheapest = Some((prices, bill));
            }
        }
        cheapest
    }

    /// Endpoints with fixed limits, and others for what exceeds them.
    pub(super) fn beyond_limits(
        &mut self,
        side: &Side<'c>,
        prices: &[ApiPrices<'c>],
        hard: Option<(&Api, Usd)>,
    ) {
        let adds = hard.map_or(Usd::ZERO, |(_, bill)| self.compiled.hard(bill));
        let part = (share(side.part, self.compiled.scenario), side.least);
        let frontier = hard.map(|(api, _)| api);
        for (_, _, total) in beyond_limit::ways(&self.compiled, part, prices, frontier) {
            let total = total + adds;
            self.add(Cheapest { kind: Kind::Routed, total, machines: None, entry: None });
        }
    }

    pub(super) fn bill(&self, prices: &ApiPrices<'_>, share: f64) -> Usd {
        prices.bill(share, self.compiled.tokens, self.compiled.horizon)
    }
}
