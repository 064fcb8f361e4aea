//! Bars and maps on a page.

use super::palette::Tone;
use super::picture::{Bar, Bars, Cells};
use super::svg_frame::{Frame, HIGH};
use super::svg_paper::{Anchor, Paper, WIDE, at};
use crate::report::Figure;
use crate::text::markup::xml;

/// From one bar to the next.
const STEP: f64 = 20.0;

/// Where the cells of a map are drawn.
const MAP: Frame = Frame { top: 26.0, ..Frame::PLOT };

fn number(figure: Figure) -> String {
    figure.rounded().to_string()
}

/// A bar for each lever.
pub fn bars(bars: &Bars) -> Paper {
    let top = 30.0;
    let bottom = top + STEP * bars.rows.len().max(1) as f64;
    let frame = Frame { left: 138.0, top, right: WIDE - 14.0, bottom };
    let mut paper = Paper::new(bottom + 42.0);
    frame.across(&mut paper, &bars.axis);
    let (zero, now) = (frame.x(&bars.axis, 0.0), frame.x(&bars.axis, bars.now.0));
    for (index, bar) in bars.rows.iter().enumerate() {
        one_bar(&mut paper, frame, bars, (bar, top + STEP * index as f64), zero);
    }
    if let Some(zero) = zero {
        paper.line("axis", (zero, top), (zero, bottom));
    }
    if let Some(now) = now {
        paper.line("now", (now, top - 4.0), (now, bottom));
        let said = format!("now {}", bars.axis.label(bars.now.0));
        paper.beside("said", now, &[20.0], &said);
    }
    paper
}

fn one_bar(paper: &mut Paper, frame: Frame, bars: &Bars, (bar, y): (&Bar, f64), zero: Option<f64>) {
    paper.text("tick", (frame.left - 6.0, y + 14.0), Anchor::End, &bar.name);
    let ends = [bar.least, bar.most].map(|end| frame.x(&bars.axis, end.0));
    let [Some(from), Some(to)] = ends else { return };
    let zero = zero.unwrap_or(frame.left).clamp(from, to);
    let (name, low, high, now) =
        (xml(&bar.name), number(bar.low), number(bar.high), number(bars.now));
    paper.add(&format!(
        r#"<g data-bar="{name}" data-low="{low}" data-high="{high}" data-now="{now}">"#
    ));
    for (from, to, tone) in [(from, zero, Tone::Excess), (zero, to, bars.leads)] {
        if to > from {
            let [x, y, wide] = [from, y + 3.0, to - from].map(at);
            let tone = tone.word();
            paper.add(&format!(
                r#"<rect class="bar t-{tone}" x="{x}" y="{y}" width="{wide}" height="14"/>"#
            ));
        }
    }
    paper.add("</g>");
}

/// A cell for each pair of values.
pub fn cells(cells: &Cells) -> Paper {
    let frame = MAP;
    let mut paper = Paper::new(HIGH);
    let wide = (frame.right - frame.left) / cells.columns.len() as f64;
    let high = (frame.bottom - frame.top) / cells.rows.len() as f64;
    let columns: Vec<String> = cells.columns.iter().map(|value| number(*value)).collect();
    paper.add(&format!(r#"<g class="cells" data-columns="{}">"#, columns.join(" ")));
    for (row, winners) in cells.winners.iter().enumerate() {
        let letters: String = winners.iter().map(|tone| tone.look().letter).collect();
        let value = number(cells.rows[row]);
        paper.add(&format!(r#"<g data-row="{value}" data-winners="{letters}">"#));
        let y = frame.bottom - high * (row + 1) as f64;
        for (start, length, tone) in runs(winners) {
            let [x, y, wide, high] =
                [frame.left + wide * start as f64, y, wide * length as f64, high + 0.2].map(at);
            let tone = tone.word();
            paper.add(&format!(
                r#"<rect class="cell t-{tone}" x="{x}" y="{y}" width="{wide}" height="{high}"/>"#
            ));
        }
        paper.add("</g>");
    }
    paper.add("</g>");
    edges(&mut paper, cells, frame, (wide, high));
    frame.upward(&mut paper, &cells.y);
    frame.across(&mut paper, &cells.x);
    let center = |(column, row): (usize, usize)| {
        (frame.left + wide * (column as f64 + 0.5), frame.bottom - high * (row as f64 + 0.5))
    };
    let (x, y) = center(cells.here);
    let [cx, cy] = [x, y].map(at);
    paper.add(&format!(r#"<circle class="here" cx="{cx}" cy="{cy}" r="5"/>"#));
    paper.beside("on", x + 4.0, &[y - 7.0, y + 18.0, y - 23.0], "you are here");
    for tone in Tone::KINDS {
        if let Some((x, y)) = middle_of(cells, tone).map(center) {
            paper.text("on", (x, y + 4.0), Anchor::Middle, tone.look().name);
        }
    }
    paper
}

/// Where a pair of values is on a map, in the units of the picture.
pub fn place(cells: &Cells, x: f64, y: f64) -> Option<(f64, f64)> {
    MAP.x(&cells.x, x).zip(MAP.y(&cells.y, y))
}

/// Stretches of one tone: where each begins, and how long it is.
fn runs(winners: &[Tone]) -> Vec<(usize, usize, Tone)> {
    let mut start = 0;
    let alike = winners.chunk_by(|a, b| a == b);
    alike
        .map(|run| {
            let found = (start, run.len(), run[0]);
            start += run.len();
            found
        })
        .collect()
}

/// The middle of a tone's area: of its long stretches the one in the middle, if its name fits there.
fn middle_of(cells: &Cells, tone: Tone) -> Option<(usize, usize)> {
    let inner = 2..cells.winners.len().saturating_sub(2);
    let rows = inner.filter_map(|row| {
        let own = runs(&cells.winners[row]).into_iter().filter(|(_, _, of)| *of == tone);
        let (start, length, _) = own.max_by_key(|(_, length, _)| *length)?;
        Some((row, start, length))
    });
    let rows: Vec<(usize, usize, usize)> = rows.collect();
    let longest = rows.iter().map(|(_, _, length)| *length).max()?;
    let long: Vec<_> = rows.into_iter().filter(|(.., length)| length * 4 >= longest * 3).collect();
    let (row, start, length) = long[long.len() / 2];
    (length * 4 >= cells.columns.len()).then_some((start + length / 2, row))
}

/// The line between cells that different kinds win: where they break even.
fn edges(paper: &mut Paper, cells: &Cells, frame: Frame, (wide, high): (f64, f64)) {
    let mut d = String::new();
    let x = |column: usize| at(frame.left + wide * column as f64);
    let y = |row: usize| at(frame.bottom - high * row as f64);
    for (row, winners) in cells.winners.iter().enumerate() {
        for (column, tone) in winners.iter().enumerate() {
            if column > 0 && winners[column - 1] != *tone {
                d.push_str(&format!("M{} {}V{}", x(column), y(row), y(row + 1)));
            }
            if row > 0 && cells.winners[row - 1][column] != *tone {
                d.push_str(&format!("M{} {}H{}", x(column), y(row), x(column + 1)));
            }
        }
    }
    paper.add(&format!(r#"<path class="edge" d="{d}"/>"#));
}
