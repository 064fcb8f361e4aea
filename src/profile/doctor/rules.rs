//! One list of doubts per kind of profile.

use super::doubt;
use crate::api::Api;
use crate::date::Date;
use crate::figure::{dollars, short, whole};
use crate::hardware::Hardware;
use crate::profile::catalog::Catalog;
use crate::profile::record::Record;
use crate::source::Fault;
use crate::throughput::Measured;

/// Ratio to the median of its neighbours from which a price is doubtful.
const FAR: f64 = 100.0;

/// Operations of the fastest number format for one of 16 bit: 4-bit formats run four times as fast.
const FASTEST_FORMAT: f64 = 4.0;

/// Doubts about any profile: its day and its source.
pub fn of_any(record: &Record, today: Date) -> Vec<Fault> {
    let fields = record.fields();
    let future = |key| {
        let day = fields.date(key).filter(|day| *day > today)?;
        Some(Fault::new(key, format!("`{key}` is {day}, a day after today, {today}")))
    };
    let example = fields.text("source").is_some_and(|source| source.contains("example.com"));
    let mut doubts = vec![future("as_of"), future("rent_as_of")];
    doubts.push(doubt(example, "source", || {
        "`source` is still the example; say where the numbers are from".into()
    }));
    doubts.into_iter().flatten().collect()
}

