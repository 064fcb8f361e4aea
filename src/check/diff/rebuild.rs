//! From the inputs that a report keeps back to something that can be calculated again.

use std::rc::Rc;

use super::rebuilt_money::assumptions;
use super::rebuilt_profiles::{api, hardware, model};
use crate::calc::capacity::activities::Activities;
use crate::calc::capacity::activity::{Activity, ByLoad};
use crate::calc::capacity::fleet::{Fleet, Tenure};
use crate::calc::capacity::service::Offered;
use crate::calc::cash::ledger::Ledger;
use crate::calc::demand::horizon::Horizon;
use crate::calc::option::serving::ServingOption;
use crate::calc::throughput::Rates;
use crate::deployments::Deployments;
use crate::hardware::Hardware;
use crate::lever::Spreads;
use crate::load::Load;
use crate::model::Model;
use crate::range::Range;
use crate::report::inputs::{InputsReport, MachineInputs};
use crate::report::{AssumptionsReport, Figure, Report, WorkloadReport};
use crate::requirement::Requirements;
use crate::scenario::{Pins, Sampling, Scenario, Shown};
use crate::stale::StaleAfter;
use crate::throughput::{Basis, Deployment};
use crate::units::{HOURS_PER_WEEK, TokensPerDay, TokensPerSecond};
use crate::workload::{CacheWrites, Request, Workload};

/// First month with write-off, and total over the horizon, US dollars.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// First month.
    pub monthly: f64,
    /// Total over the horizon.
    pub horizon: f64,
}

/// One option's inputs, each part from the report of somebody's choice.
#[derive(Clone, Debug)]
pub struct Mixed<'r> {
    /// Demand.
    pub workload: &'r WorkloadReport,
    /// Money and policy.
    pub assumptions: &'r AssumptionsReport,
    /// The day for which prices are taken.
    pub today: &'r str,
    /// The numbers of the profiles.
    pub inputs: InputsReport,
}

impl Mixed<'_> {
    /// Calculates it; `None` when the inputs describe nothing that can be.
    pub fn costs(&self) -> Option<Costs> {
        let tenure = self.inputs.machine.as_ref().map(|machine| machine.tenure.as_str());
        let machines = self.inputs.machine.as_ref();
        let machines = machines.and_then(|machine| machine.owned_machines.or(machine.machines));
        let scenario = Scenario {
            tried: Vec::new(),
            today: self.today.parse().ok()?,
            workload: match &self.inputs.machine {
                Some(_) => Workload { load: hours(self.workload)?, ..workload(self.workload) },
                None => workload(self.workload),
            },
            assumptions: assumptions(self.assumptions),
            requirements: Requirements { asked: Vec::new(), usual_tier: None, hard_share: 0.0 },
            beliefs: Vec::new(),
            spreads: Spreads::default(),
            sampling: Sampling::NONE,
            apis: Vec::new(),
            others: Vec::new(),
            deployments: Deployments::default(),
            machines: machines.map(|machines| machines.0 as u32),
            owned: tenure == Some("owned"),
            spare_machines: 0,
            baseline: None,
            spend: None,
            open_weights: None,
            per_user: None,
            allow_training: false,
            users: 1.0,
            pins: Pins::default(),
            shown: Shown::Best,
            stale_after: StaleAfter::all(0),
            explain: false,
            flips: 0,
        };
        match (&self.inputs.api, &self.inputs.machine) {
            (Some(inputs), None) => {
                let api = api(inputs)?;
                Some(costs(&scenario, &ServingOption::api(&api)))
            }
            (None, Some(inputs)) => {
                let (hardware, model) = (hardware(inputs), model(inputs));
                let fleet = fleet(inputs, &hardware, &model, &scenario)?;
                Some(costs(&scenario, &ServingOption::fleet(fleet)))
            }
            _ => None,
        }
    }
}

fn costs(scenario: &Scenario<'_>, option: &ServingOption<'_>) -> Costs {
    let ledger = Ledger::new(option, scenario);
    let horizon = ledger.totals(&Horizon::of(scenario)).cost().get();
    Costs { monthly: ledger.monthly().get(), horizon }
}

