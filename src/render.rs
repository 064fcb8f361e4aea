//! Floor 4: report -> text. One file per format; none of them knows where the text goes.

pub mod aligned;
pub mod csv;
pub mod json;
pub mod markdown;
mod page;
pub mod rows;
pub mod sentences;
pub mod sweep_rows;
pub mod table;
pub mod throughput;
pub mod would_change;
pub mod wrap;

/// How many flips are shown to people.
pub const FLIPS_SHOWN: usize = 3;

/// How a table is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns to fill.
    pub width: u16,
    /// Plain characters only.
    pub ascii: bool,
    /// Colours.
    pub color: bool,
    /// Everything, not what fits a screen.
    pub full: bool,
    /// Rows of a list of options.
    pub top: Option<u16>,
}
