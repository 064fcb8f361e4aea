//! Changes one value of a TOML file and leaves every other byte as it is.
//!
//! The place of the value comes from the tree; that the change did what was meant is proven by
//! parsing the new text and holding its tree against the one that was meant, not by hoping that
//! every way to write TOML was thought of.

use super::node::{self, Entry, Node, Place, Value};
use super::quoted::bare_or_quoted;
use super::steps::{Step, lookup, put, same};

/// A text with one value changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The whole new text.
    pub text: String,
    /// Where the new value stands in it.
    pub place: Place,
    /// What was written there before; `None` when the field is new.
    pub before: Option<String>,
}

/// Why a value cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The new value is not one TOML value.
    NotAValue,
    /// Nothing is written where the change should go: the number of steps that lead somewhere.
    Missing(usize),
    /// It is written in a form that one value cannot replace, or to which nothing can be added.
    Form,
}

/// `text` with `value`, a TOML value as it would be written, at the end of `path`. A last key that
/// is not there yet is added to its table.
///
/// # Errors
/// See [`Refusal`]. A text that is not TOML is refused as `Form`.
pub fn set(text: &str, path: &[Step], value: &str) -> Result<Edited, Refusal> {
    let new = value_of(value)?;
    let mut tree = node::parse(text).map_err(|_| Refusal::Form)?;
    let (last, way) = path.split_last().ok_or(Refusal::Missing(0))?;
    let leads = |steps: &usize| lookup(&tree, &way[..*steps]).is_some();
    let reached = (1..=way.len()).rev().find(leads).unwrap_or(0);
    if reached < way.len() {
        return Err(Refusal::Missing(reached));
    }
    let old = lookup(&tree, path).map(|node| node.place);
    let holder = lookup(&tree, way).map(|node| (node.place, node.clone()));
    let attempts = match (old, last) {
        (Some(place), _) => vec![Change::replacing(place, value)],
        (None, Step::Key(key)) => {
            let Some((place, Node { value: Value::Table(entries), .. })) = &holder else {
                return Err(Refusal::Missing(way.len()));
            };
            additions(text, *place, entries, key, value)
        }
        (None, Step::Item(_)) => return Err(Refusal::Missing(way.len())),
    };
    put(&mut tree, path, new);
    let proven = attempts.into_iter().find_map(|change| change.proven(text, &tree, path, value));
    let (text_after, place) = proven.ok_or(Refusal::Form)?;
    let before = old.map(|place| slice(text, place).to_string());
    Ok(Edited { text: text_after, place, before })
}

/// A single TOML value and nothing else: no second key, no comment.
fn value_of(value: &str) -> Result<Value, Refusal> {
    let text = format!("value = {value}\n");
    let tree = node::parse(&text).map_err(|_| Refusal::NotAValue)?;
    match tree.as_slice() {
        [only] if only.key == *"value" && slice(&text, only.node.place) == value => {
            Ok(only.node.value.clone())
        }
        _ => Err(Refusal::NotAValue),
    }
}

/// A candidate: bytes that are replaced, and by what.
struct Change {
    from: usize,
    to: usize,
    text: String,
}

impl Change {
    fn replacing(place: Place, text: &str) -> Self {
        let from = place.offset as usize;
        Self { from, to: from + place.length as usize, text: text.into() }
    }

    fn inserting(at: usize, text: String) -> Self {
        Self { from: at, to: at, text }
    }

    /// The new text, if it means exactly what was meant and has `value` at the place.
    fn proven(
        &self,
        text: &str,
        meant: &[Entry],
        path: &[Step],
        value: &str,
    ) -> Option<(String, Place)> {
        let after = format!("{}{}{}", text.get(..self.from)?, self.text, text.get(self.to..)?);
        let tree = node::parse(&after).ok()?;
        let place = lookup(&tree, path)?.place;
        (same(meant, &tree) && slice(&after, place) == value).then_some((after, place))
    }
}

/// Ways to add a key to a table, likeliest first: the proof picks the one that is right.
fn additions(text: &str, place: Place, entries: &[Entry], key: &str, value: &str) -> Vec<Change> {
    let pair = format!("{} = {value}", bare_or_quoted(key));
    if slice(text, place).starts_with('{') {
        let Some(last) = entries.iter().map(|entry| end(&entry.node)).max() else {
            return vec![Change::replacing(place, &format!("{{ {pair} }}"))];
        };
        return vec![Change::inserting(last, format!(", {pair}"))];
    }
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    // What stands before a key on its line: an indent, or the dotted keys above it.
    let before = |entry: &Entry| {
        let key = entry.place.offset as usize;
        text.get(line_start(key)..key).unwrap_or("").trim_start_matches('\u{feff}')
    };
    let mut after: Vec<(usize, &str)> =
        entries.iter().map(|entry| (end(&entry.node), before(entry))).collect();
    after.push((end_of(place), ""));
    after.sort_unstable_by(|a, b| b.cmp(a));
    after.into_iter().map(|(end, before)| new_line(text, end, &format!("{before}{pair}"))).collect()
}

