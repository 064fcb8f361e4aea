//! The difference in an option's cost, cause by cause.

use super::difference::{Attribution, CauseShare};
use super::rebuild::{Costs, Mixed, of};
use super::shapley::shapley;
use crate::report::inputs::{ApiInputs, InputsReport, MachineInputs};
use crate::report::{CostsReport, Figure, OptionReport, Report};

/// The causes that can be told apart, in the order of the output. Throughput is a cause of its own
/// because it follows from profiles and request alike.
const CAUSES: [&str; 5] = ["workload", "assumptions", "price", "profile", "throughput"];

/// The difference in first month and total from one option in the old report to the same or another
/// one in the new report.
pub fn attribute(
    old: &Report,
    from: &OptionReport,
    new: &Report,
    to: &OptionReport,
) -> Option<(Attribution, Attribution)> {
    let (before, now) = (from.costs.as_ref()?, to.costs.as_ref()?);
    let pair = Pairing::of(old, from, new, to);
    let versions = old.tool.version != new.tool.version;
    let attribution = |get: Get, parts: bool| {
        let mut causes = match &pair {
            Some(pair) => pair.causes(get, versions),
            None if parts => by_part(before, now),
            None => Vec::new(),
        };
        let (from, to) = (get.reported(before), get.reported(now));
        let explained: f64 = causes.iter().map(|cause| cause.usd.0).sum();
        let rest = to - from - explained;
        if rest != 0.0 {
            let size = from.abs().max(to.abs());
            let word = match &pair {
                Some(_) => rest_cause(rest, size, versions),
                None if rest.abs() <= 1e-9 * size => "rounding",
                None => "unattributed",
            };
            causes.push(share(word, rest));
        }
        Attribution { from: Figure(from), to: Figure(to), difference: Figure(to - from), causes }
    };
    Some((attribution(Get::Monthly, true), attribution(Get::Horizon, false)))
}

/// What a difference that no input explains is called.
fn rest_cause(rest: f64, size: f64, versions: bool) -> &'static str {
    match () {
        // Reports keep 12 digits, and a total is a sum over many of them.
        () if rest.abs() <= 1e-9 * size => "rounding",
        () if versions => "program",
        () => "unexplained",
    }
}

fn share(cause: &str, usd: f64) -> CauseShare {
    CauseShare { cause: cause.into(), usd: Figure(usd) }
}

#[derive(Clone, Copy)]
enum Get {
    Monthly,
    Horizon,
}

impl Get {
    fn reported(self, costs: &CostsReport) -> f64 {
        match self {
            Self::Monthly => costs.monthly_usd.total.rounded(),
            Self::Horizon => costs.horizon_usd.rounded(),
        }
    }

    fn rebuilt(self, costs: Costs) -> f64 {
        match self {
            Self::Monthly => costs.monthly,
            Self::Horizon => costs.horizon,
        }
    }
}

/// One option in both reports, and the step from it to another option, if there is one.
struct Pairing<'r> {
    /// Costs for every set of causes that have changed.
    costs: Vec<Costs>,
    /// What the reports say of the option before and, if the new one shows it, now.
    before: &'r CostsReport,
    now: Option<&'r CostsReport>,
    /// What the new report says of the other option.
    other: Option<&'r CostsReport>,
}

impl<'r> Pairing<'r> {
    fn of(
        old: &'r Report,
        from: &'r OptionReport,
        new: &'r Report,
        to: &'r OptionReport,
    ) -> Option<Self> {
        let same = new.options.iter().find(|option| option.id == from.id);
        let same = same.filter(|option| option.costs.is_some() && option.inputs.is_some());
        let first = from.inputs.as_ref()?;
        // An option that the new report does not show keeps its profile; only the question moves.
        let second = same.map_or(Some(first), |option| option.inputs.as_ref())?;
        let (old_all, new_all) = (of(old, first), of(new, second));
        let costs = (0..1_usize << CAUSES.len()).map(|set| mix(&old_all, &new_all, set).costs());
        Some(Self {
            costs: costs.collect::<Option<_>>()?,
            before: from.costs.as_ref()?,
            now: same.and_then(|option| option.costs.as_ref()),
            other: (from.id != to.id).then_some(to.costs.as_ref()?),
        })
    }

