//! `--spend`: from what an API is paid now to the tokens that this buys.

use anyhow::{Result, bail};

use super::hinted::hinted;
use crate::calc::cash::ledger::Ledger;
use crate::calc::option::serving::ServingOption;
use crate::calc::price::invoice::Invoice;
use crate::figure::dollars;
use crate::scenario::Scenario;
use crate::source::Text;
use crate::units::{TokensPerDay, UsdPerMonth};

/// A volume whose bill says what a token costs.
pub const TRIED: TokensPerDay = TokensPerDay::new(1e6);

/// The smallest multiple of that volume that is looked at.
const LEAST: f64 = 1e-9;
/// The largest.
const MOST: f64 = 1e12;

/// The name of the API that is paid.
///
/// # Errors
/// When several are named.
pub fn paid(named: &[Text]) -> Result<&Text> {
    match named {
        [name] => Ok(name),
        _ => Err(hinted("`--spend` with several APIs", "say which one is paid: `--api NAME`")),
    }
}

/// The question with the tokens that the money buys: the bill of the first month at the stated mix,
/// turned round.
///
/// # Errors
/// When the API bills nothing for them.
pub fn bought(mut scenario: Scenario<'_>) -> Result<Scenario<'_>> {
    let (Some(spend), Some(api)) = (scenario.spend, scenario.baseline) else { return Ok(scenario) };
    let option = ServingOption::api(api);
    let bill = Ledger::new(&option, &scenario).today().running.total();
    if bill.get() <= 0.0 && Invoice::of(api, &scenario).is_none() {
        bail!("`{}` bills nothing for this, so that no money says how many tokens it is", api.id);
    }
    let times = match Invoice::of(api, &scenario) {
        None => spend / bill,
        Some(_) => times(&scenario, &option, spend)?,
    };
    scenario.workload = scenario.workload.times(times);
    Ok(scenario)
}

/// So many times the volume costs what is spent, where the bill is not in proportion to it.
fn times(scenario: &Scenario<'_>, option: &ServingOption<'_>, spend: UsdPerMonth) -> Result<f64> {
    let bill = |times: f64| {
        let workload = scenario.workload.times(times);
        let scenario = Scenario { workload, ..scenario.clone() };
        Ledger::new(option, &scenario).today().running.total()
    };
    let (mut low, mut high) = (LEAST, LEAST);
    while bill(high) < spend && high < MOST {
        (low, high) = (high, high * 2.0);
    }
    if high == LEAST || high >= MOST {
        bail!("no volume is billed {} a month", dollars(spend.get()));
    }
    // To the last bit, or nearly.
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if bill(middle) < spend { low = middle } else { high = middle }
    }
    Ok(high)
}
