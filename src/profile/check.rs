//! Holds a table against the fields that it may have, and collects everything that is wrong.

use super::document::Document;
use super::node::{Entry, Node, Place, Value, find};
use super::problem::Problem;
use super::profile_name::name_problem;
use super::schema::{Bounds, CURVE, Field, Kind, TOKEN_PRICE, above, from};
use super::wanted_value::{grouped, number_wanted, or, wanted};
use crate::date::Date;
use crate::text::{count, did_you_mean, is_unprintable, one_of, shown};

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
            match fields.iter().find(|field| entry.key == *field.key) {
                Some(field) => self.field(field, &entry.node),
                None => self.unknown_key(heading, entry, fields),
            }
        }
        let missing = || fields.iter().filter(|f| f.required && find(table, f.key).is_none());
        if missing().next().is_some() {
            let keys: Vec<String> = missing().map(|f| format!("`{}`", f.key)).collect();
            let like: Vec<String> =
                missing().map(|f| format!("`{} = {}`", f.key, f.example)).collect();
            let message = format!("{heading} has no {}", keys.join(", "));
            let hint = format!("write it like {}", like.join(", "));
            self.problems.push(Problem::at(self.document, place, message).hint(hint));
        }
    }

    fn unknown_key(&mut self, heading: &str, entry: &Entry, fields: &'static [Field]) {
        let key = shown(&entry.key);
        let known = || fields.iter().map(|field| field.key);
        let hint = did_you_mean(&entry.key, known()).unwrap_or_else(|| {
            format!("expected one of {}", known().collect::<Vec<_>>().join(", "))
        });
        let message = format!("{heading} has an unknown key `{key}`");
        self.problems.push(Problem::at(self.document, entry.place, message).hint(hint));
    }

    fn field(&mut self, field: &'static Field, node: &Node) {
        self.value(&format!("`{}` is", field.key), field, node);
    }

    /// Checks a value; `what` is how messages begin, with the field in it.
    fn value(&mut self, what: &str, field: &'static Field, node: &Node) {
        let has = format!("`{}` has", field.key);
        match (field.kind, &node.value) {
            (Kind::Text, Value::Text(text)) => self.text(what, node, text),
            (Kind::Texts, Value::List(items)) => {
                for item in items.iter() {
                    match &item.value {
                        Value::Text(text) => self.text(&has, item, text),
                        _ => self.expected(&has, item, "text in quotes"),
                    }
                }
            }
            (Kind::Name, Value::Text(text)) => self.name(field.key, node, text),
            (Kind::Word(words), Value::Text(text)) => self.word(what, node, text, words),
            (Kind::Words(words), Value::List(items)) => {
                for item in items.iter() {
                    match &item.value {
                        Value::Text(text) => self.word(&has, item, text, words),
                        _ => self.expected(&has, item, &one_of(words.iter().copied())),
                    }
                }
            }
            (Kind::Number(bounds) | Kind::Range(bounds), Value::Number(number)) => {
                self.number(what, node, *number, bounds, false);
            }
            (Kind::Whole(bounds), Value::Number(number)) => {
                self.number(what, node, *number, bounds, true);
            }
            (Kind::TokenPrice, Value::Number(number)) => self.price(what, node, *number),
            (Kind::Range(_) | Kind::TokenPrice, Value::Table(table)) => {
                self.range(what, field, node, table);
            }
            (Kind::Flag, Value::Flag(_)) => {}
            (Kind::Date, Value::Date(date)) => {
                if date.parse::<Date>().is_err() {
                    self.expected(what, node, "a date without a time, like 2026-11-23");
                }
            }
            (Kind::Numbers(lengths, _), Value::List(items))
                if !lengths.is_empty() && !lengths.contains(&items.len()) =>
            {
                let found = count(items.len(), "number");
                self.push(node, format!("{has} {found}; expected {}", or(lengths)));
            }
            (Kind::Numbers(_, bounds), Value::List(items)) => {
                items.iter().for_each(|item| self.item(&has, item, bounds));
            }
            (Kind::Sizes(bounds), Value::Table(table)) => {
                self.sizes(field.key, table, bounds);
                if table.is_empty() {
                    self.expected(what, node, "at least one name with a number");
                }
            }
            (Kind::Curve, Value::List(items)) => self.curve(&has, items),
            (Kind::Table(fields), Value::Table(table)) => {
                self.table(&format!("`{}`", field.key), node.place, table, fields);
            }
            (Kind::Tables(fields), Value::List(items)) => {
                for item in items.iter() {
                    match &item.value {
                        Value::Table(table) => {
                            self.table(&format!("`{}`", field.key), item.place, table, fields);
                        }
                        _ => self.expected(&has, item, "a list of tables"),
                    }
                }
            }
            (kind, _) => self.expected(what, node, &wanted(kind)),
        }
    }

    fn text(&mut self, what: &str, node: &Node, text: &str) {
        if text.is_empty() {
            self.expected(what, node, "some text");
        } else if let Some(bad) = text.chars().find(|c| is_unprintable(*c)) {
            let bad = bad.escape_default();
            let wanted = format!("one line of plain text, without the character `{bad}`");
            self.expected(what, node, &wanted);
        }
    }

    fn name(&mut self, key: &str, node: &Node, text: &str) {
        if let Some(problem) = name_problem(text) {
            self.push(node, format!("`{key}` {problem}"));
        }
    }

    fn word(&mut self, what: &str, node: &Node, text: &str, words: &'static [&'static str]) {
        if words.contains(&text) {
            return;
        }
        let expected = one_of(words.iter().copied());
        let message = format!("{what} `{}`; expected {expected}", shown(text));
        let hint = did_you_mean(text, words.iter().copied());
        self.problems.push(Problem::at(self.document, node.place, message).maybe_hint(hint));
    }

    fn item(&mut self, what: &str, node: &Node, bounds: Bounds) {
        match node.value {
            Value::Number(number) => self.number(what, node, number, bounds, false),
            _ => self.expected(what, node, &number_wanted(bounds, false)),
        }
    }

    fn sizes(&mut self, key: &str, table: &[Entry], bounds: Bounds) {
        for entry in table {
            let name = shown(&entry.key);
            if let Some(problem) = name_problem(&entry.key) {
                let message = format!("`{name}` in `{key}` {problem}");
                self.problems.push(Problem::at(self.document, entry.place, message));
            }
            self.item(&format!("`{name}` of `{key}` is"), &entry.node, bounds);
        }
    }

    fn number(&mut self, what: &str, node: &Node, number: f64, bounds: Bounds, whole: bool) {
        let inside = number >= bounds.min
            && number <= bounds.max
            && !(bounds.above_min && number == bounds.min)
            && !(number == 0.0 && number.is_sign_negative());
        if !inside || (whole && number.fract() != 0.0) {
            self.expected(what, node, &number_wanted(bounds, whole));
        }
    }

    fn price(&mut self, what: &str, node: &Node, number: f64) {
        let zero = number == 0.0 && !number.is_sign_negative();
        if zero && self.free || (TOKEN_PRICE.min..=TOKEN_PRICE.max).contains(&number) {
            return;
        }
        let hint = if zero {
            let hint =
                "zero can mean a free tier, a flat fee or unknown; add `free = true` if it is free";
            Some(hint.to_string())
        } else if number > 0.0 {
            Some("is it per token, per thousand tokens or in cents?".to_string())
        } else {
            None
        };
        let message = format!(
            "{what} `{}`; expected US dollars per million tokens, from {} to {}",
            shown(self.document.words(node.place)),
            TOKEN_PRICE.min,
            grouped(TOKEN_PRICE.max)
        );
        self.problems.push(Problem::at(self.document, node.place, message).maybe_hint(hint));
    }

    fn range(&mut self, what: &str, field: &'static Field, node: &Node, table: &[Entry]) {
        let ends = ["low", "typical", "high"];
        let well_formed = table.len() == 3 && ends.iter().all(|end| find(table, end).is_some());
        if !well_formed {
            self.expected(what, node, "a number or `{ low = …, typical = …, high = … }`");
            return;
        }
        let before = self.problems.len();
        let mut last = f64::NEG_INFINITY;
        for end in ends {
            let Some(entry) = find(table, end) else { continue };
            let what = format!("`{end}` of `{}` is", field.key);
            match entry.node.value {
                Value::Number(number) => {
                    self.value(&what, field, &entry.node);
                    if number < last && self.problems.len() == before {
                        self.expected(&what, &entry.node, "`low` <= `typical` <= `high`");
                    }
                    last = number;
                }
                _ => self.expected(&what, &entry.node, "a number"),
            }
        }
    }

    fn curve(&mut self, has: &str, items: &[Node]) {
        for item in items {
            let pair = match &item.value {
                Value::List(pair) if pair.len() == 2 => pair,
                _ => {
                    self.expected(has, item, "pairs like `[concurrency, tokens per second]`");
                    continue;
                }
            };
            self.item(has, &pair[0], from(1.0, CURVE.0));
            self.item(has, &pair[1], above(0.0, CURVE.1));
        }
    }

    fn expected(&mut self, what: &str, node: &Node, wanted: &str) {
        let words = self.document.words(node.place);
        let found = match node.value {
            // Too long to repeat, and their brackets say nothing.
            Value::List(_) | Value::Table(_) if words.len() > 60 || words.contains('\n') => {
                node.value.name().to_string()
            }
            // A table under a heading: the excerpt shows it.
            Value::Table(_) if !words.starts_with('{') => node.value.name().to_string(),
            _ => format!("`{}`", shown(words)),
        };
        self.push(node, format!("{what} {found}; expected {wanted}"));
    }

    fn push(&mut self, node: &Node, message: String) {
        self.problems.push(Problem::at(self.document, node.place, message));
    }
}
