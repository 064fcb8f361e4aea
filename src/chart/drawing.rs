//! Pictures in a terminal: fitted to its width and height, with the numbers in words below.

use super::canvas::Run;
use super::picture::{Body, Picture};
use super::{drawing_cells, drawing_plot};
use crate::render::Style;
use crate::render::wrap::wrap;

/// Rows of a picture that nobody measured.
pub const USUAL_ROWS: u16 = 24;
/// A picture lower than this shows nothing.
const LEAST: usize = 6;

/// Where a picture is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Columns, characters and colours.
    pub style: Style,
    /// Rows to fill, words included where they leave room.
    pub rows: u16,
}

/// A picture as text.
pub fn draw(picture: &Picture, frame: Frame) -> String {
    let columns = usize::from(frame.style.width);
    let below = below(picture, columns);
    let taken = below.lines().count() + 2;
    let rows = usize::from(frame.rows).saturating_sub(taken);
    // Words may be many: a picture keeps half of the rows.
    let rows = rows.max(usize::from(frame.rows) / 2).max(LEAST);
    let mut out = format!("{}\n\n", wrap(&picture.title, columns));
    let lines = match &picture.body {
        Body::Plot(plot) => drawing_plot::plot(plot, frame.style, rows),
        Body::Bars(bars) => drawing_cells::bars(bars, frame.style),
        Body::Cells(cells) => drawing_cells::cells(cells, frame.style),
    };
    for runs in lines {
        out.push_str(&painted(&runs, frame.style.color));
        out.push('\n');
    }
    out.push('\n');
    out.push_str(&below);
    if frame.style.ascii { plain(&out) } else { out }
}

/// The finding and the numbers in words.
fn below(picture: &Picture, columns: usize) -> String {
    let mut text = format!("{}\n", wrap(&picture.finding, columns));
    for number in &picture.numbers {
        let wrapped = wrap(number, columns.saturating_sub(2)).replace('\n', "\n  ");
        text.push_str(&format!("- {wrapped}\n"));
    }
    text
}

/// A row of characters in its colours.
pub fn painted(runs: &[Run], color: bool) -> String {
    let mut out = String::new();
    for (tone, text) in runs {
        match tone.filter(|_| color && !text.trim().is_empty()) {
            Some(tone) => {
                let style = anstyle::Ansi256Color(tone.look().terminal).on_default();
                out.push_str(&format!("{style}{text}{style:#}"));
            }
            None => out.push_str(text),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Characters that every terminal has.
fn plain(text: &str) -> String {
    let replaced = |c: char| match c {
        '│' | '┤' => '|',
        '─' => '-',
        '└' | '┬' => '+',
        '█' => '#',
        '▒' => '%',
        '┊' => ':',
        c if c.is_ascii() => c,
        _ => '?',
    };
    text.chars().map(replaced).collect()
}
