//! What people call a profile: its id, its `name`, one of its `aliases`, however they are spelled.

use std::cmp::Reverse;

use super::catalog::Catalog;
use super::fields::shared_fields::{ALIASES, AS_OF};
use super::fields::{api_fields, hardware_fields, subscription_fields};
use super::record::Record;
use crate::text::{list, nearest, shown};

/// Kinds whose names are mistaken for one another, with the flag and the word for each.
const KINDS: [(&str, &str, &str); 5] = [
    ("api", "--api", "an API"),
    ("model", "--model", "a model"),
    ("hardware", "--hardware", "hardware"),
    ("subscription", "--subscription", "a subscription"),
    ("workload", "--workload", "a workload"),
];

/// The most names that a hint lists.
const MOST: usize = 12;
/// A shorter word is a part of too many names.
const SHORTEST: usize = 2;

/// A name that no profile, or more than one, is called by.
pub struct Unknown {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl Catalog {
    /// The profile of a kind that is called so: by its id, else by its `name` or one of its `aliases`,
    /// in capitals or not and with any signs between the words. `what` is the word for the kind in a
    /// message.
    ///
    /// # Errors
    /// When nothing is called so, with everything that is nearly called so, newest first.
    pub fn called(&self, kind: &'static str, what: &str, name: &str) -> Result<&Record, Unknown> {
        if let Some(record) = self.record(kind, name) {
            return Ok(record);
        }
        let wanted = spelled(name);
        let mut found: Vec<&Record> =
            self.records_of(kind).filter(|record| is_called(record, &wanted)).collect();
        match found[..] {
            [one] => return Ok(one),
            [] => {}
            _ => {
                let several = format!("several are called `{}`", shown(name));
                return Err(Unknown { message: several, hint: Some(choice(&mut found)) });
            }
        }
        let message = format!("no {what} is called `{}`", shown(name));
        Err(self.of_another_kind(kind, &message, &wanted).unwrap_or_else(|| {
            let hint = self.nearly(kind, name, &wanted);
            Unknown { message, hint }
        }))
    }

    /// Where it is the name of something else: what that is, and who serves a model.
    fn of_another_kind(&self, kind: &str, message: &str, wanted: &str) -> Option<Unknown> {
        let others = KINDS.iter().filter(|(other, ..)| *other != kind);
        let (other, flag, word, record) = others.into_iter().find_map(|(other, flag, word)| {
            let record = self.records_of(other).find(|record| is_called(record, wanted))?;
            Some((*other, *flag, *word, record))
        })?;
        let mut serving: Vec<&Record> = match (kind, other) {
            ("api", "model") => self.records_of(kind).filter(|r| serves(r, record)).collect(),
            _ => Vec::new(),
        };
        let hint = match serving[..] {
            [] => format!("`{flag} {}`", record.name),
            _ => format!("it is served by {}; or `{flag} {}`", names(&mut serving), record.name),
        };
        Some(Unknown { message: format!("{message}: that is {word}"), hint: Some(hint) })
    }

    /// All names that hold what was written or whose provider or model it is, or else the one that is most like it, or else the first.
    fn nearly(&self, kind: &str, name: &str, wanted: &str) -> Option<String> {
        let holds = |record: &&Record| {
            let said = [&api_fields::MODEL, &api_fields::PROVIDER];
            let mut said = said.into_iter().filter_map(|field| record.fields().text(field));
            let is_part = |own: String| own.contains(wanted);
            wanted.len() >= SHORTEST && callings(record).any(is_part)
                || said.any(|own| spelled(&own) == wanted)
        };
        let mut holding: Vec<&Record> = self.records_of(kind).filter(holds).collect();
        if !holding.is_empty() {
            return Some(choice(&mut holding));
        }
        let ids = || self.records_of(kind).map(|record| &*record.name);
        if let Some(near) = nearest(name, ids()) {
            return Some(format!("did you mean `{near}`?"));
        }
        let (first, all) = (ids().take(8).collect::<Vec<_>>().join(", "), ids().count());
        let more = if all > 8 { ", …" } else { "" };
        (all > 0).then(|| format!("known are {first}{more}"))
    }
}

/// `did you mean …?` of records, newest first.
fn choice(records: &mut [&Record]) -> String {
    format!("did you mean {}?", names(records))
}

/// Their names, the highest version first, of those the plainest; a few of many.
fn names(records: &mut [&Record]) -> String {
    records.sort_by_key(|record| {
        let name = &record.name;
        let as_of = record.fields().date(&AS_OF);
        (name.contains('/'), Reverse(version(name)), name.len(), Reverse(as_of), name.clone())
    });
    let mut words: Vec<String> =
        records.iter().take(MOST).map(|record| format!("`{}`", record.name)).collect();
    let more = records.len().saturating_sub(MOST);
    if more > 0 {
        words.push(format!("{more} more"));
        return list(&words, "and");
    }
    list(&words, "or")
}

/// The version in a name, in hundredths: its first number that counts neither cards nor parameters.
fn version(name: &str) -> u32 {
    let last = name.rsplit('/').next().unwrap_or(name);
    let is_count =
        |part: &&str| part.ends_with(['b', 'x']) || !part.contains(|c: char| c.is_ascii_digit());
    let part = last.split('-').find(|part| !is_count(part)).unwrap_or_default();
    let digits = part.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(digits.len());
    let number: f64 = digits[..end].parse().unwrap_or(0.0);
    (number * 100.0).min(1e9) as u32
}

fn is_called(record: &Record, wanted: &str) -> bool {
    !wanted.is_empty() && callings(record).any(|own| own == wanted)
}

/// Everything that a record is called, as [`spelled`].
fn callings(record: &Record) -> impl Iterator<Item = String> + '_ {
    let fields = record.fields();
    let aliases = fields.words(&ALIASES).unwrap_or_default();
    let said = [&hardware_fields::NAME, &subscription_fields::PLAN];
    let said = said.into_iter().filter_map(move |field| fields.text(field));
    let all = std::iter::once(record.name.clone()).chain(said).chain(aliases);
    all.map(|own| spelled(&own))
}

/// Whether an API serves these weights.
fn serves(api: &Record, model: &Record) -> bool {
    let fields = api.fields();
    let stated = fields.text(&api_fields::SERVES).or_else(|| fields.text(&api_fields::MODEL));
    stated.is_some_and(|stated| spelled(&stated) == spelled(&model.name))
}

/// A name without capitals and without the signs between its words, but for the `/` after a host.
///
/// ```
/// use breakeven::profile::called::spelled;
/// assert_eq!(spelled("RTX 3090"), spelled("rtx-3090"));
/// assert_eq!(spelled("Claude Haiku 5.5"), spelled("claude-haiku-5-5"));
/// assert_ne!(spelled("groq/x"), spelled("x"));
/// ```
pub fn spelled(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric() || *c == '/');
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_version_is_no_count() {
        for (name, expected) in [
            ("gpt-6.2-sol", 620),
            ("azure/eu/gpt-6-luna", 600),
            ("gpt-4o", 400),
            ("groq/gpt-oss-120b", 0),
            ("qwen3.6-35b-a3b", 360),
            ("2x-rtx-3090", 309_000),
            ("strix-halo", 0),
        ] {
            assert_eq!(version(name), expected, "{name}");
        }
    }
}
