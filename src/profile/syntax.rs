//! Text -> a document, and what the TOML parser says of a file that is not TOML, in our words.

use super::document::Document;
use super::node::{self, Table};
use super::problem::Problem;

impl Document {
    /// Parses the text of a file.
    ///
    /// # Errors
    /// Every syntax error, with its place.
    pub fn parse(path: String, text: String) -> Result<Self, Vec<Problem>> {
        let parsed = node::parse(&text);
        let mut document = Self { path: path.into(), text: text.into(), table: Table::default() };
        match parsed {
            Ok(table) => {
                document.table = Table::Owned(table);
                Ok(document)
            }
            Err(errors) => Err(errors
                .into_iter()
                .map(|error| {
                    let message = reworded(&error.message, document.words(error.place));
                    Problem::at(&document, error.place, message)
                })
                .collect()),
        }
    }
}

/// The parser's message about `found`, as what was found and what was expected.
///
/// Messages that are clear as they are stay so; a message of a later parser does too.
pub fn reworded(message: &str, found: &str) -> String {
    let shown = crate::text::shown(found);
    let control = found.chars().next().is_some_and(char::is_control);
    let has = |part: &str| message.contains(part);
    if control && has("visible characters") {
        return format!(
            "the character `{shown}` in a text; expected text without control characters"
        );
    }
    if has("string values must be quoted") || has("invalid boolean") || has("missing value") {
        return if found.trim().is_empty() {
            "no value after the key; expected one like `12`, `\"text\"` or `true`".into()
        } else {
            format!("`{shown}` is not a value; text needs quotes, like `\"text\"`")
        };
    }
    if has("duplicate key") {
        return format!("`{shown}` is written twice; expected once");
    }
    if has("recursion") {
        return "nested too deeply; a profile needs no more than five levels".into();
    }
    if has("invalid") && has("string, expected") {
        let end = match () {
            () if has("multi-line basic") => "\"\"\"",
            () if has("multi-line literal") => "'''",
            () if has("basic") => "\"",
            () => "'",
        };
        return format!("the text does not end; expected `{end}`");
    }
    if has("unclosed table") || has("unclosed array table") {
        return message
            .replace("unclosed table", "the heading does not end")
            .replace("unclosed array table", "the heading does not end")
            .replace(", expected", "; expected");
    }
    message.trim_end_matches(", expected nothing").to_string()
}

#[cfg(test)]
mod tests {
    use super::reworded;

    #[test]
    fn what_it_does_not_know_stays() {
        assert_eq!(reworded("unclosed array, expected `]`", ""), "unclosed array, expected `]`");
        assert_eq!(
            reworded("unexpected leading zero, expected nothing", "09"),
            "unexpected leading zero"
        );
    }
}
