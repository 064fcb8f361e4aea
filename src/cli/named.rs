//! From names as they were typed to profiles.

use anyhow::{Result, anyhow};

use super::hinted::hinted;
use crate::profile::called::Unknown;
use crate::profile::catalog::Catalog;
use crate::profile::nouns::Noun;
use crate::profile::record::Record;
use crate::text::{did_you_mean, shown};

/// What is called so.
pub(super) fn known<'c, T: Noun>(catalog: &'c Catalog, what: &str, name: &str) -> Result<&'c T> {
    let record = catalog.called(T::KIND, what, name).map_err(said)?;
    catalog.named(&record.name).ok_or_else(|| anyhow!("no {what} is called `{}`", shown(name)))
}

/// The profile that is called so.
pub(super) fn record<'c>(
    catalog: &'c Catalog,
    kind: &'static str,
    name: &str,
) -> Result<&'c Record> {
    catalog.called(kind, kind, name).map_err(said)
}

fn said(Unknown { message, hint }: Unknown) -> anyhow::Error {
    match hint {
        Some(hint) => hinted(message, hint),
        None => anyhow!(message),
    }
}

/// Whether a word is one of the names of what has no profile of its own.
pub(super) fn one_of<'a>(
    what: &str,
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<()> {
    let mut all = names.clone();
    if all.any(|known| known == name) { Ok(()) } else { Err(unknown(what, name, names)) }
}

pub(super) fn unknown<'a>(
    what: &str,
    name: &str,
    names: impl Iterator<Item = &'a str>,
) -> anyhow::Error {
    let names: Vec<&str> = names.collect();
    let hint = did_you_mean(name, names.iter().copied()).unwrap_or_else(|| {
        let mut sorted = names;
        sorted.sort_unstable();
        sorted.dedup();
        let first = sorted.iter().take(8).copied().collect::<Vec<_>>().join(", ");
        let more = if sorted.len() > 8 { ", …" } else { "" };
        format!("known are {first}{more}")
    });
    hinted(format!("no {what} is called `{}`", shown(name)), hint)
}
