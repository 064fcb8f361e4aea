//! Named offers of a machine for rent, from their keys: each a machine that can be rented and no more.

use super::fields::hardware_fields::{RENT_OFFERS, rent_offers as keys};
use super::record::Fields;
use crate::hardware::Hardware;
use crate::rent::{Offer, OfferTerms, Serverless, by_the_hour};
use crate::source::{Fault, Source, Text};
use crate::units::{Months, UsdPerHour, UsdPerMonth};

/// The offers of a machine.
///
/// # Errors
/// A name that stands twice, a price that is not stated once, and terms that miss what they go by.
pub fn offers(fields: Fields<'_>, machine: &Hardware) -> Result<Vec<Hardware>, Fault> {
    let mut names: Vec<Text> = Vec::new();
    let mut all = Vec::new();
    for entry in fields.tables(&RENT_OFFERS) {
        let name = entry.text(&keys::NAME).unwrap_or_default();
        let fault = |message: &str| Fault::new(RENT_OFFERS.key, format!("`{name}`: {message}"));
        if names.contains(&name) {
            return Err(fault("stands twice; expected a name of its own"));
        }
        let hour = entry.range(&keys::USD_PER_HOUR).map(|range| range.map(UsdPerHour::new));
        let second = entry.range(&keys::USD_PER_SECOND).map(|range| range.map(by_the_hour));
        let price = match (hour, second) {
            (Some(price), None) | (None, Some(price)) => price,
            _ => return Err(fault("expected one of `usd_per_hour` and `usd_per_second`")),
        };
        let terms = terms(entry, machine).map_err(|key| {
            fault(&format!("its kind needs `{key}`; expected a number of its publication, or an estimate with `basis`"))
        })?;
        let offer = Offer {
            machine: machine.id.clone(),
            name: name.clone(),
            provider: entry.text(&keys::PROVIDER).unwrap_or_default(),
            terms,
            disk: UsdPerMonth::new(entry.number(&keys::DISK_USD_PER_MONTH).unwrap_or(0.0)),
        };
        all.push(Hardware {
            id: format!("{}:{name}", machine.id).into(),
            price: None,
            rent: Some(price),
            rent_as_of: None,
            rent_spot: None,
            rent_reserved: None,
            offer: Some(offer),
            source: source(entry, &machine.source),
            ..machine.clone()
        });
        names.push(name);
    }
    Ok(all)
}

/// How an offer is paid.
///
/// # Errors
/// The key that is missing.
fn terms(entry: Fields<'_>, machine: &Hardware) -> Result<OfferTerms, &'static str> {
    let needed = |key: &super::schema::Field| entry.number(key).ok_or(key.key);
    let seconds = |key| entry.number(key).unwrap_or(0.0);
    Ok(match entry.text(&keys::TERMS).as_deref() {
        Some("spot") => OfferTerms::Spot {
            interrupted: needed(&keys::INTERRUPTED_PERCENT)? / 100.0,
            instead: machine.rent,
        },
        Some("reserved") => {
            OfferTerms::Reserved { months: Months::new(needed(&keys::COMMITMENT_MONTHS)?) }
        }
        Some("serverless") => OfferTerms::Serverless(Serverless {
            start_seconds: needed(&keys::START_SECONDS)?,
            idle_seconds: seconds(&keys::IDLE_SECONDS),
            minimum_seconds: seconds(&keys::MINIMUM_SECONDS),
        }),
        _ => OfferTerms::OnDemand,
    })
}

/// The machine's place with the day and the publication of the offer.
fn source(entry: Fields<'_>, machine: &Source) -> Source {
    use super::fields::shared_fields::{AS_OF, BASIS, SOURCE};
    Source {
        as_of: entry.date(&AS_OF).unwrap_or(machine.as_of),
        source: entry.text(&SOURCE).unwrap_or_default(),
        basis: entry.text(&BASIS),
        ..machine.clone()
    }
}
