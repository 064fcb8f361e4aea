//! Why rows do not count.

use std::borrow::Cow;

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