fn workload(report: &WorkloadReport) -> Workload {
    let tokens = |figure: Figure| TokensPerDay::new(figure.0);
    Workload {
        name: report.name.clone().into(),
        fresh: tokens(report.input_tokens_per_day),
        cached: tokens(report.cached_input_tokens_per_day),
        output: tokens(report.output_tokens_per_day),
        cache_writes: CacheWrites::USUAL,
        hour_writes: 0.0,
        request: Request {
            prompt_tokens: report.request.prompt_tokens.0,
            output_tokens: report.request.output_tokens.0,
        },
        load: Load::flat().with_batch(report.batch_percent.0 / 100.0),
        growth_per_year: report.growth_percent_per_year.0 / 100.0,
        // A report from before there was one took every prompt for the mean one.
        prompt_spread: report.prompt_spread.map_or(0.0, |spread| spread.0),
        // The inputs hold what is made of these.
        counts_hidden: false,
        calls_per_request: 0.0,
        service_tier: None,
        idle_sessions: 0.0,
    }
}

/// A load of the hours in which machines do the work, in any order; `None` when they are not those of a week.
/// A report from before there were any took every hour for the mean one.
fn hours(report: &WorkloadReport) -> Option<Load> {
    let Some(levels) = &report.hours else { return Some(Load::flat()) };
    let mut weights = Vec::with_capacity(HOURS_PER_WEEK);
    for [weight, hours] in levels {
        let left = (HOURS_PER_WEEK - weights.len()) as f64;
        if !(1.0..=left).contains(&hours.0) {
            return None;
        }
        weights.extend(std::iter::repeat_n(weight.0, hours.0 as usize));
    }
    Load::weekly("hours".into(), weights.try_into().ok()?).ok()
}

/// What a machine does; `None` when those are no shares of it.
fn activities(inputs: &MachineInputs) -> Option<Activities> {
    let Some(report) = &inputs.activity else { return Some(Activities::proportional()) };
    let by_load = |figures: &[Figure]| {
        let shares = figures.iter().map(|figure| figure.0);
        let are_shares = shares.clone().all(|share| (0.0..=1.0).contains(&share));
        let knots = shares.collect::<Vec<f64>>().try_into().ok()?;
        are_shares.then_some(ByLoad::at_knots(knots))
    };
    let activity = Activity { busy: by_load(&report.busy)?, power: by_load(&report.power)? };
    Some(Activities::always(activity))
}

fn fleet<'a>(
    inputs: &MachineInputs,
    hardware: &'a Hardware,
    model: &'a Model,
    scenario: &Scenario<'_>,
) -> Option<Fleet<'a>> {
    let tenure = match inputs.tenure.as_str() {
        "bought" if hardware.price.is_some() => Tenure::Bought,
        "owned" => Tenure::Owned,
        "rented" if hardware.rent.is_some() => Tenure::Rented,
        _ => return None,
    };
    let deployment = Deployment::bare(hardware, model);
    let rate = |figure: Figure| Range::exactly(TokensPerSecond::new(figure.0));
    let rates = Rates {
        concurrency: 1.0,
        prefill: rate(inputs.prefill_tokens_per_second),
        prefill_basis: Basis::Measured,
        one_prompt: rate(inputs.prefill_tokens_per_second),
        decode: rate(inputs.decode_tokens_per_second),
        one_stream: TokensPerSecond::new(inputs.decode_tokens_per_second.0),
        basis: Basis::Measured,
        roof: None,
        extrapolated: false,
        cache_hits: inputs.cache_hit_share.map_or(1.0, |share| share.0),
    };
    let rated = (rates, Rc::new(activities(inputs)?));
    let fleet = Fleet::new(deployment, tenure, rated, 1.0, scenario);
    // It is sized by what is planned for.
    let planned = fleet.offered.mean * inputs.planned_peak_factor.0;
    let offered = Offered { planned, ..fleet.offered };
    Some(Fleet { spare: inputs.spare_machines.0, offered, ..fleet })
}

/// The inputs of an option as its report has them.
pub fn of<'r>(report: &'r Report, inputs: &InputsReport) -> Mixed<'r> {
    Mixed {
        workload: &report.workload,
        assumptions: &report.assumptions,
        today: &report.assumptions.today,
        inputs: inputs.clone(),
    }
}
