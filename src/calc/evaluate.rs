//! Scenario -> report. Cannot fail: whatever has no answer says so in the report.

use super::api_bill::api_today;
use super::break_even::{BreakEven, Line};
use super::candidate::{Candidate, Subject};
use super::cash::{Payback, Totals, payback, totals};
use super::choose::{Choice, choose};
use super::contest::Contest;
use super::demand::When;
use super::doubt::{Doubt, doubt};
use super::explain::explain;
use super::fleet::Fleet;
use super::flips::{Flip, flips};
use super::hybrid::spilled;
use super::option::{Kind, Month, ServingOption};
use super::search::{Search, candidates, cheapest_api};
use super::shadow::{self, Price};
use super::spill::curve;
use super::{describe, inputs, verdict};
use crate::api::Api;
use crate::assumptions::Outlook;
use crate::report::{
    BreakEvenReport, CostsReport, Ends, Figure, IntervalReport, MixReport, MonthlyReport,
    OptionReport, PaybackReport, Report, SCHEMA_VERSION, SpillPointReport, ThroughputReport, Tool,
    UnmetReport, UtilizationReport,
};
use crate::scenario::Scenario;
use crate::units::{Months, Usd, UsdPerMonth};

/// Everything that the report is made of.
pub struct Evaluation<'a, 'c> {
    /// The question.
    pub scenario: &'a Scenario<'c>,
    /// What payback is measured against.
    pub baseline: Option<&'c Api>,
    /// The options shown.
    pub choices: Vec<Choice<'a, 'c>>,
    /// Total of the cheapest option of all.
    pub cheapest_cost: Option<f64>,
    /// Total of the cheapest option that only the number of machines given rules out.
    pub ruled_out_by_capacity: Option<f64>,
    /// What each requirement costs.
    pub shadow: Vec<Price>,
    /// What would change the verdict, nearest first.
    pub flips: Vec<Flip>,
    /// What the interval of the throughput alone would change.
    pub doubt: Option<Doubt>,
}

/// Answers the question.
pub fn evaluate(scenario: &Scenario<'_>) -> Report {
    with_evaluation(scenario, report)
}

/// Chooses the options of a scenario and asks something of them.
pub fn with_evaluation<T>(
    scenario: &Scenario<'_>,
    ask: impl FnOnce(&Evaluation<'_, '_>) -> T,
) -> T {
    let search = Search::new(scenario);
    let candidates = &search.candidates;
    let cheapest_cost = shadow::cheapest(candidates).map(Candidate::cost);
    let resale = cheapest_resale(scenario, candidates);
    let contest = Contest::new(&search);
    ask(&Evaluation {
        shadow: shadow::prices(scenario, cheapest_cost.map(Usd::new)),
        flips: flips(&contest, resale, scenario.flips),
        doubt: doubt(&contest),
        ..Evaluation::of_costs(scenario, candidates)
    })
}

/// The same, without asking what each requirement costs and what would change the verdict: for a
/// search that asks many times.
pub fn with_costs<T>(scenario: &Scenario<'_>, ask: impl FnOnce(&Evaluation<'_, '_>) -> T) -> T {
    ask(&Evaluation::of_costs(scenario, &candidates(scenario)))
}

/// The report of an evaluation.
pub fn report(evaluation: &Evaluation<'_, '_>) -> Report {
    let Evaluation { scenario, baseline, .. } = evaluation;
    Report {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        workload: describe::workload(&scenario.workload),
        assumptions: describe::assumptions(scenario),
        baseline: baseline.map(|api| Subject::Api(api).id()),
        options: evaluation.choices.iter().map(|choice| evaluation.option(choice)).collect(),
        verdict: verdict::verdict(evaluation),
        warnings: describe::warnings(evaluation),
        sources: describe::sources(evaluation),
        explanation: if scenario.explain { explain(evaluation) } else { Vec::new() },
    }
}

