//! The answer a second time, written apart from the program: plain numbers, hour by hour, day by day,
//! month by month, one machine more at a time. Slow and simple on purpose; it calls nothing of the
//! library.

use super::case::{Case, KV_MEMORY_GB, Price, Span, filled};

/// Hours of a month.
const HOURS: f64 = 730.0;
/// Days of a month.
const DAYS: f64 = 365.0 / 12.0;
/// No fleet is followed for longer: the longest life of a machine.
const LAST_MONTH: u32 = 1_200;
/// Fleets are not followed beyond this size.
const MOST_MACHINES: u32 = 3_000;
/// A fleet that fits this exactly fits: rounding must not buy a machine.
const EXACT: f64 = 1.0 + 1e-12;

/// Which end of every range is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// The middle.
    Typical,
    /// As good for machines as it gets.
    Good,
    /// As bad for machines as it gets.
    Bad,
}

/// Who serves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// The API.
    Api,
    /// Machines, bought unless the case says that they are owned.
    Local,
    /// Rented machines.
    Rent,
}

/// A month's money.
#[derive(Clone, Copy, Debug, Default)]
pub struct Month {
    pub machines: u32,
    /// What machines cost that are bought in it, and what those fetch whose life ends, at today's worth.
    pub purchase: f64,
    pub fetched: f64,
    pub api: f64,
    pub energy: f64,
    pub operations: f64,
    pub hosting: f64,
    pub maintenance: f64,
    pub rent: f64,
}

impl Month {
    /// Everything but the purchase.
    pub fn running(&self) -> f64 {
        self.api + self.energy + self.operations + self.hosting + self.maintenance + self.rent
    }
}

/// When the purchases are repaid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Payback {
    Months(f64),
    Never,
    /// The fleet grew beyond what is followed here; not before this month.
    NotBefore(f64),
}

/// The first and the last volume, in tokens a day, at which a fleet as large as it must be costs
/// what the API costs, and the machines of the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BreakEven {
    /// There is one.
    At { first: f64, machines: u32, last: f64 },
    /// Machines are cheaper at once.
    Always,
    /// Not with as many machines as are followed here.
    NotFound,
}

impl Case {
    fn is_in_a_rack(&self, machines: u32) -> bool {
        let Some(rack) = self.rack else { return false };
        let load = f64::from(machines) * self.load_watts[1];
        self.in_a_rack.unwrap_or(load > rack.above)
    }

    /// Dollars for hosting and hours that a rack asks in a month for so many machines.
    pub fn rack_asks(&self, machines: u32) -> (f64, f64) {
        let Some(rack) = self.rack.filter(|_| self.is_in_a_rack(machines)) else {
            return (0.0, 0.0);
        };
        let above = f64::from(machines) * self.load_watts[1] - rack.above;
        if above <= 0.0 {
            return (0.0, 0.0);
        }
        (above / 1_000.0 * rack.hosting_per_kw, above / 1_000.0 * rack.hours_per_kw)
    }

    /// What a kWh of the machines costs, the power of the facility around them included.
    pub fn price_of_power(&self, machines: u32) -> f64 {
        match self.rack.filter(|_| self.is_in_a_rack(machines)) {
            Some(rack) => self.electricity * rack.electricity * rack.pue,
            None => self.electricity * self.pue,
        }
    }
}

/// The oracle of one case.
pub struct Oracle<'a> {
    case: &'a Case,
    end: End,
    weights: Vec<f64>,
    /// The same where machines do what can wait in quiet hours.
    filled: Vec<f64>,
    /// Of the requests and of their prompts what lies beyond the cliff.
    beyond: (f64, f64),
    /// What a machine does at loads of `1 - (1 - k / 31)^2`: share of the time on a request, and power
    /// above idle over that of the load.
    busy: Vec<f64>,
    power: Vec<f64>,
}

