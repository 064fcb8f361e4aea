//! What a chart shows, as plain data: the same for a terminal, a page, JSON and CSV.

use serde::Serialize;

use super::axis::Axis;
use super::palette::Tone;
use crate::report::Figure;

/// A chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    /// Cost against volume.
    Cost,
    /// Cumulative cost by month.
    Months,
    /// What each lever does to the lead of the verdict.
    Levers,
    /// Demand and capacity by the hour of a week.
    Week,
    /// Who wins at each value of two levers.
    Map,
}

impl ChartKind {
    /// All of them, in the order of a page.
    pub const ALL: [Self; 5] = [Self::Cost, Self::Months, Self::Levers, Self::Map, Self::Week];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Months => "months",
            Self::Levers => "levers",
            Self::Week => "week",
            Self::Map => "map",
        }
    }
}

/// A chart of one answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Picture {
    /// Which chart.
    pub chart: ChartKind,
    /// What it shows.
    pub title: String,
    /// What it says, in one sentence.
    pub finding: String,
    /// Its numbers in words.
    pub numbers: Vec<String>,
    /// What is drawn.
    #[serde(flatten)]
    pub body: Body,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// Lines over an axis.
    Plot(Plot),
    /// A bar for each of several things.
    Bars(Bars),
    /// A cell for each pair of values.
    Cells(Cells),
}

/// Lines over an axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Plot {
    /// From left to right.
    pub x: Axis,
    /// From the bottom up.
    pub y: Axis,
    /// The lines, the most important last.
    pub lines: Vec<Line>,
    /// Points with a name.
    pub marks: Vec<Mark>,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// From point to point.
    Line,
    /// From point to point, with the space below it filled.
    Area,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Line {
    /// What it is.
    pub name: String,
    /// What kind of thing it is, and so its colour.
    pub tone: Tone,
    /// How it is drawn.
    pub shape: Shape,
    /// Its points, from left to right.
    pub points: Vec<Point>,
}

/// A point of a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Point {
    /// Where.
    pub x: Figure,
    /// How much; `null` where there is nothing.
    pub y: Option<Figure>,
    /// A tenth of the draws are below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Figure>,
    /// A tenth of the draws are above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Figure>,
    /// The option that it is about, where it is not the same all along the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
}

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// The question as it was asked.
    Here,
    /// Another kind of option wins from here on.
    BreakEven,
    /// The purchase has been repaid.
    Payback,
    /// The busiest hour.
    Busiest,
}

impl MarkKind {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::BreakEven => "break-even",
            Self::Payback => "payback",
            Self::Busiest => "busiest",
        }
    }
}

/// A point with a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mark {
    /// What it says.
    pub what: MarkKind,
    /// The same in a few words.
    pub name: String,
    /// The kind of option that it is about.
    pub tone: Tone,
    /// Where.
    pub x: Figure,
    /// How much.
    pub y: Figure,
}

/// A bar for each of several things, from one value to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bars {
    /// Along the bars.
    pub axis: Axis,
    /// Where things stand now.
    pub now: Figure,
    /// The kind of the option that leads now.
    pub leads: Tone,
    /// The bars, the longest first.
    pub rows: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bar {
    /// The thing.
    pub name: String,
    /// Its low value, in words.
    pub from: String,
    /// Its high value, in words.
    pub to: String,
    /// What the low value makes of it.
    pub low: Figure,
    /// What the high value makes of it.
    pub high: Figure,
    /// The least that is made of it from the low value to the high one, as far as was looked: at today's value, at
    /// seven between, and where the verdict changes.
    pub least: Figure,
    /// The most.
    pub most: Figure,
    /// Where its two values are from.
    pub basis: String,
    /// The value at which the verdict changes, in words; `null` where none was found.
    pub flips: Option<String>,
}

/// A cell for each pair of values.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cells {
    /// From left to right.
    pub x: Axis,
    /// From the bottom up.
    pub y: Axis,
    /// The values of the columns.
    pub columns: Vec<Figure>,
    /// The values of the rows, from the bottom up.
    pub rows: Vec<Figure>,
    /// What wins, row by row from the bottom up.
    pub winners: Vec<Vec<Tone>>,
    /// Column and row of the question as it was asked, from 0.
    pub here: (usize, usize),
}
