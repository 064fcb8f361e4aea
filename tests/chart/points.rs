//! The numbers of pictures are the engine's: each is asked for again in another way.

use breakeven::answer::evaluate;
use breakeven::calc::verdict::evaluation::with_evaluation;
use breakeven::chart::of_map::MapOf;
use breakeven::chart::palette::Tone;
use breakeven::chart::picture::{Bars, Body, Cells, ChartKind, Line, Picture, Plot};
use breakeven::chart::{picture, series};
use breakeven::lever::Lever;
use breakeven::report::Report;
use breakeven::scenario::Scenario;

use crate::support::question::{costs_of, find, with_shipped};

fn asked(kind: ChartKind, scenario: &Scenario<'_>) -> Picture {
    let of = MapOf { size: (9, 7), ..MapOf::default() };
    with_evaluation(scenario, |evaluation| picture(kind, of, evaluation).unwrap())
}

fn plot(picture: Picture) -> Plot {
    match picture.body {
        Body::Plot(plot) => plot,
        other => panic!("{other:?} is no plot"),
    }
}

fn bars(picture: Picture) -> Bars {
    match picture.body {
        Body::Bars(bars) => bars,
        other => panic!("{other:?} are no bars"),
    }
}

fn cells(picture: Picture) -> Cells {
    match picture.body {
        Body::Cells(cells) => cells,
        other => panic!("{other:?} are no cells"),
    }
}

/// Total of the cheapest option of a kind in a report that shows them all.
fn total(report: &Report, kind: &str) -> Option<f64> {
    let of_kind = report.options.iter().filter(|one| one.kind == kind && one.meets_requirements);
    let totals = of_kind.filter_map(|one| one.costs.as_ref()).map(|costs| costs.horizon_usd.0);
    totals.min_by(f64::total_cmp)
}

#[track_caller]
fn same(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()), "{a} is not {b}");
}

fn line<'p>(plot: &'p Plot, name: &str) -> &'p Line {
    plot.lines.iter().find(|line| line.name == name).unwrap()
}

/// Asks some of the points of the lines again, each as a question of its own.
fn points_are_answers(flags: &str, step: usize) {
    with_shipped(&format!("{flags} --all"), |scenario| {
        let plot = plot(asked(ChartKind::Cost, scenario));
        let months = f64::from(scenario.assumptions.horizon_months);
        let mut seen = 0;
        for at in (0..plot.lines[0].points.len()).step_by(step) {
            let volume = plot.lines[0].points[at].x.0;
            let report = costs_of(&Lever::Volume.set(scenario, volume));
            for line in &plot.lines {
                let point = &line.points[at];
                assert_eq!(point.x.0, volume);
                let (Some(y), Some(id)) = (point.y, &point.option) else { continue };
                seen += 1;
                let costs = find(&report, id).costs.as_ref().unwrap();
                same(y.0, costs.horizon_usd.0 / months);
                // The cheapest mix of all may run something slow on a machine that would do better
                // alone with what is fast.
                if line.tone != Tone::Mixed || report.verdict.kind.as_deref() == Some("mixed") {
                    same(y.0, total(&report, line.tone.word()).unwrap() / months);
                }
            }
        }
        assert!(seen > 12, "only {seen} points were asked for again");
    });
}

#[test]
fn every_volume_costs_what_the_answer_for_it_says() {
    points_are_answers("--volume 5M/day", 13);
}

#[test]
fn every_volume_of_growing_demand_costs_what_the_answer_for_it_says() {
    points_are_answers("--volume 50M/day --growth 30 --api-price-trend -20", 19);
}

#[test]
fn at_a_break_even_another_kind_takes_over() {
    with_shipped("--volume 50M/day", |scenario| {
        let plot = plot(asked(ChartKind::Cost, scenario));
        let crossings: Vec<_> =
            plot.marks.iter().filter(|mark| mark.what.word() == "break-even").collect();
        assert!(!crossings.is_empty());
        for mark in crossings {
            let kind = |volume: f64| costs_of(&Lever::Volume.set(scenario, volume)).verdict.kind;
            // At the mark itself the two may cost the same to the last digit.
            assert_eq!(kind(mark.x.0 * (1.0 + 1e-9)).as_deref(), Some(mark.tone.word()));
            assert_ne!(kind(mark.x.0 * (1.0 - 1e-6)).as_deref(), Some(mark.tone.word()));
        }
        let here = plot.marks.iter().find(|mark| mark.what.word() == "here").unwrap();
        same(here.x.0, 50e6);
    });
}

