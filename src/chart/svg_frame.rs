//! The axes of pictures on a page.

use super::axis::Axis;
use super::svg_paper::{Anchor, Paper, WIDE, at};

/// Where a picture's values are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

/// Height of a plot with its titles.
pub const HIGH: f64 = 290.0;

impl Frame {
    /// That of a plot: room for the values on the left and below, and for two rows of names above.
    pub const PLOT: Self = Self { left: 58.0, top: 56.0, right: WIDE - 14.0, bottom: HIGH - 42.0 };

    /// Where a value is from left to right.
    pub fn x(&self, axis: &Axis, value: f64) -> Option<f64> {
        axis.place(value).map(|place| self.left + place * (self.right - self.left))
    }

    /// Where a value is from the bottom up.
    pub fn y(&self, axis: &Axis, value: f64) -> Option<f64> {
        axis.place(value).map(|place| self.bottom - place * (self.bottom - self.top))
    }

    /// The axis below: its values and what it measures.
    pub fn across(&self, paper: &mut Paper, axis: &Axis) {
        for tick in axis.ticks(6) {
            let Some(x) = self.x(axis, tick) else { continue };
            paper.line("grid", (x, self.top), (x, self.bottom));
            paper.text("tick", (x, self.bottom + 20.0), Anchor::Middle, &axis.label(tick));
        }
        paper.line("axis", (self.left, self.bottom), (self.right, self.bottom));
        let middle = f64::midpoint(self.left, self.right);
        let below = self.bottom + 37.0;
        if !paper.text("name", (middle, below), Anchor::Middle, &axis.title) {
            paper.text("name", (WIDE / 2.0, below), Anchor::Middle, &axis.title);
        }
    }

    /// The axis on the left, and above it what it measures.
    pub fn upward(&self, paper: &mut Paper, axis: &Axis) {
        for tick in axis.ticks(6) {
            let Some(y) = self.y(axis, tick) else { continue };
            paper.line("grid", (self.left, y), (self.right, y));
            paper.text("tick", (self.left - 6.0, y + 4.0), Anchor::End, &axis.label(tick));
        }
        paper.line("axis", (self.left, self.top), (self.left, self.bottom));
        paper.text("name", (2.0, 14.0), Anchor::Start, &axis.title);
    }
}

/// Places as the corners of a path.
pub fn path(places: impl Iterator<Item = (f64, f64)>) -> String {
    let mut out = String::new();
    for (index, (x, y)) in places.enumerate() {
        out.push(if index == 0 { 'M' } else { 'L' });
        out.push_str(&format!("{} {}", at(x), at(y)));
    }
    out
}
