//! Money and policy from the assumptions that a report keeps.

use crate::assumptions::{
    Assumptions, HostTenure, OneStreamPower, Outlook, RentMode, RentPrice, Routing, Scale, Setup,
};
use crate::place::{Place, Places, Rack};
use crate::report::{AssumptionsReport, Figure, RackReport};
use crate::units::{
    HoursPerMonth, TokensPerSecond, Usd, UsdPerHour, UsdPerKwh, UsdPerMonth, Watts,
};

fn places(report: &AssumptionsReport) -> Places {
    let ratio = |rack: &RackReport| match report.electricity_usd_per_kwh.0 {
        0.0 => 1.0,
        home => rack.electricity_usd_per_kwh.0 / home,
    };
    let rack = report.rack.as_ref().map(|rack| Rack {
        above: Watts::new(rack.above_watts.0),
        electricity_ratio: ratio(rack),
        pue: rack.pue.0,
        hosting_per_kw: UsdPerMonth::new(rack.hosting_usd_per_kw_month.0),
        ops_hours_per_kw: HoursPerMonth::new(rack.operations_hours_per_kw_month.0),
    });
    Places { stated: report.place.as_deref().and_then(Place::from_word), rack }
}

/// The assumptions of a report.
pub fn assumptions(report: &AssumptionsReport) -> Assumptions {
    let share = |percent: Figure| percent.0 / 100.0;
    Assumptions {
        electricity: UsdPerKwh::new(report.electricity_usd_per_kwh.0),
        pue: report.pue.0,
        places: places(report),
        horizon_months: report.horizon_months,
        headroom: report.headroom.0,
        ops_hours: HoursPerMonth::new(report.operations_hours_per_month.0),
        ops_rate: UsdPerHour::new(report.operations_usd_per_hour.0),
        // The inputs hold the rent that is paid, and nothing that follows the load is rebuilt.
        rent_price: RentPrice::OnDemand,
        rent_mode: RentMode::Always,
        routing: Routing::default(),
        router_usd_per_1k: 0.0,
        rent_overhead: share(report.rent_overhead_percent),
        resale_fraction: report.resale_percent.map(share),
        api_price_trend: share(report.api_price_trend_percent_per_year),
        api_price_floor: share(report.api_price_floor_percent),
        rent_trend: report.rent_trend_percent_per_year.map_or(0.0, share),
        hardware_trend: report.hardware_trend_percent_per_year.map_or(0.0, share),
        setup: report.setup_usd.map(|usd| Setup { usd: Usd::new(usd.0), hours: 0.0 }),
        migration: report.migration_usd.map(|usd| Usd::new(usd.0)),
        discount: share(report.discount_percent_per_year),
        min_speed: TokensPerSecond::new(report.min_tokens_per_second.0),
        // The inputs hold the power that is counted.
        host: HostTenure::Bought,
        sleep: None,
        // The inputs hold what machines do.
        one_stream_power: OneStreamPower { data_center: 1.0, other: 1.0 },
        outlook: Outlook::default(),
        scale: Scale::default(),
    }
}
