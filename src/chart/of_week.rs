//! The hours of a week: what is asked, what machines can serve, and what exceeds them.

use super::axis::{Axis, Unit};
use super::palette::Tone;
use super::picture::{Body, ChartKind, Line, Mark, MarkKind, Picture, Plot, Point, Shape};
use super::turned_menu::tone;
use crate::calc::cash::ledger::Ledger;
use crate::calc::option::quantities::excess;
use crate::calc::option::serving::ServingOption;
use crate::calc::option::subject::Candidate;
use crate::calc::verdict::evaluation::Evaluation;
use crate::figure::{percent, short, whole};
use crate::load::hours::Hours;
use crate::report::Figure;

const HOURS_PER_DAY: f64 = 24.0;
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The machines that are drawn, tokens an hour.
struct Machines {
    tone: Tone,
    name: String,
    /// What they serve in an hour at the share of it that is planned for.
    capacity: f64,
    /// The same of what cannot wait.
    interactive: f64,
    /// Share of what comes to them that an endpoint takes.
    overflows: Option<f64>,
    /// All of it where work can wait, else the headroom.
    planned: f64,
    /// Share of the time.
    busy: f64,
}

/// The hours of a week.
pub fn picture(evaluation: &Evaluation<'_, '_>) -> Picture {
    let workload = &evaluation.scenario.workload;
    let mean = workload.tokens().get() / HOURS_PER_DAY;
    let hours = |hours: &Hours| hours.weights().iter().map(|weight| weight * mean).collect();
    let demand: Vec<f64> = hours(workload.load.filled());
    let interactive: Vec<f64> = hours(workload.load.interactive());
    let machines = machines(evaluation);
    let mut lines = vec![line("demand", Tone::Demand, Shape::Area, &demand)];
    if let Some(machines) = &machines {
        let excess: Vec<f64> =
            interactive.iter().map(|tokens| (tokens - machines.interactive).max(0.0)).collect();
        if machines.overflows.is_some() {
            lines.push(line("overflow", Tone::Excess, Shape::Area, &excess));
        }
        let capacity = vec![machines.capacity; demand.len()];
        lines.push(line("capacity", machines.tone, Shape::Line, &capacity));
    }
    let all = lines.iter().flat_map(|line| &line.points).filter_map(|point| point.y);
    let hours = demand.len() as f64;
    let y = Axis::over("tokens an hour", Unit::Tokens, false, all.map(|y| y.0)).with_room(0.1);
    let x = Axis::over("hour of the week", Unit::HourOfWeek, false, [hours].into_iter());
    let (hour, most) = busiest(&demand);
    let mark = Mark {
        what: MarkKind::Busiest,
        name: format!("busiest {}", short(most)),
        tone: Tone::Demand,
        x: Figure(hour as f64 + 0.5),
        y: Figure(most),
    };
    Picture {
        chart: ChartKind::Week,
        title: "Demand and capacity in a week".into(),
        finding: finding(&demand, machines.as_ref()),
        numbers: numbers(&demand, machines.as_ref(), evaluation),
        body: Body::Plot(Plot { x, y, lines, marks: vec![mark] }),
    }
}

fn line(name: &str, tone: Tone, shape: Shape, values: &[f64]) -> Line {
    let point = |(hour, tokens): (usize, &f64)| Point {
        x: Figure(hour as f64 + 0.5),
        y: Some(Figure(*tokens)),
        low: None,
        high: None,
        option: None,
    };
    Line { name: name.into(), tone, shape, points: values.iter().enumerate().map(point).collect() }
}

/// The machines of the verdict, else the cheapest ones that are shown.
fn machines(evaluation: &Evaluation<'_, '_>) -> Option<Machines> {
    let shown = evaluation.choices.iter().filter(|choice| choice.can_win);
    let shown = shown.map(|choice| choice.candidate);
    let possible = shown.filter(|one| one.is_possible());
    let fleets = possible.filter(|one| one.option().and_then(ServingOption::machines).is_some());
    fleets.min_by(|a, b| a.order(b)).and_then(|candidate| of(candidate, evaluation))
}

fn of(candidate: &Candidate<'_>, evaluation: &Evaluation<'_, '_>) -> Option<Machines> {
    let (option, scenario) = (candidate.option()?, evaluation.scenario);
    let fleet = option.machines()?;
    let number = fleet.first_machines(scenario);
    // What a fleet serves below its headroom, hour by hour; the fleet's share of the workload is what
    // comes to it.
    let headroom = scenario.assumptions.headroom;
    let a_day =
        (fleet.capacity_each(scenario) * number).get() * scenario.planned_peak() / fleet.share;
    let planned = if scenario.workload.batch_share() > 0.0 { 1.0 } else { headroom };
    let busy = Ledger::new(option, scenario).first_quantities().worked;
    let overflows = option.overflow.map(|_| excess(fleet, scenario, 1.0, number).total());
    Some(Machines {
        tone: tone(candidate),
        name: format!("{} x {}", whole(number), fleet.deployment.hardware.id),
        capacity: a_day / HOURS_PER_DAY / headroom * planned,
        interactive: a_day / HOURS_PER_DAY,
        overflows: overflows.filter(|share| *share > 0.0),
        planned,
        busy: busy / number,
    })
}

/// `Wednesday 14:00`.
fn hour_name(hour: usize) -> String {
    format!("{} {}:00", DAYS.get(hour / 24).unwrap_or(&""), hour % 24)
}

fn busiest(demand: &[f64]) -> (usize, f64) {
    let hours = demand.iter().copied().enumerate();
    hours.fold((0, 0.0), |most, hour| if hour.1 > most.1 { hour } else { most })
}

fn finding(demand: &[f64], machines: Option<&Machines>) -> String {
    let (hour, most) = busiest(demand);
    let busiest = format!("the busiest hour, {}, asks for {} tokens", hour_name(hour), short(most));
    let Some(machines) = machines else { return busiest };
    let serve = format!("{busiest}; {} may serve {}", machines.name, short(machines.capacity));
    match machines.overflows {
        Some(share) => format!("{serve}, and {} of what comes to them overflows", percent(share)),
        None => serve,
    }
}

fn numbers(
    demand: &[f64],
    machines: Option<&Machines>,
    evaluation: &Evaluation<'_, '_>,
) -> Vec<String> {
    let mean = demand.iter().sum::<f64>() / demand.len() as f64;
    let least = demand.iter().copied().fold(f64::INFINITY, f64::min);
    let load = &evaluation.scenario.workload.load;
    let waits = match load.batch_share() {
        0.0 => String::new(),
        share => format!("; {} can wait and fills the quiet hours of its day", percent(share)),
    };
    let mut said = vec![format!(
        "{} load: {} tokens in a mean hour, {} in the quietest{waits}",
        load.name,
        short(mean),
        short(least)
    )];
    said.extend(machines.map(|machines| {
        format!(
            "{}: {} tokens an hour is {} of what they could do; busy {} of the time",
            machines.name,
            short(machines.capacity),
            percent(machines.planned),
            percent(machines.busy)
        )
    }));
    said
}
