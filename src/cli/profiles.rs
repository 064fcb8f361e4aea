//! `breakeven profiles …`: looking at profiles, checking them, and changing them.

mod list;
mod set;
mod shipped_files;
mod show;
mod validate;

use anyhow::{Result, bail};

use super::args::ProfileArgs;
use super::around::{Outcome, Surroundings};
use super::hinted::hinted;
use super::own_profiles::catalog;
use super::profiles_args::{ProfilesArgs, ProfilesCommand};
use crate::profile::sections::{SECTIONS, section};
use crate::profile::{jsonschema, template};
use crate::text::{did_you_mean, printable};

/// Does what was asked.
///
/// # Errors
/// Profiles that cannot be read, names that no profile has, files that cannot be written.
pub fn run(args: &ProfilesArgs, around: &Surroundings) -> Result<Outcome> {
    let today = |profiles: &ProfileArgs| profiles.today.unwrap_or(around.today);
    match &args.command {
        ProfilesCommand::List(args) => {
            let catalog = catalog(&args.profiles, around)?;
            Ok(Outcome::answer(list::list(args, &catalog, today(&args.profiles))))
        }
        ProfilesCommand::Show { name, profiles } => {
            let catalog = catalog(profiles, around)?;
            show::show(name, &catalog, today(profiles)).map(Outcome::answer)
        }
        ProfilesCommand::Validate { paths, profiles } => {
            validate::validate(paths, profiles, around, today(profiles))
        }
        ProfilesCommand::Export { folder, force } => shipped_files::export(folder, *force),
        ProfilesCommand::Set { target, value, file, profiles } => {
            set::set(target, value, file, profiles, around)
        }
        ProfilesCommand::New { kind, names } => new(kind, names).map(Outcome::answer),
        ProfilesCommand::Schema => Ok(Outcome::answer(jsonschema::text())),
        ProfilesCommand::Path { profiles } => {
            shipped_files::path(profiles, around).map(Outcome::answer)
        }
    }
}

fn new(kind: &str, names: &[String]) -> Result<String> {
    let known = || SECTIONS.iter().map(|section| section.key);
    let Some(section) = section(kind) else {
        let hint = did_you_mean(kind, known()).unwrap_or_else(|| {
            format!("expected one of {}", known().collect::<Vec<_>>().join(", "))
        });
        return Err(hinted(format!("unknown kind of profile `{}`", printable(kind)), hint));
    };
    if names.len() != section.names.len() {
        let wanted: String =
            section.names.iter().map(|n| format!(" {}", n.to_uppercase())).collect();
        let found = crate::text::count(names.len(), "name");
        return Err(hinted(
            format!("{found} for `{kind}`; expected {}", section.names.len()),
            format!("breakeven profiles new {kind}{wanted}"),
        ));
    }
    for name in names {
        if let Some(problem) = crate::profile::profile_name::name_problem(name) {
            bail!("the name `{}` {problem}", printable(name));
        }
    }
    Ok(template::template(section, names))
}