/// Doubts about an API.
pub fn of_api(catalog: &Catalog, name: &str) -> Vec<Fault> {
    let Some(api) = catalog.apis.iter().find(|api| api.id == name) else { return Vec::new() };
    let (input, output) = (api.prices.input.typical.get(), api.prices.output.typical.get());
    let priced = input > 0.0 && output > 0.0;
    let mut doubts = vec![
        neighbours(catalog, api, "input_usd_per_mtok", |api| api.prices.input.typical.get()),
        neighbours(catalog, api, "output_usd_per_mtok", |api| api.prices.output.typical.get()),
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
    if let Some(wait) = api.time_to_first_token_seconds {
        doubts.push(doubt(wait.typical > 60.0, "time_to_first_token_seconds", || {
            format!("{} seconds to the first token; is it in milliseconds?", short(wait.typical))
        }));
    }
    doubts.into_iter().flatten().collect()
}

/// A price a hundred times that of the others of its tier, or a hundredth.
fn neighbours(
    catalog: &Catalog,
    api: &Api,
    field: &'static str,
    price: impl Fn(&Api) -> f64,
) -> Option<Fault> {
    let own = price(api);
    let others = catalog.apis.iter().filter(|other| other.id != api.id && other.tier == api.tier);
    let median = median(others.map(&price).filter(|price| *price > 0.0).collect())?;
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

/// Doubts about a machine.
pub fn of_hardware(catalog: &Catalog, name: &str) -> Vec<Fault> {
    let Some(machine) = catalog.hardware.iter().find(|machine| machine.id == name) else {
        return Vec::new();
    };
    let gpus = f64::from(machine.gpus);
    let (memory, bandwidth) = (machine.memory.get(), machine.bandwidth.get());
    let load = machine.load.typical.get();
    let doubts = [
        doubt(load > 2_000.0 * gpus, "power_load_watts", || {
            format!(
                "{} W under load for {}: no accelerator with its part of the machine takes more than \
                 2,000 W",
                whole(load),
                crate::text::count(machine.gpus as usize, "accelerator")
            )
        }),
        doubt(load < 5.0 * gpus, "power_load_watts", || {
            format!("{} W under load; is it in kW?", short(load))
        }),
        doubt(bandwidth < 10.0 * gpus, "memory_bandwidth_gb_per_s", || {
            format!("{} GB/s of memory bandwidth; is it in TB/s?", short(bandwidth))
        }),
        doubt(bandwidth > 50_000.0 * gpus, "memory_bandwidth_gb_per_s", || {
            format!("{} GB/s of memory bandwidth; is it in MB/s or Gbit/s?", short(bandwidth))
        }),
        doubt(memory > 10.0 * bandwidth && bandwidth >= 10.0 * gpus, "memory_gb", || {
            format!(
                "reading {} GB once would take {} s at {} GB/s; is the memory in MB?",
                short(memory),
                short(memory / bandwidth),
                short(bandwidth)
            )
        }),
        doubt(memory < 1.0, "memory_gb", || {
            format!("{} GB of memory; is it in TB?", short(memory))
        }),
        compute(machine),
        rent(machine),
        price(catalog, machine),
    ];
    doubts.into_iter().flatten().collect()
}

fn compute(machine: &Hardware) -> Option<Fault> {
    let (fp16, fp8) = (machine.fp16_tflops?, machine.fp8_tflops);
    if fp8.is_some_and(|fp8| fp8 < fp16) {
        let reason = "8-bit compute is below 16-bit compute; have they changed places?";
        return Some(Fault::new("fp8_tflops", reason));
    }
    doubt(fp16 > 20_000.0 * f64::from(machine.gpus), "fp16_tflops", || {
        format!("{} TFLOPS of 16-bit compute; is it in GFLOPS?", short(fp16))
    })
}

/// An hour of rent that would buy the machine within a month.
fn rent(machine: &Hardware) -> Option<Fault> {
    let (rent, price) = (machine.rent?.typical.get(), machine.price?.typical.get());
    let whole = price + machine.host.get();
    doubt(whole > 0.0 && rent * 730.0 > whole, "rent_usd_per_hour", || {
        format!(
            "a month of rent at {} an hour costs more than the machine, {}; is it the rent of a day \
             or a month?",
            dollars(rent),
            dollars(whole)
        )
    })
}

fn price(catalog: &Catalog, machine: &Hardware) -> Option<Fault> {
    let each = |machine: &Hardware| {
        let price = machine.price?.typical.get() + machine.host.get();
        (price > 0.0).then_some(price / f64::from(machine.gpus))
    };
    let own = each(machine)?;
    let others =
        catalog.hardware.iter().filter(|m| m.id != machine.id && m.family == machine.family);
    let median = median(others.filter_map(each).collect())?;
    doubt(own >= FAR * median || own * FAR <= median, "price_usd", || {
        format!(
            "{} for each accelerator, and the middle of the family `{}` is {}; is it in US dollars?",
            dollars(own),
            machine.family,
            dollars(median)
        )
    })
}

/// Doubts about a model.
pub fn of_model(catalog: &Catalog, name: &str) -> Vec<Fault> {
    let Some(model) = catalog.models.iter().find(|model| model.id == name) else {
        return Vec::new();
    };
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

/// Doubts about a measurement.
pub fn of_throughput(catalog: &Catalog, name: &str) -> Vec<Fault> {
    let is = |m: &Measured| {
        [&*m.hardware, &*m.model, &*m.quantization, &*m.engine].into_iter().eq(name.split(' '))
    };
    let Some(measured) = catalog.measured.iter().find(|measured| is(measured)) else {
        return Vec::new();
    };
    let machine = catalog.hardware.iter().find(|machine| machine.id == measured.hardware);
    let model = catalog.models.iter().find(|model| model.id == measured.model);
    let (Some(machine), Some(model)) = (machine, model) else { return Vec::new() };
    let weights = model.weights_in(&measured.quantization);
    // Two operations per active parameter and token.
    let roof = machine
        .fp16_tflops
        .map(|tflops| FASTEST_FORMAT * tflops * 1e3 / (2.0 * model.active_parameters_billion));
    let above = |field, speed: f64, what: &str| {
        let roof = roof.filter(|roof| speed > *roof)?;
        let reason = format!(
            "{what} at {} tokens/s is above what the compute of `{}` can do, {} tokens/s",
            short(speed),
            machine.id,
            short(roof)
        );
        Some(Fault::new(field, reason))
    };
    let prefill = measured.prefill.map(|prefill| prefill.get());
    let best = measured.decode.iter().map(|point| point.aggregate.get()).fold(0.0, f64::max);
    let single = measured.decode.iter().find(|point| point.concurrency == 1.0);
    let single = single.map(|point| point.aggregate.get());
    let doubts = [
        prefill.and_then(|speed| above("prefill_tokens_per_second", speed, "prompt processing")),
        above("decode_tokens_per_second", best, "decoding"),
        doubt(
            prefill.zip(single).is_some_and(|(prefill, single)| prefill < single),
            "prefill_tokens_per_second",
            || "prompts are processed slower than output is made; have they changed places?".into(),
        ),
        faster_together(measured, single),
        weights.filter(|weights| weights.get() > machine.memory.get()).map(|weights| {
            let reason = format!(
                "the weights, {} GB, are more than the memory of `{}`, {} GB; was a part of them \
                 elsewhere?",
                short(weights.get()),
                machine.id,
                short(machine.memory.get())
            );
            Fault::new("decode_tokens_per_second", reason)
        }),
    ];
    doubts.into_iter().flatten().collect()
}

/// A stream among others that is clearly faster than one alone.
fn faster_together(measured: &Measured, single: Option<f64>) -> Option<Fault> {
    let single = single?;
    let each = |point: &&crate::throughput::DecodePoint| {
        point.aggregate.get() / point.concurrency > 1.3 * single
    };
    let point = measured.decode.iter().find(each)?;
    let reason = format!(
        "each of {} streams is faster than one alone, {} tokens/s against {}; are numbers of several \
         measurements mixed?",
        short(point.concurrency),
        short(point.aggregate.get() / point.concurrency),
        short(single)
    );
    Some(Fault::new("decode_tokens_per_second", reason))
}

/// Doubts about the defaults.
pub fn of_defaults(record: &Record) -> Vec<Fault> {
    let price = record.fields().required("electricity_usd_per_kwh");
    let doubtful = doubt(price > 2.0, "electricity_usd_per_kwh", || {
        format!("{} for a kWh; is it in cents or in another currency?", dollars(price))
    });
    doubtful.into_iter().collect()
}

/// The middle of at least three numbers.
fn median(mut numbers: Vec<f64>) -> Option<f64> {
    if numbers.len() < 3 {
        return None;
    }
    numbers.sort_unstable_by(f64::total_cmp);
    Some(numbers[numbers.len() / 2])
}
