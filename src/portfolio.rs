//! Floor 4: several workloads together: which share machines, and who pays for what.
//!
//! Any partition of the workloads into groups is allowed. A group of one is served as it is decided
//! alone, by an API or by machines of its own; a group of several by machines that serve them all.

pub mod portfolio_text;

use serde::Serialize;

use crate::load::Load;
use crate::partition::{self, Partition, coincident_peak, shares, things};
use crate::report::{ConditionReport, Figure, OptionReport, Tool};
use crate::units::HOURS_PER_WEEK;
use crate::workload::Workload;

/// The version of this format.
const SCHEMA_VERSION: u32 = 1;

/// What a workload asks of shared machines.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Its name.
    pub name: String,
    /// Tokens a day.
    pub tokens: f64,
    /// The hours in which they come, and what of them can wait.
    pub load: Load,
}

impl Demand {
    /// That of a workload.
    pub fn of(workload: &Workload) -> Self {
        let (name, load) = (workload.name.to_string(), workload.load.clone());
        Self { name, tokens: workload.tokens().get(), load }
    }
}

/// Tokens in each hour of the week of workloads that machines serve together: what cannot wait when it comes,
/// and of what can wait, which is done in the quiet hours of all of them, the part of each by its day.
fn as_served(members: &[&Demand]) -> Vec<[f64; HOURS_PER_WEEK]> {
    let parts: Vec<(&Load, f64)> = members.iter().map(|one| (&one.load, one.tokens)).collect();
    let all = Load::mixed("group".into(), &parts);
    let total: f64 = parts.iter().map(|(_, tokens)| tokens).sum();
    let waiting: Vec<[f64; 7]> =
        parts.iter().map(|(load, tokens)| load.waits_by_day().map(|day| day * tokens)).collect();
    let hours = |(own, (load, tokens)): (&[f64; 7], &(&Load, f64))| {
        std::array::from_fn(|hour| {
            let at_once = load.interactive().weights()[hour] * tokens;
            let later = all.filled().weights()[hour] - all.interactive().weights()[hour];
            let day: f64 = waiting.iter().map(|waits| waits[hour / 24]).sum();
            let part = if day > 0.0 { own[hour / 24] / day } else { 0.0 };
            (at_once + later * total * part) / 24.0
        })
    };
    waiting.iter().zip(&parts).map(hours).collect()
}

/// A way to serve a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Priced {
    /// Its id.
    pub option: String,
    /// Its kind.
    pub kind: String,
    /// What it is called, a line each.
    pub label: Vec<String>,
    /// Machines in the first month; absent for an API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<Figure>,
    /// First month, US dollars, with write-off.
    pub monthly_usd: Figure,
    /// Total over the horizon, US dollars.
    pub horizon_usd: Figure,
    /// What it hangs on: numbers that its profiles do not state; absent when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditional_on: Vec<ConditionReport>,
}

impl Priced {
    /// An option with its total.
    pub fn of(option: &OptionReport, horizon_usd: f64) -> Self {
        let costs = option.costs.as_ref();
        Self {
            option: option.id.clone(),
            kind: option.kind.clone(),
            label: option.label.clone(),
            units: option.units,
            monthly_usd: Figure(costs.map_or(0.0, |costs| costs.monthly_usd.total.0)),
            horizon_usd: Figure(horizon_usd),
            conditional_on: Vec::new(),
        }
    }
}

/// What a workload pays of the first month of its group, US dollars, by two rules.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Share {
    /// The workload.
    pub workload: String,
    /// What it pays of the first month by what machines do for it in the hour of the group's common
    /// peak.
    pub by_peak_usd: Figure,
    /// What it pays of the first month by its tokens.
    pub by_tokens_usd: Figure,
    /// What it costs in the first month when it is decided alone.
    pub alone_usd: Figure,
    /// What the group saves over the horizon by having it, US dollars.
    pub saves_horizon_usd: Figure,
}

/// Workloads that are served together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Group {
    /// How.
    #[serde(flatten)]
    pub served_by: Priced,
    /// Who pays for it; the shares of each rule add up to the first month.
    pub shares: Vec<Share>,
}

/// Two sums of money, US dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sums {
    /// First month, US dollars, with write-off.
    pub monthly_usd: Figure,
    /// Total over the horizon, US dollars.
    pub horizon_usd: Figure,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Portfolio {
    /// The version of this format.
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The groups, by their first workload.
    pub groups: Vec<Group>,
    /// Workloads that nothing can serve; they are in no group.
    pub unserved: Vec<String>,
    /// All groups.
    pub together: Sums,
    /// Each workload decided alone.
    pub alone: Sums,
    /// What sharing saves.
    pub saving: Sums,
    /// The workload whose sharing saves most; `null` when nothing is shared.
    pub move_first: Option<String>,
    /// Whether no partition is cheaper: every one was tried, or none could be.
    pub exact: bool,
    /// What a better partition could save at most over the horizon, US dollars.
    pub gap_usd: Figure,
}

