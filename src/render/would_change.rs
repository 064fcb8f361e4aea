//! What would change the verdict, in sentences.

use super::FLIPS_SHOWN;
use super::sentences::time_of_month;
use crate::chart::palette::Tone;
use crate::figure::{change, compact, percent, short};
use crate::money::amount;
use crate::report::{DecidedBy, Flip, RevisitReport, Verdict};
use crate::text::list;

/// What changes the verdict: giving up the requirements that decide it, the nearest values of inputs, and
/// the time when to ask again.
pub fn changes(verdict: &Verdict) -> Vec<String> {
    let mut said: Vec<String> = given_up(verdict).into_iter().collect();
    said.extend(verdict.flips.iter().take(FLIPS_SHOWN).map(flip));
    if said.is_empty() {
        said.push("nothing within ten times of today's values flips it".into());
    }
    said.extend(asked_again(verdict));
    said
}

/// The nearest of these, and the time when to ask again.
pub fn nearest_changes(verdict: &Verdict) -> String {
    let mut said = changes(verdict);
    let again = asked_again(verdict);
    said.truncate(1);
    said.extend(again);
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
fn winner(kind: &str) -> &'static str {
    Tone::of_kind(kind).look().winner
}

fn flip(flip: &Flip) -> String {
    let then = winner(&flip.becomes);
    let side = if flip.at.0 > flip.now.0 { "above" } else { "below" };
    let shift = change(flip.relative_change.0);
    let is_small = shift.ends_with("0.0 %");
    let from = |what: &str, say: &dyn Fn(f64) -> String| {
        let (at, now) = (say(flip.at.0), say(flip.now.0));
        // Rounded to what people read, the two may look the same.
        if at == now || is_small {
            format!("{what} just {side} {now}")
        } else if flip.now.0 == 0.0 {
            format!("{what} {at}")
        } else {
            format!("{what} {at} instead of {now}")
        }
    };
    let in_brackets = || if is_small { String::new() } else { format!(" ({shift})") };
    let by = |what: &str| match is_small {
        true => format!("{what}: just {side} today's"),
        false => format!("{what}: {shift}"),
    };
    let what = match flip.input.as_str() {
        "volume" => from("volume:", &|tokens| format!("{}/day", short(tokens))) + &in_brackets(),
        "electricity" => {
            from("electricity:", &|usd| format!("{} per kWh", amount(usd, compact)))
                + &in_brackets()
        }
        "horizon" => from("horizon:", &|months| format!("{} months", short(months))),
        "ops-hours" => from("operations:", &time_of_month),
        "peak-factor" => from("peak factor:", &compact),
        "api-price" => by("API prices"),
        "hardware-price" => by("hardware prices"),
        "throughput" => by("throughput"),
        "idle-power" => {
            format!("machines that wait draw {} of their idle power (asleep)", percent(flip.at.0))
        }
        "mix" => from("input share:", &percent),
        "api-price-trend" => format!("API prices {} a year", change(flip.at.0)),
        "growth" => format!("growth of {} a year", change(flip.at.0)),
        other => from(&format!("{}:", other.replace('-', " ")), &percent),
    };
    format!("{what}; then {then}")
}
