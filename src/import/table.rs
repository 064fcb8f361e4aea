//! Rows of CSV and Markdown as objects, so that readers find cells by name and problems find
//! their place.

use std::ops::Range;

use super::input::Input;
use super::json::{Json, Value};
use crate::profile::problem::Problem;

/// The rows of a CSV file with a line of names; lines that begin with `#` are comments.
pub fn csv(input: &Input) -> Result<Vec<Json>, Problem> {
    if !input.text.ends_with('\n') {
        // The last cell may have lost digits, and nothing else would tell.
        let message = "the last line does not end; is the file cut off?";
        return Err(input.at(&input.end(), message).hint("add a line break if the file is whole"));
    }
    let mut names: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for line in lines(input) {
        let text = &input.text[line.clone()];
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let cells = csv_cells(input, line.clone())?;
        match &names {
            None => names = Some(cells.into_iter().map(|(_, text)| text).collect()),
            Some(names) => rows.push(row(input, names, line, cells)?),
        }
    }
    Ok(rows)
}

/// The rows of all Markdown tables; lines around them, like the build, are no part of them.
pub fn markdown(input: &Input) -> Result<Vec<Json>, Problem> {
    let mut names: Option<Vec<String>> = None;
    // The last row is held back: a line under it may show that it has the names of a next table.
    let mut held: Option<Row> = None;
    let mut rows = Vec::new();
    for line in lines(input) {
        let text = &input.text[line.clone()];
        if !text.trim_start().starts_with('|') {
            continue;
        }
        let Some(inner) = text.trim().strip_prefix('|').and_then(|text| text.strip_suffix('|'))
        else {
            let message = "the row of the table does not end with `|`; is the file cut off?";
            return Err(input.at(&line, message));
        };
        if inner.chars().all(|c| "-:| ".contains(c)) && !inner.is_empty() {
            if let Some((_, cells)) = held.take() {
                names = Some(cells.into_iter().map(|(_, text)| text).collect());
            }
            continue;
        }
        let mut start = line.start + text.find('|').unwrap_or(0) + 1;
        let mut cells = Vec::new();
        for cell in inner.split('|') {
            let blank = cell.len() - cell.trim_start().len();
            let span = start + blank..start + blank + cell.trim().len();
            cells.push((span, cell.trim().to_string()));
            start += cell.len() + 1;
        }
        match &names {
            None => names = Some(cells.into_iter().map(|(_, text)| text).collect()),
            // A second table of the same columns repeats its names.
            Some(names) if cells.iter().map(|(_, text)| text).eq(names) => {
                if let Some((line, cells)) = held.take() {
                    rows.push(row(input, names, line, cells)?);
                }
            }
            Some(names) => {
                if let Some((line, cells)) = held.replace((line, cells)) {
                    rows.push(row(input, names, line, cells)?);
                }
            }
        }
    }
    if let (Some(names), Some((line, cells))) = (&names, held) {
        rows.push(row(input, names, line, cells)?);
    }
    Ok(rows)
}

/// A line and its cells with their places.
type Row = (Range<usize>, Vec<(Range<usize>, String)>);

fn row(
    input: &Input,
    names: &[String],
    span: Range<usize>,
    cells: Vec<(Range<usize>, String)>,
) -> Result<Json, Problem> {
    if cells.len() != names.len() {
        let message = format!("the row has {} cells; expected {}", cells.len(), names.len());
        return Err(input.at(&span, message));
    }
    let value = |text: String| match text.parse::<f64>() {
        Ok(number) => Value::Number(number),
        Err(_) => Value::Text(text),
    };
    let cell =
        |(name, (span, text)): (&String, _)| (name.clone(), Json { span, value: value(text) });
    Ok(Json { span, value: Value::Object(names.iter().zip(cells).map(cell).collect()) })
}

/// The lines of a text without their line breaks.
pub fn lines(input: &Input) -> impl Iterator<Item = Range<usize>> {
    let start = input.text.len() - input.text.trim_start_matches('\u{feff}').len();
    let mut at = start;
    input.text[start..].split_inclusive('\n').map(move |line| {
        let begin = at;
        at += line.len();
        begin..begin + line.trim_end_matches(['\r', '\n']).len()
    })
}

fn csv_cells(input: &Input, line: Range<usize>) -> Result<Vec<(Range<usize>, String)>, Problem> {
    let text = &input.text[line.clone()];
    let mut cells = Vec::new();
    let (mut quoted, mut begin) = (false, 0);
    for (at, byte) in text.bytes().chain([b',']).enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                let cell = &text[begin..at];
                let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
                let words =
                    inner.map_or(cell.trim().to_string(), |cell| cell.replace("\"\"", "\""));
                cells.push((line.start + begin..line.start + at, words));
                begin = at + 1;
            }
            _ => {}
        }
    }
    if quoted {
        let span = line.start + begin..line.end;
        return Err(input.at(&span, "the quotes do not close in this line; is the file cut off?"));
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(text: &str) -> Input {
        Input::new("f", text.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn cells_are_found_by_name() {
        let rows = csv(&input("a,\"b,c\"\r\n\"1.5\",\"say \"\"hi\"\", you\"\r\n")).unwrap();
        assert_eq!(rows[0].get("a").unwrap().value, Value::Number(1.5));
        assert_eq!(rows[0].get("b,c").unwrap().value, Value::Text("say \"hi\", you".into()));
        let rows = markdown(&input("x\n| a | t/s |\n| - | --: |\n| m |  2 ± 1 |\n\nbuild: 1\n"));
        let rows = rows.unwrap();
        assert_eq!(rows[0].get("t/s").unwrap().value, Value::Text("2 ± 1".into()));
        assert_eq!(rows[0].get("a").unwrap().span, 28..29);
    }

    #[test]
    fn a_row_that_is_cut_off_has_its_line() {
        for text in ["a,b\n1,2\n3\n", "a,b\n1,2\n3,\"4\n", "a,b\n1,2\n3,4"] {
            assert_eq!(csv(&input(text)).unwrap_err().at.unwrap().line, 3, "{text}");
        }
        let problem = markdown(&input("| a | b |\n| 1 | 2")).unwrap_err();
        assert_eq!(problem.at.unwrap().line, 2);
    }
}