fn ruled_out_by_capacity(candidates: &[Candidate<'_>]) -> Option<f64> {
    let only_capacity = |candidate: &&Candidate<'_>| {
        !candidate.unmet.is_empty()
            && candidate.unmet.iter().all(|unmet| unmet.requirement == "capacity")
    };
    let costs = candidates.iter().filter(only_capacity).map(Candidate::cost);
    costs.min_by(f64::total_cmp).filter(|cost| cost.is_finite())
}

/// The resale fraction of the cheapest possible machines to buy.
fn cheapest_resale(scenario: &Scenario<'_>, candidates: &[Candidate<'_>]) -> Option<f64> {
    let bought = candidates.iter().filter(|c| c.is_possible() && c.subject.kind() == Kind::Local);
    let cheapest = bought.min_by(|a, b| a.cost().total_cmp(&b.cost()))?;
    let (option, _) = cheapest.priced.as_ref()?;
    Some(option.resale_fraction(&scenario.assumptions))
}

impl<'a, 'c> Evaluation<'a, 'c> {
    /// The options that are shown of these candidates, and nothing that asks further questions.
    fn of_costs(scenario: &'a Scenario<'c>, candidates: &'a [Candidate<'c>]) -> Self {
        // The API that was named, else the cheapest that meets the requirements.
        let baseline = scenario.baseline.or_else(|| cheapest_api(candidates));
        Self {
            scenario,
            baseline,
            choices: choose(scenario, candidates, baseline),
            cheapest_cost: shadow::cheapest(candidates).map(Candidate::cost),
            ruled_out_by_capacity: ruled_out_by_capacity(candidates),
            shadow: Vec::new(),
            flips: Vec::new(),
            doubt: None,
        }
    }
}

