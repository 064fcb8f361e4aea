//! Doubts about machines.

use super::doubtful::{FAR, doubt};
use super::neighbours::{Prices, accelerator};
use crate::assumptions::RentPrice;
use crate::figure::{dollars, short, whole};
use crate::hardware::Hardware;
use crate::profile::catalog::Catalog;
use crate::source::Fault;
use crate::text::count;

/// Doubts about a machine.
pub fn of_hardware(catalog: &Catalog, name: &str, prices: &Prices) -> Vec<Fault> {
    let Some(machine) = catalog.named::<Hardware>(name) else { return Vec::new() };
    let gpus = f64::from(machine.gpus);
    let (memory, bandwidth) = (machine.memory.get(), machine.bandwidth.get());
    let load = machine.load.typical.get();
    let doubts = [
        doubt(load > 2_000.0 * gpus, "power_load_watts", || {
            format!(
                "{} W under load for {}: no accelerator with its part of the machine takes more than \
                 2,000 W",
                whole(load),
                count(machine.gpus as usize, "accelerator")
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
        price(prices, machine),
    ];
    doubts.into_iter().flatten().collect()
}

/// A machine that can be neither bought nor rented.
pub fn never_chosen(catalog: &Catalog, name: &str) -> Option<Fault> {
    let machine = catalog.named::<Hardware>(name)?;
    let rents = [RentPrice::OnDemand, RentPrice::Spot, RentPrice::Reserved];
    let is_rented = rents.into_iter().any(|price| machine.rent_at(price).is_some());
    doubt(machine.price.is_none() && !is_rented, "price_usd", || {
        "neither a purchase price nor a rent is stated: this machine is never chosen but with \
         `--owned`"
            .into()
    })
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

fn price(prices: &Prices, machine: &Hardware) -> Option<Fault> {
    let own = accelerator(machine)?;
    let median = prices.accelerator_beside(machine)?;
    doubt(own >= FAR * median || own * FAR <= median, "price_usd", || {
        format!(
            "{} for each accelerator, and the middle of the family `{}` is {}; is it in US dollars?",
            dollars(own),
            machine.family,
            dollars(median)
        )
    })
}
