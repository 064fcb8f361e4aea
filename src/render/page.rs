//! A page that grows downwards: paragraphs, sections and drawn lines, all of them clean, wrapped
//! and painted.

use std::borrow::Cow;

use anstyle::AnsiColor;

use super::Style;
use super::wrap::wrap;
use crate::text::printable;

/// How a piece of text is painted; nothing depends on it being seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it comes.
    Plain,
    /// Read this first.
    Loud,
    /// The cheapest.
    Good,
    /// Ruled out.
    Faint,
    /// Be careful.
    Careful,
}

impl Tone {
    const fn style(self) -> anstyle::Style {
        match self {
            Self::Plain => anstyle::Style::new(),
            Self::Loud => anstyle::Style::new().bold(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Faint => anstyle::Style::new().dimmed(),
            Self::Careful => AnsiColor::Yellow.on_default(),
        }
    }
}

/// The text so far.
pub struct Page {
    style: Style,
    text: String,
}

impl Page {
    /// An empty page.
    pub const fn new(style: Style) -> Self {
        Self { style, text: String::new() }
    }

    /// Columns to fill.
    pub fn width(&self) -> usize {
        usize::from(self.style.width)
    }

    /// Whether everything is shown.
    pub const fn full(&self) -> bool {
        self.style.full
    }

    /// How many rows of a list are wanted.
    pub fn top(&self) -> Option<usize> {
        self.style.top.map(usize::from)
    }

    /// Whether only plain characters may be used.
    pub const fn ascii(&self) -> bool {
        self.style.ascii
    }

    /// Whether anything is painted.
    pub const fn color(&self) -> bool {
        self.style.color
    }

    /// Text that can be shown: no control characters, and with `--ascii` no others than ASCII.
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = if text.contains('\n') {
            let lines: Vec<_> = text.split('\n').map(printable).collect();
            Cow::Owned(lines.join("\n"))
        } else {
            printable(text)
        };
        if self.style.ascii { Cow::Owned(to_ascii(&text)) } else { text }
    }

    /// `text` in a tone, when there are colours.
    pub fn paint<'t>(&self, text: &'t str, tone: Tone) -> Cow<'t, str> {
        if !self.style.color || tone == Tone::Plain || text.is_empty() {
            return Cow::Borrowed(text);
        }
        let style = tone.style();
        Cow::Owned(format!("{style}{text}{style:#}"))
    }

    /// `text` in a tone, but not the spaces around it.
    pub fn paint_inside(&self, text: &str, tone: Tone) -> String {
        let inside = text.trim();
        let before = &text[..text.len() - text.trim_start().len()];
        let after = &text[before.len() + inside.len()..];
        format!("{before}{}{after}", self.paint(inside, tone))
    }

    /// A line as it is, without spaces at its end.
    pub fn line(&mut self, line: &str) {
        self.parts(line, "");
    }

    /// A line of two parts.
    fn parts(&mut self, begin: &str, rest: &str) {
        let start = self.text.len();
        self.text.push_str(begin);
        self.text.push_str(rest);
        let end = start + self.text[start..].trim_end().len();
        self.text.truncate(end);
        self.text.push('\n');
    }

    /// An empty line, unless there is one.
    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A paragraph that hangs below the text that begins it.
    pub fn paragraph(&mut self, begin: &str, text: &str) {
        self.toned(begin, text, Tone::Plain);
    }

    /// The sentence to be read first.
    pub fn verdict(&mut self, sentence: &str) {
        self.toned("", &format!("verdict: {sentence}"), Tone::Loud);
    }

    /// A sentence to be careful with.
    pub fn warning(&mut self, message: &str) {
        self.toned("", &format!("warning: {message}"), Tone::Careful);
    }

    /// A heading and its sentences; nothing when there are none.
    pub fn section<S: AsRef<str>>(&mut self, heading: &str, sentences: &[S]) {
        if sentences.is_empty() {
            return;
        }
        self.blank();
        self.toned("", &format!("{heading}:"), Tone::Loud);
        for sentence in sentences {
            self.paragraph("- ", sentence.as_ref());
        }
    }

    /// Everything.
    pub fn finish(self) -> String {
        self.text
    }

    fn toned(&mut self, begin: &str, text: &str, tone: Tone) {
        let room = self.width().saturating_sub(begin.len());
        let hanging = " ".repeat(begin.len());
        for (number, line) in wrap(&self.clean(text), room).lines().enumerate() {
            let lead = if number == 0 { begin } else { &hanging };
            let painted = self.paint(line.trim_end(), tone);
            self.parts(lead, &painted);
        }
    }
}

/// The nearest plain text: what has no counterpart becomes a question mark.
fn to_ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{2026}' => plain.push_str("..."),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            '\u{d7}' => plain.push('x'),
            '\u{2018}' | '\u{2019}' => plain.push('\''),
            '\u{201c}' | '\u{201d}' => plain.push('"'),
            '\u{a0}' => plain.push(' '),
            _ if character.is_ascii() => plain.push(character),
            _ => plain.push('?'),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Page, Style, Tone};

    fn page(ascii: bool, color: bool) -> Page {
        Page::new(Style { width: 20, ascii, color, full: true, top: None })
    }

    #[test]
    fn plain_characters_only_on_demand() {
        let text = "2 × “a”…–\u{a0}模 \u{1b}[1m";
        assert_eq!(page(true, false).clean(text), "2 x \"a\"...- ? \\u{1b}[1m");
        assert_eq!(page(false, false).clean(text), "2 × “a”…–\u{a0}模 \\u{1b}[1m");
    }

    #[test]
    fn colours_only_on_demand_and_line_by_line() {
        assert_eq!(page(false, false).paint("cheap", Tone::Good), "cheap");
        let mut page = page(false, true);
        page.verdict("use the API of someone");
        assert_eq!(
            page.finish(),
            "\u{1b}[1mverdict: use the API\u{1b}[0m\n\u{1b}[1mof someone\u{1b}[0m\n"
        );
    }

    #[test]
    fn sections_hang_and_empty_ones_are_silent() {
        let mut page = page(false, false);
        page.section::<&str>("nothing", &[]);
        page.section("why", &["because one thing costs more"]);
        assert_eq!(page.finish(), "why:\n- because one thing\n  costs more\n");
    }
}
