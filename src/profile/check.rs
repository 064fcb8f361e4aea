//! Holds a table against the fields that it may have, and collects everything that is wrong.

use super::document::Document;
use super::node::{Entry, Node, Place, Value, find};
use super::problem::Problem;
use super::schema::{Bounds, CURVE, Field, Kind, TOKEN_PRICE};
use crate::date::Date;
use crate::text::{did_you_mean, is_unprintable, nearest, printable};

/// Checks one profile: `heading` is what it is called in messages, `place` where it starts.
pub fn check(
    document: &Document,
    heading: &str,
    place: Place,
    table: &[Entry],
    fields: &'static [Field],
) -> Vec<Problem> {
    let free = matches!(find(table, "free").map(|e| &e.node.value), Some(Value::Flag(true)));
    let mut checker = Checker { document, free, problems: Vec::new() };
    checker.table(heading, place, table, fields);
    checker.problems
}

struct Checker<'a> {
    document: &'a Document,
    free: bool,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn table(&mut self, heading: &str, place: Place, table: &[Entry], fields: &'static [Field]) {
        for entry in table {
            match fields.iter().find(|field| field.key == entry.key) {
                Some(field) => self.field(field, &entry.node),
                None => self.unknown_key(heading, entry, fields),
            }
        }
        for field in fields.iter().filter(|f| f.required && find(table, f.key).is_none()) {
            self.problems.push(
                Problem::at(self.document, place, format!("{heading} has no `{}`", field.key))
                    .hint(format!("add a line like `{} = {}`", field.key, field.example)),
            );
        }
    }

    fn unknown_key(&mut self, heading: &str, entry: &Entry, fields: &'static [Field]) {
        let key = printable(&entry.key);
        let known = || fields.iter().map(|field| field.key);
        let hint = nearest(&entry.key, known()).map_or_else(
            || format!("expected one of {}", known().collect::<Vec<_>>().join(", ")),
            |name| format!("did you mean `{name}`?"),
        );
        let message = format!("{heading} has an unknown key `{key}`");
        self.problems.push(Problem::at(self.document, entry.place, message).hint(hint));
    }

    fn field(&mut self, field: &'static Field, node: &Node) {
        match (field.kind, &node.value) {
            (Kind::Text, Value::Text(text)) => self.text(field, node, text),
            (Kind::Texts, Value::List(items)) => {
                for item in items.iter() {
                    match &item.value {
                        Value::Text(text) => self.text(field, item, text),
                        _ => self.expected(field, item, "a list of texts in quotes"),
                    }
                }
            }
            (Kind::Name, Value::Text(text)) => self.name(field, node, text),
            (Kind::Word(words), Value::Text(text)) => self.word(field, node, text, words),
            (Kind::Words(words), Value::List(items)) => {
                for item in items.iter() {
                    match &item.value {
                        Value::Text(text) => self.word(field, item, text, words),
                        _ => self.expected(field, item, "a list of words in quotes"),
                    }
                }
            }
            (Kind::Number(bounds) | Kind::Range(bounds), Value::Number(number)) => {
                self.number(field, node, *number, bounds, false);
            }
            (Kind::Whole(bounds), Value::Number(number)) => {
                self.number(field, node, *number, bounds, true);
            }
            (Kind::TokenPrice, Value::Number(number)) => self.price(field, node, *number),
            (Kind::Range(_) | Kind::TokenPrice, Value::Table(table)) => {
                self.range(field, node, table);
            }
            (Kind::Flag, Value::Flag(_)) => {}
            (Kind::Date, Value::Date(date)) => {
                if date.parse::<Date>().is_err() {
                    self.expected(field, node, "a date without a time, like 2026-11-23");
                }
            }
            (Kind::Numbers(length, bounds), Value::List(items)) => {
                if items.len() != length {
                    let found = format!("`{}` has {} numbers", field.key, items.len());
                    self.push(node, format!("{found}; expected {length}"));
                }
                items.iter().for_each(|item| self.item(field, item, bounds));
            }
            (Kind::Sizes(bounds), Value::Table(table)) => {
                for entry in table.iter() {
                    self.item(field, &entry.node, bounds);
                }
                if table.is_empty() {
                    self.expected(field, node, "at least one name with a number");
                }
            }
            (Kind::Curve, Value::List(items)) => self.curve(field, items),
            (Kind::Table(fields), Value::Table(table)) => {
                self.table(&format!("`{}`", field.key), node.place, table, fields);
            }
            (Kind::Tables(fields), Value::List(items)) => {
                for item in items.iter() {
                    match &item.value {
                        Value::Table(table) => {
                            self.table(&format!("`{}`", field.key), item.place, table, fields);
                        }
                        _ => self.expected(field, item, "a list of tables"),
                    }
                }
            }
            (kind, _) => self.expected(field, node, &wanted(kind)),
        }
    }

    fn text(&mut self, field: &Field, node: &Node, text: &str) {
        if text.is_empty() {
            self.push(node, format!("`{}` is empty", field.key));
        } else if let Some(bad) = text.chars().find(|c| is_unprintable(*c)) {
            self.push(
                node,
                format!(
                    "`{}` contains the character `{}`; expected one line of plain text",
                    field.key,
                    bad.escape_default()
                ),
            );
        }
    }

    fn name(&mut self, field: &Field, node: &Node, text: &str) {
        if let Some(problem) = name_problem(text) {
            self.push(node, format!("`{}` {problem}", field.key));
        }
    }

    fn word(&mut self, field: &Field, node: &Node, text: &str, words: &'static [&'static str]) {
        if words.contains(&text) {
            return;
        }
        let message = format!(
            "`{}` is `{}`; expected {}",
            field.key,
            printable(text),
            one_of(words.iter().copied())
        );
        let hint = did_you_mean(text, words.iter().copied());
        self.problems.push(Problem::at(self.document, node.place, message).maybe_hint(hint));
    }

    fn item(&mut self, field: &Field, node: &Node, bounds: Bounds) {
        match node.value {
            Value::Number(number) => self.number(field, node, number, bounds, false),
            _ => self.expected(field, node, &number_wanted(bounds)),
        }
    }

    fn number(&mut self, field: &Field, node: &Node, number: f64, bounds: Bounds, whole: bool) {
        let inside = number >= bounds.min
            && number <= bounds.max
            && !(bounds.above_min && number == bounds.min)
            && !(number == 0.0 && number.is_sign_negative());
        if !inside {
            self.expected(field, node, &number_wanted(bounds));
        } else if whole && number.fract() != 0.0 {
            self.expected(field, node, "a whole number");
        }
    }

    fn price(&mut self, field: &Field, node: &Node, number: f64) {
        let zero = number == 0.0 && !number.is_sign_negative();
        if zero && self.free || (TOKEN_PRICE.min..=TOKEN_PRICE.max).contains(&number) {
            return;
        }
        let hint = if zero {
            "zero can mean a free tier, a flat-fee plan or unknown; add `free = true` if it is true"
        } else {
            "is it per token, per thousand tokens or in cents?"
        };
        let message = format!(
            "`{}` is `{}`; expected US dollars per million tokens, from {} to {}",
            field.key,
            printable(self.document.words(node.place)),
            TOKEN_PRICE.min,
            grouped(TOKEN_PRICE.max)
        );
        self.problems.push(Problem::at(self.document, node.place, message).hint(hint));
    }

    fn range(&mut self, field: &'static Field, node: &Node, table: &[Entry]) {
        let ends = ["low", "typical", "high"];
        let well_formed = table.len() == 3 && ends.iter().all(|end| find(table, end).is_some());
        if !well_formed {
            self.expected(field, node, "a number or `{ low = …, typical = …, high = … }`");
            return;
        }
        let before = self.problems.len();
        let mut last = f64::NEG_INFINITY;
        for end in ends {
            let Some(entry) = find(table, end) else { continue };
            match entry.node.value {
                Value::Number(number) => {
                    self.field(field, &entry.node);
                    if number < last && self.problems.len() == before {
                        self.push(
                            &entry.node,
                            format!("`{}`: `{end}` is below the number before it", field.key),
                        );
                    }
                    last = number;
                }
                _ => self.expected(field, &entry.node, "a number"),
            }
        }
    }

    fn curve(&mut self, field: &Field, items: &[Node]) {
        let wanted = "a list of `[concurrency, tokens per second]` pairs of numbers above 0";
        for item in items {
            let pair = match &item.value {
                Value::List(pair) if pair.len() == 2 => pair,
                _ => {
                    self.expected(field, item, wanted);
                    continue;
                }
            };
            for (node, most) in pair.iter().zip([CURVE.0, CURVE.1]) {
                match node.value {
                    Value::Number(number) if number > 0.0 && number <= most => {}
                    _ => self.expected(field, node, wanted),
                }
            }
        }
    }

    fn expected(&mut self, field: &Field, node: &Node, wanted: &str) {
        let words = self.document.words(node.place);
        let one_line = !words.is_empty() && words.len() <= 60 && !words.contains('\n');
        let found = if one_line {
            format!("`{}`", printable(words))
        } else {
            node.value.name().to_string()
        };
        self.push(node, format!("`{}` is {found}; expected {wanted}", field.key));
    }

    fn push(&mut self, node: &Node, message: String) {
        self.problems.push(Problem::at(self.document, node.place, message));
    }
}

