//! Doubts about APIs, models, defaults, and what all profiles have.

use super::doubtful::{FAR, doubt};
use super::neighbours::{self, Prices};
use crate::api::Api;
use crate::date::Date;
use crate::figure::{dollars, short};
use crate::model::Model;
use crate::profile::catalog::Catalog;
use crate::profile::fields::{AS_OF, SOURCE, default_fields, hardware_fields};
use crate::profile::record::Record;
use crate::profile::schema::Field;
use crate::source::Fault;

/// Doubts about any profile: its day and its source.
pub fn of_any(record: &Record, today: Date) -> Vec<Fault> {
    let fields = record.fields();
    let future = |field: &Field| {
        let key = field.key;
        let day = fields.date(field).filter(|day| *day > today)?;
        Some(Fault::new(key, format!("`{key}` is {day}, a day after today, {today}")))
    };
    let example = fields.text(&SOURCE).is_some_and(|source| source.contains("example.com"));
    let mut doubts = vec![future(&AS_OF), future(&hardware_fields::RENT_AS_OF)];
    doubts.push(doubt(example, "source", || {
        "`source` is still the example; say where the numbers are from".into()
    }));
    doubts.into_iter().flatten().collect()
}

/// Doubts about an API.
pub fn of_api(catalog: &Catalog, name: &str, prices: &Prices, today: Date) -> Vec<Fault> {
    let Some(api) = catalog.named::<Api>(name) else { return Vec::new() };
    let (input, output) = (neighbours::input(api), neighbours::output(api));
    let priced = input > 0.0 && output > 0.0;
    let mut doubts = vec![
        apart(api, "input_usd_per_mtok", input, prices.input_beside(api)),
        apart(api, "output_usd_per_mtok", output, prices.output_beside(api)),
        doubt(priced && output < input, "output_usd_per_mtok", || {
            format!(
                "output at {} is cheaper than input at {}; have they changed places?",
                dollars(output),
                dollars(input)
            )
        }),
        doubt(api.batch_discount.is_some_and(|share| share > 0.8), "batch_discount", || {
            "`batch_discount` is the share off, not the share that is left: 0.5 halves the price"
                .into()
        }),
        doubt(api.context_tokens.is_some_and(|tokens| tokens < 2_000.0), "context_tokens", || {
            "`context_tokens` is under 2,000; is it in thousands of tokens?".into()
        }),
    ];
    if let Some(cached) = api.prices.cached {
        doubts.push(doubt(
            priced && cached.typical.get() > input,
            "cached_input_usd_per_mtok",
            || {
                "cached input costs more than input; is it the price of writing to the cache?"
                    .into()
            },
        ));
    }
    doubts.extend(passed(api, today));
    if let Some(wait) = api.time_to_first_token_seconds {
        doubts.push(doubt(wait.typical > 60.0, "time_to_first_token_seconds", || {
            format!("{} seconds to the first token; is it in milliseconds?", short(wait.typical))
        }));
    }
    doubts.into_iter().flatten().collect()
}

/// Days that were to come when the profile was written, and have come.
fn passed(api: &Api, today: Date) -> [Option<Fault>; 2] {
    let last = api.terms.retires.filter(|day| *day < today);
    let changed = api.scheduled.iter().rev().find(|change| change.from <= today);
    [
        last.map(|day| {
            let message = format!("the API ended on {day}; leave it out, or correct the day");
            Fault::new("retires", message)
        }),
        changed.map(|change| {
            let message = format!(
                "the prices from {} on hold by now; write them as the ordinary ones",
                change.from
            );
            Fault::new("scheduled", message)
        }),
    ]
}

/// A price a hundred times that of the others of its tier, or a hundredth.
fn apart(api: &Api, field: &'static str, own: f64, median: Option<f64>) -> Option<Fault> {
    let median = median?;
    let tier = api.tier.word();
    let compared = |ask: &str| {
        format!(
            "`{field}` is {own}, and the middle of the tier `{tier}` is {}; {ask}",
            dollars(median)
        )
    };
    if own >= FAR * median {
        return Some(Fault::new(field, compared("is it in cents, or per billion tokens?")));
    }
    doubt(own > 0.0 && own * FAR <= median, field, || compared("is it per thousand tokens?"))
}

/// Doubts about a model.
pub fn of_model(catalog: &Catalog, name: &str) -> Vec<Fault> {
    let Some(model) = catalog.named::<Model>(name) else { return Vec::new() };
    let bits = |gigabytes: f64| gigabytes * 8.0 / model.parameters_billion;
    let odd = |gigabytes: f64| !(1.0..=34.0).contains(&bits(gigabytes));
    let odd = model.weights.iter().find(|(_, size)| odd(size.get()));
    let doubts = [
        odd.map(|(quantization, size)| {
            let reason = format!(
                "`{quantization}` is {} GB for {} billion parameters, {} bits each; expected 1 to 34",
                short(size.get()),
                short(model.parameters_billion),
                short(bits(size.get()))
            );
            Fault::new("weights_gb", reason)
        }),
        doubt(model.parameters_billion > 20_000.0, "parameters_billion", || {
            format!("{} billion parameters; is it in millions?", short(model.parameters_billion))
        }),
        doubt(model.kv_bytes_per_token < 1_000.0, "kv_bytes_per_token", || {
            format!(
                "{} bytes of KV cache per token; is it in kB, or of one layer?",
                short(model.kv_bytes_per_token)
            )
        }),
        doubt(model.context_tokens < 2_000.0, "context_tokens", || {
            "`context_tokens` is under 2,000; is it in thousands of tokens?".into()
        }),
    ];
    doubts.into_iter().flatten().collect()
}

/// Doubts about the defaults.
pub fn of_defaults(record: &Record) -> Vec<Fault> {
    let price = record.fields().required(&default_fields::ELECTRICITY_USD_PER_KWH);
    let doubtful = doubt(price > 2.0, "electricity_usd_per_kwh", || {
        format!("{} for a kWh; is it in cents or in another currency?", dollars(price))
    });
    doubtful.into_iter().collect()
}