impl<'a> Oracle<'a> {
    /// Asks with every range at this end.
    pub fn new(case: &'a Case, end: End) -> Self {
        let mut weights = Vec::new();
        for day in 0..7 {
            for hour in case.hours {
                weights.push(if day < 5 { hour } else { hour * case.weekend });
            }
        }
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight *= 168.0 / sum);
        let filled = filled(&weights, case.batch_share);
        let (busy, power) = activity(case);
        Self { case, end, weights, filled, beyond: beyond_cliff(case), busy, power }
    }

    /// A cost of machines: good is low.
    fn cost(&self, span: Span) -> f64 {
        match self.end {
            End::Good => span[0],
            End::Typical => span[1],
            End::Bad => span[2],
        }
    }

    /// What machines are compared with, or fetch: good is high.
    fn gain(&self, span: Span) -> f64 {
        match self.end {
            End::Good => span[2],
            End::Typical => span[1],
            End::Bad => span[0],
        }
    }

    /// Seconds of work in a mean hour, over 3,600, at so many times today's volume.
    fn mean_hour(&self, times: f64) -> f64 {
        let Machine { decode, processed, .. } = machine(self.case);
        let input = self.case.fresh_per_day + self.case.cached_per_day;
        let per_day = input * processed / self.case.prefill
            + self.case.output_per_day * self.case.extras.model_output_factor / decode;
        per_day / 24.0 * self.case.model_tokens_factor * times / 3_600.0
    }

    /// The same of an hour of the week.
    fn work(&self, hour: usize, times: f64) -> f64 {
        self.mean_hour(times) * self.weights[hour]
    }

    /// The same of what machines do in it.
    fn done(&self, hour: usize, times: f64) -> f64 {
        self.mean_hour(times) * self.filled[hour]
    }

    /// Whether no hour is busier than allowed: with what cannot wait, and with everything.
    pub fn enough(&self, machines: u32, times: f64) -> bool {
        let machines = f64::from(machines) * EXACT;
        let limit = self.case.headroom * machines;
        let interactive = 1.0 - self.case.batch_share;
        (0..168).all(|hour| {
            self.work(hour, times) * interactive <= limit && self.done(hour, times) <= machines
        })
    }

    /// The fewest machines, tried one after the other.
    fn fewest(&self, from: u32, times: f64) -> Option<u32> {
        (from.max(1)..=MOST_MACHINES).find(|machines| self.enough(*machines, times))
    }

    /// Mean and busiest hour of the first month.
    pub fn utilization(&self, machines: u32) -> (f64, f64) {
        let hours: Vec<f64> =
            (0..168).map(|hour| self.done(hour, 1.0) / f64::from(machines)).collect();
        (hours.iter().sum::<f64>() / 168.0, hours.iter().copied().fold(0.0, f64::max))
    }

    /// Tokens a day that these machines can serve: the largest volume that still fits.
    pub fn capacity(&self, machines: u32) -> f64 {
        let (mut fits, mut too_much) = (0.0, 1.0);
        while self.enough(machines, too_much) {
            too_much *= 2.0;
        }
        for _ in 0..200 {
            let middle = (fits + too_much) / 2.0;
            if self.enough(machines, middle) { fits = middle } else { too_much = middle }
        }
        fits * self.case.tokens_per_day()
    }

    fn energy(&self, machines: u32, times: f64) -> f64 {
        let case = self.case;
        let (idle, load) = (self.cost(case.idle_watts), self.cost(case.load_watts));
        let waiting = case.sleep_watts.unwrap_or(idle);
        let n = f64::from(machines);
        let mut watts = 0.0;
        for hour in 0..168 {
            // Demand that has grown by the middle of a month can keep all machines busy, and no more.
            let each = (self.done(hour, times) / n).min(1.0);
            let (busy, power) = (at_load(&self.busy, each), at_load(&self.power, each));
            let drawn = waiting * (1.0 - busy) + idle * busy + (load - idle) * power;
            watts += drawn * n / 168.0;
        }
        watts * HOURS / 1_000.0 * case.price_of_power(machines)
    }

    /// What is paid for a month whose tokens and requests cost so much at the price list.
    fn paid(&self, usd: f64, times: f64) -> f64 {
        let (case, extras) = (self.case, &self.case.extras);
        let seen = case.fresh_per_day + case.cached_per_day;
        let tokens = (seen + case.output_per_day * extras.api_output_factor) * times;
        let (mut all, mut beyond) = (0.0, 0.0);
        for day in self.weights.chunks(24) {
            let of_day = day.iter().sum::<f64>() / 24.0 * tokens * case.api_tokens_factor;
            all += of_day;
            if of_day > extras.free_tokens {
                beyond += of_day - extras.free_tokens;
            }
        }
        let mut bill = if extras.free_tokens > 0.0 { usd * beyond / all } else { usd };
        bill -= extras.free_usd;
        if bill < extras.minimum_usd {
            bill = extras.minimum_usd;
        }
        if bill < 0.0 {
            bill = 0.0;
        }
        let with_fee = bill + bill * extras.fee;
        with_fee + with_fee * extras.tax
    }

    /// Requests of a month and the calls that they make.
    fn requests(&self, times: f64) -> f64 {
        let (case, extras) = (self.case, &self.case.extras);
        let a_day = case.tokens_per_day() / (case.prompt_tokens + case.reply_tokens);
        a_day * DAYS * times / 1e3 * (extras.request_usd + extras.calls * extras.call_usd)
    }

    /// The API's own tokens of a day times the prices of that day, times the days of a month.
    fn bill_at(&self, price: Price, times: f64) -> f64 {
        let case = self.case;
        let cached = self.gain(price.cached.unwrap_or(price.input));
        let usd = case.fresh_per_day * self.gain(price.input)
            + case.cached_per_day * cached
            + case.output_per_day * case.extras.api_output_factor * self.gain(price.output);
        let ordinary = (1.0 - case.batch_share) * usd;
        let batch = case.batch_share * usd * (1.0 - case.batch_discount.unwrap_or(0.0));
        (ordinary + batch) * case.api_tokens_factor * times * DAYS / 1e6
    }

    /// The price of a day: of short prompts, mixed with that of those beyond the cliff.
    fn price_on(&self, day: i64) -> Price {
        let case = self.case;
        let mut price = case.price;
        for (from, changed) in &case.changes {
            if *from <= day {
                price = *changed;
            }
        }
        let Some((_, long)) = case.cliff else { return price };
        let (requests, tokens) = self.beyond;
        let mix = |short: Span, long: Span, share: f64| {
            [0, 1, 2].map(|end| short[end] * (1.0 - share) + long[end] * share)
        };
        let stated = price.cached.is_some() || long.cached.is_some();
        let cached = (price.cached.unwrap_or(price.input), long.cached.unwrap_or(long.input));
        Price {
            input: mix(price.input, long.input, tokens),
            cached: stated.then(|| mix(cached.0, cached.1, tokens)),
            output: mix(price.output, long.output, requests),
        }
    }

    /// A month's bill, day by day; the first and the last day may be cut by the month.
    fn bill(&self, month: u32, times: f64) -> f64 {
        let (start, end) = (f64::from(month) * DAYS, f64::from(month + 1) * DAYS);
        if self.case.changes.is_empty() {
            return self.bill_at(self.price_on(0), times);
        }
        let mut sum = 0.0;
        for day in start.floor() as i64..end.ceil() as i64 {
            let overlap = end.min(day as f64 + 1.0) - start.max(day as f64);
            sum += self.bill_at(self.price_on(day), times) * overlap / DAYS;
        }
        sum
    }

    /// Demand at the middle of a month, over today's.
    fn middle(&self, month: u32) -> f64 {
        (1.0 + self.case.growth).powf((f64::from(month) + 0.5) / 12.0)
    }

    fn api_month(&self, month: u32) -> Month {
        let mut level = (1.0 + self.case.trend).powf((f64::from(month) + 0.5) / 12.0);
        if self.case.trend < 0.0 && level < self.case.floor {
            level = self.case.floor;
        }
        let times = self.middle(month);
        let listed = (self.bill(month, times) + self.requests(times)) * level;
        Month { api: self.paid(listed, times), ..Month::default() }
    }

    /// What these machines cost in a month at so many times today's volume.
    fn machine_month(&self, way: Way, machines: u32, times: f64) -> Month {
        let case = self.case;
        let n = f64::from(machines);
        let (space, hours) = case.rack_asks(machines);
        let operations = (case.ops_hours + hours) * case.ops_rate;
        if way == Way::Rent {
            let per_hour = self.cost(case.rent_per_hour.unwrap()) * (1.0 + case.rent_overhead);
            return Month { machines, operations, rent: n * HOURS * per_hour, ..Month::default() };
        }
        Month {
            machines,
            operations,
            energy: self.energy(machines, times),
            hosting: case.hosting.map_or(space, |each| each * n),
            maintenance: case.maintenance.unwrap_or(0.0) * n,
            ..Month::default()
        }
    }

    fn usd_each(&self, way: Way) -> f64 {
        match way {
            Way::Local => self.cost(self.case.machine_usd) + self.case.host_usd,
            Way::Api | Way::Rent => 0.0,
        }
    }

    /// Machines that are there already.
    fn there_already(&self, way: Way) -> u32 {
        match way {
            Way::Local if self.case.owned => self.case.machines.unwrap_or(1),
            _ => 0,
        }
    }

    /// The number of machines, if the case gives one.
    pub fn given(&self) -> Option<u32> {
        self.case.machines.filter(|_| !self.case.owned)
    }

    /// Share of a purchase that comes back at the end of its life.
    pub fn resale(&self, way: Way) -> f64 {
        if self.usd_each(way) == 0.0 {
            return 0.0;
        }
        let stated = self.case.resale.map(|span| self.gain(span));
        self.case.resale_for_all.or(stated).unwrap_or(0.0)
    }

    /// What one machine costs on a day.
    fn price_at(&self, way: Way, month: f64) -> f64 {
        self.usd_each(way) * (1.0 + self.case.hardware_trend).powf(month / 12.0)
    }

    /// Every machine that is bought over so many months, one after the other, by its day; `None` when
    /// the fleet grew too large to follow.
    fn bought(&self, way: Way, months: u32) -> Option<Vec<f64>> {
        let mut days: Vec<f64> = Vec::new();
        if way != Way::Local {
            return Some(days);
        }
        let mut most = self.there_already(way);
        for month in 0..months {
            let needed = self.needed(month)?;
            for _ in most..needed {
                days.push(f64::from(month));
            }
            most = most.max(needed);
        }
        // Each is bought again when its life ends, if that month still needs it.
        let mut again = days.clone();
        let mut day = 0;
        while day < again.len() {
            let ends = again[day] + self.case.life_months;
            if ends < f64::from(months) {
                let needed = self.needed(ends.floor() as u32)?;
                let others = self.there_already(way)
                    + again.iter().filter(|at| (**at - ends).abs() < 1e-9).count() as u32;
                if self.case.growth >= 0.0 || others < needed {
                    again.push(ends);
                }
            }
            day += 1;
        }
        Some(again)
    }

    /// Machines that a month needs on its first day.
    fn needed(&self, month: u32) -> Option<u32> {
        let times = (1.0 + self.case.growth).powf(f64::from(month) / 12.0);
        self.given().map_or_else(|| self.fewest(1, times), Some)
    }

    /// Machines that are there in a month: never fewer than before, but for those that are not bought
    /// again when demand has shrunk.
    fn there(&self, way: Way, month: u32) -> Option<u32> {
        if way == Way::Rent || self.case.growth >= 0.0 || self.case.owned {
            return (0..=month)
                .map(|month| self.needed(month))
                .try_fold(0, |most, n| Some(most.max(n?)));
        }
        let lives = (f64::from(month) / self.case.life_months).floor();
        self.needed((lives * self.case.life_months).floor() as u32)
    }

    /// So many months, one after the other; fewer when the fleet grows too large to follow.
    pub fn months(&self, way: Way, count: u32) -> Vec<Month> {
        if way == Way::Api {
            return (0..count).map(|month| self.api_month(month)).collect();
        }
        let mut months: Vec<Month> = Vec::new();
        let mut machines = 0;
        for month in 0..count {
            // The fewest that are enough are looked for from those that were.
            let there = match self.case.growth {
                growth if growth >= 0.0 => self.given().or_else(|| {
                    let times = (1.0 + growth).powf(f64::from(month) / 12.0);
                    self.fewest(machines, times)
                }),
                _ => self.there(way, month),
            };
            let Some(there) = there else { return months };
            machines = there;
            let mut now = self.machine_month(way, machines, self.middle(month));
            now.rent *= (1.0 + self.case.rent_trend).powf((f64::from(month) + 0.5) / 12.0);
            months.push(now);
        }
        let Some(bought) = self.bought(way, count) else { return Vec::new() };
        for day in bought {
            let usd = self.price_at(way, day);
            months[day.floor() as usize].purchase += usd * self.worth(day);
            let ends = day + self.case.life_months;
            if ends < f64::from(count) {
                months[ends.floor() as usize].fetched += usd * self.resale(way) * self.worth(ends);
            }
        }
        months
    }

    /// What machines lose in value in the first month.
    pub fn amortization(&self, way: Way, machines: u32) -> f64 {
        let each = self.usd_each(way);
        let bought = machines.saturating_sub(self.there_already(way));
        f64::from(bought) * (each - each * self.resale(way)) / self.case.life_months
    }

    /// What is paid once.
    pub fn once(&self, way: Way) -> f64 {
        let hours = self.case.setup_hours * self.case.ops_rate;
        if way == Way::Api { 0.0 } else { self.case.setup + hours + self.case.migration }
    }

    /// The first month at the volume and the prices of today, without write-off.
    pub fn today(&self, way: Way) -> Month {
        if way == Way::Api {
            let listed = self.bill_at(self.price_on(0), 1.0) + self.requests(1.0);
            return Month { api: self.paid(listed, 1.0), ..Month::default() };
        }
        let Some(machines) = self.needed(0) else { return Month::default() };
        let bought = machines.saturating_sub(self.there_already(way));
        let purchase = f64::from(bought) * self.usd_each(way) + self.once(way);
        Month { purchase, ..self.machine_month(way, machines, 1.0) }
    }

    fn worth(&self, months: f64) -> f64 {
        1.0 / (1.0 + self.case.discount).powf(months / 12.0)
    }

    /// Cost and millions of tokens over the horizon; `None` when the fleet grew too large.
    pub fn horizon(&self, way: Way) -> Option<(f64, f64)> {
        let count = self.case.horizon;
        let months = self.months(way, count);
        if months.len() < count as usize {
            return None;
        }
        let (mut cost, mut mtok) = (self.once(way), 0.0);
        for (month, now) in (0..).zip(&months) {
            let worth = self.worth(f64::from(month) + 0.5);
            cost += now.purchase - now.fetched + now.running() * worth;
            mtok += self.case.tokens_per_day() * DAYS / 1e6 * self.middle(month) * worth;
        }
        // What is left is sold for what it is worth by then.
        let end = f64::from(count);
        for day in self.bought(way, count)? {
            let age = end - day;
            if age <= self.case.life_months {
                let usd = self.price_at(way, day);
                let lost = (usd - usd * self.resale(way)) / self.case.life_months * age;
                cost -= (usd - lost) * self.worth(end);
            }
        }
        Some((cost, mtok))
    }

    /// Steps through slices of months until savings and resale cover what was paid, then narrows the
    /// slice down.
    pub fn payback(&self, way: Way, with_resale: bool) -> Payback {
        let fetched = if with_resale { self.resale(way) } else { 0.0 };
        let limit = match way {
            Way::Local => self.case.life_months,
            _ => f64::from(self.case.horizon),
        };
        let count = (limit.ceil() as u32).min(LAST_MONTH);
        let (mut owed, mut bought, mut saved) = (self.once(way), 0.0, 0.0);
        let mut month = 0.0;
        let machines = self.months(way, count);
        // Nothing is replaced before the first machine is at the end of its life.
        let days: Vec<f64> = self.bought(way, count).unwrap_or_default();
        for (machines, api) in machines.iter().zip(self.months(Way::Api, count)) {
            let here = |day: &&f64| **day < limit && day.floor() == month;
            let spent = |day: &f64| self.price_at(way, *day) * self.worth(*day);
            let purchase: f64 = days.iter().filter(here).map(spent).sum();
            owed += purchase;
            bought += purchase;
            let saving = (api.running() - machines.running()) * self.worth(month + 0.5);
            let repaid = |part: f64| saved + saving * part >= owed - bought * fetched;
            // Nothing owed and nothing saved is no payback yet.
            if saving > 0.0 && repaid(0.0) {
                return Payback::Months(month);
            }
            let slice = (1..=16).map(|slice| f64::from(slice) / 16.0).find(|part| repaid(*part));
            if let Some(mut late) = slice.filter(|_| saving > 0.0) {
                let mut early = late - 1.0 / 16.0;
                for _ in 0..60 {
                    let middle = (early + late) / 2.0;
                    if repaid(middle) { late = middle } else { early = middle }
                }
                let at = month + late;
                return if at <= limit { Payback::Months(at) } else { Payback::Never };
            }
            saved += saving;
            month += 1.0;
        }
        if machines.len() < count as usize { Payback::NotBefore(month) } else { Payback::Never }
    }

    /// What a fleet costs more than the API in the first month at so many times today's volume.
    fn excess(&self, way: Way, machines: u32, times: f64) -> f64 {
        let fleet = self.machine_month(way, machines, times).running();
        let listed = self.bill_at(self.price_on(0), times) + self.requests(times);
        let api = self.paid(listed, times);
        fleet + self.amortization(way, machines) - api
    }

    /// Looks at the volumes of every size of fleet in turn. Within one size both costs are straight
    /// lines, so machines win at the end of it, if at all.
    pub fn break_even(&self, way: Way, most: u32) -> BreakEven {
        let one = self.capacity(1) / self.case.tokens_per_day();
        let (mut first, mut last) = (None, None);
        let mut behind = true;
        for machines in 1..=most {
            let (from, to) = (one * f64::from(machines - 1), one * f64::from(machines));
            let (at_start, at_end) =
                (self.excess(way, machines, from), self.excess(way, machines, to));
            if machines == 1 && at_start <= 0.0 && at_end <= 0.0 {
                return BreakEven::Always;
            }
            // The step to a machine more can be to a place that costs less.
            let steps = machines > 1 && behind && at_start <= 0.0;
            behind = at_end > 0.0;
            if (at_start > 0.0 || steps) && !behind {
                let volume = match steps {
                    true => from * self.case.tokens_per_day(),
                    false => self.level(way, machines, from, to),
                };
                first = first.or(Some((volume, machines)));
                last = Some(volume);
            }
        }
        match (first, last) {
            (Some((first, machines)), Some(last)) => BreakEven::At { first, machines, last },
            _ => BreakEven::NotFound,
        }
    }

    /// The break-even of a fleet of a given size, if it can serve it.
    pub fn break_even_of(&self, way: Way, machines: u32) -> Option<f64> {
        let full = self.capacity(machines) / self.case.tokens_per_day();
        let reachable = self.excess(way, machines, full) <= 0.0;
        reachable.then(|| self.level(way, machines, 0.0, full))
    }

    fn level(&self, way: Way, machines: u32, mut from: f64, mut to: f64) -> f64 {
        for _ in 0..200 {
            let middle = (from + to) / 2.0;
            if self.excess(way, machines, middle) <= 0.0 { to = middle } else { from = middle }
        }
        to * self.case.tokens_per_day()
    }
}

