//! Checked tables -> subscriptions: an API under a plan.

use super::catalog::Catalog;
use super::fields::subscription_fields as keys;
use super::lazy::Lazy;
use super::nouns::Noun;
use super::record::{Fields, Record};
use super::schema::Field;
use crate::api::{Allowance, Api, Plan, Subscription, Units};
use crate::source::Fault;
use crate::units::{HOURS_PER_MONTH, HoursPerMonth, Months, MtokPerMonth, UsdPerHour, UsdPerMonth};

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
        let (fee, reserved) = fee(fields)?;
        let usd = fields.range(&keys::ALLOWANCE_USD_PER_MONTH);
        let tokens = fields.range(&keys::ALLOWANCE_TOKENS_PER_MONTH);
        let allowance = match (usd, tokens) {
            _ if reserved.is_some() => reserved.map_or(Allowance::NotStated, Allowance::Units),
            (Some(usd), _) => Allowance::Listed(usd.map(UsdPerMonth::new)),
            (None, Some(tokens)) => {
                Allowance::Tokens(tokens.map(|tokens| MtokPerMonth::new(tokens / 1e6)))
            }
            (None, None) => Allowance::NotStated,
        };
        let plan = Plan {
            id: record.name.clone(),
            seat: fee,
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

/// What a seat costs, or a reserved unit and what it takes.
///
/// # Errors
/// A unit that does not say what it takes.
fn fee(fields: Fields<'_>) -> Result<(UsdPerMonth, Option<Units>), Fault> {
    let month = UsdPerMonth::new(fields.required(&keys::USD_PER_MONTH));
    let Some(hour) = fields.number(&keys::UNIT_USD_PER_HOUR).map(UsdPerHour::new) else {
        return Ok((month, None));
    };
    let needed = |field: &Field| {
        let message = format!("a unit at `unit_usd_per_hour` needs `{}`", field.key);
        fields.number(field).ok_or_else(|| Fault::new(keys::UNIT_USD_PER_HOUR.key, message))
    };
    let fresh = needed(&keys::INPUT_TOKENS_PER_MINUTE)?;
    let cached = fields.number(&keys::CACHED_TOKENS_PER_MINUTE).unwrap_or(fresh);
    let units = Units {
        per_minute: [fresh, cached, needed(&keys::OUTPUT_TOKENS_PER_MINUTE)?],
        least: fields.number(&keys::MINIMUM_UNITS).unwrap_or(1.0),
        term: Months::new(fields.number(&keys::TERM_MONTHS).unwrap_or(1.0)),
        fee: month,
    };
    Ok((hour * HoursPerMonth::new(HOURS_PER_MONTH), Some(units)))
}
