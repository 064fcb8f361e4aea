//! Where machines stand and what electricity costs there: flags, `[place.rack]`, `[country.*]` and
//! `[defaults]`.

use anyhow::Result;

use super::args::MoneyArgs;
use super::named::record;
use crate::place::{Places, Rack};
use crate::profile::catalog::Catalog;
use crate::profile::fields::default_fields;
use crate::profile::fields::place_fields::{country, place};
use crate::profile::record::Fields;
use crate::units::{HoursPerMonth, UsdPerKwh, UsdPerMonth, Watts};

/// Electricity and PUE at home, and what a rack costs.
#[derive(Clone, Copy, Debug)]
pub struct Sited {
    /// Price of electricity at home.
    pub electricity: UsdPerKwh,
    /// Facility power over machine power at home.
    pub pue: f64,
    /// Where machines stand.
    pub places: Places,
}

/// What the flags say, else the country, else the profiles. A stated number replaces its single value
/// in both places.
///
/// # Errors
/// A country that no profile has.
pub fn sited(money: &MoneyArgs, catalog: &Catalog, defaults: Fields<'_>) -> Result<Sited> {
    let abroad = match &money.country {
        Some(code) => Some(record(catalog, "country", code)?.fields()),
        None => None,
    };
    let there = |field| {
        let unit = abroad?.number(&country::USD_PER_UNIT).unwrap_or(1.0);
        Some(abroad?.number(field)? * unit)
    };
    let (household, business) =
        (there(&country::HOUSEHOLD_PER_KWH), there(&country::BUSINESS_PER_KWH));
    let usual = || defaults.required(&default_fields::ELECTRICITY_USD_PER_KWH);
    let home = money.electricity.or(household).unwrap_or_else(usual);
    let pue = money.pue.unwrap_or_else(|| defaults.required(&default_fields::PUE));
    let rack = catalog.record("place", "rack").map(|record| {
        let fields = record.fields();
        let usual = fields.number(&place::ELECTRICITY_USD_PER_KWH).filter(|_| abroad.is_none());
        let price = business.or(usual).filter(|_| money.electricity.is_none() && home > 0.0);
        let number = |field| fields.number(field).unwrap_or(0.0);
        let hours = money.ops_hours.map_or_else(|| number(&place::OPS_HOURS_PER_KW_MONTH), |_| 0.0);
        Rack {
            above: Watts::new(number(&place::ABOVE_WATTS)),
            electricity_ratio: price.map_or(1.0, |price| price / home),
            pue: money.pue.or(fields.number(&place::PUE)).unwrap_or(pue),
            hosting_per_kw: UsdPerMonth::new(number(&place::HOSTING_USD_PER_KW_MONTH)),
            ops_hours_per_kw: HoursPerMonth::new(hours),
        }
    });
    let places = Places { stated: money.place, rack };
    Ok(Sited { electricity: UsdPerKwh::new(home), pue, places })
}
