//! `breakeven prices …`: public price databases in, profiles or differences out.

mod diffed;
mod differ;
mod said;
mod take;
mod write_over;

use anyhow::Result;

use super::around::{Outcome, Surroundings};
use super::prices_args::{PricesArgs, PricesCommand};

/// Does what was asked.
///
/// # Errors
/// A file that cannot be read or written, or is no price database.
pub fn run(args: &PricesArgs, around: &Surroundings) -> Result<Outcome> {
    match &args.command {
        PricesCommand::Import(args) => take::import(args, around.today),
        PricesCommand::Diff(args) => differ::diff(args, around),
        PricesCommand::Update(args) => write_over::write(args, around),
    }
}