/// A load at which it is known what a machine does.
fn known_load(index: usize) -> f64 {
    1.0 - (1.0 - index as f64 / 31.0).powi(2)
}

/// The straight line between the two nearest.
pub fn at_load(values: &[f64], load: f64) -> f64 {
    let above = (1..31).find(|index| known_load(*index) >= load).unwrap_or(31);
    let (low, high) = (known_load(above - 1), known_load(above));
    values[above - 1] + (values[above] - values[above - 1]) * (load - low) / (high - low)
}

/// What a machine does at those loads, by the share of its prompts that is processed: mixed from the two
/// nearest of 0, 1/4, 1/2, 3/4 and 1.
pub fn activity(case: &Case) -> (Vec<f64>, Vec<f64>) {
    let fresh = machine(case).processed * 4.0;
    let below = fresh.floor().min(3.0);
    let (few, many) = (activity_of(case, below / 4.0), activity_of(case, (below + 1.0) / 4.0));
    let mixed = |few: &[f64], many: &[f64]| {
        few.iter()
            .zip(many)
            .map(|(a, b)| a * (1.0 - (fresh - below)) + b * (fresh - below))
            .collect()
    };
    (mixed(&few.0, &many.0), mixed(&few.1, &many.1))
}

/// How a machine is run.
pub struct Machine {
    pub streams: usize,
    /// Output tokens per second of all of them.
    pub decode: f64,
    /// Share of the input that is processed.
    pub processed: f64,
}

