//! Rows of CSV, Markdown and SQL as objects, so that readers find cells by name and problems find
//! their place.

use std::ops::Range;
use std::rc::Rc;

use super::input::Input;
use super::json::{Json, Value};
use crate::profile::problem::Problem;

/// Cells with their places.
pub type Cells = Vec<(Range<usize>, Value)>;

/// A row with the names of its columns as an object.
///
/// # Errors
/// When it has more or fewer cells than names.
pub fn row(
    input: &Input,
    names: &[Rc<str>],
    span: Range<usize>,
    cells: Cells,
) -> Result<Json, Problem> {
    if cells.len() != names.len() {
        let message = format!("the row has {} cells; expected {}", cells.len(), names.len());
        return Err(input.at(&span, message));
    }
    let cell = |(name, (span, value)): (&Rc<str>, _)| (name.clone(), Json { span, value });
    Ok(Json { span, value: Value::Object(names.iter().zip(cells).map(cell).collect()) })
}

/// The names in the first row of a table.
pub fn names(cells: &Cells) -> Vec<Rc<str>> {
    let name = |(_, value): &(_, Value)| match value {
        Value::Text(text) => text.as_str().into(),
        _ => "".into(),
    };
    cells.iter().map(name).collect()
}

/// Columns of these names without anything in them, by which a format is recognised.
pub fn columns(names: &[Rc<str>]) -> Json {
    let column = |name: &Rc<str>| (name.clone(), Json { span: 0..0, value: Value::Null });
    Json { span: 0..0, value: Value::Object(names.iter().map(column).collect()) }
}

fn value(text: &str) -> Value {
    text.parse().map_or_else(|_| Value::Text(text.into()), Value::Number)
}

/// The cells of a line of a Markdown table; `None` for the line under the names.
///
/// # Errors
/// When the line is cut off.
pub fn markdown(input: &Input, line: &Range<usize>) -> Result<Option<Cells>, Problem> {
    let text = &input.text[line.clone()];
    let Some(inner) = text.trim().strip_prefix('|').and_then(|text| text.strip_suffix('|')) else {
        let message = "the row of the table does not end with `|`; is the file cut off?";
        return Err(input.at(line, message));
    };
    if !inner.is_empty() && inner.chars().all(|c| "-:| ".contains(c)) {
        return Ok(None);
    }
    let mut start = line.start + text.find('|').unwrap_or(0) + 1;
    let mut cells = Vec::new();
    for cell in inner.split('|') {
        let blank = cell.len() - cell.trim_start().len();
        let span = start + blank..start + blank + cell.trim().len();
        // People set numbers in bold where they post them.
        cells.push((span, value(cell.trim_matches([' ', '\t', '*', '`']))));
        start += cell.len() + 1;
    }
    Ok(Some(cells))
}

/// What a cell of CSV holds.
fn cell(text: &str) -> Value {
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inner) if inner.contains('"') => value(&inner.replace("\"\"", "\"")),
        Some(inner) => value(inner),
        None if text.is_empty() => Value::Null,
        None => value(text),
    }
}

/// The cells of a line of CSV. An empty one without quotes is null.
///
/// # Errors
/// When quotes do not close.
pub fn csv(input: &Input, line: &Range<usize>) -> Result<Cells, Problem> {
    let text = &input.text[line.clone()];
    let mut cells = Vec::new();
    let (mut quoted, mut begin) = (false, 0);
    for at in memchr::memchr2_iter(b'"', b',', text.as_bytes()).chain([text.len()]) {
        if text.as_bytes().get(at) == Some(&b'"') {
            quoted = !quoted;
        } else if !quoted {
            let span = line.start + begin..line.start + at;
            cells.push((span, cell(text[begin..at].trim())));
            begin = at + 1;
        }
    }
    if quoted {
        let span = line.start + begin..line.end;
        return Err(input.at(&span, "the quotes do not close in this line; is the file cut off?"));
    }
    Ok(cells)
}

