//! The answer a second time, written apart from the program: plain numbers, hour by hour, day by day,
//! month by month, one machine more at a time. Slow and simple on purpose; it calls nothing of the
//! library.

use super::case::{Case, Price, Span};

/// Hours of a month.
const HOURS: f64 = 730.0;
/// Days of a month.
const DAYS: f64 = 365.0 / 12.0;
/// Nobody waits longer for a payback.
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
    pub purchase: f64,
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

/// The oracle of one case.
pub struct Oracle<'a> {
    case: &'a Case,
    end: End,
    weights: Vec<f64>,
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
        Self { case, end, weights }
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

    /// Seconds of work in an hour of the week, over 3,600, at so many times today's volume.
    fn work(&self, hour: usize, times: f64) -> f64 {
        let per_day = self.case.fresh_per_day / self.case.prefill
            + self.case.output_per_day / self.case.decode;
        let in_this_hour = per_day / 24.0 * self.weights[hour];
        in_this_hour * self.case.model_tokens_factor * times / 3_600.0
    }

    /// Whether no hour is busier than allowed.
    pub fn enough(&self, machines: u32, times: f64) -> bool {
        let limit = self.case.headroom * EXACT * f64::from(machines);
        (0..168).all(|hour| self.work(hour, times) <= limit)
    }

    /// The fewest machines, tried one after the other.
    fn fewest(&self, from: u32, times: f64) -> Option<u32> {
        (from.max(1)..=MOST_MACHINES).find(|machines| self.enough(*machines, times))
    }

    /// Mean and busiest hour of the first month.
    pub fn utilization(&self, machines: u32) -> (f64, f64) {
        let hours: Vec<f64> =
            (0..168).map(|hour| self.work(hour, 1.0) / f64::from(machines)).collect();
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
        let waiting = case.sleep_watts.unwrap_or(self.cost(case.idle_watts));
        let working = self.cost(case.load_watts);
        let mut watts = 0.0;
        for hour in 0..168 {
            let busy = self.work(hour, times);
            watts += working * busy + waiting * (f64::from(machines) - busy);
        }
        watts / 168.0 * HOURS / 1_000.0 * case.pue * case.electricity
    }

    /// The API's own tokens of a day times the prices of that day, times the days of a month.
    fn bill_at(&self, price: Price, times: f64) -> f64 {
        let case = self.case;
        let cached = self.gain(price.cached.unwrap_or(price.input));
        let usd = case.fresh_per_day * self.gain(price.input)
            + case.cached_per_day * cached
            + case.output_per_day * self.gain(price.output);
        let ordinary = (1.0 - case.batch_share) * usd;
        let batch = case.batch_share * usd * (1.0 - case.batch_discount.unwrap_or(0.0));
        (ordinary + batch) * case.api_tokens_factor * times * DAYS / 1e6
    }

    fn price_on(&self, day: i64) -> Price {
        if let Some((above, price)) = self.case.cliff
            && self.case.prompt_tokens * self.case.api_tokens_factor > above
        {
            return price;
        }
        let mut price = self.case.price;
        for (from, changed) in &self.case.changes {
            if *from <= day {
                price = *changed;
            }
        }
        price
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

    fn api_month(&self, month: u32) -> Month {
        let years = f64::from(month) / 12.0;
        let grown = (1.0 + self.case.growth).powf(years);
        let mut level = (1.0 + self.case.trend).powf(years);
        if self.case.trend < 0.0 && level < self.case.floor {
            level = self.case.floor;
        }
        Month { api: self.bill(month, grown) * level, ..Month::default() }
    }

    /// What these machines cost in a month at so many times today's volume.
    fn machine_month(&self, way: Way, machines: u32, times: f64) -> Month {
        let case = self.case;
        let n = f64::from(machines);
        let operations = case.ops_hours * case.ops_rate;
        if way == Way::Rent {
            let per_hour = self.cost(case.rent_per_hour.unwrap()) * (1.0 + case.rent_overhead);
            return Month { machines, operations, rent: n * HOURS * per_hour, ..Month::default() };
        }
        Month {
            machines,
            operations,
            energy: self.energy(machines, times),
            hosting: case.hosting.unwrap_or(0.0) * n,
            maintenance: case.maintenance.unwrap_or(0.0) * n,
            ..Month::default()
        }
    }

    fn usd_each(&self, way: Way) -> f64 {
        if way == Way::Local && !self.case.owned {
            self.cost(self.case.machine_usd) + self.case.host_usd
        } else {
            0.0
        }
    }

    /// Share of a purchase that comes back.
    pub fn resale(&self, way: Way) -> f64 {
        if self.usd_each(way) == 0.0 {
            return 0.0;
        }
        let stated = self.case.resale.map(|span| self.gain(span));
        self.case.resale_for_all.or(stated).unwrap_or(0.0)
    }

    /// Month after month, until the fleet is too large to follow.
    pub fn months(&self, way: Way) -> impl Iterator<Item = Month> {
        let mut before = 0;
        let mut last: Option<Month> = None;
        (0..LAST_MONTH).map_while(move |month| {
            if way == Way::Api {
                return Some(self.api_month(month));
            }
            if let Some(last) = last.filter(|_| self.case.growth == 0.0) {
                return Some(Month { purchase: 0.0, ..last });
            }
            let times = (1.0 + self.case.growth).powf(f64::from(month) / 12.0);
            let machines = match self.case.machines {
                Some(given) => given,
                None => self.fewest(before, times)?,
            };
            let mut now = self.machine_month(way, machines, times);
            now.purchase = f64::from(machines - before) * self.usd_each(way);
            before = machines;
            last = Some(now);
            Some(now)
        })
    }

    /// What machines lose in value in the first month.
    pub fn amortization(&self, way: Way, machines: u32) -> f64 {
        let each = self.usd_each(way);
        f64::from(machines) * (each - each * self.resale(way)) / self.case.life_months
    }

    /// The first month at the prices of today, without write-off.
    pub fn today(&self, way: Way) -> Month {
        let first = self.months(way).next().unwrap_or_default();
        match way {
            Way::Api => Month { api: self.bill_at(self.price_on(0), 1.0), ..first },
            _ => first,
        }
    }

    fn worth(&self, months: f64) -> f64 {
        1.0 / (1.0 + self.case.discount).powf(months / 12.0)
    }

    /// Cost and millions of tokens over the horizon; `None` when the fleet grew too large.
    pub fn horizon(&self, way: Way) -> Option<(f64, f64)> {
        let months: Vec<Month> = self.months(way).take(self.case.horizon as usize).collect();
        if months.len() < self.case.horizon as usize {
            return None;
        }
        let (mut cost, mut mtok, mut purchases) = (0.0, 0.0, 0.0);
        for (month, now) in months.iter().enumerate() {
            let month = month as f64;
            cost += now.purchase * self.worth(month) + now.running() * self.worth(month + 1.0);
            purchases += now.purchase;
            let grown = (1.0 + self.case.growth).powf(month / 12.0);
            mtok += self.case.tokens_per_day() * DAYS / 1e6 * grown * self.worth(month + 1.0);
        }
        cost -= purchases * self.resale(way) * self.worth(f64::from(self.case.horizon));
        Some((cost, mtok))
    }

    /// Steps through slices of months until savings and resale cover the purchases, then narrows
    /// the slice down.
    pub fn payback(&self, way: Way, with_resale: bool) -> Payback {
        let fetched = if with_resale { self.resale(way) } else { 0.0 };
        let (mut paid, mut bought, mut saved) = (0.0, 0.0, 0.0);
        let mut month = 0.0;
        for (machines, api) in self.months(way).zip(self.months(Way::Api)) {
            paid += machines.purchase * self.worth(month);
            bought += machines.purchase;
            let saving = (api.running() - machines.running()) * self.worth(month + 1.0);
            let owed = paid - bought * fetched * self.worth(month + 1.0);
            let repaid = |part: f64| saved + saving * part >= owed;
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
                return Payback::Months(month + late);
            }
            saved += saving;
            month += 1.0;
        }
        if month < f64::from(LAST_MONTH) { Payback::NotBefore(month) } else { Payback::Never }
    }

    /// What a fleet costs more than the API in the first month at so many times today's volume.
    fn excess(&self, way: Way, machines: u32, times: f64) -> f64 {
        let fleet = self.machine_month(way, machines, times).running();
        let api = self.bill_at(self.price_on(0), times);
        fleet + self.amortization(way, machines) - api
    }

    /// Looks at the volumes of every size of fleet in turn. Within one size both costs are straight
    /// lines, so machines win at the end of it, if at all.
    pub fn break_even(&self, way: Way, most: u32) -> BreakEven {
        let one = self.capacity(1) / self.case.tokens_per_day();
        let (mut first, mut last) = (None, None);
        for machines in 1..=most {
            let (from, to) = (one * f64::from(machines - 1), one * f64::from(machines));
            let (at_start, at_end) =
                (self.excess(way, machines, from), self.excess(way, machines, to));
            if machines == 1 && at_start <= 0.0 && at_end <= 0.0 {
                return BreakEven::Always;
            }
            if at_start > 0.0 && at_end <= 0.0 {
                let volume = self.level(way, machines, from, to);
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
