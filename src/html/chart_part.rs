//! The charts of the page, each with its finding, its meaning and its numbers.

use super::markers::{element, list};
use super::stacked::stacked;
use crate::chart::palette::Tone;
use crate::chart::picture::{Body, Picture, Shape};
use crate::chart::svg::svg;
use crate::report::Report;
use crate::text::markup::xml;

/// All charts, the cost by part first.
pub fn charts(report: &Report, pictures: &[Picture]) -> String {
    let figures: String = stacked(report) + &pictures.iter().map(figure).collect::<String>();
    if figures.is_empty() { figures } else { format!("<div class=\"charts\">\n{figures}</div>\n") }
}

fn figure(picture: &Picture) -> String {
    let word = picture.chart.word();
    format!(
        "<figure id=\"{word}\">\n<figcaption>\n{}{}</figcaption>\n{}{}<details>\n<summary>{}: the numbers</summary>\n{}</details>\n</figure>\n",
        element("h3", &picture.title),
        element("p", &picture.finding),
        svg(picture, &format!("chart-{word}")),
        legend(picture),
        xml(&picture.title),
        list(&picture.numbers)
    )
}

/// What colours, letters and strokes mean.
fn legend(picture: &Picture) -> String {
    let key = |tone: Tone, class: &str, name: &str| {
        let look = tone.look();
        let letter =
            if class == "line" { format!(" <b>{}</b>", look.letter) } else { String::new() };
        format!(
            "<li><span class=\"key {class} t-{}\"></span>{letter} {}</li>",
            tone.word(),
            xml(name)
        )
    };
    let items: String = match &picture.body {
        Body::Plot(plot) => plot
            .lines
            .iter()
            .map(|line| {
                let class = if line.shape == Shape::Line { "line" } else { "fill" };
                key(line.tone, class, &line.name)
            })
            .collect(),
        Body::Bars(bars) => {
            let verb = if bars.leads.is_several() { "lead" } else { "leads" };
            let leads = format!("{} {verb}", bars.leads.look().name);
            key(bars.leads, "fill", &leads) + &key(Tone::Excess, "fill", "another kind does")
        }
        Body::Cells(cells) => Tone::KINDS
            .into_iter()
            .chain([Tone::Nothing])
            .filter(|tone| cells.winners.iter().flatten().any(|winner| winner == tone))
            .map(|tone| key(tone, "fill", tone.look().name))
            .collect(),
    };
    format!("<ul class=\"legend\">{items}</ul>\n")
}