    fn causes(&self, get: Get, versions: bool) -> Vec<CauseShare> {
        let at = |set: usize| get.rebuilt(self.costs[set]);
        let shares: [f64; CAUSES.len()] = shapley(at);
        let mut causes: Vec<CauseShare> = CAUSES
            .iter()
            .zip(shares)
            .filter(|(_, usd)| *usd != 0.0)
            .map(|(cause, usd)| share(cause, usd))
            .collect();
        if let Some(other) = self.other {
            // What the option would cost now: as reported, or by the numbers it had.
            let rebuilt = at((1 << CAUSES.len()) - 1);
            let now = self.now.map_or(rebuilt, |costs| get.reported(costs));
            let drift = (now - rebuilt) - (get.reported(self.before) - at(0));
            if drift != 0.0 {
                causes.push(share(rest_cause(drift, now.abs(), versions), drift));
            }
            causes.push(share("switch", get.reported(other) - now));
        }
        causes
    }
}

/// The old inputs with those of the causes in the set from the new ones.
fn mix<'r>(old: &Mixed<'r>, new: &Mixed<'r>, set: usize) -> Mixed<'r> {
    let pick = |cause: usize| if set >> cause & 1 == 1 { new } else { old };
    let [workload, assumptions, price, profile, throughput] = [0, 1, 2, 3, 4].map(pick);
    let api = match (&assumptions.inputs.api, &price.inputs.api, &profile.inputs.api) {
        (Some(_), Some(price), Some(profile)) => {
            let (tokens_factor, output_factor) = (profile.tokens_factor, profile.output_factor);
            Some(ApiInputs { tokens_factor, output_factor, ..price.clone() })
        }
        _ => None,
    };
    let machine = |mixed: &Mixed<'_>| mixed.inputs.machine.clone();
    let machine = match [workload, assumptions, price, profile, throughput].map(machine) {
        [Some(demand), Some(assumed), Some(price), Some(profile), Some(rates)] => {
            Some(MachineInputs {
                planned_peak_factor: demand.planned_peak_factor,
                tenure: assumed.tenure,
                machines: assumed.machines,
                owned_machines: assumed.owned_machines,
                spare_machines: assumed.spare_machines,
                price_usd: price.price_usd,
                host_usd: price.host_usd,
                setup_usd: price.setup_usd,
                rent_usd_per_hour: price.rent_usd_per_hour,
                hosting_usd_per_month: price.hosting_usd_per_month,
                maintenance_usd_per_month: price.maintenance_usd_per_month,
                prefill_tokens_per_second: rates.prefill_tokens_per_second,
                decode_tokens_per_second: rates.decode_tokens_per_second,
                ..profile
            })
        }
        _ => None,
    };
    Mixed {
        workload: workload.workload,
        assumptions: assumptions.assumptions,
        // Announced prices come into force as days pass.
        today: price.today,
        inputs: InputsReport { api, machine },
    }
}

/// Part by part, when the inputs are not in the reports.
fn by_part(before: &CostsReport, now: &CostsReport) -> Vec<CauseShare> {
    let (old, new) = (&before.monthly_usd, &now.monthly_usd);
    let parts = [
        ("part api", old.api, new.api),
        ("part energy", old.energy, new.energy),
        ("part operations", old.operations, new.operations),
        ("part hosting", old.hosting, new.hosting),
        ("part maintenance", old.maintenance, new.maintenance),
        ("part rent", old.rent, new.rent),
        ("part routing", old.routing, new.routing),
        ("part amortization", old.amortization, new.amortization),
    ];
    let parts = parts.map(|(part, old, new)| (part, old.rounded(), new.rounded()));
    let moved = parts.into_iter().filter(|(_, old, new)| old != new);
    moved.map(|(part, old, new)| share(part, new - old)).collect()
}