impl<'c> Evaluation<'_, 'c> {
    /// The baseline as an option.
    pub fn baseline_option(&self) -> Option<ServingOption<'c>> {
        self.baseline.map(ServingOption::Api)
    }

    /// The baseline's bill of the first month at today's prices.
    pub fn baseline_today(&self) -> Option<UsdPerMonth> {
        self.baseline_option().map(|option| option.running_today(self.scenario).total())
    }

    /// First month with write-off, at today's prices.
    pub fn monthly(&self, option: &ServingOption<'_>) -> UsdPerMonth {
        let running = option.running_today(self.scenario).total();
        running + option.amortization(&self.scenario.assumptions)
    }

    /// Break-even of machines against the baseline.
    pub fn break_even(&self, fleet: &Fleet<'_>) -> Option<(Line, BreakEven)> {
        let bill = self.baseline_today()?;
        let line = Line::of(fleet, self.scenario, bill);
        let break_even = fleet.machines.map_or_else(|| line.sized(), |n| line.fixed(n));
        Some((line, break_even))
    }

    /// Payback against the baseline.
    pub fn payback(&self, option: &ServingOption<'_>, count_resale: bool) -> Payback {
        payback_against(self.scenario, self.baseline, option, count_resale)
    }

    fn option(&self, choice: &Choice<'_, 'c>) -> OptionReport {
        let mut report = self.drawn(choice);
        if let Some((option, _)) = &choice.candidate.priced {
            report.mix = self.mix(&choice.candidate.subject, option);
            report.inputs = inputs::of(option, self.scenario);
            if let Some(costs) = &mut report.costs {
                costs.interval = self.interval(option);
            }
        }
        report
    }

    /// An option without what is only said of the point answer: its interval, its inputs and how
    /// it divides the work.
    pub(super) fn drawn(&self, choice: &Choice<'_, 'c>) -> OptionReport {
        let candidate = choice.candidate;
        let option = candidate.priced.as_ref().map(|(option, _)| option);
        let fleet = option.and_then(ServingOption::fleet);
        let assumptions = &self.scenario.assumptions;
        let machines = fleet.map(|fleet| fleet.first_machines(assumptions));
        let spills = matches!(option, Some(ServingOption::Hybrid(h)) if h.spill_to().is_some());
        OptionReport {
            id: candidate.subject.id(),
            kind: candidate.subject.kind().word().into(),
            label: describe::label(&candidate.subject, machines),
            chosen: choice.why.into(),
            meets_requirements: candidate.is_possible(),
            unmet: candidate
                .unmet
                .iter()
                .map(|unmet| UnmetReport {
                    requirement: unmet.requirement.into(),
                    reason: unmet.reason.to_string(),
                })
                .collect(),
            units: machines.map(Figure),
            costs: candidate.priced.as_ref().map(|(option, totals)| self.costs(option, totals)),
            capacity_tokens_per_day: fleet.zip(machines).map(|(fleet, machines)| {
                Figure((fleet.capacity_each(self.scenario) * machines).get())
            }),
            utilization: fleet.map(|fleet| UtilizationReport {
                mean: Figure(fleet.mean_utilization(self.scenario, When::FIRST)),
                // What machines cannot serve goes elsewhere when there is an elsewhere.
                peak: Figure(match spills {
                    true => fleet.peak_utilization(assumptions).min(assumptions.headroom),
                    false => fleet.peak_utilization(assumptions),
                }),
            }),
            throughput: fleet.map(throughput),
            mix: None,
            inputs: None,
        }
    }

    fn mix(&self, subject: &Subject<'c>, option: &ServingOption<'c>) -> Option<MixReport> {
        let (Subject::Hybrid(base, ..), ServingOption::Hybrid(hybrid)) = (subject, option) else {
            return None;
        };
        let scenario = self.scenario;
        let hard_share = if hybrid.hard.is_some() { scenario.requirements.hard_share } else { 0.0 };
        let hard_bill =
            hybrid.hard.map_or(UsdPerMonth::ZERO, |api| api_today(api, scenario, hard_share));
        let spills = hybrid.spill_to().and(hybrid.fleet());
        Some(MixReport {
            base: base.id(),
            hard_share: Figure(hard_share),
            hard_share_of_bill: Figure(hard_bill / self.monthly(option)),
            spilled_share: Figure(
                spills.map_or(0.0, |fleet| spilled(fleet, scenario, When::FIRST)),
            ),
            spill_curve: curve(scenario, hybrid)
                .into_iter()
                .map(|point| SpillPointReport {
                    units: Figure(point.machines),
                    horizon_usd: Figure(point.cost),
                    spilled_share: Figure(point.spilled),
                })
                .collect(),
        })
    }

    fn costs(&self, option: &ServingOption<'c>, totals: &Totals) -> CostsReport {
        let running = option.running_today(self.scenario);
        let amortization = option.amortization(&self.scenario.assumptions);
        let Month { purchase, .. } = option.month(self.scenario, When::FIRST);
        CostsReport {
            upfront_usd: Figure(purchase.get()),
            monthly_usd: MonthlyReport {
                api: Figure(running.api.get()),
                energy: Figure(running.energy.get()),
                operations: Figure(running.operations.get()),
                hosting: Figure(running.hosting.get()),
                maintenance: Figure(running.maintenance.get()),
                rent: Figure(running.rent.get()),
                routing: Figure(running.routing.get()),
                amortization: Figure(amortization.get()),
                total: Figure((running.total() + amortization).get()),
            },
            levelized_usd_per_mtok: Figure(totals.levelized().get()),
            horizon_usd: Figure(totals.cost().get()),
            payback: self.payback_report(option),
            break_even: self.break_even_report(option),
            interval: IntervalReport::default(),
        }
    }

    fn payback_report(&self, option: &ServingOption<'_>) -> PaybackReport {
        let found = self.payback(option, false);
        let fetches = option.resale_fraction(&self.scenario.assumptions) > 0.0;
        let net = fetches.then(|| self.payback(option, true).months()).flatten();
        let status = match found {
            Payback::After(_) => "after",
            Payback::BeyondHorizon(_) => "beyond_horizon",
            Payback::Never => "never",
            Payback::Immediate => "immediate",
            Payback::None => "none",
        };
        let figure = |months: Months| Figure(months.get());
        PaybackReport {
            status: status.into(),
            months: found.months().map(figure),
            net_of_resale_months: net.map(figure),
        }
    }

    fn break_even_report(&self, option: &ServingOption<'_>) -> BreakEvenReport {
        let pure = match option {
            ServingOption::Fleet(fleet) => Some(fleet),
            // A mix has no volume of its own at which machines take over.
            ServingOption::Api(_) | ServingOption::Hybrid(_) => None,
        };
        let found = pure.and_then(|fleet| self.break_even(fleet));
        let figure = |tokens: crate::units::TokensPerDay| Figure(tokens.get());
        match found {
            None => BreakEvenReport {
                status: "none".into(),
                tokens_per_day: None,
                units: None,
                always_above_tokens_per_day: None,
            },
            Some((_, BreakEven::Never { unreachable })) => BreakEvenReport {
                status: "never".into(),
                tokens_per_day: unreachable.map(figure),
                units: None,
                always_above_tokens_per_day: None,
            },
            Some((_, BreakEven::Reachable { tokens, machines, always_above })) => BreakEvenReport {
                status: "reachable".into(),
                tokens_per_day: Some(figure(tokens)),
                units: Some(Figure(machines)),
                always_above_tokens_per_day: always_above.map(figure),
            },
        }
    }

    /// The option again with every range at the end that is good for machines, and at the other.
    fn interval(&self, option: &ServingOption<'c>) -> IntervalReport {
        let [good, bad] = [Outlook::FAVOURABLE, Outlook::UNFAVOURABLE].map(|outlook| {
            let scenario = self.scenario.under(outlook);
            let option = option.under(&scenario);
            let monthly = option.running_today(&scenario).total()
                + option.amortization(&scenario.assumptions);
            let cost = totals(&scenario, &option).cost();
            let payback = payback_against(&scenario, self.baseline, &option, false);
            (monthly.get(), cost.get(), payback.months())
        });
        let ends =
            |a: f64, b: f64| Ends { low: Some(Figure(a.min(b))), high: Some(Figure(a.max(b))) };
        IntervalReport {
            monthly_usd: ends(good.0, bad.0),
            horizon_usd: ends(good.1, bad.1),
            payback_months: Ends {
                low: good.2.map(|months| Figure(months.get())),
                high: bad.2.map(|months| Figure(months.get())),
            },
            draws: None,
        }
    }
}

