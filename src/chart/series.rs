//! The data of pictures in rows: what a picture shows, without the picture.

use anyhow::Result;

use super::picture::{Body, Picture};
use crate::report::Figure;
use crate::text::markup::cell;

/// The columns, in order. `what` is `point`, the word of a mark, `bar` or `cell`; `x` of a bar is
/// empty, and its `option` says which two values `low` and `high` are of.
pub const COLUMNS: [&str; 9] = ["chart", "what", "name", "kind", "x", "y", "low", "high", "option"];

/// Pictures as CSV, a row for every point, mark, bar and cell.
///
/// # Errors
/// Whatever the writer has to say; it writes to memory.
pub fn csv(pictures: &[Picture]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for row in pictures.iter().flat_map(rows) {
        writer.write_record(row.map(|text| cell(&text).to_string()))?;
    }
    Ok(String::from_utf8_lossy(&writer.into_inner().map_err(|error| error.into_error())?).into())
}

type Row = [String; 9];

fn number(figure: Figure) -> String {
    figure.rounded().to_string()
}

fn maybe(figure: Option<Figure>) -> String {
    figure.map(number).unwrap_or_default()
}

fn rows(picture: &Picture) -> Vec<Row> {
    let chart = picture.chart.word();
    let row = |what: &str, name: &str, kind: &str, numbers: [String; 4], option: &str| {
        let [x, y, low, high] = numbers;
        [chart.into(), what.into(), name.into(), kind.into(), x, y, low, high, option.into()]
    };
    let mut rows: Vec<Row> = Vec::new();
    match &picture.body {
        Body::Plot(plot) => {
            for line in &plot.lines {
                rows.extend(line.points.iter().map(|point| {
                    let numbers =
                        [number(point.x), maybe(point.y), maybe(point.low), maybe(point.high)];
                    let option = point.option.as_deref().unwrap_or("");
                    row("point", &line.name, line.tone.word(), numbers, option)
                }));
            }
            rows.extend(plot.marks.iter().map(|mark| {
                let numbers = [number(mark.x), number(mark.y), String::new(), String::new()];
                row(mark.what.word(), &mark.name, mark.tone.word(), numbers, "")
            }));
        }
        Body::Bars(bars) => rows.extend(bars.rows.iter().map(|bar| {
            let numbers = [String::new(), number(bars.now), number(bar.low), number(bar.high)];
            let ends = format!("{} to {}", bar.from, bar.to);
            row("bar", &bar.name, bars.leads.word(), numbers, &ends)
        })),
        Body::Cells(cells) => {
            for (y, winners) in cells.rows.iter().zip(&cells.winners) {
                rows.extend(cells.columns.iter().zip(winners).map(|(x, tone)| {
                    let numbers = [number(*x), number(*y), String::new(), String::new()];
                    row("cell", tone.look().name, tone.word(), numbers, "")
                }));
            }
        }
    }
    rows
}
