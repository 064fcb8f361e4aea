//! Markdown: for a pull request. A headline, the table, and what stands behind it folded away.

use super::rows::{heading, rows};
use super::sentences::{age, decided_by, features, how_sure, question, ruled_out, shadow_prices};
use super::would_change::changes;
use crate::report::{Report, SourceReport};
use crate::text::markup::markdown as escape;

/// The verdict, the options side by side, and the rest in folds.
pub fn render(report: &Report) -> String {
    let mut out = format!("**{}**\n\n", escape(&report.verdict.sentence));
    if report.verdict.option.is_some() {
        out.push_str(&format!("{}\n\n", escape(&decided_by(&report.verdict))));
        let sure = how_sure(report).map(|sure| format!("{}\n\n", escape(&sure)));
        out.push_str(&sure.unwrap_or_default());
    }
    out.push_str(&format!("{}\n\n", escape(&question(report))));
    out.push_str(&table(report));
    for warning in &report.warnings {
        out.push_str(&format!("\n> **warning:** {}\n", escape(&warning.message)));
    }
    out.push_str(&fold("Why", &report.verdict.because));
    out.push_str(&fold("Ruled out", &ruled_out(report)));
    out.push_str(&fold("What would change it", &changes(&report.verdict)));
    out.push_str(&fold("What features would change", &features(report)));
    let prices = shadow_prices(report);
    out.push_str(&fold("What requirements cost", &prices));
    out.push_str(&fold("Assumed", &report.verdict.assumed));
    let sources = age(report).into_iter().chain(report.sources.iter().map(source));
    let sources: Vec<String> = sources.collect();
    out.push_str(&fold("Sources", &sources));
    out
}

fn table(report: &Report) -> String {
    let cheapest = report.verdict.option.as_deref();
    let names = report.options.iter().map(|option| {
        let lines: Vec<String> = heading(option).iter().map(|line| escape(line)).collect();
        let name = lines.join("<br>");
        if cheapest == Some(&*option.id) { format!("**{name}**") } else { name }
    });
    let header: Vec<String> = std::iter::once(String::new()).chain(names).collect();
    let rules = std::iter::once("---").chain(report.options.iter().map(|_| "---:"));
    let mut out = line(&header);
    out.push_str(&line(&rules.map(String::from).collect::<Vec<_>>()));
    for row in rows(report) {
        let label = match row.depth {
            0 => escape(&row.label),
            depth => format!("*{}{}*", "  ".repeat(depth - 1), escape(&row.label)),
        };
        let cells = row.cells.iter().map(|cell| escape(cell));
        out.push_str(&line(&std::iter::once(label).chain(cells).collect::<Vec<_>>()));
    }
    out
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn source(source: &SourceReport) -> String {
    format!(
        "{}: {}, {} ({}:{})",
        source.profile, source.as_of, source.source, source.file, source.line
    )
}

fn fold<S: AsRef<str>>(heading: &str, sentences: &[S]) -> String {
    if sentences.is_empty() {
        return String::new();
    }
    let items: String =
        sentences.iter().map(|text| format!("- {}\n", escape(text.as_ref()))).collect();
    format!("\n<details>\n<summary>{heading}</summary>\n\n{items}\n</details>\n")
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn an_empty_fold_is_nothing() {
        assert_eq!(fold::<&str>("Why", &[]), "");
        assert_eq!(
            fold("Why", &["a"]),
            "\n<details>\n<summary>Why</summary>\n\n- a\n\n</details>\n"
        );
    }
}
