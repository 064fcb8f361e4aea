//! The page: its numbers are the engine's, it is one file, and nothing of others becomes markup.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use breakeven::answer::evaluate;
use breakeven::chart::palette::Tone;
use breakeven::lever::Lever;
use breakeven::report::Report;
use breakeven::scenario::{Scenario, Shown};

use crate::support::golden;
use crate::support::question::{costs_of, find, with_shipped};

/// The file that is kept, and the question that it answers.
const KEPT: &str = "docs/report.html";
const QUESTION: &str = "--volume 50M/day";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .output()
        .unwrap()
}

fn page(question: &str) -> String {
    let fixed = ["report", "-o", "-", "--today", "2026-11-22"];
    let args: Vec<&str> = fixed.into_iter().chain(question.split_whitespace()).collect();
    let output = run(&args, root());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("page-{name}"));
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// The values of an attribute, in order.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// The part of the page that is the figure of a chart.
fn figure<'p>(page: &'p str, id: &str) -> &'p str {
    let start = page.find(&format!("<figure id=\"{id}\">")).unwrap();
    page[start..].split("</figure>").next().unwrap()
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(',').map(|number| number.parse().unwrap_or(f64::NAN)).collect()
}

#[track_caller]
fn same(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()), "{a} is not {b}");
}

/// Total of the cheapest option of a kind.
fn total(report: &Report, kind: &str) -> Option<f64> {
    let of_kind = report.options.iter().filter(|one| one.kind == kind && one.meets_requirements);
    let totals = of_kind.filter_map(|one| one.costs.as_ref()).map(|costs| costs.horizon_usd.0);
    totals.min_by(f64::total_cmp)
}

#[test]
fn what_the_picture_of_costs_says_is_what_the_engine_answers() {
    let page = page(QUESTION);
    let cost = figure(&page, "cost");
    let lines: Vec<(&str, &str)> =
        values(cost, "data-line").into_iter().zip(values(cost, "data-points")).collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    with_shipped(QUESTION, |scenario| {
        let mut seen = 0;
        for (name, points) in lines.iter().filter(|(name, _)| *name != "mix") {
            let tone = Tone::KINDS.into_iter().find(|tone| tone.look().name == *name).unwrap();
            for point in points.split(' ').step_by(11) {
                let point = numbers(point);
                let report = costs_of(&Lever::Volume.set(scenario, point[0]));
                let months = f64::from(scenario.assumptions.horizon_months);
                same(point[1], total(&report, tone.word()).unwrap() / months);
                seen += 1;
            }
        }
        assert!(seen >= 15, "only {seen} points");
        let marks: Vec<(&str, &str)> =
            values(cost, "data-mark").into_iter().zip(values(cost, "data-x")).collect();
        assert!(marks.contains(&("here", "50000000")), "{marks:?}");
    });
}

