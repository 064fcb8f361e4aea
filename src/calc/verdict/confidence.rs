//! How sure a verdict is: in what share of draws its kind wins, and which input that hangs on.

use super::selection::{Choice, cheapest};
use crate::api::Api;
use crate::calc::cash::ledger::Ledger;
use crate::calc::option::serving::{Kind, ServingOption};
use crate::calc::whatif::monte_carlo::{Drawn, Input, Outcome, simulate};
use crate::scenario::Scenario;
use crate::units::Usd;

/// Options within this share of the cheapest are as good where nothing is sure.
const NEAR: f64 = 0.05;

/// More options than this are not all drawn.
const MANY: usize = 12;

/// Equal slices of an input, in each of which draws are averaged.
const BINS: usize = 16;

/// What draws say of the options shown and of the verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Confidence {
    /// How many draws.
    pub draws: u32,
    /// Where they begin.
    pub seed: u64,
    /// Share of the draws, 0 to 1, in which the verdict's kind is the cheapest.
    pub won: f64,
    /// The share below which a verdict is a toss-up.
    pub level: f64,
    /// What draws make of options, each with its place among those shown.
    pub outcomes: Vec<(usize, Outcome)>,
    /// What the margin over the next kind hangs on, most first.
    pub sensitivity: Vec<Sensitivity>,
    /// Where the verdict is a toss-up: the simplest option that costs about as much as the cheapest, by
    /// its place among those shown.
    pub simplest: Option<usize>,
}

/// How much of the margin between the verdict's kind and the next one hangs on an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// The input.
    pub input: Input,
    /// The share of the variance of the margin that goes when the input is known, 0 to 1.
    pub share: f64,
    /// What knowing it before deciding saves on average over the horizon.
    pub worth: Usd,
}

/// What draws say; `None` where nothing is drawn, or nothing may be chosen.
pub fn confidence(
    scenario: &Scenario<'_>,
    choices: &[Choice<'_, '_>],
    baseline: Option<&Api>,
) -> Option<Confidence> {
    let sampling = scenario.sampling;
    let winner = cheapest(choices)?;
    if sampling.draws == 0 {
        return None;
    }
    let shown = |choice: &Choice<'_, '_>| choice.can_win && choice.candidate.is_possible();
    let (mut places, mut drawn) = (Vec::new(), Vec::new());
    let mut order = worth_drawing(choices, winner.candidate.cost());
    // The verdict wins where nothing is cheaper.
    order.sort_by_key(|place| !std::ptr::eq(choices[*place].candidate, winner.candidate));
    for place in order {
        let choice = &choices[place];
        if let Some((option, total)) = &choice.candidate.priced {
            places.push((place, *total));
            let today = Ledger::new(option, scenario).today();
            let buys = (today.once + today.purchase).get() > 0.0;
            drawn.push(Drawn { option, possible: shown(choice), buys });
        }
    }
    let against = baseline.map(ServingOption::api);
    let found = simulate(&drawn, against.as_ref(), scenario, (sampling.draws, sampling.seed));
    let kind = winner.candidate.subject.kind();
    let kinds = by_kind(&drawn, &found.outcomes, kind);
    let won_by = drawn.iter().zip(&found.outcomes).filter(|(one, _)| one.option.kind() == kind);
    let wins: u32 = won_by.map(|(_, outcome)| outcome.wins).sum();
    let won = f64::from(wins) / f64::from(sampling.draws);
    let margin = Margin::of(&kinds);
    let inputs = found.inputs.into_iter().zip(&found.quantiles);
    let hangs =
        |(input, quantiles): (Input, &Vec<f64>)| margin.as_ref()?.hangs_on(input, quantiles);
    let mut sensitivity: Vec<Sensitivity> = inputs.filter_map(hangs).collect();
    sensitivity.sort_by(|a, b| b.share.total_cmp(&a.share));
    let near = winner.candidate.cost() * (1.0 + NEAR);
    let able = drawn.iter().zip(&places).filter(|(one, (_, total))| one.possible && *total <= near);
    let simplest = able.min_by(|(a, (_, x)), (b, (_, y))| {
        simplicity(a.option).cmp(&simplicity(b.option)).then(x.get().total_cmp(&y.get()))
    });
    Some(Confidence {
        draws: sampling.draws,
        seed: sampling.seed,
        won,
        level: sampling.level,
        outcomes: places.iter().map(|(place, _)| *place).zip(found.outcomes).collect(),
        sensitivity,
        simplest: simplest.filter(|_| won < sampling.level).map(|(_, (place, _))| *place),
    })
}

