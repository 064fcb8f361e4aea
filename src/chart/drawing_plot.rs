//! Lines over an axis in a terminal.

use super::canvas::{Canvas, Run};
use super::drawing_axis::{across, beside, legend, titled, upward};
use super::picture::{Line, Mark, MarkKind, Plot, Shape};
use crate::render::Style;
use crate::render::wrap::width;

/// Lines over an axis, in so many rows.
pub fn plot(plot: &Plot, style: Style, rows: usize) -> Vec<Vec<Run>> {
    let columns = usize::from(style.width);
    // The axis below takes three rows, its title one and the legend one.
    let high = rows.saturating_sub(5).max(4);
    let (_, gutter) = upward(&plot.y, high);
    let wide = columns.saturating_sub(gutter + 1).max(8);
    let mut canvas = Canvas::new(wide, high, style.ascii);
    plot.marks.iter().for_each(|mark| upright(&mut canvas, plot, mark));
    plot.lines.iter().for_each(|line| trace(&mut canvas, plot, line));
    plot.lines.iter().enumerate().for_each(|(index, line)| letters(&mut canvas, plot, line, index));
    plot.marks.iter().for_each(|mark| named(&mut canvas, plot, mark));
    let mut lines = titled(&plot.y, columns);
    lines.extend(beside(&plot.y, &canvas, high));
    lines.extend(across(&plot.x, gutter, &canvas));
    let here = plot.marks.iter().any(|mark| mark.what == MarkKind::Here);
    let tones = plot.lines.iter().map(|line| (line.tone, line.name.clone()));
    lines.extend(legend(tones, if here { "+ you are here" } else { "" }, columns));
    lines
}

fn places<'p>(plot: &'p Plot, line: &'p Line) -> impl Iterator<Item = Option<(f64, f64)>> + 'p {
    line.points.iter().map(|point| {
        let y = point.y.and_then(|y| plot.y.place(y.0));
        plot.x.place(point.x.0).zip(y)
    })
}

fn trace(canvas: &mut Canvas, plot: &Plot, line: &Line) {
    let mut before: Option<(f64, f64)> = None;
    for place in places(plot, line) {
        if let (Some((x, y)), Shape::Area) = (place, line.shape) {
            canvas.fill(x, 0.0, y, line.tone);
        }
        match (before, place) {
            (Some(from), Some(to)) => canvas.line(from, to, line.tone),
            (None, Some((x, y))) => canvas.dot(x, y, line.tone),
            _ => {}
        }
        before = place;
    }
}

/// A letter on the line every so often, so that it is known without its colour.
fn letters(canvas: &mut Canvas, plot: &Plot, line: &Line, index: usize) {
    let every = (canvas.columns() / 4).max(8);
    let letter = line.tone.look().letter.to_string();
    if line.shape == Shape::Area {
        return;
    }
    let there: Vec<(f64, f64)> = places(plot, line).flatten().collect();
    let (Some(first), Some(last)) = (there.first(), there.last()) else { return };
    let (start, end) = (canvas.cell(first.0, 0.0).0, canvas.cell(last.0, 0.0).0);
    let mut column = start + 1 + index * every / plot.lines.len().max(1);
    while column <= end {
        let at = there.iter().find(|(x, _)| canvas.cell(*x, 0.0).0 >= column);
        if let Some((x, y)) = at {
            let (column, row) = canvas.cell(*x, *y);
            canvas.write(column, row, &letter, Some(line.tone));
        }
        column += every;
    }
}

fn upright(canvas: &mut Canvas, plot: &Plot, mark: &Mark) {
    if let Some(x) = plot.x.place(mark.x.0) {
        canvas.dashes(x, mark.tone);
    }
}

/// The mark itself and its name where there is room beside it.
fn named(canvas: &mut Canvas, plot: &Plot, mark: &Mark) {
    let Some((x, y)) = plot.x.place(mark.x.0).zip(plot.y.place(mark.y.0)) else { return };
    let (column, row) = canvas.cell(x, y);
    let sign = match mark.what {
        MarkKind::Here => "+",
        MarkKind::BreakEven | MarkKind::Payback | MarkKind::Busiest => "o",
    };
    canvas.write(column, row, sign, Some(mark.tone));
    let length = width(&mark.name);
    for away in 0..canvas.rows() {
        for row in [row.checked_sub(away), Some(row + away)].into_iter().flatten() {
            let left = column.checked_sub(length + 1);
            for start in [Some(column + 2), left].into_iter().flatten() {
                let (from, margin) = (start.saturating_sub(1), length + 2);
                if canvas.is_free(from, row, margin.min(canvas.columns().saturating_sub(from)))
                    && start + length <= canvas.columns()
                {
                    canvas.write(start, row, &mark.name, None);
                    return;
                }
            }
        }
    }
}
