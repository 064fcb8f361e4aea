//! JSON in which every value knows its place, one document after another, with the `Infinity` and
//! `NaN` that Python writes and JSON does not have.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use super::input::Input;
use crate::profile::problem::Problem;
use crate::text::printable;

/// Deeper nesting than any benchmark has; it keeps a hostile file from exhausting the stack.
const DEEPEST: usize = 64;

/// More values than any file of prices has; it bounds the memory used.
const MOST_VALUES: usize = 2_000_000;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Json {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What it is.
    pub value: Value,
}

/// What a JSON value can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number; may be infinite or not a number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in file order.
    Object(Vec<(Rc<str>, Json)>),
}

impl Json {
    /// The first value of a key, when it is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Object(fields) => fields.iter().find(|(name, _)| **name == *key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// Whether it is an object with all of these keys.
    pub fn has(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.get(key).is_some())
    }

    /// What to call it in a message.
    pub const fn name(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Flag(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}

/// All documents of a text, at least one.
///
/// # Errors
/// The first place that is not JSON.
pub fn parse(input: &Input) -> Result<Vec<Json>, Problem> {
    let mut parser = Parser { input, at: 0, values: 0 };
    let mut documents = Vec::new();
    loop {
        parser.space();
        if parser.at == input.text.len() && !documents.is_empty() {
            return Ok(documents);
        }
        documents.push(parser.value(0)?);
    }
}

/// The document that begins at this byte and ends with the text.
///
/// # Errors
/// The first place that is not JSON.
pub fn document(input: &Input, start: usize) -> Result<Json, Problem> {
    Parser { input, at: start, values: 0 }.value(0)
}

struct Parser<'a> {
    input: &'a Input,
    at: usize,
    values: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &str {
        &self.input.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.input.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        let bytes = self.input.text.as_bytes();
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = bytes.get(self.at) {
            self.at += 1;
        }
        if bytes.get(self.at) == Some(&0xef) && self.rest().starts_with('\u{feff}') {
            self.at += '\u{feff}'.len_utf8();
            self.space();
        }
    }

    fn expected(&self, what: &str) -> Problem {
        match self.rest().chars().next() {
            None => self.input.at(
                &self.input.end(),
                format!("the file ends where {what} is expected; is it cut off?"),
            ),
            Some(found) => {
                let found = printable(&found.to_string()).into_owned();
                let span = self.at..self.at + 1;
                self.input.at(&span, format!("found `{found}`; expected {what}"))
            }
        }
    }

    fn take(&mut self, byte: u8, what: &str) -> Result<(), Problem> {
        if self.peek() != Some(byte) {
            return Err(self.expected(what));
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<Json, Problem> {
        self.space();
        let start = self.at;
        if depth > DEEPEST {
            let message = "lists and objects are nested more than 64 deep";
            return Err(self.input.at(&(start..start + 1), message));
        }
        self.values += 1;
        if self.values > MOST_VALUES {
            let message = "the file has more than 2,000,000 values";
            return Err(self.input.at(&(start..start + 1), message));
        }
        let value = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Text(self.string()?.into_owned()),
            Some(byte) if byte.is_ascii_alphanumeric() || byte == b'-' => self.word()?,
            _ => return Err(self.expected("a JSON value")),
        };
        Ok(Json { span: start..self.at, value })
    }

    fn object(&mut self, depth: usize) -> Result<Value, Problem> {
        self.take(b'{', "`{`")?;
        let mut fields = Vec::with_capacity(8);
        self.space();
        while self.peek() != Some(b'}') {
            if !fields.is_empty() {
                self.take(b',', "`,` or `}`")?;
                self.space();
            }
            let key = self.string()?.into();
            self.space();
            self.take(b':', "`:`")?;
            fields.push((key, self.value(depth + 1)?));
            self.space();
        }
        self.at += 1;
        Ok(Value::Object(fields))
    }

    fn list(&mut self, depth: usize) -> Result<Value, Problem> {
        self.take(b'[', "`[`")?;
        let mut items = Vec::new();
        self.space();
        while self.peek() != Some(b']') {
            if !items.is_empty() {
                self.take(b',', "`,` or `]`")?;
            }
            items.push(self.value(depth + 1)?);
            self.space();
        }
        self.at += 1;
        Ok(Value::List(items))
    }

    /// Finds the closing quote, and leaves escapes to `serde_json`.
    fn string(&mut self) -> Result<Cow<'a, str>, Problem> {
        let (start, input) = (self.at, self.input);
        self.take(b'"', "a name in quotes")?;
        let (mut at, mut plain) = (self.at, true);
        let bytes = input.text.as_bytes();
        loop {
            match memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
                Some(found) if bytes[at + found] == b'"' => {
                    at += found;
                    break;
                }
                Some(found) => (at, plain) = (at + found + 2, false),
                None => {
                    self.at = self.input.text.len();
                    return Err(self.expected("the end of a text"));
                }
            }
        }
        let words = &input.text[self.at..at];
        self.at = at + 1;
        if plain && !words.bytes().any(|byte| byte < b' ') {
            return Ok(Cow::Borrowed(words));
        }
        serde_json::from_str(&input.text[start..self.at]).map(Cow::Owned).map_err(|_| {
            let message = "the text has an escape or a line break that JSON does not have";
            self.input.at(&(start..self.at), message)
        })
    }

    fn word(&mut self) -> Result<Value, Problem> {
        let rest = self.rest();
        let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte);
        let length = rest.bytes().position(|byte| !inside(byte)).unwrap_or(rest.len());
        let word = &rest[..length];
        let value = match word {
            "null" => Value::Null,
            "true" => Value::Flag(true),
            "false" => Value::Flag(false),
            "Infinity" => Value::Number(f64::INFINITY),
            "-Infinity" => Value::Number(f64::NEG_INFINITY),
            "NaN" => Value::Number(f64::NAN),
            _ => match word.parse() {
                Ok(number) if word.bytes().any(|b| b.is_ascii_digit()) => Value::Number(number),
                _ => {
                    let span = self.at..self.at + length;
                    let found = printable(word).into_owned();
                    let message = if self.at + length == self.input.text.trim_end().len() {
                        format!("the file ends within `{found}`; is it cut off?")
                    } else {
                        format!("found `{found}`; expected a JSON value")
                    };
                    return Err(self.input.at(&span, message));
                }
            },
        };
        self.at += length;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Vec<Json>, Problem> {
        parse(&Input::new("f", text.as_bytes().to_vec()).unwrap())
    }

    #[test]
    fn documents_follow_each_other_and_know_their_places() {
        let documents = parsed("{\"a\": Infinity}\n{\"b\": [1, \"\\u00e9\\\"\"]}").unwrap();
        assert_eq!(documents.len(), 2);
        let a = documents[0].get("a").unwrap();
        assert_eq!((a.span.clone(), &a.value), (6..14, &Value::Number(f64::INFINITY)));
        let Value::List(items) = &documents[1].get("b").unwrap().value else { panic!() };
        assert_eq!(items[1].value, Value::Text("é\"".into()));
    }

    #[test]
    fn what_is_not_json_has_its_place() {
        let at = |text| parsed(text).unwrap_err().at.map(|at| (at.line, at.column)).unwrap();
        assert_eq!(at("{\"a\": 1,\n \"b\" 2}"), (2, 6));
        assert_eq!(at("{\"a\": tru"), (1, 7));
        assert_eq!(at("{\"a\": \"x"), (1, 9));
        assert_eq!(at(&format!("[{{\"a\":{}", "[".repeat(100_000))), (1, 70));
    }
}