/// The places of the options that are drawn: all of a few; of many the best of each kind and those that
/// cost about as much as the cheapest.
fn worth_drawing(choices: &[Choice<'_, '_>], cheapest: Usd) -> Vec<usize> {
    let all = 0..choices.len();
    if choices.len() <= MANY {
        return all.collect();
    }
    let mut sorted: Vec<usize> =
        all.filter(|place| choices[*place].candidate.is_possible()).collect();
    let cost = |place: &usize| choices[*place].candidate.cost().get();
    sorted.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
    let mut kinds: Vec<Kind> = Vec::new();
    let (mut drawn, near): (Vec<usize>, Vec<usize>) = sorted.into_iter().partition(|place| {
        let kind = choices[*place].candidate.subject.kind();
        let is_first = !kinds.contains(&kind);
        kinds.push(kind);
        is_first
    });
    let near = near.into_iter().filter(|place| cost(place) <= cheapest.get() * (1.0 + NEAR));
    drawn.extend(near.take(MANY - drawn.len()));
    drawn
}

/// How little there is to an option: nothing to look after first.
fn simplicity(option: &ServingOption<'_>) -> u8 {
    match (option.kind(), option.machines()) {
        (Kind::Api, _) => 0,
        (Kind::Subscription, _) => 1,
        (Kind::Local, Some(fleet)) if fleet.owned > 0.0 => 2,
        (Kind::Routed, _) => 3,
        (Kind::Rent, _) => 4,
        (Kind::Local, _) => 5,
        (Kind::Mixed, _) => 6,
    }
}

/// The cheapest option of each kind in each draw, that of the verdict first; only what may be chosen.
fn by_kind(drawn: &[Drawn<'_, '_>], outcomes: &[Outcome], first: Kind) -> Vec<Vec<f64>> {
    let mut kinds = vec![first];
    kinds.extend(Kind::ALL.into_iter().filter(|kind| *kind != first));
    let totals = |kind: Kind| {
        let of =
            drawn.iter().zip(outcomes).filter(|(one, _)| one.possible && one.option.kind() == kind);
        of.map(|(_, outcome)| outcome.totals.clone())
            .reduce(|a, b| a.iter().zip(b).map(|(a, b)| a.min(b)).collect())
    };
    kinds.into_iter().filter_map(totals).collect()
}

/// The margin of the verdict's kind over the next one.
struct Margin<'k> {
    /// The totals of each kind, that of the verdict first.
    kinds: &'k [Vec<f64>],
    /// Of each draw the cheapest other kind less the verdict's.
    margins: Vec<f64>,
    mean: f64,
    variance: f64,
    /// The sum over the draws of the kind that is the cheapest on average.
    blind: f64,
}

impl<'k> Margin<'k> {
    /// `None` where there is but one kind, or nothing varies.
    fn of(kinds: &'k [Vec<f64>]) -> Option<Self> {
        let (first, others) = kinds.split_first().filter(|(_, others)| !others.is_empty())?;
        let next = |draw: usize| least(others.iter().map(|kind| kind[draw]));
        let margins: Vec<f64> =
            first.iter().enumerate().map(|(draw, own)| next(draw) - own).collect();
        let count = margins.len() as f64;
        let mean = margins.iter().sum::<f64>() / count;
        let variance = margins.iter().map(|margin| (margin - mean).powi(2)).sum::<f64>() / count;
        let blind = least(kinds.iter().map(|kind| kind.iter().sum::<f64>()));
        // What is left of digits is no variance.
        let digits = (blind / count).abs() * 1e-9;
        (variance.sqrt() > digits).then_some(Self { kinds, margins, mean, variance, blind })
    }

    /// How much hangs on an input: `None` where it is next to nothing.
    fn hangs_on(&self, input: Input, quantiles: &[f64]) -> Option<Sensitivity> {
        let count = quantiles.len() as f64;
        let mut bins =
            vec![Bin { size: 0.0, margin: 0.0, kinds: vec![0.0; self.kinds.len()] }; BINS];
        for (draw, quantile) in quantiles.iter().enumerate() {
            let bin = &mut bins[((quantile * BINS as f64) as usize).min(BINS - 1)];
            bin.size += 1.0;
            bin.margin += self.margins[draw];
            bin.kinds.iter_mut().zip(self.kinds).for_each(|(sum, kind)| *sum += kind[draw]);
        }
        bins.retain(|bin| bin.size > 0.0);
        let apart = |bin: &Bin| bin.size * (bin.margin / bin.size - self.mean).powi(2);
        let between = bins.iter().map(apart).sum::<f64>();
        // Bins of pure noise have 15 parts in `count` of the variance between them.
        let noise = self.variance * (bins.len() as f64 - 1.0);
        let share = ((between - noise) / (self.variance * count)).clamp(0.0, 1.0);
        let knowing: f64 = bins.iter().map(|bin| least(bin.kinds.iter().copied())).sum();
        let worth = Usd::new(((self.blind - knowing) / count).max(0.0));
        (share >= 0.01).then_some(Sensitivity { input, share, worth })
    }
}

/// Draws in one slice of an input: how many, and their sums.
#[derive(Clone)]
struct Bin {
    size: f64,
    margin: f64,
    kinds: Vec<f64>,
}

fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::INFINITY, f64::min)
}
