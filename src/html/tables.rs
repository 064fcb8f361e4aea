//! The options as a table: a column for each where there is room, else a table for each.

use crate::render::rows::{ABSENT, Row, heading, rows};
use crate::report::Report;
use crate::text::markup::xml;

/// The most options of one table.
const MOST: usize = 6;

/// The options of a report.
pub fn options(report: &Report) -> String {
    let headings: Vec<String> = report.options.iter().map(|one| heading(one).join(" ")).collect();
    let rows = rows(report);
    let mut out = String::from("<div class=\"wide\">\n");
    for from in (0..headings.len()).step_by(MOST) {
        out.push_str(&columns(&headings, &rows, from..(from + MOST).min(headings.len())));
    }
    out.push_str("</div>\n<div class=\"narrow\">\n");
    for (index, heading) in headings.iter().enumerate() {
        out.push_str(&one(heading, &rows, index));
    }
    out.push_str("</div>\n");
    out
}

fn name(row: &Row) -> (String, &'static str) {
    (xml(&row.label), if row.depth > 0 { " class=\"part\"" } else { "" })
}

fn columns(headings: &[String], rows: &[Row], shown: std::ops::Range<usize>) -> String {
    let heads: String = headings[shown.clone()]
        .iter()
        .map(|one| format!("<th scope=\"col\">{}</th>", xml(one)))
        .collect();
    let mut out = format!(
        "<table>\n<caption>The options, a column each</caption>\n<thead><tr><td></td>{heads}</tr></thead>\n<tbody>\n"
    );
    for row in rows {
        let (name, part) = name(row);
        let cells: String =
            row.cells[shown.clone()].iter().map(|cell| format!("<td>{}</td>", xml(cell))).collect();
        out.push_str(&format!("<tr{part}><th scope=\"row\">{name}</th>{cells}</tr>\n"));
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

fn one(heading: &str, rows: &[Row], index: usize) -> String {
    let mut out = format!("<table>\n<caption>{}</caption>\n<tbody>\n", xml(heading));
    for row in rows {
        let (name, part) = name(row);
        if row.cells[index] == ABSENT {
            continue;
        }
        let cell = xml(&row.cells[index]);
        out.push_str(&format!("<tr{part}><th scope=\"row\">{name}</th><td>{cell}</td></tr>\n"));
    }
    out.push_str("</tbody>\n</table>\n");
    out
}
