//! The whole page.

use super::made_of::Dossier;
use super::markers::{element, section};
use super::moving::moving;
use super::{answer_part, chart_part, source_part, tables};
use crate::chart::palette::Tone;
use crate::figure::short;
use crate::render::sentences::question;
use crate::text::count;
use crate::text::markup::xml;

/// More options, or more sources, are printed smaller.
const MANY_OPTIONS: usize = 4;
const MANY_SOURCES: usize = 8;

const STYLE: &str = include_str!("dossier.css");

/// The page of one answer.
pub fn page(dossier: &Dossier<'_>) -> String {
    let report = dossier.report;
    let volume = short(report.workload.tokens_per_day.0);
    let title = dossier.name.map_or_else(
        || format!("Should {volume} tokens a day run on own or rented hardware, an API, or a mix?"),
        |name| {
            format!("{name}: should {volume} tokens a day run on own or rented hardware, an API, or a mix?")
        },
    );
    let (sliders, script) = moving(dossier.points, dossier.pictures);
    let body = [
        format!(
            "<header>\n{}{}</header>\n<main>\n",
            element("h1", &title),
            element("p", &question(report))
        ),
        section("verdict", "Verdict", &answer_part::answer(report)),
        section("options", "Options", &(shortened(dossier) + &tables::options(report))),
        section(
            "charts",
            "Charts",
            &(sliders + &chart_part::charts(report, dossier.pictures) + &script),
        ),
        section("basis", "What it rests on", &source_part::assumed(report)),
        section("sources", "Sources", &source_part::sources(dossier)),
        section("again", "Make it again", &source_part::again(dossier)),
        "</main>\n".into(),
    ];
    // Much to say leaves less room for each thing on two sheets of paper.
    let many = report.options.len() > MANY_OPTIONS || report.sources.len() > MANY_SOURCES;
    let inside =
        format!("<div{}>\n{}</div>\n", if many { " class=\"many\"" } else { "" }, body.concat());
    document(&title, &inside)
}

/// What a page with a part of all options says of the others.
fn shortened(dossier: &Dossier<'_>) -> String {
    let shown = count(dossier.report.options.len(), "option");
    let text = format!(
        "the best of each machine and of each API, the cheapest {shown} of them; \
         breakeven --all --format csv has every option"
    );
    if dossier.shortened { element("p", &text) } else { String::new() }
}

/// A whole document: its style is inside, and nothing else is ever asked for.
pub fn document(title: &str, body: &str) -> String {
    let policy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>\n{}{STYLE}</style>\n</head>\n\
         <body>\n{body}</body>\n</html>\n",
        xml(title),
        colours()
    )
}

/// The palette as a style: one colour for a tone on a light page, one on a dark one.
fn colours() -> String {
    let all = |of: fn(Tone) -> &'static str| -> String {
        Tone::ALL.iter().map(|tone| format!("--{}:{};", tone.word(), of(*tone))).collect()
    };
    let (light, dark) = (all(|tone| tone.look().light), all(|tone| tone.look().dark));
    let classes: String = Tone::ALL
        .iter()
        .map(|tone| {
            let word = tone.word();
            format!(".t-{word}{{--c:var(--{word})}}.f-{word}{{fill:var(--{word})}}.bg-{word}{{background:var(--{word})}}\n")
        })
        .collect();
    format!(
        ":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{classes}"
    )
}
