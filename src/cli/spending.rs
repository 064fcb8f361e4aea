//! `--spend`: from what an API is paid now to the tokens that this buys.

use anyhow::{Result, bail};

use crate::calc::cash::ledger::Ledger;
use crate::calc::option::serving::ServingOption;
use crate::scenario::Scenario;
use crate::source::Text;
use crate::units::TokensPerDay;

/// A volume whose bill says what a token costs: bills are in proportion to it.
pub const TRIED: TokensPerDay = TokensPerDay::new(1e6);

/// The name of the API that is paid.
///
/// # Errors
/// When several are named.
pub fn paid(named: &[Text]) -> Result<&Text> {
    match named {
        [name] => Ok(name),
        _ => bail!("`--spend` with several APIs\nhint: say which one is paid: `--api NAME`"),
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
    if bill.get() <= 0.0 {
        bail!("`{}` bills nothing for this, so that no money says how many tokens it is", api.id);
    }
    scenario.workload = scenario.workload.times(spend / bill);
    Ok(scenario)
}
