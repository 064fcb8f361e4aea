//! Rows as JSON, and why they do not count.

use std::borrow::Cow;

use serde::Deserialize;

use super::json_decode::decode;

/// Why a row does not count.
pub type Refusal = Cow<'static, str>;

/// What an error of the JSON reader means to somebody who looks for lost rows.
pub fn refusal(error: &serde_json::Error) -> Refusal {
    if error.is_eof() {
        "cut off".into()
    } else if error.is_data() {
        let text = error.to_string();
        text.split(" at line ").next().unwrap_or_default().to_string().into()
    } else {
        "not valid JSON".into()
    }
}

/// A row as JSON. Most are text as a whole, and then no name or word in them is looked at again; of
/// those that are not, only what is read must be.
///
/// # Errors
/// Why it does not count.
pub fn decoded<'a, T: Deserialize<'a>>(row: &'a [u8]) -> Result<T, Refusal> {
    if let Some(value) = decode(row) {
        return Ok(value);
    }
    serde_json::from_slice(row).map_err(|error| refusal(&error))
}
