//! A profile to fill in: every field with its meaning, unit and an example.

use super::quoted::bare_or_quoted;
use super::reference::{accepts, example, unit};
use super::schema::{Field, Section};

/// What the first line of a file says to editors that know JSON Schema.
pub const SCHEMA_FILE: &str = "profile.schema.json";

/// A file with one profile: fields that it must have hold examples, the others are comments.
///
/// `names` are as many as the section has.
pub fn template(section: &Section, names: &[String]) -> String {
    let mut text = format!(
        "#:schema ./{SCHEMA_FILE}\n\
         # Editors complete and check this file once `breakeven profiles schema > {SCHEMA_FILE}`\n\
         # has put the schema beside it; `breakeven profiles validate` checks it without an editor.\n\
         # Every value here is an example. Replace it, with its day and its source.\n\n\
         # {}\n",
        section.doc
    );
    let keys = std::iter::once(section.key.to_string());
    let keys: Vec<_> = keys.chain(names.iter().map(|name| bare_or_quoted(name))).collect();
    text.push_str(&format!("[{}]\n", keys.join(".")));
    let (must, may): (Vec<&Field>, Vec<&Field>) =
        section.fields.iter().partition(|field| field.required);
    for field in must {
        text.push_str(&format!("{}{} = {}\n", comment(field), field.key, example(field)));
    }
    if !may.is_empty() {
        text.push_str("\n# What is not known stays a comment: nothing is better than a guess.\n");
    }
    for field in may {
        text.push_str(&format!("{}# {} = {}\n", comment(field), field.key, example(field)));
    }
    text
}

fn comment(field: &Field) -> String {
    let unit = match unit(field) {
        "" => String::new(),
        unit => format!("; in {unit}"),
    };
    format!("\n# {}\n# ({}{unit})\n", field.doc, accepts(field))
}