#[test]
fn what_is_paid_ends_at_the_total_and_meets_the_baseline_at_the_payback() {
    for flags in ["--volume 50M/day", "--volume 50M/day --growth 60 --discount 8 --setup 200"] {
        with_shipped(flags, |scenario| {
            let report = evaluate(scenario);
            let plot = plot(asked(ChartKind::Months, scenario));
            let of = |kind: &str| report.options.iter().find(|option| option.kind == kind).unwrap();
            let (api, local) = (line(&plot, "API"), line(&plot, "own machines"));
            let costs = of("api").costs.as_ref().unwrap();
            same(api.points.last().unwrap().y.unwrap().0, costs.horizon_usd.0);
            let costs = of("local").costs.as_ref().unwrap();
            let upfront = local.points[0].y.unwrap().0;
            same(upfront, costs.upfront_usd.0);
            // What is left at the end is what the machines then fetch.
            let paid = local.points.last().unwrap().y.unwrap().0;
            assert!(paid > costs.horizon_usd.0);
            let mark = plot.marks.iter().find(|mark| mark.tone == Tone::Local).unwrap();
            same(mark.x.0, costs.payback.months.unwrap().0);
            let at = mark.x.0.floor() as usize;
            let (from, to) = (api.points[at].y.unwrap().0, api.points[at + 1].y.unwrap().0);
            let there = from + (to - from) * mark.x.0.fract();
            assert!((there - mark.y.0).abs() < 0.005 * there, "{there} is not {}", mark.y.0);
            for point in plot.lines.iter().flat_map(|line| &line.points) {
                assert!(point.low.unwrap() <= point.high.unwrap());
            }
        });
    }
}

/// Nothing of an API comes back, so that what is paid in the end is its total.
#[test]
fn a_band_ends_where_the_draws_of_the_total_do() {
    with_shipped("--volume 50M/day --draws 4096", |scenario| {
        let report = evaluate(scenario);
        let plot = plot(asked(ChartKind::Months, scenario));
        let last = line(&plot, "API").points.last().unwrap().clone();
        let api = report.options.iter().find(|option| option.kind == "api").unwrap();
        let draws = api.costs.as_ref().unwrap().interval.draws.as_ref().unwrap();
        for (band, drawn) in [(last.low, draws.horizon_usd.p10), (last.high, draws.horizon_usd.p90)]
        {
            let (band, drawn) = (band.unwrap().0, drawn.unwrap().0);
            assert!((band - drawn).abs() < 0.05 * drawn, "{band} is not about {drawn}");
        }
    });
}

#[test]
fn a_bar_ends_where_the_answer_for_its_value_does() {
    let one =
        "--hardware rtx-3090 --model qwen3.6-35b-a3b --quantization autoround_int4 --engine vllm";
    with_shipped(&format!("--volume 50M/day {one}"), |scenario| {
        let bars = bars(asked(ChartKind::Levers, scenario));
        let lead = |scenario: &Scenario<'_>| {
            let shown = breakeven::scenario::Shown::All;
            let report = costs_of(&Scenario { shown, ..scenario.clone() });
            let kinds = ["api", "local", "rent", "mixed"];
            let own = total(&report, bars.leads.word()).unwrap();
            let others = kinds.iter().filter(|kind| **kind != bars.leads.word());
            let next = others.filter_map(|kind| total(&report, kind)).min_by(f64::total_cmp);
            (next.unwrap() - own) / f64::from(scenario.assumptions.horizon_months)
        };
        same(bars.now.0, lead(scenario));
        let volume = bars.rows.iter().find(|bar| bar.name == "volume").unwrap();
        same(volume.low.0, lead(&Lever::Volume.set(scenario, 40e6)));
        same(volume.high.0, lead(&Lever::Volume.set(scenario, 60e6)));
        let growth = bars.rows.iter().find(|bar| bar.name == "growth").unwrap();
        same(growth.high.0, lead(&Lever::Growth.set(scenario, 0.1)));
        let lengths: Vec<f64> = bars.rows.iter().map(|bar| bar.most.0 - bar.least.0).collect();
        assert!(lengths.is_sorted_by(|a, b| a >= b), "{lengths:?}");
    });
}

/// The lead need not go one way: with a peak of 1.5 and of 4 machines win by more than today, and lose in between.
#[test]
fn a_bar_has_all_that_is_between_its_ends() {
    with_shipped("--volume 500M/day", |scenario| {
        let picture = asked(ChartKind::Levers, scenario);
        let finding = picture.finding.clone();
        let bars = bars(picture);
        for bar in &bars.rows {
            let (least, most) = (bar.least.0, bar.most.0);
            let inside = [bar.low.0, bar.high.0, bars.now.0];
            assert!(inside.iter().all(|at| (least..=most).contains(at)), "{bar:?}");
        }
        let peak = bars.rows.iter().find(|bar| bar.name == "peak factor").unwrap();
        assert!(peak.low.0 > 0.0 && peak.high.0 > 0.0 && peak.least.0 < 0.0, "{peak:?}");
        assert!(peak.flips.is_some() && finding.contains("peak factor"), "{finding}");
    });
}