/// A line of its own after the line in which `end` lies.
fn new_line(text: &str, end: usize, pair: &str) -> Change {
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    match text.get(end..).and_then(|rest| rest.find('\n')) {
        Some(rest) => Change::inserting(end + rest + 1, format!("{pair}{ending}")),
        None => Change::inserting(text.len(), format!("{ending}{pair}{ending}")),
    }
}

fn end_of(place: Place) -> usize {
    place.offset as usize + place.length as usize
}

/// Where a value ends; of a table written as dotted keys, where its last value does.
fn end(node: &Node) -> usize {
    let inner = match &node.value {
        Value::Table(table) => table.iter().map(|entry| end(&entry.node)).max(),
        _ => None,
    };
    inner.unwrap_or(0).max(end_of(node.place))
}

fn slice(text: &str, place: Place) -> &str {
    text.get(place.offset as usize..end_of(place)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<Step> {
        let step =
            |part: &str| part.parse().map_or_else(|_| Step::Key(part.to_string()), Step::Item);
        text.split('/').map(step).collect()
    }

    fn set_text(text: &str, at: &str, value: &str) -> Result<String, Refusal> {
        set(text, &path(at), value).map(|edited| edited.text)
    }

    #[test]
    fn only_the_value_changes() {
        let text = "# top\r\n[ hardware . \"a.b\" ]\t# h\r\n  gpus=1 # one\r\nprice = {low = 1,typical=2 , high = 3} # p\r\n";
        assert_eq!(
            set_text(text, "hardware/a.b/price/typical", "2.50").unwrap(),
            text.replace("typical=2 ", "typical=2.50 ")
        );
        assert_eq!(
            set_text(text, "hardware/a.b/gpus", "0x10").unwrap(),
            text.replace("=1 #", "=0x10 #")
        );
    }

    #[test]
    fn a_field_that_is_absent_is_added_where_it_belongs() {
        let text = "[a.x]\nb = 1 # one\n\n[a.x.sub]\nc = 2\n\n[a.y]";
        assert_eq!(
            set_text(text, "a/x/new", "3").unwrap(),
            "[a.x]\nb = 1 # one\nnew = 3\n\n[a.x.sub]\nc = 2\n\n[a.y]"
        );
        assert_eq!(
            set_text(text, "a/x/sub/new", "3").unwrap(),
            "[a.x]\nb = 1 # one\n\n[a.x.sub]\nc = 2\nnew = 3\n\n[a.y]"
        );
        assert_eq!(set_text(text, "a/y/new", "3").unwrap(), format!("{text}\nnew = 3\n"));
    }

    #[test]
    fn a_field_that_is_added_looks_like_its_neighbours() {
        assert_eq!(
            set_text("[a.x]\n  b = 1\n", "a/x/c", "2").unwrap(),
            "[a.x]\n  b = 1\n  c = 2\n"
        );
        let dotted = "\u{feff}a.x.b = 1\na.x.r.low = 1\n";
        assert_eq!(set_text(dotted, "a/x/c", "2").unwrap(), format!("{dotted}a.x.c = 2\n"));
    }

    #[test]
    fn a_field_is_added_inside_braces() {
        let text = "[a]\nx = { b = 1 }\ny = {}\n";
        assert_eq!(
            set_text(text, "a/x/c d", "2").unwrap(),
            text.replace("1 }", "1, \"c d\" = 2 }")
        );
        assert_eq!(set_text(text, "a/y/c", "2").unwrap(), text.replace("{}", "{ c = 2 }"));
    }

    #[test]
    fn items_of_lists_can_be_reached() {
        let text = "[a]\nx = [ [1, 2.0], [8 ,9] ]\n";
        assert_eq!(set_text(text, "a/x/1/1", "7").unwrap(), text.replace("8 ,9", "8 ,7"));
        assert_eq!(set_text(text, "a/x/2", "7"), Err(Refusal::Missing(2)));
        let tables = "[[a.x]]\nb = 1\n[[a.x]]\nb = 2\n";
        assert_eq!(set_text(tables, "a/x/1/b", "3").unwrap(), tables.replace('2', "3"));
    }

    #[test]
    fn more_than_a_value_is_refused() {
        for value in ["", "1\nb = 2", "1 # one", "[1", "= 2", " 1", "one"] {
            assert_eq!(set_text("[a]\nb = 1\n", "a/b", value), Err(Refusal::NotAValue), "{value}");
        }
    }

    #[test]
    fn forms_that_one_value_cannot_replace_are_refused() {
        assert_eq!(set_text("[a.b]\nc = 1\n", "a/b", "2"), Err(Refusal::Form));
        assert_eq!(set_text("[a]\nb = { c.d = 1 }\n", "a/b/c", "2"), Err(Refusal::Form));
        // `a` has no heading of its own under which a line could stand.
        assert_eq!(set_text("[[a.b]]\nc = 1\n", "a/d", "2"), Err(Refusal::Form));
        assert_eq!(set_text("[a]\nb = 1\n", "a/b/c", "2"), Err(Refusal::Missing(2)));
        assert_eq!(set_text("[a]\nb = 1\n", "a/c/d", "2"), Err(Refusal::Missing(1)));
    }
}
