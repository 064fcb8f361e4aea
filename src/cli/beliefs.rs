//! What is believed of inputs that nobody stated: the ranges of `[defaults]`.

use super::args::{CompareArgs, DemandArgs};
use super::crowd::Crowd;
use crate::lever::{Belief, Lever, Spreads};
use crate::load::Load;
use crate::profile::fields::default_fields::{self, lever_spread};
use crate::profile::record::Fields;
use crate::profile::schema::Field;
use crate::range::Range;
use crate::workload::Workload;

/// The beliefs of a question: of what neither a flag nor a workload states.
pub(super) fn beliefs(
    args: &CompareArgs,
    defaults: Fields<'_>,
    workload: &Workload,
    crowd: Option<Crowd>,
) -> Vec<Belief> {
    /// A lever, whether it is stated, the field that says what is believed, and its unit.
    type Input<'f> = (Lever, bool, &'f Field, fn(f64) -> f64);
    let (demand, money) = (&args.demand, &args.money);
    let is_profile = demand.workload.is_some();
    let mix = demand.mix.is_some() || demand.request.is_some() || demand.input.is_some();
    let inputs: [Input<'_>; 5] = [
        (
            Lever::Electricity,
            money.electricity.is_some() || money.country.is_some(),
            &default_fields::ELECTRICITY_USD_PER_KWH,
            as_it_is,
        ),
        (
            Lever::OpsHours,
            money.ops_hours.is_some(),
            &default_fields::OPS_HOURS_PER_MONTH,
            as_it_is,
        ),
        (Lever::InputShare, is_profile || mix, &default_fields::MIX_INPUT_SHARE, as_it_is),
        (
            Lever::CachedShare,
            is_profile || demand.cached.is_some(),
            &default_fields::CACHED_PERCENT,
            percent,
        ),
        (
            Lever::ApiPriceTrend,
            money.api_price_trend.is_some(),
            &default_fields::API_PRICE_TREND_PERCENT_PER_YEAR,
            percent,
        ),
    ];
    let unstated = inputs.into_iter().filter(|(_, is_stated, ..)| !is_stated);
    let believed = unstated.filter_map(|(lever, _, field, unit)| {
        Some(Belief { lever, range: defaults.range(field)?.map(unit) })
    });
    let peak = peak(demand, defaults, &workload.load);
    let volume = crowd.map(|crowd| crowd.belief(workload));
    believed.chain(peak).chain(volume).filter(|belief| is_wide(&belief.range)).collect()
}

/// How far values may plausibly be from those that are counted; a whole one where `[defaults]` says
/// nothing.
pub fn spreads(defaults: Fields<'_>) -> Spreads {
    let stated = defaults.table(&default_fields::LEVER_SPREAD);
    Spreads(Lever::ALL.map(|lever| {
        let (field, per_unit) = lever_spread::of(lever);
        let found = stated.number(field);
        match per_unit {
            None => found.map_or(1.0, f64::ln),
            Some(per_unit) => found.map_or(1.0, |points| points / per_unit),
        }
    }))
}

/// The busiest hour of a load that nobody chose, around its own.
fn peak(demand: &DemandArgs, defaults: Fields<'_>, load: &Load) -> Option<Belief> {
    if demand.workload.is_some() || demand.load.is_some() || demand.peak.is_some() {
        return None;
    }
    let range = defaults.range(&default_fields::PEAK_FACTOR)?;
    let own = load.peak_factor() / range.typical;
    Some(Belief { lever: Lever::PeakFactor, range: range.map(|peak| peak * own) })
}

const fn as_it_is(value: f64) -> f64 {
    value
}

const fn percent(value: f64) -> f64 {
    value / 100.0
}

fn is_wide(range: &Range<f64>) -> bool {
    range.low < range.high
}
