//! Machines in words: how many, what they draw, and what having them costs.

use super::{Explanation, assumed, stated};
use crate::calc::capacity::fleet::Fleet;
use crate::calc::option::quantities::Quantities;
use crate::calc::price::item::{Driver, Item, Part};
use crate::calc::price::machine::host;
use crate::calc::price::wall_power::{idle_power, load_power, power_parts, waiting_power};
use crate::figure::{grouped, percent, significant, whole};
use crate::hardware::Hardware;
use crate::money::{published, worked};
use crate::units::HOURS_PER_MONTH;

impl Explanation<'_, '_, '_> {
    pub(super) fn offered(&mut self, fleet: &Fleet<'_>) {
        let workload = &self.scenario.workload;
        let factor = fleet.share * fleet.deployment.model.tokens_factor;
        let (prefill, decode) = (fleet.service.prefill.get(), fleet.service.decode.get());
        let numbers = format!(
            "({} / {} + {} / {}) / 86,400 = {}",
            whole(workload.processed(fleet.rates.cache_hits).get() * factor),
            grouped(prefill, 1),
            whole(workload.output.get() * factor),
            grouped(decode, 1),
            percent(fleet.offered.mean)
        );
        let rates = &fleet.rates;
        let basis = |what: &str, rate: f64, basis: &str| {
            let value = format!("{} tokens/s, {basis}", grouped(rate, 1));
            match (fleet.deployment.measured, fleet.deployment.constants) {
                (Some(measured), _) => stated(&measured.source, what, value),
                (None, Some(constants)) => stated(&constants.source, what, value),
                (None, None) => assumed(what, value),
            }
        };
        let streams = format!("decode_tokens_per_second at {} streams", rates.concurrency);
        let mut from = vec![
            basis("prefill_tokens_per_second", prefill, rates.prefill_basis.word()),
            basis(&streams, decode, rates.basis.word()),
        ];
        if workload.cached.get() > 0.0 {
            let sessions = format!(
                "{}, so that {} of what is cached is found at {} streams",
                workload.idle_sessions,
                percent(rates.cache_hits),
                rates.concurrency
            );
            from.push(assumed("idle sessions for each stream", sessions));
        }
        self.step("demand in machines", "(I / P + O / D) / 86,400", numbers, from);
    }

    pub(super) fn machines(&mut self, fleet: &Fleet<'_>) {
        let (scenario, assumptions) = (self.scenario, &self.scenario.assumptions);
        let needed = fleet.needed_at(1.0, assumptions.headroom);
        let spare = match fleet.given() {
            None if fleet.spare > 0.0 => {
                let why = match scenario.spare_machines {
                    0 => " to keep waits short",
                    _ => " to spare",
                };
                format!(", and {} more{why}: {}", fleet.spare, needed + fleet.spare)
            }
            _ => String::new(),
        };
        let (mean, planned) =
            (percent(fleet.offered.mean), significant(scenario.planned_peak(), 6));
        let (load, headroom) = (&scenario.workload.load, assumptions.headroom);
        let numbers = format!("ceil({mean} x {planned} / {headroom}) = {needed}{spare}");
        let mut from = vec![
            assumed("peak factor", format!("{planned} ({})", load.name)),
            assumed("--headroom", percent(headroom)),
        ];
        if load.batch_share() > 0.0 {
            let (interactive, all) = (load.interactive().peak(), load.busiest());
            let filled = format!("the larger of {interactive} and {all} x {headroom}");
            from.push(assumed("what can wait fills quiet hours of its day", filled));
        }
        if let Some(given) = fleet.given() {
            from.push(assumed("machines used", given.to_string()));
        }
        self.step("machines", "ceil(demand x peak / headroom)", numbers, from);
    }

    pub(super) fn energy(&mut self, hardware: &Hardware, item: &Item<'_>) {
        // Machines stand in one place.
        if self.quantities.of_driver(item.driver) == 0.0 {
            return;
        }
        let assumptions = &self.scenario.assumptions;
        let place = self.quantities.place;
        let (electricity, pue) = assumptions.power_at(place);
        let waiting = waiting_power(hardware, self.scenario).get();
        let idle = idle_power(hardware, assumptions).get();
        let load = load_power(hardware, assumptions).get();
        let Quantities { machines, worked: at_work, work, .. } = self.quantities;
        let [busy, power] = [work.busy, work.power].map(|all| all / machines);
        let sleeps = waiting != idle;
        let wakes = match sleeps {
            true => format!(" + ({idle} - {waiting}) x {}", percent(busy)),
            false => String::new(),
        };
        let numbers = format!(
            "{machines} x {HOURS_PER_MONTH} x ({waiting}{wakes} + ({load} - {idle}) x {}) / 1000 x {pue} x {} = {} \
             a month ({} W each)",
            percent(power),
            electricity.get(),
            worked(self.part(Part::Energy)),
            whole(waiting + (idle - waiting) * busy + (load - idle) * power)
        );
        let parts = power_parts(hardware, assumptions);
        let mut from = vec![
            stated(&hardware.source, "power_idle_watts", idle.to_string()),
            stated(&hardware.source, "power_load_watts", load.to_string()),
        ];
        if sleeps {
            from.push(stated(&hardware.source, "sleep_watts", waiting.to_string()));
        }
        from.extend([
            assumed("work of the busiest concurrency", percent(at_work / machines)),
            assumed("time with a request in progress", percent(busy)),
            assumed("one_stream_power_percent", percent(parts.one_stream)),
        ]);
        if hardware.decode_power.is_some() {
            from.push(stated(&hardware.source, "decode_power_percent", percent(parts.decode)));
        }
        from.extend([
            assumed("--place", place.word().to_string()),
            assumed("--pue", pue.to_string()),
            assumed("--electricity", electricity.get().to_string()),
        ]);
        let formula = match sleeps {
            true => {
                "n x 730 h x (asleep + (idle - asleep) x busy + (load - idle) x drawn) / 1000 x PUE x $/kWh"
            }
            false => "n x 730 h x (idle + (load - idle) x drawn) / 1000 x PUE x $/kWh",
        };
        self.step("energy", formula, numbers, from);
    }

    pub(super) fn upkeep(&mut self, name: &str, hardware: &Hardware, item: &Item<'_>) {
        let each = match item.part {
            Part::Hosting => hardware.hosting,
            _ => hardware.maintenance,
        };
        // What is not stated is said among the assumptions.
        let Some(each) = each else { return };
        let machines = self.quantities.machines;
        let numbers =
            format!("{machines} x {} = {} a month", each.get(), worked(self.part(item.part)));
        let field = format!("{name}_usd_per_month");
        let from = vec![stated(&hardware.source, &field, each.get().to_string())];
        self.step(name, "n x $/month", numbers, from);
    }

    /// What a rack costs by the kW that stands in it.
    pub(super) fn rack(&mut self, name: &str, item: &Item<'_>) {
        let kilowatts = self.quantities.rack_kilowatts;
        if kilowatts == 0.0 {
            return;
        }
        let (each, cost) = (item.rate.get(), worked((item.rate * kilowatts).get()));
        let numbers = format!("{} x {} = {cost} a month", grouped(kilowatts, 3), grouped(each, 2));
        let above = self.scenario.assumptions.places.rack.map_or(0.0, |rack| rack.above.get());
        let from = vec![assumed("--place", "rack".into()), assumed("W at home", above.to_string())];
        self.step(name, "kW of load above what stands at home x $/kW", numbers, from);
    }

    pub(super) fn purchase(&mut self, hardware: &Hardware, item: &Item<'_>) {
        let Driver::Purchase { life, resale } = item.driver else { return };
        let assumptions = &self.scenario.assumptions;
        let machines = self.quantities.bought;
        if machines == 0.0 {
            return;
        }
        let host = host(hardware, assumptions);
        let accelerators = (item.rate - host).get();
        let numbers = format!(
            "{machines} x ({accelerators} + {}) x (1 - {resale}) / {} = {} a month; {} upfront",
            host.get(),
            life.get(),
            worked((item.write_off() * machines).get()),
            worked((item.rate * machines).get())
        );
        let resale_from = match assumptions.resale_fraction {
            Some(_) => assumed("--resale", percent(resale)),
            None => stated(&hardware.source, "resale_fraction", percent(resale)),
        };
        let from = vec![
            stated(&hardware.source, "price_usd", published(accelerators)),
            stated(&hardware.source, "host_usd", published(host.get())),
            stated(&hardware.source, "life_months", life.get().to_string()),
            resale_from,
        ];
        self.step("write-off", "n x (price + host) x (1 - resale) / life", numbers, from);
    }
}
