//! Pictures on a page: inline SVG of which a page scales the size and sets the colours.

use super::picture::{Body, Picture};
use super::svg_paper::Paper;
use super::{svg_blocks, svg_plot};

/// A picture as an element of a page; `id` is one that the page has once.
pub fn svg(picture: &Picture, id: &str) -> String {
    let paper: Paper = match &picture.body {
        Body::Plot(plot) => svg_plot::plot(plot),
        Body::Bars(bars) => svg_blocks::bars(bars),
        Body::Cells(cells) => svg_blocks::cells(cells),
    };
    let said = picture.numbers.iter().fold(picture.finding.clone(), |text, one| text + ". " + one);
    paper.finish(id, &picture.title, &said)
}
