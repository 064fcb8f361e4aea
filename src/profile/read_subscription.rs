//! Checked tables -> subscriptions: an API under a plan.

use super::catalog::Catalog;
use super::fields::subscription_fields as keys;
use super::lazy::Lazy;
use super::nouns::Noun;
use super::record::Record;
use crate::api::{Allowance, Api, Plan, Subscription};
use crate::source::Fault;
use crate::units::{MtokPerMonth, UsdPerMonth};

/// `[subscription."…"]`.
impl Noun for Subscription {
    const KIND: &'static str = "subscription";

    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault> {
        let fields = record.fields();
        let name = fields.text(&keys::API).unwrap_or_default();
        let Some(api) = catalog.named::<Api>(&name) else {
            let message = format!("no API is called `{name}`; expected the name of an API profile");
            return Err(Fault::new(keys::API.key, message));
        };
        let usd = fields.range(&keys::ALLOWANCE_USD_PER_MONTH);
        let tokens = fields.range(&keys::ALLOWANCE_TOKENS_PER_MONTH);
        let allowance = match (usd, tokens) {
            (Some(usd), _) => Allowance::Listed(usd.map(UsdPerMonth::new)),
            (None, Some(tokens)) => {
                Allowance::Tokens(tokens.map(|tokens| MtokPerMonth::new(tokens / 1e6)))
            }
            (None, None) => Allowance::NotStated,
        };
        let plan = Plan {
            id: record.name.clone(),
            seat: UsdPerMonth::new(fields.required(&keys::USD_PER_MONTH)),
            allowance,
            terms: fields.text(&keys::TERMS),
            source: record.source(catalog.documents()),
        };
        Ok(Self(Api { plan: Some(plan), ..api.clone() }))
    }

    fn lazy(catalog: &Catalog) -> &Lazy<Self> {
        &catalog.subscriptions
    }
}
