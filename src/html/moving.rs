//! What a page with scripts on can be asked: other volumes and API prices, at points that the engine
//! has answered.

use serde::Serialize;

use crate::chart::of_points::{Answer, Points};
use crate::chart::palette::Tone;
use crate::chart::picture::{Body, Picture};
use crate::chart::{svg_blocks, svg_plot};
use crate::figure::{dollars, short};
use crate::report::Figure;
use crate::text::markup::xml;

const SCRIPT: &str = include_str!("moving.js");

/// The points as the script reads them: places are those of the pictures' own units.
#[derive(Serialize)]
struct Data {
    /// Where each volume is on the picture of costs, and on the map.
    x: Vec<Option<Figure>>,
    map_x: Vec<Option<Figure>>,
    /// Where each price is on the map.
    map_y: Vec<Option<Figure>>,
    /// The lines of kinds that API prices move, for each price.
    lines: Vec<Vec<(&'static str, String)>>,
    /// Where the winner's cost is, for each price and volume.
    y: Vec<Vec<Option<Figure>>>,
    /// The same, US dollars a month.
    usd: Vec<Vec<Option<Figure>>>,
    /// Tokens a day, and API prices.
    volumes: Vec<Figure>,
    prices: Vec<Figure>,
    /// The volumes, the prices and the answers in words.
    volume_words: Vec<String>,
    price_words: Vec<String>,
    answers: Vec<Vec<String>>,
    here: (usize, usize),
}

/// Sliders that are there when scripts are, and what moves two of the pictures; nothing without both.
pub fn moving(points: &Points, pictures: &[Picture]) -> (String, String) {
    let Some(data) = data(points, pictures) else { return Default::default() };
    // JSON has `<` in texts only, where this says the same.
    let json = serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c");
    let slider = |id: &str, name: &str, count: usize, at: usize, words: &str| {
        let (last, words) = (count.saturating_sub(1), xml(words));
        format!(
            "<label for=\"{id}\">{name}: <b id=\"{id}-said\">{words}</b></label>\n\
             <input id=\"{id}\" type=\"range\" min=\"0\" max=\"{last}\" value=\"{at}\" aria-valuetext=\"{words}\">\n"
        )
    };
    let (volume, price) = points.here;
    let (volumes, prices) = (points.volumes.len(), points.prices.len());
    let sliders = format!(
        "<div class=\"controls\" id=\"controls\" hidden>\n<div>{}</div>\n<div>{}</div>\n\
         <output id=\"moved\" for=\"move-volume move-price\"></output>\n\
         <p>Exact at these points, four volumes in a decade and five prices, each answered by the program; \
         nothing is calculated here. Cost and map follow; the other pictures stay with the question as it \
         was asked.</p>\n</div>\n",
        slider("move-volume", "tokens a day", volumes, volume, &data.volume_words[volume]),
        slider("move-price", "API prices, times today's", prices, price, &data.price_words[price]),
    );
    let script = format!(
        "<script type=\"application/json\" id=\"points\">{json}</script>\n<script>\n{SCRIPT}</script>\n"
    );
    (sliders, script)
}

fn data(points: &Points, pictures: &[Picture]) -> Option<Data> {
    let cost = pictures.iter().find_map(|picture| match &picture.body {
        Body::Plot(plot) if picture.chart.word() == "cost" => Some(plot),
        _ => None,
    })?;
    let map = pictures.iter().find_map(|picture| match &picture.body {
        Body::Cells(cells) => Some(cells),
        _ => None,
    })?;
    let figure = |place: f64| Figure((place * 10.0).round() / 10.0);
    let spot = |volume: f64, usd: Option<f64>| svg_plot::spot(cost, volume, usd?);
    let line = |row: &[Answer], kind: Tone| {
        let places = points.volumes.iter().zip(row).map(|(v, one)| spot(*v, one.of_kind(kind)));
        svg_plot::trail(&places.collect::<Vec<_>>())
    };
    let moved = [Tone::Api, Tone::Routed, Tone::Mixed];
    let won = |answer: &Answer| answer.of_kind(answer.winner);
    let by_point = |of: &dyn Fn(f64, &Answer) -> Option<Figure>| {
        let row = |row: &Vec<Answer>| {
            points.volumes.iter().zip(row).map(|(v, one)| of(*v, one)).collect()
        };
        points.answers.iter().map(row).collect::<Vec<Vec<Option<Figure>>>>()
    };
    Some(Data {
        x: points
            .volumes
            .iter()
            .map(|v| cost.x.place(*v).and_then(|_| svg_plot::across(cost, *v)).map(figure))
            .collect(),
        map_x: points
            .volumes
            .iter()
            .map(|v| svg_blocks::place(map, *v, 1.0).map(|at| figure(at.0)))
            .collect(),
        map_y: points
            .prices
            .iter()
            .map(|p| {
                svg_blocks::place(map, points.volumes[points.here.0], *p).map(|at| figure(at.1))
            })
            .collect(),
        lines: points
            .answers
            .iter()
            .map(|row| moved.map(|kind| (kind.word(), line(row, kind))).to_vec())
            .collect(),
        y: by_point(&|v, one| spot(v, won(one)).map(|at| figure(at.1))),
        usd: by_point(&|_, one| won(one).map(Figure)),
        volumes: points.volumes.iter().map(|v| Figure(*v)).collect(),
        prices: points.prices.iter().map(|p| Figure(*p)).collect(),
        volume_words: points.volumes.iter().map(|v| short(*v)).collect(),
        price_words: points.prices.iter().map(|p| format!("x{}", short(*p))).collect(),
        answers: points.answers.iter().map(|row| row.iter().map(said).collect()).collect(),
        here: points.here,
    })
}

fn said(answer: &Answer) -> String {
    let cost = |usd: f64| format!("{} a month", dollars(usd));
    let others = answer.each.iter().filter(|(tone, _)| *tone != answer.winner);
    let others: Vec<String> =
        others.map(|(tone, usd)| format!("{} {}", tone.look().name, cost(*usd))).collect();
    let winner = answer.winner.look().winner;
    match answer.of_kind(answer.winner) {
        Some(usd) if others.is_empty() => format!("{winner}, {}", cost(usd)),
        Some(usd) => format!("{winner}, {}; {}", cost(usd), others.join(", ")),
        None => "nothing meets the requirements".into(),
    }
}
