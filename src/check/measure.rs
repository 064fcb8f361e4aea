//! The numbers of an option that can be held against a limit.

use super::unit::Unit;
use crate::report::{MonthlyReport, OptionReport};

/// What a metric is in one report.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A number.
    Number(f64),
    /// It never comes: later than any limit.
    Never,
    /// The answer has no such number, and why.
    Absent(String),
}

/// One number of an option.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The rest of the path.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// What it is.
    pub meaning: &'static str,
    /// How it is read; nothing where the option has none.
    pub read: fn(&OptionReport) -> Option<Reading>,
}

macro_rules! cost {
    ($name:literal, $unit:ident, $meaning:literal, $read:expr) => {
        Measure {
            name: $name,
            unit: Unit::$unit,
            meaning: $meaning,
            read: |option| {
                let read: fn(&crate::report::CostsReport) -> f64 = $read;
                option.costs.as_ref().map(|costs| Reading::Number(read(costs)))
            },
        }
    };
}

macro_rules! part {
    ($name:literal, $meaning:literal, $part:ident) => {
        Measure {
            name: concat!("monthly_usd.", $name),
            unit: Unit::UsdPerMonth,
            meaning: $meaning,
            read: |option| {
                let read = |monthly: &MonthlyReport| monthly.$part.0;
                option.costs.as_ref().map(|costs| Reading::Number(read(&costs.monthly_usd)))
            },
        }
    };
}

/// The numbers of an option.
pub const MEASURES: &[Measure] = &[
    cost!("monthly_usd", UsdPerMonth, "first month at today's prices, with write-off", |c| c
        .monthly_usd
        .total
        .0),
    part!("api", "the API bill in it", api),
    part!("energy", "electricity in it", energy),
    part!("operations", "somebody's time in it", operations),
    part!("hosting", "space, network and hands in it", hosting),
    part!("maintenance", "repairs in it", maintenance),
    part!("rent", "rent in it", rent),
    part!("routing", "finding hard requests in it", routing),
    part!("amortization", "write-off in it", amortization),
    cost!("upfront_usd", Usd, "purchase in the first month", |c| c.upfront_usd.0),
    cost!("horizon_usd", Usd, "total over the horizon", |c| c.horizon_usd.0),
    cost!("levelized_usd_per_mtok", UsdPerMtok, "that total per million tokens served", |c| c
        .levelized_usd_per_mtok
        .0),
    Measure {
        name: "payback_months",
        unit: Unit::Months,
        meaning: "until the saving over the baseline has repaid the purchase; may be never",
        read: |option| {
            let payback = &option.costs.as_ref()?.payback;
            Some(match (payback.months, payback.status.as_str()) {
                (Some(months), _) => Reading::Number(months.0),
                (None, "none") => Reading::Absent("payback is measured against it".into()),
                (None, _) => Reading::Never,
            })
        },
    },
    Measure {
        name: "break_even_tokens_per_day",
        unit: Unit::TokensPerDay,
        meaning: "volume at which it costs what the baseline costs; may be never",
        read: |option| {
            let found = &option.costs.as_ref()?.break_even;
            Some(match (found.status.as_str(), found.tokens_per_day) {
                ("reachable", Some(tokens)) => Reading::Number(tokens.0),
                ("none", _) => Reading::Absent("only machines have a break-even volume".into()),
                _ => Reading::Never,
            })
        },
    },
    Measure {
        name: "units",
        unit: Unit::Machines,
        meaning: "machines in the first month",
        read: |option| option.units.map(|units| Reading::Number(units.0)),
    },
    Measure {
        name: "capacity_tokens_per_day",
        unit: Unit::TokensPerDay,
        meaning: "what those machines serve",
        read: |option| option.capacity_tokens_per_day.map(|tokens| Reading::Number(tokens.0)),
    },
    Measure {
        name: "utilization.mean",
        unit: Unit::Share,
        meaning: "how busy the machines are over the week",
        read: |option| option.utilization.as_ref().map(|u| Reading::Number(u.mean.0)),
    },
    Measure {
        name: "utilization.peak",
        unit: Unit::Share,
        meaning: "how busy they are in the busiest hour",
        read: |option| option.utilization.as_ref().map(|u| Reading::Number(u.peak.0)),
    },
    Measure {
        name: "decode_tokens_per_second",
        unit: Unit::TokensPerSecond,
        meaning: "output of one machine, all streams together",
        read: |option| {
            let rates = option.throughput.as_ref()?;
            Some(Reading::Number(rates.decode_tokens_per_second.0))
        },
    },
];
