//! `breakeven portfolio`: the workloads of a repository, and the questions that groups of them ask.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::args::{CompareArgs, ProfileArgs};
use super::around::Surroundings;
use super::declared::{catalog_of, question, typed};
use super::hinted::hinted;
use super::own_profiles::complain;
use super::resolve::scenario;
use crate::answer::report;
use crate::calc::price::api_bill::written_share;
use crate::calc::verdict::evaluation::with_costs;
use crate::check::config::{self, Config, Trust};
use crate::date::Date;
use crate::load::Load;
use crate::partition::things;
use crate::portfolio::portfolio_text::text;
use crate::portfolio::{Demand, Priced, decide};
use crate::profile::catalog::Catalog;
use crate::render::json;
use crate::report::OptionReport;
use crate::scenario::{Sampling, Scenario};
use crate::units::TokensPerDay;
use crate::workload::{CacheWrites, Request, Workload};

/// The most workloads that are decided together.
const MOST: usize = 32;

/// All workloads of a repository.
#[derive(Debug, Args)]
pub struct PortfolioArgs {
    /// The file that declares the workloads
    #[arg(long, value_name = "PATH", default_value = config::FILE)]
    pub config: PathBuf,
    /// Let `profiles` of that file name files outside of its folder
    #[arg(long)]
    pub allow_outside: bool,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: PortfolioFormat,
    /// Where profiles are.
    #[command(flatten)]
    pub profiles: ProfileArgs,
}

/// Form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PortfolioFormat {
    /// For people
    Table,
    /// The whole answer
    Json,
}

/// Decides them.
///
/// # Errors
/// Everything that is wrong with the file, assumptions that differ, and a workload that nothing
/// can serve.
pub fn portfolio(args: &PortfolioArgs, around: &Surroundings) -> Result<String> {
    let trust = Trust::of(args.allow_outside);
    let config = config::declared(&args.config, trust).map_err(|problems| complain(&problems))?;
    let today = args.profiles.today.unwrap_or(around.today);
    let catalog = catalog_of(&config, &args.profiles, around)?;
    let all = Together::new(&config, &catalog, today)?;
    let demands = all.alone.iter().map(|scenario| Demand::of(&scenario.workload)).collect();
    let found = decide(demands, |group| all.priced(group));
    Ok(match args.format {
        PortfolioFormat::Table => text(&found),
        PortfolioFormat::Json => json::render(&found),
    })
}

/// The workloads, each as flags and as a question.
struct Together<'c> {
    flags: Vec<CompareArgs>,
    alone: Vec<Scenario<'c>>,
    catalog: &'c Catalog,
    today: Date,
}

impl<'c> Together<'c> {
    fn new(config: &Config, catalog: &'c Catalog, today: Date) -> Result<Self> {
        let workloads = &config.workloads;
        let file = config.document.path.as_ref();
        if workloads.is_empty() {
            return Err(hinted(
                format!("{file}: no workload is declared"),
                "`breakeven init` writes a file to begin with",
            ));
        }
        if workloads.len() > MOST {
            bail!("{file}: {} workloads; expected at most {MOST}", workloads.len());
        }
        let asked = |declared| question(declared, config, catalog, today);
        let alone = workloads.iter().map(asked).collect::<Result<Vec<Scenario<'_>>>>()?;
        for (scenario, declared) in alone.iter().zip(workloads) {
            if scenario.assumptions != alone[0].assumptions {
                let message = format!(
                    "{file}: `{}` and `{}` have different assumptions, so that their costs do not \
                     add up",
                    workloads[0].name, declared.name
                );
                let hint = "say electricity, horizon and the like once, in `[defaults]`";
                return Err(hinted(message, hint));
            }
            if scenario.owned || scenario.machines.is_some() {
                bail!(
                    "{file}: `{}` has `owned` or `machines`; expected machines that are free to be \
                     shared",
                    declared.name
                );
            }
        }
        Ok(Self { flags: workloads.iter().map(typed).collect(), alone, catalog, today })
    }

    /// The cheapest way to serve a group: of one workload its own verdict, of several machines that
    /// serve them all; `None` where there is none.
    fn priced(&self, group: u32) -> Option<Priced> {
        let members: Vec<usize> = things(group).collect();
        let several = members.len() > 1;
        let merged;
        let scenario = match &members[..] {
            [only] => &self.alone[*only],
            _ => {
                merged = self.merged(&members)?;
                &merged
            }
        };
        with_costs(scenario, |evaluation| {
            let report = report(evaluation);
            let shared = |option: &&OptionReport| option.kind != "api" || !several;
            let possible = report.options.iter().filter(|option| option.meets_requirements);
            let cost = |option: &OptionReport| option.costs.as_ref().map(|c| c.horizon_usd.0);
            let best = possible
                .filter(shared)
                .filter_map(|option| Some((option, cost(option)?)))
                .min_by(|a, b| a.1.total_cmp(&b.1))?;
            let verdict = &report.verdict;
            let is_verdict = verdict.option.as_ref() == Some(&best.0.id);
            let conditions = verdict.conditional_on.iter().filter(|_| is_verdict);
            let conditional_on = conditions.cloned().collect();
            Some(Priced { conditional_on, ..Priced::of(best.0, best.1) })
        })
    }

