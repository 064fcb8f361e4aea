//! `--config` as it is typed.

use std::path::PathBuf;

use clap::Args;

use crate::check::config::Trust;

/// A file that says what the flags leave open.
#[derive(Clone, Debug, Default, Args)]
pub struct DeclaredArgs {
    /// Take the workload --workload of this breakeven.toml; flags overrule what it says
    #[arg(long, value_name = "PATH", hide_short_help = true)]
    pub config: Option<PathBuf>,
    /// Let `profiles` of that file name files outside of its folder
    #[arg(long, requires = "config", hide_short_help = true)]
    pub allow_outside: bool,
}

impl DeclaredArgs {
    /// What the file may make the program read.
    pub(super) fn trust(&self) -> Trust {
        Trust::of(self.allow_outside)
    }
}