/// Why a text cannot be the name of a profile.
pub fn name_problem(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("is empty; expected a name".into());
    }
    let bad = name.chars().find(|c| !(c.is_ascii_alphanumeric() || "-_./+:@".contains(*c)))?;
    Some(format!(
        "has the character `{}` in a name; expected letters, digits and `-_./+:@`",
        bad.escape_default()
    ))
}

/// `a, b or c`, each in backticks.
pub fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} or {last}", words.join(", ")),
        None => "nothing".into(),
    }
}

/// What a field of this kind accepts.
pub(super) fn wanted(kind: Kind) -> String {
    match kind {
        Kind::Text => "text in quotes".into(),
        Kind::Texts => "a list of texts in quotes".into(),
        Kind::Name => "the name of a profile in quotes".into(),
        Kind::Word(words) => one_of(words.iter().copied()),
        Kind::Words(words) => format!("a list of {}", one_of(words.iter().copied())),
        Kind::Number(bounds) | Kind::Whole(bounds) => number_wanted(bounds),
        Kind::Range(bounds) => {
            format!("{}, or `{{ low = …, typical = …, high = … }}`", number_wanted(bounds))
        }
        Kind::TokenPrice => "US dollars per million tokens".into(),
        Kind::Flag => "`true` or `false`".into(),
        Kind::Date => "a date without quotes, like 2026-11-23".into(),
        Kind::Numbers(length, _) => format!("a list of {length} numbers"),
        Kind::Sizes(_) => "a table of names and numbers".into(),
        Kind::Curve => "a list of `[concurrency, tokens per second]` pairs".into(),
        Kind::Table(_) => "a table".into(),
        Kind::Tables(_) => "a list of tables".into(),
    }
}

fn number_wanted(bounds: Bounds) -> String {
    if bounds.above_min {
        format!("a number above {} and at most {}", grouped(bounds.min), grouped(bounds.max))
    } else {
        format!("a number from {} to {}", grouped(bounds.min), grouped(bounds.max))
    }
}

/// A bound with its thousands grouped, as in `1,000,000`.
fn grouped(number: f64) -> String {
    if number.fract() != 0.0 || number >= 1e15 {
        return number.to_string();
    }
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 && digit.is_ascii_digit() {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
