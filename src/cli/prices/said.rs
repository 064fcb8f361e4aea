//! Databases and comparisons in words.

use super::diffed::{DiffedPrices, Question};
use crate::figure;
use crate::prices::Book;
use crate::prices::compare::{Change, Comparison};
use crate::prices::disagreement::Disagreement;
use crate::render::aligned::aligned;
use crate::text::{count, printable};

/// Listings that nobody asked for by name are many.
const MOST_NEW: usize = 10;

/// How many records a database has, how many were taken, and why the others were not.
pub fn accounts(book: &Book) -> String {
    let mut text = format!(
        "{}: {}, {} importable\n",
        book.database.word(),
        count_of(book.records, "record"),
        figure::whole(book.listings.len() as f64)
    );
    for (reason, number) in book.reasons() {
        text.push_str(&format!(
            "  left out: {} {}\n",
            figure::whole(number as f64),
            reason.words()
        ));
    }
    text
}

fn count_of(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", figure::whole(number as f64))
}

/// The numbers that changed, a line each.
pub fn changes(comparison: &Comparison) -> String {
    let rows: Vec<Vec<String>> = comparison.changed.iter().map(cells).collect();
    aligned(&rows, usize::MAX)
}

fn cells(change: &Change) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or("not stated".into(), |value| format!("{value}"));
    let percent = change.percent.map_or(String::new(), |p| figure::change(p / 100.0));
    vec![
        change.profile.clone(),
        change.field.clone(),
        format!("{} -> {}", number(change.old), number(change.new)),
        percent,
    ]
}

/// The whole difference.
pub fn table(diff: &DiffedPrices) -> String {
    let compared = &diff.comparison;
    let mut text = format!(
        "{} of {} against {}\n",
        diff.database,
        diff.as_of,
        count(compared.compared, "profile")
    );
    let mut section = |title: String, lines: String| {
        if !lines.is_empty() {
            let lines = lines.lines().map(|line| format!("  {line}\n"));
            text.push_str(&format!("\n{title}\n{}", lines.collect::<String>()));
        }
    };
    let profiles = compared.changed_profiles().len();
    let changed = format!("changed: {}", count(profiles, "profile"));
    section(changed, changes(compared));
    let rows: Vec<Vec<String>> = compared.retiring.iter().map(retiring).collect();
    section(format!("retiring: {}", count(rows.len(), "profile")), aligned(&rows, usize::MAX));
    let gone: Vec<Vec<String>> =
        compared.gone.iter().map(|(profile, why)| vec![profile.clone(), clean(why)]).collect();
    section(format!("gone: {}", count(gone.len(), "profile")), aligned(&gone, usize::MAX));
    let names = compared.without_key.join("\n");
    section(format!("without a key: {}", count(compared.without_key.len(), "profile")), names);
    section(
        format!("new at these providers: {}", count_of(compared.new.len(), "record")),
        new(diff),
    );
    let beside = diff.beside.as_deref().unwrap_or_default();
    let rows: Vec<Vec<String>> =
        diff.disagree.iter().map(|one| disagreement(one, [&diff.database, beside])).collect();
    let numbers = count(rows.len(), "price");
    section(format!("the two databases disagree: {numbers}"), aligned(&rows, usize::MAX));
    section("answers".into(), answers(&diff.questions));
    if profiles == 0 {
        text.push_str("\nno price changed\n");
    }
    text
}

/// `x  output_usd_per_mtok  0.38 stated  litellm 1.1.1: 0.4  genai-prices 0.2.3: 0.38`.
fn disagreement(one: &Disagreement, databases: [&str; 2]) -> Vec<String> {
    let stated = one.stated.map_or("not stated".into(), |price| format!("{price} stated"));
    let [first, other] = databases.map(clean);
    vec![
        one.profile.clone(),
        one.field.clone(),
        stated,
        format!("{first}: {}", one.first),
        format!("{other}: {}", one.other),
    ]
}

fn retiring(item: &crate::prices::compare::Retiring) -> Vec<String> {
    let next =
        item.successor.as_ref().map_or(String::new(), |next| format!("then {}", clean(next)));
    let passed = if item.is_past { "has passed" } else { "" };
    vec![item.profile.clone(), item.day.to_string(), passed.into(), next]
}

fn new(diff: &DiffedPrices) -> String {
    let all = &diff.comparison.new;
    let shown = if diff.all { all.len() } else { MOST_NEW };
    let row = |item: &crate::prices::compare::New| {
        let prices = format!("{} / {}", item.input_usd_per_mtok, item.output_usd_per_mtok);
        vec![clean(&item.key), prices]
    };
    let mut rows: Vec<Vec<String>> = all.iter().take(shown).map(row).collect();
    if all.len() > shown {
        let rest = figure::whole((all.len() - shown) as f64);
        rows.push(vec![format!("... and {rest} more; `--all` lists them")]);
    }
    aligned(&rows, usize::MAX)
}

/// One line for each question: the same answer, or another.
fn answers(questions: &[Question]) -> String {
    let mut lines = String::new();
    for question in questions {
        let name = clean(&question.name);
        match (&question.before, &question.after) {
            (before, after) if before == after => {
                lines.push_str(&format!("{name}: unchanged, {}\n", option(before.as_deref())));
            }
            (before, after) => lines.push_str(&format!(
                "{name}: {} -> {}\n",
                option(before.as_deref()),
                option(after.as_deref())
            )),
        }
        if let (Some(before), Some(after)) =
            (question.usd_per_month_before, question.usd_per_month_after)
            && before != after
        {
            let dollars = [before, after].map(figure::dollars);
            lines.push_str(&format!("  {} -> {} a month\n", dollars[0], dollars[1]));
        }
        for word in &question.retiring {
            lines.push_str(&format!("  {}\n", clean(word)));
        }
    }
    lines
}

fn option(name: Option<&str>) -> String {
    name.map_or("nothing meets the requirements".into(), clean)
}

fn clean(text: &str) -> String {
    printable(text).into_owned()
}

/// The same for a pull request.
pub fn markdown(diff: &DiffedPrices) -> String {
    let body = table(diff);
    // A fence longer than any run of backticks in a foreign key.
    let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("### Prices: {} of {}\n\n{fence}text\n{body}{fence}\n", diff.database, diff.as_of)
}
