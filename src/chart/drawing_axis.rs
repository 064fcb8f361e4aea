//! The axes of pictures in a terminal, and what their colours and letters mean.

use super::axis::Axis;
use super::canvas::{Canvas, Run};
use super::palette::Tone;
use crate::render::wrap::{width, wrap};

/// The values beside an axis that goes up over so many rows, and the columns that they take.
pub fn upward(axis: &Axis, rows: usize) -> (Vec<(f64, String)>, usize) {
    let ticks = axis.ticks((rows / 3).max(2)).into_iter();
    let ticks: Vec<(f64, String)> = ticks.map(|tick| (tick, axis.label(tick))).collect();
    let gutter = ticks.iter().map(|(_, label)| width(label)).max().unwrap_or(0) + 1;
    (ticks, gutter)
}

/// What the axis that goes up measures, above it.
pub fn titled(axis: &Axis, columns: usize) -> Vec<Vec<Run>> {
    wrap(&axis.title, columns).lines().map(|line| vec![(None, line.to_string())]).collect()
}

/// The rows of a canvas behind the axis that goes up.
pub fn beside(axis: &Axis, canvas: &Canvas, rows: usize) -> Vec<Vec<Run>> {
    let (ticks, gutter) = upward(axis, rows);
    let row = |row: usize| {
        let at = |tick: f64| axis.place(tick).is_some_and(|place| canvas.cell(0.0, place).1 == row);
        let label = ticks.iter().find(|(tick, _)| at(*tick)).map(|(_, label)| &**label);
        let edge = if label.is_some() { '┤' } else { '│' };
        let mut runs = vec![(None, format!("{:>gutter$}{edge}", label.unwrap_or("")))];
        runs.extend(canvas.row(row));
        runs
    };
    (0..canvas.rows()).map(row).collect()
}

/// The axis below: its line with ticks, their values, and what it measures.
pub fn across(axis: &Axis, gutter: usize, canvas: &Canvas) -> Vec<Vec<Run>> {
    let wide = canvas.columns();
    let ticks = axis.ticks((wide / 9).max(2));
    let mut rule: Vec<char> = vec!['─'; wide];
    let mut values: Vec<char> = vec![' '; wide + gutter + 1];
    let mut free_from = 0;
    for tick in ticks {
        let Some(place) = axis.place(tick) else { continue };
        let column = canvas.cell(place, 0.0).0.min(wide - 1);
        let label: Vec<char> = axis.label(tick).chars().collect();
        let middle = column + gutter + 1;
        let start = middle.saturating_sub(label.len() / 2).min(values.len() - label.len());
        rule[column] = '┬';
        if start >= free_from {
            values[start..start + label.len()].copy_from_slice(&label);
            free_from = start + label.len() + 1;
        }
    }
    let rule: String = rule.into_iter().collect();
    let mut rows = vec![
        vec![(None, format!("{:gutter$}└{rule}", ""))],
        vec![(None, values.into_iter().collect())],
    ];
    // A long title takes the space below the other axis, too.
    if width(&axis.title) <= wide {
        rows.push(vec![(None, format!("{:gutter$} {:^wide$}", "", axis.title))]);
    } else {
        let title = wrap(&axis.title, wide + gutter + 1);
        rows.extend(title.lines().map(|line| vec![(None, line.to_string())]));
    }
    rows
}

/// What letters and colours mean, in as many rows as that takes.
pub fn legend(
    tones: impl Iterator<Item = (Tone, String)>,
    more: &str,
    columns: usize,
) -> Vec<Vec<Run>> {
    let mut rows: Vec<Vec<Run>> = vec![Vec::new()];
    let mut used = 0;
    let mut add = |runs: Vec<Run>| {
        let wide = runs.iter().map(|(_, text)| width(text)).sum::<usize>();
        if used > 0 && used + 3 + wide > columns {
            rows.push(Vec::new());
            used = 0;
        }
        let Some(row) = rows.last_mut() else { return };
        if used > 0 {
            row.push((None, "   ".into()));
            used += 3;
        }
        row.extend(runs);
        used += wide;
    };
    for (tone, name) in tones {
        add(vec![(Some(tone), tone.look().letter.to_string()), (None, format!(" {name}"))]);
    }
    if !more.is_empty() {
        add(vec![(None, more.into())]);
    }
    rows
}
