//! The profiles of a run, and what is wrong with them.

use std::path::PathBuf;

use anyhow::{Result, anyhow};

use super::args::ProfileArgs;
use super::around::Surroundings;
use super::hinted::hinted;
use crate::profile::catalog::Catalog;
use crate::profile::document::Document;
use crate::profile::files;
use crate::profile::problem::Problem;
use crate::text::count;

/// The shipped profiles with those of `BREAKEVEN_PROFILES` and then `--profiles` over them.
pub(super) fn catalog(args: &ProfileArgs, around: &Surroundings) -> Result<Catalog> {
    catalog_with(args, Vec::new(), around)
}

/// The same with more of them over all others.
pub(super) fn catalog_with(
    args: &ProfileArgs,
    mut more: Vec<Document>,
    around: &Surroundings,
) -> Result<Catalog> {
    let own = files::read(&paths(args, around)).map(|mut own| {
        own.append(&mut more);
        own
    });
    let catalog = own.and_then(if args.no_builtin { Catalog::of } else { Catalog::with });
    let catalog = catalog.map_err(|problems| complain(&problems))?;
    if catalog.documents().is_empty() {
        return Err(hinted(
            "`--no-builtin` leaves no profile",
            "name yours with `--profiles PATH`",
        ));
    }
    Ok(catalog)
}

/// Where the user's own profiles are, in the order in which they are read.
pub(super) fn paths(args: &ProfileArgs, around: &Surroundings) -> Vec<PathBuf> {
    let from_variable = around.profiles.iter().flat_map(std::env::split_paths);
    from_variable
        .filter(|path| !path.as_os_str().is_empty())
        .chain(args.profiles.iter().cloned())
        .collect()
}

/// The most problems that are shown: more would scroll the first, which often causes the others,
/// out of sight.
const MOST_PROBLEMS: usize = 20;

/// All problems at once, and how many there are when they are many.
pub(super) fn complain(problems: &[Problem]) -> anyhow::Error {
    let texts: Vec<String> = problems.iter().take(MOST_PROBLEMS).map(ToString::to_string).collect();
    let mut message = texts.join("\nerror: ");
    if problems.len() > MOST_PROBLEMS {
        let total = count(problems.len(), "problem");
        message.push_str(&format!("\n{total}; the first {MOST_PROBLEMS} are shown"));
    } else if problems.len() > 1 {
        message.push_str(&format!("\n{}", count(problems.len(), "problem")));
    }
    anyhow!(message)
}
