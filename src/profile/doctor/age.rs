//! Prices that are older than what they are of allows.

use crate::api::Api;
use crate::date::Date;
use crate::hardware::Hardware;
use crate::profile::catalog::Catalog;
use crate::profile::fields::{AS_OF, hardware_fields};
use crate::profile::record::Record;
use crate::profile::stale_limits::stale_after;
use crate::source::Fault;
use crate::stale::Priced;

/// The prices of a profile that are too old on a day.
pub fn of_prices(catalog: &Catalog, record: &Record, today: Date) -> Vec<Fault> {
    let Some(defaults) = catalog.records().find(|record| record.kind == "defaults") else {
        return Vec::new();
    };
    let limits = stale_after(defaults.fields());
    let too_old = |(priced, key, day): (Priced, &'static str, Date)| {
        let (age, limit) = (today.days_since(day), limits.of(priced));
        let message = format!(
            "`{key}` is {day}, {age} days ago; a price of {} holds for {limit}: look at it again",
            priced.word()
        );
        (age > limit).then(|| Fault::new(key, message))
    };
    priced(catalog, record).into_iter().filter_map(too_old).collect()
}

/// What has a price in a profile, the key of its day, and the day.
fn priced(catalog: &Catalog, record: &Record) -> Vec<(Priced, &'static str, Date)> {
    let Some(day) = record.fields().date(&AS_OF) else { return Vec::new() };
    match record.kind {
        "api" => {
            let api = catalog.named::<Api>(&record.name);
            api.map(|api| (Priced::Api(api.seller), AS_OF.key, day)).into_iter().collect()
        }
        "hardware" => {
            let Some(machine) = catalog.named::<Hardware>(&record.name) else { return Vec::new() };
            let bought = machine.price.map(|_| (Priced::Hardware, AS_OF.key, day));
            let rented = machine.rent.map(|_| match machine.rent_as_of {
                Some(own) => (Priced::Rent, hardware_fields::RENT_AS_OF.key, own),
                None => (Priced::Rent, AS_OF.key, day),
            });
            bought.into_iter().chain(rented).collect()
        }
        _ => Vec::new(),
    }
}
