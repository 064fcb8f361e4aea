//! Cost by part: a stacked bar for each option.

use crate::chart::svg_paper::{Anchor, Paper, WIDE, at};
use crate::figure::dollars;
use crate::report::{Figure, MonthlyReport, OptionReport, Report};
use crate::text::markup::xml;

/// From one bar to the next: a name, and the bar below it.
const STEP: f64 = 40.0;

/// A part of the cost: its word, its colour and its number.
type Part = (&'static str, fn(&MonthlyReport) -> Figure);

const PARTS: [Part; 8] = [
    ("api", |month| month.api),
    ("amortization", |month| month.amortization),
    ("rent", |month| month.rent),
    ("energy", |month| month.energy),
    ("operations", |month| month.operations),
    ("hosting", |month| month.hosting),
    ("maintenance", |month| month.maintenance),
    ("routing", |month| month.routing),
];

/// The first month of each option by part; nothing where no option has a cost.
pub fn stacked(report: &Report) -> String {
    let priced: Vec<(&OptionReport, &MonthlyReport)> = report
        .options
        .iter()
        .filter_map(|option| Some((option, &option.costs.as_ref()?.monthly_usd)))
        .collect();
    let most = priced.iter().map(|(_, month)| month.total.0).fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let mut paper = Paper::new(STEP * priced.len() as f64 + 4.0);
    for (index, (option, month)) in priced.iter().enumerate() {
        bar(&mut paper, option, month, (STEP * index as f64, most));
    }
    let said: Vec<String> =
        priced.iter().map(|(option, month)| format!("{}: {}", option.id, words(month))).collect();
    let there: Vec<&Part> =
        PARTS.iter().filter(|(_, of)| priced.iter().any(|(_, month)| of(month).0 > 0.0)).collect();
    let legend: String = there
        .iter()
        .map(|(word, _)| format!("<li><span class=\"key p-{word}\"></span>{word}</li>"))
        .collect();
    let title = "First month by part";
    let finding = xml(&finding(&priced));
    let svg = paper.finish("parts", title, &said.join(". "));
    format!(
        "<figure id=\"parts-figure\">\n<figcaption><h3>{title}</h3><p>{finding}</p></figcaption>\n{svg}\
         <ul class=\"legend\">{legend}</ul>\n</figure>\n"
    )
}

/// What the first months are, and what most of the cheapest is spent on.
fn finding(priced: &[(&OptionReport, &MonthlyReport)]) -> String {
    let possible = priced.iter().filter(|(option, _)| option.meets_requirements);
    let least = possible.min_by(|a, b| a.1.total.0.total_cmp(&b.1.total.0));
    let Some((option, month)) = least else { return "no option meets the requirements".into() };
    let largest = PARTS.iter().max_by(|a, b| a.1(month).0.total_cmp(&b.1(month).0));
    let (word, amount) = largest.map_or(("", 0.0), |(word, of)| (*word, of(month).0));
    let (total, amount, name) = (dollars(month.total.0), dollars(amount), option.label.join(", "));
    format!("the least in the first month is {total} for {name}; {amount} of it is {word}")
}

fn words(month: &MonthlyReport) -> String {
    let parts = PARTS.iter().filter(|(_, of)| of(month).0 > 0.0);
    let parts: Vec<String> =
        parts.map(|(word, of)| format!("{word} {}", dollars(of(month).0))).collect();
    format!("{} a month, {}", dollars(month.total.0), parts.join(", "))
}

fn bar(paper: &mut Paper, option: &OptionReport, month: &MonthlyReport, (top, most): (f64, f64)) {
    let ruled_out = if option.meets_requirements { "" } else { " (ruled out)" };
    let total = format!("{}{ruled_out}", dollars(month.total.0));
    paper.text("said", (WIDE - 2.0, top + 15.0), Anchor::End, &total);
    let room = 56_usize.saturating_sub(total.chars().count() + 2);
    let name = format!("{}: {}", option.kind, option.label.join(", "));
    let cut: String = match name.chars().count() > room {
        true => name.chars().take(room - 1).chain(['…']).collect(),
        false => name,
    };
    paper.text("tick", (0.0, top + 15.0), Anchor::Start, &cut);
    let id = xml(&option.id);
    paper.add(&format!(r#"<g data-option="{id}" data-total="{}">"#, month.total.rounded()));
    let mut left = 0.0;
    for (word, of) in PARTS {
        let amount = of(month);
        let wide = amount.0 / most * (WIDE - 2.0);
        if amount.0 > 0.0 {
            let ([x, y, w], usd) = ([left, top + 20.0, wide].map(at), amount.rounded());
            paper.add(&format!(
                r#"<rect class="p-{word}" data-part="{word}" data-usd="{usd}" x="{x}" y="{y}" width="{w}" height="15"/>"#
            ));
            left += wide;
        }
    }
    paper.add("</g>");
}
