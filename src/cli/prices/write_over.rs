//! `prices update FILE --write DIR`.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};

use super::super::around::{Outcome, Surroundings};
use super::super::hinted::hinted;
use super::super::own_profiles::{catalog, complain};
use super::super::prices_args::UpdatePrices;
use super::super::write::output;
use super::said::{accounts, changes};
use crate::prices::compare::compare;
use crate::prices::update::{Stamp, Updated, update};
use crate::profile::atomic;
use crate::profile::catalog::Catalog;
use crate::profile::document::{BUILTIN, Document};
use crate::text::{count, printable, reason};

/// Writes the files that change, all or none.
pub fn write(args: &UpdatePrices, around: &Surroundings) -> Result<Outcome> {
    let today = args.profiles.today.unwrap_or(around.today);
    let named = args.book.read(today)?;
    let catalog = catalog(&args.profiles, around)?;
    let comparison = compare(&named.book, &catalog, today);
    let stamp = Stamp { as_of: named.as_of, source: named.source.clone() };
    let done = update(&named.book, &catalog, &comparison, &stamp)
        .map_err(|problem| anyhow!(problem.to_string()))?;
    with_changes(&catalog, &done.files)?;
    let place = |file: &Updated| match file.path.strip_prefix(BUILTIN) {
        Some(path) => args.write.join(path),
        None => {
            let path = PathBuf::from(&file.path);
            path.strip_prefix(&args.write).map_or_else(
                |_| args.write.join(path.file_name().unwrap_or(path.as_os_str())),
                |inside| args.write.join(inside),
            )
        }
    };
    let files: Vec<(PathBuf, &Updated)> =
        done.files.iter().map(|file| (place(file), file)).collect();
    for (index, (path, file)) in files.iter().enumerate() {
        let shown = path.display().to_string();
        let shown = printable(&shown);
        if files[..index].iter().any(|(other, _)| other == path) {
            bail!("two files go to `{shown}`; nothing was written");
        }
        // The file that was read may be replaced, and one that holds this already.
        let own = path.as_os_str() == file.path.as_str();
        let there = std::fs::read(path).ok().filter(|_| !own);
        if !args.force && there.is_some_and(|bytes| bytes != file.text.as_bytes()) {
            return Err(hinted(
                format!("`{shown}` is there with another content; nothing was written"),
                format!("read it too with `--profiles {shown}`, or overwrite it with `--force`"),
            ));
        }
    }
    for (path, file) in &files {
        let failed = |error: std::io::Error| {
            anyhow!("{}: {}", printable(&path.display().to_string()), reason(&error))
        };
        path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
        if path.as_os_str() == file.path.as_str() {
            let before = &catalog.documents()[file.document].text;
            atomic::replace(path, before, &file.text).map_err(failed)?;
        } else {
            output(path, &file.text)?;
        }
    }
    let mut stdout = changes(&comparison);
    for (path, file) in &files {
        let path = path.display().to_string();
        let values = count(file.values, "value");
        stdout.push_str(&format!("{}: {values} changed\n", printable(&path)));
    }
    if files.is_empty() {
        stdout.push_str("nothing to write: every price is as in the database\n");
    }
    let mut stderr = accounts(&named.book);
    for (change, why) in &done.left {
        let (profile, field) = (&change.profile, &change.field);
        stderr.push_str(&format!("warning: `{profile}.{field}` was left as it is: {why}\n"));
    }
    if !files.is_empty() {
        let folder = args.write.display().to_string();
        stderr.push_str(&format!("hint: use them with `--profiles {}`\n", printable(&folder)));
    }
    Ok(Outcome { stdout, stderr, ..Outcome::default() })
}

/// The profiles with these files in place of the old ones.
///
/// # Errors
/// A new price that breaks a rule of its profile.
pub fn with_changes(catalog: &Catalog, files: &[Updated]) -> Result<Catalog> {
    let mut documents = catalog.documents().to_vec();
    for file in files {
        let parsed = Document::parse(file.path.clone(), file.text.clone());
        documents[file.document] = parsed.map_err(|problems| complain(&problems))?;
    }
    Catalog::of(documents).map_err(|problems| complain(&problems))
}
