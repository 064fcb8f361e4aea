//! `--chart` and `--series`: which pictures of an answer are asked for, and how they come out.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::hinted::hinted;
use super::output_args::{Format, OutputArgs};
use crate::calc::verdict::evaluation::Evaluation;
use crate::chart::drawing::{Frame, USUAL_ROWS, draw};
use crate::chart::of_map::MapOf;
use crate::chart::picture::{ChartKind, Picture};
use crate::chart::{picture, series};
use crate::lever::Lever;
use crate::render::{Style, json};
use crate::report::Report;
use crate::text::did_you_mean;

/// Pictures.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Charts")]
pub struct ChartArgs {
    /// Draw instead: cost against volume, cost by month, what levers do, who wins, hours of a week
    #[arg(long, value_name = "KIND")]
    pub chart: Option<Kind>,
    /// The data of --chart, or of all charts, in `--format json` or `csv`
    #[arg(long)]
    pub series: bool,
    /// Levers of the map, from left to right and from the bottom up [default: volume,api-price]
    #[arg(long, value_name = "LEVER,LEVER", value_parser = levers, hide_short_help = true)]
    pub axes: Option<(Lever, Lever)>,
    /// Rows to fill [default: of the terminal, else 24]
    #[arg(long, value_name = "ROWS", value_parser = rows, hide_short_help = true,
          allow_hyphen_values = true)]
    pub height: Option<u16>,
}

/// A chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Cost against volume: API, machines, mix, and where they break even
    Cost,
    /// What has been paid by each month, and when machines are repaid
    Months,
    /// What each lever does to the lead of the verdict, and where it flips
    Levers,
    /// Who wins at each volume and API price, or at two levers of --axes
    Map,
    /// Demand and capacity in the hours of a week
    Week,
}

impl Kind {
    fn chart(self) -> ChartKind {
        match self {
            Self::Cost => ChartKind::Cost,
            Self::Months => ChartKind::Months,
            Self::Levers => ChartKind::Levers,
            Self::Map => ChartKind::Map,
            Self::Week => ChartKind::Week,
        }
    }
}

/// Columns and rows of a map that is data.
const MAP: (usize, usize) = (64, 32);
/// Columns beside a map, and rows above and below it, that are not cells.
const BESIDE: u16 = 8;
const AROUND: u16 = 14;

impl ChartArgs {
    /// Whether any picture is asked for.
    pub fn is_asked(&self) -> bool {
        self.chart.is_some() || self.series
    }

    /// How many flips the pictures need.
    pub fn flips(&self, otherwise: usize) -> usize {
        let all = self.is_asked() && self.chart.is_none_or(|chart| chart == Kind::Levers);
        if all { usize::MAX } else { otherwise }
    }

    /// The pictures that are asked for.
    ///
    /// # Errors
    /// A map of a lever that has no value in this question, and a form that has no data.
    pub fn pictures(
        &self,
        evaluation: &Evaluation<'_, '_>,
        output: &OutputArgs,
        frame: Frame,
    ) -> Result<Vec<Picture>> {
        if !self.is_asked() {
            return Ok(Vec::new());
        }
        let draws = !self.series;
        match output.form() {
            Format::Table | Format::Markdown if self.series => {
                return Err(hinted("`--series` is data", "add `--format json` or `--format csv`"));
            }
            Format::Json | Format::Csv if draws => {
                return Err(hinted(
                    "`--chart` draws for people",
                    "add `--series` for its data, or leave `--format` out",
                ));
            }
            _ => {}
        }
        let (x, y) = self.axes.unwrap_or((Lever::Volume, Lever::ApiPrice));
        let size = match draws {
            true => {
                let columns = frame.style.width.saturating_sub(BESIDE).max(10);
                (columns.into(), frame.rows.saturating_sub(AROUND).max(7).into())
            }
            false => MAP,
        };
        let of = MapOf { x, y, size };
        let kinds = self.chart.map_or(ChartKind::ALL.to_vec(), |chart| vec![chart.chart()]);
        let pictures = kinds.into_iter().map(|kind| match picture(kind, of, evaluation) {
            Some(picture) => Ok(picture),
            None => bail!("`{}` or `{}` has no value in this question", x.word(), y.word()),
        });
        pictures.collect()
    }

    /// Where pictures are drawn.
    pub fn frame(&self, style: Style, terminal: Option<u16>) -> Frame {
        // The line of the next prompt stays free.
        let rows = terminal.map(|rows| rows.saturating_sub(1));
        Frame { style, rows: self.height.or(rows).unwrap_or(USUAL_ROWS).max(10) }
    }
}

/// A report with the data of its pictures.
#[derive(Serialize)]
struct WithCharts<'a> {
    #[serde(flatten)]
    report: &'a Report,
    charts: &'a [Picture],
}

/// The pictures as they come out.
///
/// # Errors
/// Whatever the writer of CSV has to say.
pub fn render(
    pictures: &[Picture],
    report: &Report,
    format: Format,
    frame: Frame,
) -> Result<String> {
    let drawn = || pictures.iter().map(|picture| draw(picture, frame)).collect::<String>();
    Ok(match format {
        Format::Table => drawn(),
        Format::Markdown => format!("```text\n{}```\n", drawn()),
        Format::Json => json::render(&WithCharts { report, charts: pictures }),
        Format::Csv => series::csv(pictures)?,
    })
}

fn rows(text: &str) -> Result<u16, String> {
    let number = text.parse().ok().filter(|rows| (10..=500).contains(rows));
    number.ok_or_else(|| "expected a whole number of rows from 10 to 500".into())
}

/// Two different levers by their words.
fn levers(text: &str) -> Result<(Lever, Lever), String> {
    let lever = |word: &str| {
        let word = word.trim();
        Lever::ALL.into_iter().find(|lever| lever.word() == word).ok_or_else(|| {
            let words = Lever::ALL.map(Lever::word);
            let hint = did_you_mean(word, words);
            hint.unwrap_or_else(|| format!("expected two of {}", words.join(", ")))
        })
    };
    match text.split_once(',') {
        Some((x, y)) if x.trim() != y.trim() => Ok((lever(x)?, lever(y)?)),
        _ => Err("expected two different levers, like volume,api-price".into()),
    }
}
