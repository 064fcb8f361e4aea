//! `breakeven.toml`: what a repository declares, checked.

use std::path::Path;

use crate::profile::document::Document;
use crate::profile::files::read_text;
use crate::profile::problem::Problem;

mod bounds;
mod declaration;
mod inside;
mod reader;
mod wanted;

pub use declaration::{Check, Config, Declared, Wanted};
pub use inside::Trust;
use reader::Reader;

/// Where it is looked for.
pub const FILE: &str = "breakeven.toml";

/// Reads the file for its checks.
///
/// # Errors
/// Everything that is wrong with it; also that it has no check.
pub fn read(path: &Path, trust: Trust) -> Result<Config, Vec<Problem>> {
    let config = declared(path, trust)?;
    if config.checks.is_empty() {
        let problem = Problem::of_file(&config.document.path, "no checks are defined")
            .hint("add a table like `[check.budget]` with `metric` and `max`");
        return Err(vec![problem]);
    }
    Ok(config)
}

/// Reads the file for what it declares.
///
/// # Errors
/// Everything that is wrong with it.
pub fn declared(path: &Path, trust: Trust) -> Result<Config, Vec<Problem>> {
    let text = read_text(path).map_err(|problem| {
        let hint = format!("write one, or name it with `--config PATH`; without it, {FILE} here");
        vec![if path == Path::new(FILE) { problem.hint(hint) } else { problem }]
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    inside::of_config(path, folder, trust).map_err(|problem| vec![problem])?;
    let config = parsed(path.display().to_string(), text, folder)?;
    let outside = inside::of_profiles(&config.document, &config.profiles, folder, trust);
    if outside.is_empty() { Ok(config) } else { Err(outside) }
}

/// What the text of such a file declares; paths in it are from `folder`. Nothing else is read.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parsed(path: String, text: String, folder: &Path) -> Result<Config, Vec<Problem>> {
    let document = Document::parse(path, text)?;
    Reader::new(&document).read(folder)
}
