//! Lines that a CI service would obey instead of showing.
//!
//! The runner of GitHub trims each line of a step's output and takes what begins with `::` for a
//! command, and `##[` anywhere in it (actions/runner, `ActionCommand.cs`); Azure Pipelines obeys
//! `##vso[` and `##[` (microsoft/azure-pipelines-agent, `Command.cs`). A name, an excerpt of a file
//! or a report of another run must not be able to say such a thing.

use std::borrow::Cow;

/// The text with every such line broken, and every other as it is.
///
/// ```
/// use breakeven::text::runner::disarmed;
/// assert_eq!(disarmed("a: ::error::b\n"), "a: ::error::b\n");
/// assert_eq!(disarmed("  ::add-mask::a"), "  \\u{3a}:add-mask::a");
/// assert_eq!(disarmed("x ##[error]y ##vso[z]"), "x #\\u{23}[error]y #\\u{23}vso[z]");
/// ```
pub fn disarmed(text: &str) -> Cow<'_, str> {
    let command = |line: &str| line.trim_start().starts_with("::");
    let old_form = |line: &str| line.contains("##");
    if !text.lines().any(|line| command(line) || old_form(line)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let line = without_old_form(line);
        let start = line.len() - line.trim_start().len();
        match line[start..].strip_prefix("::") {
            Some(rest) => out.extend([&line[..start], "\\u{3a}:", rest]),
            None => out.push_str(&line),
        }
    }
    Cow::Owned(out)
}

/// `##[` and `##vso[` with their second sign written as an escape.
fn without_old_form(line: &str) -> Cow<'_, str> {
    if !line.contains("##") {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("##") {
        let after = &rest[at + 2..];
        let obeyed = after.starts_with('[')
            || after.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("vso["));
        out.push_str(&rest[..=at]);
        out.push_str(if obeyed { "\\u{23}" } else { "" });
        rest = &rest[at + if obeyed { 2 } else { 1 }..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::disarmed;

    #[test]
    fn nothing_that_is_obeyed_is_left() {
        for text in ["##[error]x", "###[x", "####[x", "##VSO[task]", "\u{a0}::x::y", "\t::\n ::"] {
            let found = disarmed(text);
            assert!(!found.contains("##["), "{text} -> {found}");
            assert!(!found.to_lowercase().contains("##vso["), "{text} -> {found}");
            assert!(!found.lines().any(|line| line.trim().starts_with("::")), "{text} -> {found}");
        }
        assert_eq!(disarmed("## heading\n# ##"), "## heading\n# ##");
    }
}
