//! `breakeven init`: a `breakeven.toml` to begin with.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::around::Outcome;
use super::hinted::hinted;
use super::write;

/// The file, which the tests hold against the program.
const TEMPLATE: &str = include_str!("init.toml");

/// Where to write.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The file to write
    #[arg(value_name = "PATH", default_value = "breakeven.toml")]
    pub path: PathBuf,
    /// Overwrite a file that is there
    #[arg(long)]
    pub force: bool,
}

/// Writes the file, unless there is one.
///
/// # Errors
/// When there is one, or it cannot be written.
pub fn run(args: &InitArgs) -> Result<Outcome> {
    let path = args.path.display();
    if args.path.exists() && !args.force && !write::is_device(&args.path) {
        return Err(hinted(
            format!("{path}: the file is there already; nothing was written"),
            "overwrite it with `--force`",
        ));
    }
    write::output(&args.path, TEMPLATE)?;
    Ok(Outcome {
        stdout: format!("{path}\n"),
        stderr: "hint: fill in your workload, then run `breakeven check`\n".into(),
        ..Outcome::default()
    })
}
