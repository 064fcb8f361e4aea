//! Maps and bars in a terminal.

use super::canvas::{Canvas, Run};
use super::drawing_axis::{across, beside, legend, titled, upward};
use super::palette::Tone;
use super::picture::{Bar, Bars, Cells};
use crate::render::Style;
use crate::render::wrap::width;

/// The most columns of the names of bars.
const NAMES: usize = 20;

/// A letter for each cell, in its colour.
pub fn cells(cells: &Cells, style: Style) -> Vec<Vec<Run>> {
    let (columns, rows) = (cells.columns.len(), cells.rows.len());
    let (_, gutter) = upward(&cells.y, rows);
    let mut canvas = Canvas::new(columns, rows, true);
    for (row, winners) in cells.winners.iter().enumerate() {
        for (column, tone) in winners.iter().enumerate() {
            let letter = tone.look().letter.to_string();
            canvas.write(column, rows - 1 - row, &letter, Some(*tone));
        }
    }
    canvas.write(cells.here.0, rows - 1 - cells.here.1, "+", None);
    let mut lines = titled(&cells.y, usize::from(style.width));
    lines.extend(beside(&cells.y, &canvas, rows));
    lines.extend(across(&cells.x, gutter, &canvas));
    let there = |tone: &Tone| cells.winners.iter().flatten().any(|winner| winner == tone);
    let tones = Tone::KINDS.into_iter().chain([Tone::Nothing]).filter(there);
    let named = tones.map(|tone| (tone, tone.look().name.to_string()));
    lines.extend(legend(named, "+ you are here", usize::from(style.width)));
    lines
}

/// A bar for each lever, from what its low value makes of the lead to what its high one does.
pub fn bars(bars: &Bars, style: Style) -> Vec<Vec<Run>> {
    let columns = usize::from(style.width);
    let longest = bars.rows.iter().map(|bar| width(&bar.name)).max().unwrap_or(0);
    let gutter = longest.min(NAMES).min(columns * 2 / 5) + 1;
    let wide = columns.saturating_sub(gutter + 1).max(8);
    let mut lines: Vec<Vec<Run>> = Vec::new();
    let place = |value: f64| bars.axis.place(value).unwrap_or(0.0) * (wide - 1) as f64;
    let column = |value: f64| place(value).round() as usize;
    let (zero, now) = (column(0.0), column(bars.now.0));
    for bar in &bars.rows {
        let name: String = bar.name.chars().take(gutter - 1).collect();
        let mut runs = vec![(None, format!("{name:>width$} ", width = gutter))];
        runs.extend(one_bar(bar, bars.leads, (zero, now, wide), &column));
        lines.push(runs);
    }
    let canvas = Canvas::new(wide, 1, true);
    lines.extend(across(&bars.axis, gutter, &canvas));
    let leads = bars.leads.look();
    let verb = if bars.leads.is_several() { "lead" } else { "leads" };
    lines.push(vec![(Some(bars.leads), "█".into()), (None, format!(" {} {verb}", leads.name))]);
    lines.push(vec![(Some(Tone::Excess), "▒".into()), (None, " another does".into())]);
    lines.push(vec![(None, "│ now".into())]);
    lines
}

fn one_bar(
    bar: &Bar,
    leads: Tone,
    (zero, now, wide): (usize, usize, usize),
    column: &dyn Fn(f64) -> usize,
) -> Vec<Run> {
    let (from, to) = (column(bar.least.0), column(bar.most.0));
    (0..wide)
        .map(|at| match at {
            _ if at == now => (None, "│".to_string()),
            _ if (from..=to).contains(&at) && at < zero => (Some(Tone::Excess), "▒".to_string()),
            _ if (from..=to).contains(&at) => (Some(leads), "█".to_string()),
            _ if at == zero => (None, "┊".to_string()),
            _ => (None, " ".to_string()),
        })
        .collect()
}
