//! The first part of the page: the verdict, what decides it, how sure it is, and what would flip it.

use super::markers::{element, list, titled};
use crate::chart::palette::Tone;
use crate::figure::{fixed, percent, whole};
use crate::render::sentences::{decided_by, how_sure};
use crate::render::would_change::changes;
use crate::report::Report;
use crate::text::markup::xml;

/// The verdict and everything that is said beside it.
pub fn answer(report: &Report) -> String {
    let verdict = &report.verdict;
    let tone = Tone::of_kind(verdict.kind.as_deref().unwrap_or("nothing")).word();
    let mut out = format!("<p class=\"verdict t-{tone}\">{}</p>\n", xml(&verdict.sentence));
    out.push_str(&element("p", &decided_by(verdict)));
    for one in &verdict.conditional_on {
        let value = crate::figure::compact(one.value.0);
        let text = format!(
            "hangs on a number that is not stated: {} of {} must reach {value}",
            one.requirement, one.api
        );
        out.push_str(&element("p", &text));
    }
    out.push_str(&confidence(report));
    out.push_str("<div class=\"two\">\n<div>\n");
    out.push_str(&titled("Why", &list(&verdict.because)));
    out.push_str("</div>\n<div>\n");
    out.push_str(&titled("What would change it", &list(changes(verdict))));
    out.push_str("</div>\n</div>\n");
    out
}

/// The share of the draws that each kind of option wins, as one bar.
fn confidence(report: &Report) -> String {
    let drawn = report
        .options
        .iter()
        .filter_map(|option| Some((Tone::of_kind(&option.kind), option.won_share?.0)));
    let drawn: Vec<(Tone, f64)> = drawn.collect();
    let Some((sure, drawn_of)) = how_sure(report).zip(report.verdict.confidence.as_ref()) else {
        return String::new();
    };
    let share = |kind: Tone| {
        drawn.iter().filter(|(tone, _)| *tone == kind).map(|(_, share)| share).sum::<f64>()
    };
    let won: Vec<(Tone, f64)> = Tone::KINDS
        .into_iter()
        .map(|kind| (kind, share(kind)))
        .filter(|(_, share)| *share > 0.0)
        .collect();
    let words = won.iter().map(|(tone, share)| {
        let verb = if tone.is_several() { "are" } else { "is" };
        format!("{} {verb} cheapest in {}", tone.look().winner, percent(*share))
    });
    let words: Vec<String> = words.collect();
    let count = whole(f64::from(drawn_of.draws));
    let said = format!("{} of {count} draws", words.join(", "));
    let pieces: String = won
        .iter()
        .map(|(tone, share)| {
            let (wide, tone) = (fixed(share * 100.0, 2), tone.word());
            format!(
                "<span class=\"bg-{tone}\" style=\"width:{wide}%\" data-share=\"{share}\"></span>"
            )
        })
        .collect();
    let (label, sure) = (xml(&said), xml(&sure));
    format!(
        "<p>{sure}</p>\n<div class=\"sure\" role=\"img\" aria-label=\"{label}\">{pieces}</div>\n"
    )
}