/// Who names machines sees the mix of each.
/// A kind that gets another word is drawn in no colour, and no test of numbers sees it.
#[test]
fn every_colour_that_is_used_is_defined() {
    let page = page(QUESTION);
    let used: BTreeSet<&str> =
        page.split("var(--").skip(1).filter_map(|rest| rest.split([')', ',']).next()).collect();
    assert!(used.len() > 15, "{used:?}");
    let missing: Vec<&&str> =
        used.iter().filter(|name| !page.contains(&format!("--{name}:"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for kind in ["api", "subscription", "local", "rent", "routed", "mixed"] {
        assert!(page.contains(&format!("svg .f-{kind}{{fill:var(--{kind})}}")), "{kind}");
    }
}

#[test]
fn the_line_of_the_mix_is_the_cheapest_of_all_machines() {
    let page = page(QUESTION);
    let cost = figure(&page, "cost");
    let mix = values(cost, "data-line").iter().position(|name| *name == "mix").unwrap();
    let points = values(cost, "data-points")[mix];
    let machines = with_shipped(QUESTION, |scenario| {
        let all = scenario.deployments.iter().map(|one| one.hardware);
        let machines = all.filter(|hardware| hardware.offer.is_none());
        let names = machines.map(|hardware| format!("--hardware {}", hardware.id));
        names.collect::<BTreeSet<String>>().into_iter().collect::<Vec<String>>()
    });
    assert!(machines.len() > 30, "{machines:?}");
    let mut seen = 0;
    with_shipped(&format!("{QUESTION} {}", machines.join(" ")), |scenario| {
        for point in points.split(' ').step_by(9).map(numbers).filter(|point| !point[1].is_nan()) {
            let turned = Lever::Volume.set(scenario, point[0]);
            let report = costs_of(&turned);
            let months = f64::from(scenario.assumptions.horizon_months);
            same(point[1], total(&report, "mixed").unwrap() / months);
            seen += 1;
        }
    });
    assert!(seen >= 4, "only {seen} points");
}

/// Bars of the picture of levers, with the values at their ends: the ranges of `profiles/defaults.toml`,
/// and a fifth or ten points to each side where there is none.
const TURNED: [(&str, Lever, f64, f64); 7] = [
    ("operations", Lever::OpsHours, 0.0, 1.0),
    ("peak factor", Lever::PeakFactor, 1.5, 4.0),
    ("growth", Lever::Growth, -0.1, 0.1),
    ("volume", Lever::Volume, 40e6, 60e6),
    ("API price trend", Lever::ApiPriceTrend, -0.3, 0.0),
    ("input share", Lever::InputShare, 0.5, 0.97),
    ("cached share", Lever::CachedShare, 0.0, 0.5),
];

/// By how much the best kind beats the next one with a lever turned, US dollars a month.
fn lead(scenario: &Scenario<'_>, winner: &str) -> f64 {
    let report = evaluate(&Scenario { shown: Shown::All, flips: 0, ..scenario.clone() });
    let others = ["api", "local", "rent", "mixed"].into_iter().filter(|kind| *kind != winner);
    let next = others.filter_map(|kind| total(&report, kind)).min_by(f64::total_cmp).unwrap();
    (next - total(&report, winner).unwrap()) / f64::from(scenario.assumptions.horizon_months)
}

#[test]
fn the_ends_of_bars_are_read_back() {
    let page = page(QUESTION);
    let levers = figure(&page, "levers");
    let lows = values(levers, "data-low").into_iter().zip(values(levers, "data-high"));
    let bars: Vec<_> = values(levers, "data-bar").into_iter().zip(lows).collect();
    assert!(bars.len() >= 8, "{bars:?}");
    with_shipped(QUESTION, |scenario| {
        let winner = evaluate(scenario).verdict.kind.unwrap();
        same(values(levers, "data-now")[0].parse().unwrap(), lead(scenario, &winner));
        let mut seen = 0;
        for (name, lever, low, high) in TURNED {
            let Some((_, (from, to))) = bars.iter().find(|(bar, _)| *bar == name) else { continue };
            same(from.parse().unwrap(), lead(&lever.set(scenario, low), &winner));
            same(to.parse().unwrap(), lead(&lever.set(scenario, high), &winner));
            seen += 1;
        }
        assert!(seen >= 5, "{bars:?}");
    });
}

#[test]
fn every_other_picture_is_read_back_too() {
    let page = page(QUESTION);
    with_shipped(QUESTION, |scenario| {
        let report = evaluate(scenario);
        // Months: the first day and the payback.
        let months = figure(&page, "months");
        let costs = report.options.iter().find(|option| option.kind == "local").unwrap();
        let costs = costs.costs.as_ref().unwrap();
        let own = values(months, "data-line").iter().position(|name| *name == "own machines");
        let points = values(months, "data-points")[own.unwrap()];
        same(numbers(points.split(' ').next().unwrap())[1], costs.upfront_usd.0);
        assert_eq!(points.split(' ').count(), 37);
        same(values(months, "data-x")[0].parse().unwrap(), costs.payback.months.unwrap().0);
        // Cost by part: all parts of all options.
        let parts = figure(&page, "parts-figure");
        let totals = values(parts, "data-option").into_iter().zip(values(parts, "data-total"));
        for (id, total) in totals {
            let month = &find(&report, id).costs.as_ref().unwrap().monthly_usd;
            same(total.parse().unwrap(), month.total.0);
        }
        let spent: f64 =
            values(parts, "data-usd").iter().map(|usd| usd.parse::<f64>().unwrap()).sum();
        let all = report.options.iter().filter_map(|option| option.costs.as_ref());
        same(spent, all.map(|costs| costs.monthly_usd.total.0).sum());
        // The week: 168 hours of demand.
        let week = figure(&page, "week");
        let demand: f64 =
            values(week, "data-points")[0].split(' ').map(|point| numbers(point)[1]).sum();
        same(demand, 50e6 * 7.0);
        // The map: every eighth cell.
        let map = figure(&page, "map");
        let columns: Vec<&str> = values(map, "data-columns")[0].split(' ').collect();
        let rows = values(map, "data-row").into_iter().zip(values(map, "data-winners"));
        for (price, letters) in rows.step_by(8) {
            for (volume, letter) in columns.iter().zip(letters.chars()).step_by(8) {
                let turned = Lever::Volume.set(scenario, volume.parse().unwrap());
                let turned = Lever::ApiPrice.set(&turned, price.parse().unwrap());
                let kind = costs_of(&turned).verdict.kind.unwrap();
                assert_eq!(Tone::of_kind(&kind).look().letter, letter, "{volume} {price}");
            }
        }
    });
}

#[test]
fn what_can_be_moved_to_is_what_the_engine_answers_there() {
    let page = page(QUESTION);
    let json = page.split("id=\"points\">").nth(1).unwrap().split("</script>").next().unwrap();
    let points: serde_json::Value = serde_json::from_str(json).unwrap();
    let list = |name: &str| -> Vec<f64> { serde_json::from_value(points[name].clone()).unwrap() };
    let (volumes, prices) = (list("volumes"), list("prices"));
    assert_eq!((volumes.len(), prices.len()), (17, 5));
    with_shipped(QUESTION, |scenario| {
        for (p, price) in prices.iter().enumerate() {
            for (v, volume) in volumes.iter().enumerate().step_by(4) {
                let turned = Lever::ApiPrice.set(&Lever::Volume.set(scenario, *volume), *price);
                let report = costs_of(&turned);
                let kind = report.verdict.kind.as_deref().unwrap();
                let total = find(&report, report.verdict.option.as_ref().unwrap());
                let total = total.costs.as_ref().unwrap().horizon_usd.0;
                let months = f64::from(scenario.assumptions.horizon_months);
                same(points["usd"][p][v].as_f64().unwrap(), total / months);
                let said = points["answers"][p][v].as_str().unwrap();
                assert!(said.starts_with(Tone::of_kind(kind).look().winner), "{said}: {kind}");
            }
        }
    });
}

#[test]
fn a_mark_stands_where_its_numbers_say() {
    let page = page(QUESTION);
    let cost = figure(&page, "cost");
    let here = cost.split("data-mark=\"here\"").nth(1).unwrap();
    let center: f64 = values(here, "cx")[0].parse().unwrap();
    let point = values(cost, "data-points")[0];
    let volumes: Vec<f64> = point.split(' ').map(|point| numbers(point)[0]).collect();
    let (low, high) = (volumes[0], volumes[volumes.len() - 1]);
    let share = (50e6_f64 / low).ln() / (high / low).ln();
    let first: f64 =
        cost.split(" d=\"M").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!((center - (first + share * (466.0 - first))).abs() < 0.2, "{center}");
}

#[test]
fn a_page_is_one_small_file_that_asks_for_nothing() {
    for question in [QUESTION, "--volume 5M/day --all", "--volume 500M/day --growth 50 --hard 5"] {
        let page = page(question);
        assert!(page.len() < 200_000, "{question}: {}", page.len());
        for asks in ["<img", "<iframe", "@import", "url(", "src=", "fetch(", "<link rel=\"style"] {
            assert!(!page.contains(asks), "{question}: {asks}");
        }
        for part in ["<title>", "role=\"img\"", "<caption>", "scope=\"col\"", "SHA-256", "<main>"] {
            assert!(page.contains(part), "{question}: {part}");
        }
        assert!(page.contains(&format!("breakeven report -o - --today 2026-11-22 {question}")));
        assert_eq!(page.matches("<svg role=\"img\"").count(), page.matches("<desc").count());
    }
}

#[test]
fn nothing_of_a_profile_becomes_markup() {
    let folder = scratch("hostile");
    let evil = "\"'><script>alert(1)</script><img src=x>";
    let toml = format!(
        "[api.evil]\nprovider = '''{evil}'''\nmodel = '''{evil}'''\ntier = \"mid\"\n\
         context_tokens = 1_000_000\ninput_usd_per_mtok = 0.01\noutput_usd_per_mtok = 0.01\n\
         as_of = 2026-11-20\nsource = '''javascript:{evil}'''\nbasis = '''{evil}'''\n"
    );
    std::fs::write(folder.join("evil.toml"), toml).unwrap();
    let args = ["report", "-o", "-", "--volume", "5M/day", "--profiles", "evil.toml"];
    let output = run(&args, &folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(
        page.contains("javascript:&quot;&apos;&gt;&lt;script&gt;alert(1)"),
        "the name is there"
    );
    assert!(!page.contains("<script>alert") && !page.contains("<img"));
    assert!(!page.contains("href=\"javascript"));
}

#[test]
fn every_workload_of_a_file_has_a_page_and_a_summary_names_them() {
    let folder = scratch("several");
    let toml =
        "[workload.chat]\nvolume = \"5M/day\"\n\n[workload.\"a/../b\"]\nvolume = \"50M/day\"\n";
    std::fs::write(folder.join("breakeven.toml"), toml).unwrap();
    let args = ["report", "--config", "breakeven.toml", "-o", "all.html", "--today", "2026-11-22"];
    let output = run(&args, &folder);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && output.stdout.is_empty(), "{told}");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let summary = read("all.html");
    assert!(summary.contains("<a href=\"all-chat.html\">chat</a>"), "{summary}");
    assert!(summary.contains("<a href=\"all-workload-2.html\">a/../b</a>"), "{summary}");
    assert!(read("all-chat.html").contains("chat: should 5M tokens a day"));
    assert!(read("all-workload-2.html").contains("should 50M tokens a day"));
    assert_eq!(told.matches("wrote ").count(), 3, "{told}");
}

#[test]
fn what_a_page_is_made_from_is_never_replaced() {
    let folder = scratch("kept");
    let toml = "[workload.chat]\nvolume = \"5M/day\"\n";
    std::fs::write(folder.join("breakeven.toml"), toml).unwrap();
    for (args, message) in [
        ("report --config breakeven.toml -o breakeven.toml", "would replace what it is made from"),
        ("report --volume 5M/day -o - --open", "`--open` needs a file"),
        ("report --volume 5M/day -o x.html --chart cost", "leave out `--chart`"),
        ("report --volume 5M/day -o x.html --format json", "leave out `--chart`"),
        ("report --volume 5M/day -o no/such/folder/x.html", "could not be written"),
    ] {
        let output = run(&args.split(' ').collect::<Vec<_>>(), &folder);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args}: {told}");
        assert!(told.starts_with("error: ") && told.contains(message), "{args}: {told}");
    }
    assert_eq!(std::fs::read_to_string(folder.join("breakeven.toml")).unwrap(), toml);
    assert!(!folder.join("x.html").exists());
}

#[test]
fn the_kept_page_is_what_comes_out() {
    let folder = scratch("docs");
    let args = ["report", "--volume", "50M/day", "--today", "2026-11-23", "-o", "report.html"];
    let output = run(&args, &folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let got = std::fs::read_to_string(folder.join("report.html")).unwrap();
    let path = root().join(KEPT);
    golden::hold(&path, &got);
}

/// The relative luminance of a colour like `#0072b2`; WCAG 2.2.
fn luminance(colour: &str) -> f64 {
    let part = |from: usize| {
        let value = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn every_colour_is_read_on_its_page_and_under_its_names() {
    let contrast = |a: &str, b: &str| {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    };
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 1e-9);
    for tone in Tone::ALL {
        let look = tone.look();
        // The pages' own colours, and those of names on a map.
        for (page, on) in [("#ffffff", look.light), ("#14171a", look.dark), ("#101214", look.dark)]
        {
            let found = contrast(page, on);
            assert!(found >= 4.5, "{} {on} on {page}: {found:.2}", tone.word());
        }
    }
}