#[test]
fn a_week_is_that_of_the_load_and_of_the_capacity() {
    with_shipped("--volume 50M/day --load office", |scenario| {
        let report = evaluate(scenario);
        let plot = plot(asked(ChartKind::Week, scenario));
        let demand = line(&plot, "demand");
        let sum: f64 = demand.points.iter().map(|point| point.y.unwrap().0).sum();
        same(sum, 50e6 * 7.0);
        assert_eq!(demand.points.len(), 168);
        let local = report.options.iter().find(|option| option.kind == "local").unwrap();
        let capacity = line(&plot, "capacity").points[0].y.unwrap().0;
        let peak = report.workload.peak_factor.0;
        same(capacity, local.capacity_tokens_per_day.unwrap().0 * peak / 24.0);
    });
}

#[test]
fn overflow_is_what_lies_above_the_machines() {
    with_shipped("--volume 170M/day --machines 1 --hardware rtx-3090", |scenario| {
        let report = evaluate(scenario);
        let mix = report.options.iter().find(|option| option.kind == "mixed").unwrap();
        let plot = plot(asked(ChartKind::Week, scenario));
        let of = |name: &str| -> f64 {
            line(&plot, name).points.iter().map(|point| point.y.unwrap().0).sum()
        };
        let share = of("overflow") / of("demand");
        same(share, mix.mix.as_ref().unwrap().spilled_share.0);
        assert!(share > 0.0);
    });
}

#[test]
fn every_cell_of_a_map_is_the_verdict_there() {
    with_shipped("--volume 20M/day", |scenario| {
        let cells = cells(asked(ChartKind::Map, scenario));
        assert_eq!(cells.winners.iter().map(Vec::len).collect::<Vec<_>>(), [9; 7]);
        let mut kinds = std::collections::BTreeSet::new();
        for (y, row) in cells.rows.iter().zip(&cells.winners) {
            for (x, tone) in cells.columns.iter().zip(row) {
                let turned = Lever::ApiPrice.set(&Lever::Volume.set(scenario, x.0), y.0);
                let report = costs_of(&turned);
                assert_eq!(report.verdict.kind.as_deref(), Some(tone.word()), "{x:?} {y:?}");
                kinds.insert(tone.word());
            }
        }
        assert!(kinds.len() > 1);
        let (column, row) = cells.here;
        assert_eq!((cells.columns[column].0, cells.rows[row].0), (20e6, 1.0));
    });
}

#[test]
fn rows_hold_what_the_picture_holds() {
    with_shipped("--volume 5M/day", |scenario| {
        let pictures: Vec<Picture> =
            ChartKind::ALL.into_iter().map(|kind| asked(kind, scenario)).collect();
        let text = series::csv(&pictures).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let of = |chart: &str, what: &str| {
            rows.iter().filter(|row| &row[0] == chart && &row[1] == what).count()
        };
        for picture in &pictures {
            let chart = picture.chart.word();
            match &picture.body {
                Body::Plot(plot) => {
                    let points = plot.lines.iter().map(|line| line.points.len()).sum::<usize>();
                    assert_eq!(of(chart, "point"), points);
                }
                Body::Bars(bars) => assert_eq!(of(chart, "bar"), bars.rows.len()),
                Body::Cells(_) => assert_eq!(of(chart, "cell"), 63),
            }
            assert!(!picture.finding.is_empty() && !picture.numbers.is_empty());
        }
    });
}

/// Where the picture says that another kind takes over is where the verdict says so of the volume: also where a machine
/// is full and the next larger one takes over a little later.
#[test]
fn a_break_even_is_the_flip_of_the_volume() {
    for flags in ["--volume 50M/day", "--volume 5M/day", "--volume 150M/day"] {
        with_shipped(flags, |scenario| {
            let plot = plot(asked(ChartKind::Cost, scenario));
            let flips = evaluate(scenario).verdict.flips;
            let volume = flips.iter().find(|flip| flip.input == Lever::Volume.word()).unwrap().at.0;
            let mut marks = plot.marks.iter().filter(|mark| mark.what.word() == "break-even");
            assert!(marks.any(|mark| (mark.x.0 / volume - 1.0).abs() < 1e-6), "{flags}: {volume}");
        });
    }
}