/// Of all numbers of streams the one with which a request takes the least time: what is cached is found
/// as far as the prompts of idle sessions have room beside the streams.
pub fn machine(case: &Case) -> Machine {
    let (prompt, reply) = (case.prompt_tokens, case.reply_tokens * case.extras.model_output_factor);
    let input = case.fresh_per_day + case.cached_per_day;
    let cached = if input > 0.0 { case.cached_per_day / input } else { 1.0 };
    let stream = KV_MEMORY_GB * case.kv_share / f64::from(case.streams);
    let session = stream * prompt / (prompt + reply) * case.idle_sessions;
    let run = |streams: u32| {
        let (running, all) = (f64::from(streams), f64::from(case.streams));
        let asked = running * session;
        let room = KV_MEMORY_GB - running * stream;
        let found = if asked > 0.0 { (room / asked).clamp(0.0, 1.0) } else { 1.0 };
        let decode = case.decode * running / all;
        Machine { streams: streams as usize, decode, processed: 1.0 - cached * found }
    };
    let seconds = |run: &Machine| prompt * run.processed / case.prefill + reply / run.decode;
    let mut best = run(case.streams);
    for streams in (1..case.streams).rev() {
        let other = run(streams);
        if seconds(&other) < seconds(&best) * (1.0 - 1e-12) {
            best = other;
        }
    }
    best
}