/// The cheapest partition over the horizon. `priced` says how a group of workloads, as bits, is
/// served best; `None` where nothing can serve it.
pub fn decide(demands: Vec<Demand>, mut priced: impl FnMut(u32) -> Option<Priced>) -> Portfolio {
    let (mut served, mut unserved, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for (at, demand) in demands.iter().enumerate() {
        match priced(1 << at) {
            Some(single) => {
                served.push(at);
                alone.push(single);
            }
            None => unserved.push(demand.name.clone()),
        }
    }
    let original = |group: u32| things(group).map(|at| 1_u32 << served[at]).sum::<u32>();
    let mut price = |group: u32| match group.count_ones() {
        1 => Some(alone[group.trailing_zeros() as usize].clone()),
        _ => priced(original(group)),
    };
    let usd = |priced: Option<Priced>| priced.map_or(f64::INFINITY, |p| p.horizon_usd.0);
    // Serving more never costs less than serving a part of it, which the bound needs.
    let found = partition::best(served.len(), |group| usd(price(group)));
    let groups: Vec<Group> = found
        .groups
        .iter()
        .filter_map(|group| {
            let served_by = price(*group)?;
            let members: Vec<&Demand> = things(*group).map(|at| &demands[served[at]]).collect();
            let mut without = |at: usize| usd(price(*group ^ (1 << at)));
            let saves: Vec<f64> = things(*group)
                .map(|at| match group.count_ones() {
                    1 => 0.0,
                    _ => without(at) + alone[at].horizon_usd.0 - served_by.horizon_usd.0,
                })
                .collect();
            let alone: Vec<&Priced> = things(*group).map(|at| &alone[at]).collect();
            Some(Group { shares: shared(&served_by, &members, &alone, &saves), served_by })
        })
        .collect();
    answer(groups, unserved, &alone, &found)
}

fn shared(served_by: &Priced, members: &[&Demand], alone: &[&Priced], saves: &[f64]) -> Vec<Share> {
    let hours = as_served(members);
    let hours: Vec<&[f64]> = hours.iter().map(|hours| &hours[..]).collect();
    let nobody = || vec![0.0; members.len()];
    let peak = coincident_peak(&hours).map_or_else(nobody, |(_, parts)| parts);
    let tokens: Vec<f64> = members.iter().map(|member| member.tokens).collect();
    let total = served_by.monthly_usd.0;
    let (by_peak, by_tokens) = (shares(total, &peak), shares(total, &tokens));
    let share = |(at, member): (usize, &&Demand)| Share {
        workload: member.name.clone(),
        by_peak_usd: Figure(by_peak[at]),
        by_tokens_usd: Figure(by_tokens[at]),
        alone_usd: alone[at].monthly_usd,
        saves_horizon_usd: Figure(saves[at]),
    };
    members.iter().enumerate().map(share).collect()
}

fn answer(
    groups: Vec<Group>,
    unserved: Vec<String>,
    alone: &[Priced],
    found: &Partition,
) -> Portfolio {
    let sums = |all: &mut dyn Iterator<Item = &Priced>| {
        let (monthly, horizon) = all.fold((0.0, 0.0), |(monthly, horizon), priced| {
            (monthly + priced.monthly_usd.0, horizon + priced.horizon_usd.0)
        });
        Sums { monthly_usd: Figure(monthly), horizon_usd: Figure(horizon) }
    };
    let together = sums(&mut groups.iter().map(|group| &group.served_by));
    let alone = sums(&mut alone.iter());
    let all_shares = groups.iter().flat_map(|group| &group.shares);
    let first = all_shares
        .filter(|share| share.saves_horizon_usd.0 > 0.0)
        .max_by(|a, b| a.saves_horizon_usd.0.total_cmp(&b.saves_horizon_usd.0));
    Portfolio {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        move_first: first.map(|share| share.workload.clone()),
        saving: Sums {
            monthly_usd: Figure(alone.monthly_usd.0 - together.monthly_usd.0),
            horizon_usd: Figure(alone.horizon_usd.0 - together.horizon_usd.0),
        },
        unserved,
        together,
        alone,
        exact: found.bound >= found.cost,
        gap_usd: Figure(found.cost - found.bound),
        groups,
    }
}
