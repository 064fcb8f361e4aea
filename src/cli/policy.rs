//! Money, policy and requirements, as flags, a workload profile and `[defaults]` say them.

use super::args::{ChoiceArgs, CompareArgs};
use super::places::Sited;
use super::require::RequireArgs;
use crate::assumptions::{Assumptions, HostTenure, OneStreamPower, Outlook, Scale, Setup};
use crate::profile::fields::{default_fields, workload_fields};
use crate::profile::record::Fields;
use crate::profile::schema::Field;
use crate::requirement::{Requirement, Requirements};
use crate::tier::Tier;
use crate::units::{HoursPerMonth, TokensPerSecond, Usd, UsdPerHour};

/// What was asked for, by flags or else by the workload profile, in the order of the flags.
pub(super) fn requirements(
    choice: &ChoiceArgs,
    args: &RequireArgs,
    stated: Fields<'_>,
    usual_tier: Option<Tier>,
) -> Requirements {
    let number = |given: Option<f64>, field: &Field| given.or_else(|| stated.number(field));
    let needs = || stated.words(&workload_fields::require::NEEDS).unwrap_or_default();
    let needs = if args.needs.is_empty() {
        needs()
    } else {
        args.needs.iter().map(|kind| kind.clone().into()).collect()
    };
    let words = stated.words(&workload_fields::require::WORDS).unwrap_or_default();
    let stated_words = words.iter().filter_map(|word| Requirement::from_word(word));

    let mut asked: Vec<Requirement> = Vec::new();
    asked.extend(choice.tier.or(stated.tier()).map(Requirement::Tier));
    let min_index = number(choice.min_index, &workload_fields::require::MIN_INDEX);
    asked.extend(min_index.map(Requirement::MinIndex));
    if !needs.is_empty() {
        asked.push(Requirement::Needs(needs));
    }
    asked.extend(
        number(args.context, &workload_fields::require::CONTEXT_TOKENS).map(Requirement::Context),
    );
    asked.extend(
        number(choice.min_speed, &workload_fields::require::MIN_TOKENS_PER_SECOND)
            .map(Requirement::MinSpeed),
    );
    asked.extend(
        number(args.max_wait, &workload_fields::require::MAX_WAIT_SECONDS)
            .map(Requirement::MaxWait),
    );
    for requirement in args.require.iter().cloned().chain(stated_words) {
        if !asked.contains(&requirement) {
            asked.push(requirement);
        }
    }
    asked.extend(number(args.burst, &workload_fields::require::BURST).map(Requirement::Burst));
    // Who asks for less than is usual gets it.
    let usual_tier = usual_tier.min(min_index.map(Tier::of_index).or(usual_tier));
    Requirements { asked, usual_tier, hard_share: args.hard_share() }
}

/// Money and policy: by flags, or else as `[defaults]` say.
pub(super) fn assumptions(args: &CompareArgs, defaults: Fields<'_>, sited: Sited) -> Assumptions {
    let money = &args.money;
    let number =
        |given: Option<f64>, field: &Field| given.unwrap_or_else(|| defaults.required(field));
    let share = |given: Option<f64>, field: &Field| {
        given.unwrap_or_else(|| defaults.required(field) / 100.0)
    };
    let usual = |field: &Field| defaults.range(field).map(|range| range.typical);
    Assumptions {
        electricity: sited.electricity,
        pue: sited.pue,
        places: sited.places,
        horizon_months: money
            .horizon
            .unwrap_or_else(|| defaults.required(&default_fields::HORIZON_MONTHS) as u32),
        headroom: share(money.headroom, &default_fields::HEADROOM_PERCENT),
        ops_hours: HoursPerMonth::new(number(
            money.ops_hours,
            &default_fields::OPS_HOURS_PER_MONTH,
        )),
        ops_rate: UsdPerHour::new(number(money.ops_rate, &default_fields::OPS_USD_PER_HOUR)),
        rent_overhead: share(money.overhead, &default_fields::RENT_OVERHEAD_PERCENT),
        resale_fraction: money.resale,
        api_price_trend: money
            .api_price_trend
            .or_else(|| Some(usual(&default_fields::API_PRICE_TREND_PERCENT_PER_YEAR)? / 100.0))
            .unwrap_or(0.0),
        api_price_floor: money.api_price_floor.unwrap_or(0.0),
        rent_trend: money.rent_trend.unwrap_or(0.0),
        hardware_trend: money.hardware_trend.unwrap_or(0.0),
        host: HostTenure::Bought,
        sleep: None,
        one_stream_power: one_stream_power(defaults),
        setup: money.setup.or(money.setup_hours).map(|_| Setup {
            usd: Usd::new(money.setup.unwrap_or(0.0)),
            hours: money.setup_hours.unwrap_or(0.0),
        }),
        migration: money.migration.map(Usd::new),
        discount: money.discount.unwrap_or(0.0),
        min_speed: TokensPerSecond::new(defaults.required(&default_fields::MIN_TOKENS_PER_SECOND)),
        rent_price: args.rent.rent_price.unwrap_or_default(),
        rent_mode: args.rent.mode(),
        routing: args.require.routing.unwrap_or_default(),
        router_usd_per_1k: args.require.router_usd_per_1k.unwrap_or(0.0),
        outlook: Outlook::default(),
        scale: Scale::default(),
    }
}

fn one_stream_power(defaults: Fields<'_>) -> OneStreamPower {
    let part = |field: &Field| defaults.number(field).map(|percent| percent / 100.0);
    let other = part(&default_fields::ONE_STREAM_POWER_PERCENT).unwrap_or(1.0);
    let data_center = part(&default_fields::DATA_CENTER_ONE_STREAM_POWER_PERCENT).unwrap_or(other);
    OneStreamPower { data_center, other }
}