/// Requests come at random; with `b` of them in progress each takes so long, and those that find every
/// stream taken wait.
fn activity_of(case: &Case, fresh: f64) -> (Vec<f64>, Vec<f64>) {
    let Machine { streams, decode, .. } = machine(case);
    let rate = |b: usize| decode * b as f64 / streams as f64;
    let read = case.prompt_tokens * fresh / case.prefill;
    let made = |b: usize| case.reply_tokens * case.extras.model_output_factor / rate(b);
    let completed = |b: usize| 1.0 / (read + made(b));
    let watts = |b: usize| {
        let decoding = match streams {
            1 => 1.0,
            _ => 0.87 + 0.13 * (rate(b) - rate(1)) / (rate(streams) - rate(1)),
        };
        let reading = read / (read + made(b));
        let drawn: f64 = reading + (1.0 - reading) * decoding;
        drawn.max(completed(b) / completed(streams))
    };
    let (mut busy, mut power) = (vec![0.0], vec![0.0]);
    for index in 1..31 {
        let comes = known_load(index) * completed(streams);
        let mut likely = vec![1.0];
        for b in 1..=streams {
            likely.push(likely[b - 1] * comes / completed(b));
        }
        likely[streams] /= 1.0 - known_load(index);
        let all: f64 = likely.iter().sum();
        busy.push(1.0 - likely[0] / all);
        power.push((1..=streams).map(|b| likely[b] / all * watts(b)).sum());
    }
    busy.push(1.0);
    power.push(1.0);
    (busy, power)
}

/// Which share of the requests and of their prompts lies beyond the cliff: the density of the lengths
/// and of their tokens, summed up beyond it.
fn beyond_cliff(case: &Case) -> (f64, f64) {
    let Some((above, _)) = case.cliff else { return (0.0, 0.0) };
    let (mean, spread) = (case.prompt_tokens * case.api_tokens_factor, case.prompt_spread);
    if spread == 0.0 {
        return if mean > above { (1.0, 1.0) } else { (0.0, 0.0) };
    }
    let at = ((above / mean).ln() + spread * spread / 2.0) / spread;
    (bell_above(at, 0.0), bell_above(at, spread))
}

/// The area of a bell curve around a centre above a value, by Simpson's rule.
fn bell_above(from: f64, centre: f64) -> f64 {
    let bell = |z: f64| (-(z - centre).powi(2) / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let (start, end) = (from.max(centre - 12.0), (centre + 12.0).max(from));
    let steps = 2_000;
    let width = (end - start) / f64::from(steps);
    let sum: f64 = (0..=steps)
        .map(|step| {
            let weight = if step == 0 || step == steps { 1.0 } else { f64::from(2 + step % 2 * 2) };
            weight * bell(start + width * f64::from(step))
        })
        .sum();
    sum * width / 3.0
}
