//! What profiles, workloads and checks may be called.

use crate::text::LONGEST_NAME;

/// Why a text cannot be the name of a profile.
pub fn name_problem(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("is empty; expected a name".into());
    }
    if name.starts_with(':') {
        return Some("begins with `:`; expected a letter, a digit or one of `-_./+@`".into());
    }
    let length = name.chars().count();
    if length > LONGEST_NAME {
        return Some(format!("has {length} characters; expected at most {LONGEST_NAME}"));
    }
    let bad = name.chars().find(|c| !(c.is_ascii_alphanumeric() || "-_./+:@".contains(*c)))?;
    Some(format!(
        "has the character `{}` in a name; expected letters, digits and `-_./+:@`",
        bad.escape_default()
    ))
}