    /// The question that several workloads ask together: their tokens, hour by hour, under the
    /// requirements of all of them and with what all of them may run on.
    fn merged(&self, members: &[usize]) -> Option<Scenario<'c>> {
        let mut flags = self.flags[members[0]].clone();
        for member in &members[1..] {
            join(&mut flags, &self.flags[*member])?;
        }
        let workloads: Vec<&Workload> =
            members.iter().map(|member| &self.alone[*member].workload).collect();
        let workload = sum(&workloads);
        // What is asked for is replaced below; it only must be there.
        flags.demand = super::args::DemandArgs {
            volume: Some(workload.tokens()),
            ..super::args::DemandArgs::default()
        };
        let mut scenario = scenario(&flags, self.catalog, self.today).ok()?;
        scenario.requirements.hard_share =
            weighted(&workloads, |at, _| self.alone[members[at]].requirements.hard_share);
        scenario.workload = workload;
        scenario.sampling = Sampling::NONE;
        Some(scenario)
    }
}

/// Lets flags also ask for what others do; `None` when nothing could do both.
fn join(flags: &mut CompareArgs, other: &CompareArgs) -> Option<()> {
    let more = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::max);
    let less = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::min);
    let (choice, others) = (&mut flags.choice, &other.choice);
    common(&mut choice.api, &others.api)?;
    common(&mut choice.hardware, &others.hardware)?;
    common(&mut choice.model, &others.model)?;
    common(&mut choice.quantization, &others.quantization)?;
    common(&mut choice.engine, &others.engine)?;
    choice.features.retain(|name| others.features.contains(name));
    choice.tier = choice.tier.max(others.tier);
    choice.min_speed = more(choice.min_speed, others.min_speed);
    choice.min_index = more(choice.min_index, others.min_index);
    choice.spare = choice.spare.max(others.spare);
    choice.baseline = choice.baseline.take().or_else(|| others.baseline.clone());
    let (require, others) = (&mut flags.require, &other.require);
    for requirement in &others.require {
        if !require.require.contains(requirement) {
            require.require.push(requirement.clone());
        }
    }
    for need in &others.needs {
        if !require.needs.contains(need) {
            require.needs.push(need.clone());
        }
    }
    require.context = more(require.context, others.context);
    require.max_wait = less(require.max_wait, others.max_wait);
    require.burst = more(require.burst, others.burst);
    require.hard_length = more(require.hard_length, others.hard_length);
    flags.bill.allow_training &= other.bill.allow_training;
    Some(())
}

/// What both lists name; a list that names nothing leaves the choice to the other.
fn common(names: &mut Vec<String>, others: &[String]) -> Option<()> {
    if names.is_empty() {
        *names = others.to_vec();
    } else if !others.is_empty() {
        names.retain(|name| others.contains(name));
        return (!names.is_empty()).then_some(());
    }
    Some(())
}

/// A mean by tokens.
fn weighted(workloads: &[&Workload], of: impl Fn(usize, &Workload) -> f64) -> f64 {
    let total: f64 = workloads.iter().map(|workload| workload.tokens().get()).sum();
    let parts = workloads.iter().enumerate();
    parts.map(|(at, workload)| of(at, workload) * workload.tokens().get()).sum::<f64>() / total
}

/// Workloads as one: tokens and requests add, hours of demand add, growth and what can wait are
/// means by tokens.
fn sum(workloads: &[&Workload]) -> Workload {
    let tokens = |of: fn(&Workload) -> TokensPerDay| {
        workloads.iter().fold(TokensPerDay::new(0.0), |sum, workload| sum + of(workload))
    };
    let requests: f64 = workloads.iter().map(|workload| workload.requests_per_day()).sum();
    let mean = |of: fn(&Workload) -> f64| {
        workloads.iter().map(|w| of(w) * w.requests_per_day()).sum::<f64>() / requests
    };
    let written_by = |workload: &&Workload| written_share(workload) * workload.fresh.get();
    let written: f64 = workloads.iter().map(written_by).sum();
    let hour_written: f64 = workloads.iter().map(|w| written_by(w) * w.hour_writes).sum();
    let loads: Vec<(&Load, f64)> =
        workloads.iter().map(|workload| (&workload.load, workload.tokens().get())).collect();
    Workload {
        name: "together".into(),
        fresh: tokens(|workload| workload.fresh),
        cached: tokens(|workload| workload.cached),
        output: tokens(|workload| workload.output),
        cache_writes: CacheWrites::Share(
            written / tokens(|w| w.fresh).get().max(f64::MIN_POSITIVE),
        ),
        hour_writes: hour_written / written.max(f64::MIN_POSITIVE),
        request: Request {
            prompt_tokens: mean(|workload| workload.request.prompt_tokens),
            output_tokens: mean(|workload| workload.request.output_tokens),
        },
        load: Load::mixed("together".into(), &loads),
        growth_per_year: weighted(workloads, |_, workload| workload.growth_per_year),
        prompt_spread: mean(|workload| workload.prompt_spread),
        counts_hidden: workloads.iter().any(|workload| workload.counts_hidden),
        calls_per_request: mean(|workload| workload.calls_per_request),
        service_tier: workloads.iter().find_map(|workload| workload.service_tier.clone()),
        idle_sessions: mean(|workload| workload.idle_sessions),
    }
}
