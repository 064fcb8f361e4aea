//! What would change the verdict, in sentences.

use super::FLIPS_SHOWN;
use super::sentences::time_of_month;
use crate::chart::palette::Tone;
use crate::figure::{change, compact, percent, reads_zero, short};
use crate::money::amount;
use crate::report::{DecidedBy, Flip, OpenWeightsReport, RevisitReport, Verdict};
use crate::text::list;

/// Where nothing is said.
const NOTHING: &str = "no plausible value of one input, no volume within ten times";

/// What changes the verdict: giving up the requirements that decide it, the nearest values of inputs, and
/// the time when to ask again.
pub fn changes(verdict: &Verdict) -> Vec<String> {
    let mut said: Vec<String> = given_up(verdict).into_iter().collect();
    let plausible = verdict.flips.iter().filter(|flip| flip.plausible);
    said.extend(plausible.take(FLIPS_SHOWN).map(|near| flip(near, true)));
    if said.is_empty() {
        said.push("no plausible value of one input, no volume within ten times".into());
    }
    said.extend(asked_again(verdict));
    said.extend(open_weights(verdict));
    said
}

fn open_weights(verdict: &Verdict) -> Option<String> {
    let OpenWeightsReport { index, date } = verdict.open_weights.as_ref()?;
    let index = short(index.0);
    Some(format!("open weights reach an index of {index} about {date}, at last year's pace"))
}

/// The nearest of these, and the time when to ask again.
pub fn nearest_changes(verdict: &Verdict) -> String {
    let mut said: Vec<String> = given_up(verdict).into_iter().collect();
    let nearest = verdict.flips.iter().find(|flip| flip.plausible);
    said.extend(nearest.map(|nearest| flip(nearest, false)));
    if said.is_empty() {
        said.push(NOTHING.into());
    }
    let later = asked_again(verdict).into_iter().chain(open_weights(verdict));
    said.truncate(1);
    said.extend(later);
    said.join("; ")
}

fn given_up(verdict: &Verdict) -> Option<String> {
    let DecidedBy { requirements, instead_kind, .. } = &verdict.decided_by;
    let then = instead_kind.as_deref().filter(|kind| Some(*kind) != verdict.kind.as_deref())?;
    Some(format!("giving up {}; then {}", list(requirements, "and"), winner(then)))
}

fn asked_again(verdict: &Verdict) -> Option<String> {
    let RevisitReport { date, becomes, .. } = verdict.revisit.as_ref()?;
    Some(format!("ask again on {date}, when it becomes {}", winner(becomes)))
}

/// A kind as whoever wins.
pub fn winner(kind: &str) -> &'static str {
    Tone::of_kind(kind).look().winner
}

/// A value of an input by itself.
pub fn value(input: &str, value: f64) -> String {
    match input {
        "volume" => format!("{}/day", short(value)),
        "electricity" => format!("{} per kWh", amount(value, compact)),
        "horizon" => format!("{} months", short(value)),
        "ops-hours" => time_of_month(value),
        "peak-factor" => compact(value),
        "api-price-trend" | "growth" => format!("{} a year", change(value)),
        "api-price" | "hardware-price" | "throughput" => format!("{} of today's", percent(value)),
        _ => percent(value),
    }
}

/// A flip, with the change in percent where that is wanted beside two values.
fn flip(flip: &Flip, in_percent: bool) -> String {
    let then = winner(&flip.becomes);
    let side = if flip.at.0 > flip.now.0 { "above" } else { "below" };
    let shift = change(flip.relative_change.0);
    let moved = flip.relative_change.0 * 100.0;
    let is_small = moved != 0.0 && reads_zero(moved, 1);
    let from = |what: &str| {
        let (at, now) = (value(&flip.input, flip.at.0), value(&flip.input, flip.now.0));
        // Rounded to what people read, the two may look the same.
        if at == now || is_small {
            format!("{what} just {side} {now}")
        } else if flip.now.0 == 0.0 {
            format!("{what} {at}")
        } else {
            format!("{what} {at} instead of {now}")
        }
    };
    let in_brackets =
        || if is_small || !in_percent { String::new() } else { format!(" ({shift})") };
    let by = |what: &str| match is_small {
        true => format!("{what}: just {side} today's"),
        false => format!("{what}: {shift}"),
    };
    let what = match flip.input.as_str() {
        "volume" => from("volume:") + &in_brackets(),
        "electricity" => from("electricity:") + &in_brackets(),
        "ops-hours" => from("operations:"),
        "api-price" => by("API prices"),
        "hardware-price" => by("hardware prices"),
        "throughput" => by("throughput"),
        "idle-power" => {
            format!("machines that wait draw {} of their idle power (asleep)", percent(flip.at.0))
        }
        "mix" => from("input share:"),
        "api-price-trend" => format!("API prices {} a year", change(flip.at.0)),
        "growth" => format!("growth of {} a year", change(flip.at.0)),
        other => from(&format!("{}:", other.replace('-', " "))),
    };
    format!("{what}; then {then}")
}
