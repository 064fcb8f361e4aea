//! What is the same in all runs of one deployment: a median over others would be of nothing that exists.

use super::json::{Json, Value};
use super::look::Look;
use super::runs::Bench;
use crate::profile::problem::Problem;
use crate::text::printable;

pub const ON_ITS_OWN: &str =
    "a profile is of one machine and one set of flags: import each on its own";

/// Keeps the settings of the first record; the others say the same of each, or nothing as it did.
///
/// # Errors
/// A record that says something else.
pub fn same(bench: &mut Bench, look: &Look<'_>, keys: &[&str]) -> Result<(), Problem> {
    let words = |json: &Json| look.input.text[json.span.clone()].to_string();
    for key in keys {
        let path = look.path_of(key);
        let found = look.get(key)?.map(|field| field.json.clone());
        let known = bench.settings.iter().find(|(name, ..)| **name == *path);
        let Some((_, first, said)) = known else {
            let json = found.unwrap_or(Json { span: 0..0, value: Value::Null });
            let said = words(&json);
            bench.settings.push((path.into(), json, said));
            continue;
        };
        if found.as_ref().map_or(&Value::Null, |json| &json.value) == &first.value {
            continue;
        }
        let not_stated = |words: String| if words.is_empty() { "not stated".into() } else { words };
        let (said, now) = (not_stated(said.clone()), found.as_ref().map_or(String::new(), words));
        let message = another(&path, &not_stated(now), &said);
        let start = look.json.span.start;
        let at = found.map_or(start..start + 1, |json| json.span);
        return Err(look.input.at(&at, message).hint(ON_ITS_OWN));
    }
    Ok(())
}

/// What is said of a run with another value of a setting than the first run's.
pub fn another(key: &str, now: &str, first: &str) -> String {
    let [key, now, first] = [key, now, first].map(printable);
    format!("this run has another `{key}` than the first: {now}, not {first}")
}

/// Whether a run guessed tokens ahead, which all runs of a file do or none.
///
/// # Errors
/// When the first did otherwise.
pub fn guesses(bench: &mut Bench, look: &Look<'_>, guessed: bool) -> Result<(), Problem> {
    if *bench.guessed.get_or_insert(guessed) != guessed {
        let message = "some of the runs guessed tokens ahead and others did not";
        return Err(look.problem(message).hint("import the runs of each kind on their own"));
    }
    bench.speculative |= guessed;
    Ok(())
}
