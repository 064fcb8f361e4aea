//! Paper for a picture on a page: elements of SVG, and texts that never overlap.

use crate::figure::fixed;
use crate::text::markup::xml;

/// Width of every picture, in units of its own; a page scales it.
pub const WIDE: f64 = 480.0;
/// Height of a letter above its baseline.
const LETTER: f64 = 11.0;
/// Width of a letter: the widest that common sans-serif fonts have on average.
const BROAD: f64 = 8.2;

/// Where a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its left end.
    Start,
    /// In its middle.
    Middle,
    /// At its right end.
    End,
}

/// A picture that is being written.
pub struct Paper {
    high: f64,
    out: String,
    /// Left, top, right and bottom of each text.
    texts: Vec<[f64; 4]>,
}

impl Paper {
    /// Empty paper of a height.
    pub const fn new(high: f64) -> Self {
        Self { high, out: String::new(), texts: Vec::new() }
    }

    /// Adds an element as it is.
    pub fn add(&mut self, element: &str) {
        self.out.push_str(element);
        self.out.push('\n');
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(at);
        self.add(&format!(r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#));
    }

    /// A text, where it has room: not over the edge, and not over another. Whether it had.
    pub fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str) -> bool {
        let wide = text.chars().count() as f64 * BROAD;
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - wide / 2.0,
            Anchor::End => x - wide,
        };
        let own = [left - 3.0, y - LETTER, left + wide + 3.0, y + 2.5];
        let apart = |other: &[f64; 4]| {
            own[2] <= other[0] || own[0] >= other[2] || own[3] <= other[1] || own[1] >= other[3]
        };
        if left < 0.0 || left + wide > WIDE || !self.texts.iter().all(apart) {
            return false;
        }
        self.texts.push(own);
        let word = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (x, y, text) = (at(x), at(y), xml(text));
        self.add(&format!(
            r#"<text class="{class}" x="{x}" y="{y}" text-anchor="{word}">{text}</text>"#
        ));
        true
    }

    /// A text beside a place, to its right or else to its left, in the first of some rows that has
    /// room.
    pub fn beside(&mut self, class: &str, x: f64, rows: &[f64], text: &str) {
        let _ = rows.iter().any(|y| {
            self.text(class, (x + 4.0, *y), Anchor::Start, text)
                || self.text(class, (x - 4.0, *y), Anchor::End, text)
        });
    }

    /// The whole picture with its name and its description, for those who do not see it.
    pub fn finish(self, id: &str, title: &str, description: &str) -> String {
        let (title, description, wide, high) =
            (xml(title), xml(description), at(WIDE), at(self.high));
        format!(
            "<svg role=\"img\" aria-labelledby=\"{id}-t {id}-d\" viewBox=\"0 0 {wide} {high}\">\n\
             <title id=\"{id}-t\">{title}</title>\n<desc id=\"{id}-d\">{description}</desc>\n{}</svg>\n",
            self.out
        )
    }
}

/// A place as it is written: a tenth of a unit is finer than any screen.
pub fn at(place: f64) -> String {
    let text = fixed(place, 1);
    text.strip_suffix(".0").map_or(text.clone(), ToString::to_string)
}
