//! Rows of hourly or daily sums, or of single requests, in columns that the user names, or in the
//! canonical form `hour,model,requests,fresh_input,cached_read,cache_write,output`.

use std::collections::BTreeMap;

use super::cells::Columns;
use super::refusal::Refusal;

/// What a column can hold, in the order of the canonical form, and what else it can be called there.
pub const FIELDS: &[(&str, &[&str])] = &[
    ("hour", &["day", "date", "time", "timestamp", "month"]),
    ("model", &[]),
    ("requests", &[]),
    ("fresh_input", &["fresh_input_tokens"]),
    ("input", &["input_tokens"]),
    ("cached_read", &["cached_read_tokens", "cached"]),
    ("cache_write", &["cache_write_tokens"]),
    ("output", &["output_tokens"]),
    ("reasoning", &["reasoning_tokens"]),
];

/// Which column holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: BTreeMap<&'static str, String>,
}

impl Mapping {
    /// From `input=prompt_tokens,output=completion_tokens`.
    ///
    /// # Errors
    /// Says what is wrong with it.
    ///
    /// ```
    /// use breakeven::usage::mapping::Mapping;
    /// assert!(Mapping::parse("hour=created,input=prompt,output=completion").is_ok());
    /// assert!(Mapping::parse("inpt=prompt,output=completion").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut columns = BTreeMap::new();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let (field, column) =
                part.split_once('=').ok_or("expected pairs like `input=COLUMN`")?;
            let field = field.trim();
            let known = |(name, others): &&(&'static str, &[&str])| {
                *name == field || others.contains(&field)
            };
            let Some((field, _)) = FIELDS.iter().find(known) else {
                let known = crate::text::one_of(FIELDS.iter().map(|(name, _)| *name));
                let field = crate::text::shown(field);
                return Err(format!(
                    "`{field}` is nothing that a column can hold; expected {known}"
                ));
            };
            columns.insert(*field, column.trim().to_string());
        }
        let has = |field| columns.contains_key(field);
        if !has("output") || !(has("input") || has("fresh_input")) {
            return Err("expected columns for `output` and for `input` or `fresh_input`".into());
        }
        Ok(Self { columns })
    }

    /// The mapping of a file in the canonical form, if it is one.
    pub fn canonical(columns: &Columns) -> Option<Self> {
        let mut found = BTreeMap::new();
        for (field, others) in FIELDS {
            let mut names = std::iter::once(field).chain(*others);
            if let Some(name) = names.find(|name| columns.has(&[name])) {
                found.insert(*field, (*name).to_string());
            }
        }
        let fits = found.contains_key("fresh_input") && found.contains_key("output");
        fits.then_some(Self { columns: found })
    }

    /// Whether a file has the columns.
    ///
    /// # Errors
    /// The first one that it has not.
    pub fn fits(&self, columns: &Columns) -> Result<(), Refusal> {
        match self.columns.values().find(|name| !columns.has(&[name])) {
            Some(missing) => Err(format!("no column `{missing}`").into()),
            None => Ok(()),
        }
    }

    /// The columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.values().map(String::as_str)
    }

    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<&str> {
        self.columns.get(field).map(String::as_str)
    }
}