/// Payback against a baseline; the baseline itself has none.
fn payback_against(
    scenario: &Scenario<'_>,
    baseline: Option<&Api>,
    option: &ServingOption<'_>,
    count_resale: bool,
) -> Payback {
    match baseline.map(ServingOption::Api) {
        Some(baseline) if *option != baseline => payback(scenario, option, &baseline, count_resale),
        _ => Payback::None,
    }
}

fn throughput(fleet: &Fleet<'_>) -> ThroughputReport {
    let rates = &fleet.rates;
    ThroughputReport {
        basis: rates.basis.word().into(),
        prefill_basis: rates.prefill_basis.word().into(),
        prefill_tokens_per_second: Figure(rates.prefill.typical.get()),
        decode_tokens_per_second: Figure(rates.decode.typical.get()),
        concurrency: Figure(rates.concurrency),
        low: Figure(rates.decode.low.get()),
        high: Figure(rates.decode.high.get()),
    }
}

/// The cheapest possible option among those shown.
pub fn cheapest<'a, 'c>(choices: &[Choice<'a, 'c>]) -> Option<Choice<'a, 'c>> {
    let possible = choices.iter().filter(|choice| choice.candidate.is_possible());
    possible.min_by(|a, b| a.candidate.cost().total_cmp(&b.candidate.cost())).copied()
}