/// The row of `INSERT INTO table (a, b) VALUES ('1', '2');`, a statement on a line.
///
/// # Errors
/// When the statement is another, or cut off.
pub fn insert(input: &Input, line: &Range<usize>) -> Result<Json, Problem> {
    let text = &input.text[line.clone()];
    let parts = text.split_once('(').and_then(|(_, rest)| {
        let (names, values) = rest.split_once(')')?;
        let open = values.find('(').filter(|at| values[..*at].trim() == "VALUES")?;
        let values = values[open + 1..].trim_end().strip_suffix(';')?.trim_end();
        Some((names, values.strip_suffix(')')?))
    });
    let Some((names, values)) = parts else {
        let message = "found another statement; expected `INSERT INTO … (names) VALUES (values);`, \
                       one a line; is it cut off?";
        return Err(input.at(line, message));
    };
    let names: Vec<Rc<str>> = names.split(',').map(|name| name.trim().into()).collect();
    let mut at = line.start + text.find(values).unwrap_or(0);
    let mut cells = Vec::new();
    let mut rest = values;
    while !rest.is_empty() {
        let (length, cell) = match rest.strip_prefix('\'').and_then(|inner| inner.find('\'')) {
            Some(end) => (end + 2, value(&rest[1..=end])),
            None if rest.starts_with('\'') => {
                return Err(input.at(&(at..line.end), "the quotes do not close in this line"));
            }
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let word = rest[..end].trim();
                (end, if word == "NULL" { Value::Null } else { value(word) })
            }
        };
        cells.push((at..at + length, cell));
        let after = rest[length..].trim_start_matches([',', ' ']);
        at += rest.len() - after.len();
        rest = after;
    }
    row(input, &names, line.clone(), cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(text: &str) -> (Input, Range<usize>) {
        let mut input = Input::begin("f".into());
        input.piece([text, ""], (0, 0));
        (input, 0..text.len())
    }

    #[test]
    fn cells_know_their_places() {
        let (text, line) = input("\"1.5\",\"say \"\"hi\"\", you\",,inf");
        let cells = csv(&text, &line).unwrap();
        assert_eq!(cells[0], (0..5, Value::Number(1.5)));
        assert_eq!(cells[1].1, Value::Text("say \"hi\", you".into()));
        assert_eq!((&cells[2].1, &cells[3].1), (&Value::Null, &Value::Number(f64::INFINITY)));
        let (text, line) = input("| m |  2 ± 1 |");
        let cells = markdown(&text, &line).unwrap().unwrap();
        assert_eq!(cells, [(2..3, Value::Text("m".into())), (7..13, Value::Text("2 ± 1".into()))]);
        let (text, line) = input("| `m` | **2 ± 1** |");
        let cells = markdown(&text, &line).unwrap().unwrap();
        let values = [Value::Text("m".into()), Value::Text("2 ± 1".into())];
        assert_eq!(cells.iter().map(|(_, value)| value).collect::<Vec<_>>(), values.each_ref());
        let (text, line) = input("| - | --: |");
        assert!(markdown(&text, &line).unwrap().is_none());
        let (text, line) = input("INSERT INTO t (a, b, c) VALUES ('x, y', '2', 3);");
        let row = insert(&text, &line).unwrap();
        assert_eq!(row.get("a").unwrap().value, Value::Text("x, y".into()));
        assert_eq!(row.get("b").unwrap().value, Value::Number(2.0));
        assert_eq!(row.get("c").unwrap().value, Value::Number(3.0));
    }

    #[test]
    fn a_line_that_is_cut_off_is_none() {
        let (text, line) = input("3,\"4");
        assert!(csv(&text, &line).is_err());
        let (text, line) = input("| 1 | 2");
        assert!(markdown(&text, &line).is_err());
        let whole = "INSERT INTO t (a, b) VALUES ('x', '2');";
        for cut in 0..whole.len() {
            let (text, line) = input(&format!(" {}", &whole[..cut]));
            assert!(insert(&text, &line).is_err(), "{cut}");
        }
    }

    #[test]
    fn cells_of_a_later_line_know_their_places() {
        let (text, _) = input("| a |\n  | m |  2 |\n");
        // The second line begins with the seventh byte.
        let cells = markdown(&text, &(6..18)).unwrap().unwrap();
        assert_eq!(cells, [(10..11, Value::Text("m".into())), (15..16, Value::Number(2.0))]);
    }
}
