//! Text that stays text in Markdown, HTML, XML and CSV: the only escapes of the program.
//!
//! What is escaped may be from a file of somebody else: a name in a pull request, a report of
//! another run. None of it may become markup, end a cell, call somebody or refer to something.

use super::printable;

/// Between `@` and a name it keeps GitHub and GitLab from calling people, and between `#` and a
/// number from linking an issue. Neither a backslash nor `&#64;` does: both services look for
/// mentions in the rendered text.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Text for Markdown, on one line.
///
/// ```
/// use breakeven::text::markup::markdown;
/// assert_eq!(markdown("a|b `c` <d> *e*"), "a\\|b \\`c\\` &lt;d&gt; \\*e\\*");
/// assert_eq!(markdown("q4_k_m _e_"), "q4_k_m \\_e\\_");
/// assert_eq!(markdown("@org/team"), "@\u{200b}org/team");
/// assert_eq!(markdown("# no heading"), "\\# no heading");
/// assert_eq!(markdown("&lt; https://a.example/?b=1&c=2"), "&amp;lt; https://a.example/?b=1&c=2");
/// ```
pub fn markdown(text: &str) -> String {
    let text = on_one_line(text);
    let mut out = String::with_capacity(text.len());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut before = ' ';
    let mut rest = text.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        let next = rest.peek().map_or('\n', |(_, next)| *next);
        let spaced = next == ' ';
        // Inside a word it is no markup, and a backslash would break an address.
        let inside = before.is_alphanumeric() && next.is_alphanumeric();
        match character {
            '|' | '\\' | '`' | '*' | '[' | ']' => out.extend(['\\', character]),
            '_' | '~' if !inside => out.extend(['\\', character]),
            // At the start of a line: a heading, an item, a numbered item.
            '#' | '+' | '-' if at == 0 && spaced => out.extend(['\\', character]),
            '.' | ')' if at > 0 && at == digits && spaced => out.extend(['\\', character]),
            // An address that becomes a link keeps what separates its fields.
            '&' if !begins_entity(&text[at + 1..]) => out.push(character),
            _ => push_plain(&mut out, character),
        }
        break_reference(&mut out, character, next);
        before = character;
    }
    out
}

/// Text inside of HTML, where Markdown's own escapes would be shown.
///
/// ```
/// use breakeven::text::markup::html;
/// assert_eq!(html("<b>&@org"), "&lt;b&gt;&amp;@\u{200b}org");
/// ```
pub fn html(text: &str) -> String {
    let text = on_one_line(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        push_plain(&mut out, character);
        break_reference(&mut out, character, rest.peek().copied().unwrap_or(' '));
    }
    out
}

/// Text for XML, in an attribute or between tags. Characters that no XML may hold, like U+FFFF,
/// are not printable and come out as escapes.
///
/// ```
/// use breakeven::text::markup::xml;
/// assert_eq!(xml("a\u{ffff}'<"), "a\\u{ffff}&apos;&lt;");
/// ```
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in printable(text).chars() {
        match character {
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => push_plain(&mut out, character),
        }
    }
    out
}

/// Text for a cell of CSV that no spreadsheet takes for a formula.
///
/// ```
/// use breakeven::text::markup::cell;
/// assert_eq!(cell("=cmd()"), "'=cmd()");
/// assert_eq!(cell("a\u{1b}"), "a\\u{1b}");
/// ```
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("{}{}", if formula { "'" } else { "" }, printable(text))
}

fn on_one_line(text: &str) -> String {
    printable(&text.replace(['\n', '\r'], " ")).into_owned()
}

/// Whether an `&` before this text is read together with it: `&lt;`, `&#60;`. No name has more than 31
/// characters.
fn begins_entity(text: &str) -> bool {
    let name = text.bytes().take(31).take_while(u8::is_ascii_alphanumeric).count();
    match text.as_bytes().get(name) {
        Some(b';') => name > 0,
        Some(b'#') => name == 0,
        _ => false,
    }
}

fn push_plain(out: &mut String, character: char) {
    match character {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        _ => out.push(character),
    }
}

fn break_reference(out: &mut String, character: char, next: char) {
    let calls = character == '@' && (next.is_alphanumeric() || next == '_' || next == '-');
    let refers = matches!(character, '#' | '!') && next.is_ascii_digit();
    if calls || refers {
        out.push(ZERO_WIDTH_SPACE);
    }
}

#[cfg(test)]
mod tests {
    use super::{html, markdown, xml};

    #[test]
    fn text_stays_text() {
        assert_eq!(markdown("one\r\ntwo"), "one  two");
        assert_eq!(markdown("[x](y) z \\|"), "\\[x\\](y) z \\\\\\|");
        assert_eq!(markdown("~~s~~ a~b"), "\\~\\~s\\~\\~ a~b");
        assert_eq!(markdown("\u{1b}[1m"), "\\\\u{1b}\\[1m");
        assert_eq!(markdown("1. one"), "1\\. one");
        assert_eq!(markdown("6.8 months"), "6.8 months");
        assert_eq!(markdown("-"), "-");
        assert_eq!(markdown("see #12 and a@b"), "see #\u{200b}12 and a@\u{200b}b");
        assert_eq!(html("\u{202e}"), "\\u{202e}");
        assert_eq!(xml("\u{fffe}\u{1b}"), "\\u{fffe}\\u{1b}");
    }
}
