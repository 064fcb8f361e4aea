//! How long the engine takes for what it is asked most: `cargo bench --bench engine`.
//!
//! An evaluation of the menu is the cheapest of all ways with a lever turned: what flips, solve, pictures and
//! robustness ask again and again. A draw is every drawn option in one world, as paired draws ask for it; where
//! Python is installed, `draws.py` says what the same sum takes there. Each figure is the best of three.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "what it prints is the result")]

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use breakeven::answer::evaluate;
use breakeven::calc::decide::menu::Menu;
use breakeven::cli::command_line::Cli;
use breakeven::cli::resolve::scenario;
use breakeven::date::Date;
use breakeven::lever::Lever;
use breakeven::profile::catalog::Catalog;
use breakeven::scenario::{Sampling, Scenario};
use clap::Parser as _;

const QUESTIONS: [&str; 6] = [
    "--volume 5M/day",
    "--volume 5M/day --growth 50",
    "--volume 50M/day",
    "--volume 50M/day --growth 50",
    "--volume 500M/day",
    "--volume 10B/day",
];

/// Values of a lever that are asked one after another.
const VALUES: u32 = 200;

fn best(mut run: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..3).map(time).min().unwrap()
}

/// Microseconds for one evaluation of the menu while the volume goes from today's to a tenth more, once what
/// runs on each machine is known.
fn evaluation(asked: &Scenario<'_>) -> f64 {
    let menu = Menu::new(asked);
    let now = Lever::Volume.now(asked).unwrap();
    let value = |step| now * (1.0 + 0.1 * f64::from(step) / f64::from(VALUES));
    let turned: Vec<_> = (0..VALUES).map(|step| Lever::Volume.set(asked, value(step))).collect();
    let all = || {
        turned.iter().for_each(|turned| {
            black_box(menu.cheapest(turned));
        })
    };
    all();
    best(all).as_secs_f64() * 1e6 / f64::from(VALUES)
}

/// Microseconds for one draw: an answer with all of them, less the same without.
fn draw(asked: &Scenario<'_>) -> f64 {
    let plain = Scenario { sampling: Sampling::NONE, ..asked.clone() };
    let [with, without] = [asked, &plain].map(|asked| {
        best(|| {
            black_box(evaluate(asked));
        })
    });
    with.saturating_sub(without).as_secs_f64() * 1e6 / f64::from(asked.sampling.draws)
}

/// The sum of a draw in Python, on the answer of a question; what it takes goes to standard output.
fn in_python(asked: &Scenario<'_>) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/engine/draws.py");
    let child = Command::new("python3").arg(script).stdin(Stdio::piped()).spawn();
    let Ok(mut child) = child else { return println!("python3 is not installed") };
    let report = evaluate(&Scenario { sampling: Sampling::NONE, ..asked.clone() });
    let report = serde_json::to_string(&report).unwrap();
    child.stdin.take().unwrap().write_all(report.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "it is not the same sum");
}

fn main() {
    let catalog = Catalog::with(Vec::new()).map_err(|problems| problems[0].to_string()).unwrap();
    let today = Date::new(2026, 11, 23).unwrap();
    println!("{:<30} {:>14} {:>10}", "", "evaluation, us", "draw, us");
    let question = |flags: &str| {
        let cli = Cli::try_parse_from(["breakeven"].into_iter().chain(flags.split(' '))).unwrap();
        let asked = scenario(&cli.compare, &catalog, today).unwrap();
        Scenario { flips: 0, ..asked }
    };
    for flags in QUESTIONS {
        let asked = question(flags);
        println!("{flags:<30} {:>14.1} {:>10.2}", evaluation(&asked), draw(&asked));
    }
    in_python(&question(QUESTIONS[0]));
}
