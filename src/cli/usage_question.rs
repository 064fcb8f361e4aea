//! `--usage`: a question whose workload is in logs.

use anyhow::Result;

use super::args::CompareArgs;
use super::around::Surroundings;
use super::own_profiles::{catalog, catalog_with, complain};
use super::usage_args::WORKLOAD;
use super::usage_command;
use crate::profile::catalog::Catalog;
use crate::profile::document::Document;
use crate::report::Warning;

/// The profiles of a question: those of its logs are over all others, with what is to be said of them.
pub(super) fn asked(
    args: &mut CompareArgs,
    around: &Surroundings,
) -> Result<(Catalog, Vec<Warning>)> {
    let found = catalog(&args.profiles, around)?;
    if args.demand.usage.is_empty() {
        return Ok((found, Vec::new()));
    }
    args.demand.workload = Some(WORKLOAD.into());
    let today = args.profiles.today.unwrap_or(around.today);
    let demand = &args.demand;
    let (text, mut said) = usage_command::profiles(&demand.usage, &demand.terms, &found, today)?;
    said.retain(|warning| args.require.burst.is_none() || warning.code != usage_command::BURST);
    let document = Document::parse("<usage>".into(), text);
    let document = document.map_err(|problems| complain(&problems))?;
    Ok((catalog_with(&args.profiles, vec![document], around)?, said))
}
