//! What comes out, as it is typed.

use clap::{Args, ValueEnum};

use super::amounts;
use crate::money::{Currency, shown_in};

/// What comes out.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Form of the answer
    #[arg(short = 'f', long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", hide_short_help = true)]
    pub json: bool,
    /// Print each formula with its numbers, and where each number is from
    #[arg(long)]
    pub explain: bool,
    /// Show every number, reason and assumption instead of one screen
    #[arg(long)]
    pub full: bool,
    /// Rows of --all [default: 20]
    #[arg(long, value_name = "N", value_parser = amounts::count, hide_short_help = true,
          allow_hyphen_values = true)]
    pub top: Option<u16>,
    /// Show amounts in another currency at this rate, EUR=0.92; what is typed, JSON and CSV stay in
    /// US dollars
    #[arg(long, value_name = "CODE=RATE", value_parser = Currency::read, hide_short_help = true)]
    pub currency: Option<Currency>,
    /// Draw this often from what is only believed, to say how sure the verdict is; 0 for not at all
    /// [default: 4096]
    #[arg(long, value_name = "N", value_parser = amounts::draws, hide_short_help = true,
          allow_hyphen_values = true)]
    pub draws: Option<u32>,
    /// Where the draws begin: the same seed draws the same [default: 0]
    #[arg(long, value_name = "N", value_parser = amounts::seed, hide_short_help = true,
          allow_hyphen_values = true)]
    pub seed: Option<u64>,
    /// Call a verdict that wins fewer of the draws a toss-up [default: 80]
    #[arg(long, value_name = "PERCENT", value_parser = amounts::percent, hide_short_help = true,
          allow_hyphen_values = true)]
    pub confidence: Option<f64>,
    /// Colours
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_short_help = true)]
    pub color: Color,
    /// Draw tables with plain characters
    #[arg(long, hide_short_help = true)]
    pub ascii: bool,
    /// Columns to fill [default: of the terminal, else 80]
    #[arg(long, value_name = "COLUMNS", value_parser = amounts::width, hide_short_help = true,
          allow_hyphen_values = true)]
    pub width: Option<u16>,
}

impl OutputArgs {
    /// The form of the answer.
    pub fn form(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    /// Whether every number is to be shown.
    pub const fn is_full(&self) -> bool {
        self.full || self.explain
    }

    /// Does some work with amounts in the currency that people are to read.
    pub fn in_currency<T>(&self, work: impl FnOnce() -> T) -> T {
        let for_people = matches!(self.form(), Format::Table | Format::Markdown);
        let currency = self.currency.filter(|_| for_people);
        shown_in(currency.map(|own| if self.ascii { own.in_ascii() } else { own }), work)
    }
}

/// Form of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Table,
    /// The whole report
    Json,
    /// One row per option
    Csv,
    /// For a pull request
    Markdown,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
