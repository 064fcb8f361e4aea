//! Floor 4: pictures of an answer. What a picture shows is data, asked of the engine by turning its
//! levers; a terminal and a page draw the same data with the same scale, axis and palette.

pub mod axis;
pub mod canvas;
pub mod drawing;
mod drawing_axis;
mod drawing_cells;
mod drawing_plot;
pub mod of_cost;
pub mod of_levers;
pub mod of_map;
pub mod of_months;
pub mod of_points;
pub mod of_week;
pub mod palette;
pub mod picture;
pub mod series;
pub mod svg;
pub mod svg_blocks;
mod svg_frame;
pub mod svg_paper;
pub mod svg_plot;
pub mod turned_menu;

use crate::calc::verdict::evaluation::Evaluation;
use of_map::MapOf;
use picture::{ChartKind, Picture};

/// What a chart shows of an answer; `None` for a map of a lever that has no value in this question.
pub fn picture(chart: ChartKind, map: MapOf, evaluation: &Evaluation<'_, '_>) -> Option<Picture> {
    Some(match chart {
        ChartKind::Cost => of_cost::picture(evaluation),
        ChartKind::Months => of_months::picture(evaluation),
        ChartKind::Levers => of_levers::picture(evaluation),
        ChartKind::Week => of_week::picture(evaluation),
        ChartKind::Map => return of_map::picture(evaluation, map),
    })
}
