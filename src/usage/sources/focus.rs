//! Rows of a FOCUS bill whose consumed unit is tokens. Every kind of token is metered on its own, so
//! cached tokens are beside the input. A negative quantity (`ChargeClass` is `Correction`) takes tokens
//! back from the usage of its period; a correction without a quantity changes the cost alone.

use crate::usage::cells::{Cells, number};
use crate::usage::counts::Counts;
use crate::usage::gather::Row;
use crate::usage::moment::{DAY, Grain};
use crate::usage::refusal::Refusal;
use crate::usage::sink::Sink;
use crate::usage::tokens::whole;

/// Columns in which a bill says what was metered.
const METERS: [&str; 7] = [
    "SkuMeter",
    "ChargeDescription",
    "SkuPriceDetails",
    "SkuId",
    "SkuPriceId",
    "ResourceName",
    "x_UsageType",
];

/// How many tokens a unit is; `None` when it is none of tokens.
fn tokens_per_unit(unit: &str) -> Option<f64> {
    let unit = unit.to_ascii_lowercase();
    let short = ["tok", "toks", "ktok", "mtok"];
    let mut words = unit.split(|c: char| !c.is_ascii_alphabetic());
    if !unit.contains("token") && !words.any(|word| short.contains(&word)) {
        return None;
    }
    let digits: String =
        unit.chars().take_while(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
    let number = number(&digits, false).unwrap_or(1.0);
    let rest = unit[digits.len()..].trim_start();
    let scale = match rest.split(|c: char| !c.is_ascii_alphabetic()).next() {
        Some("k" | "thousand" | "thousands" | "ktoken" | "ktokens" | "ktok") => 1e3,
        Some("m" | "million" | "millions" | "mtoken" | "mtokens" | "mtok") => 1e6,
        Some("b" | "billion" | "billions") => 1e9,
        _ => 1.0,
    };
    Some(number * scale)
}

/// The kind of tokens that the words of a meter name.
fn classed(words: &str, tokens: u64) -> Option<Counts> {
    let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
    let word = |names: &[&str]| {
        words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| names.contains(&word))
    };
    let some = Some(tokens);
    let none = Counts::default();
    // Azure writes `5.4 cd inp Gl` and `5.4 opt Gl`.
    let cache = has(&["cache"]) || word(&["cchd", "cach", "cd", "ch"]);
    Some(if cache && has(&["write", "creat", "storage"]) {
        Counts { written: some, ..none }
    } else if cache {
        Counts { cached: some, ..none }
    } else if has(&["output", "completion", "generat", "outp"]) || word(&["opt"]) {
        Counts { output: some, ..none }
    } else if has(&["input", "prompt", "inp"]) {
        Counts { fresh: some, ..none }
    } else {
        return None;
    })
}

/// Reads a charge.
///
/// # Errors
/// Why it does not count.
pub fn row(cells: &Cells<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let Some(unit) = cells.text("ConsumedUnit") else { return Ok(()) };
    let Some(scale) = tokens_per_unit(unit) else { return Ok(()) };
    if cells.text("ChargeCategory").is_some_and(|category| category != "Usage") {
        return Ok(());
    }
    let correction = cells.text("ChargeClass").is_some_and(|class| class == "Correction");
    let counted = match cells.number("ConsumedQuantity")? {
        Some(quantity) => Some((quantity < 0.0, counts(cells, unit, quantity.abs() * scale)?)),
        None if correction => None,
        None => return Err("a row without `ConsumedQuantity`".into()),
    };
    let (start, grain) =
        cells.time("ChargePeriodStart")?.ok_or("a row without `ChargePeriodStart`")?;
    let end = cells.time("ChargePeriodEnd")?.map_or(start + DAY, |(end, _)| end);
    sink.gather.cover(start, end - 1);
    if let Some(cost) = cells.number("EffectiveCost")?.or(cells.number("BilledCost")?) {
        sink.gather.bill_in(cells.text("BillingCurrency"), cost);
    }
    let width = Grain::of_width(end - start);
    let grain = if grain == Grain::Month { grain } else { width };
    let model = ["x_Model", "x_ModelName", "ResourceName", "SkuMeter", "SkuId"];
    let model = model.iter().find_map(|column| cells.text(column));
    match counted {
        Some((true, counts)) => sink.gather.take_back((start, end), model, &counts),
        Some((false, counts)) => {
            sink.gather.add(&Row { at: Some(start), grain, model, counts });
        }
        None => {}
    }
    Ok(())
}

/// The tokens of a charge, by the words of its meter or else of its unit.
fn counts(cells: &Cells<'_>, unit: &str, tokens: f64) -> Result<Counts, Refusal> {
    let tokens = whole(tokens)?;
    let words: Vec<&str> = METERS.iter().filter_map(|column| cells.text(column)).collect();
    let words = words.join(" ").to_ascii_lowercase();
    let of = |words: &str| classed(words, tokens);
    let counts = of(&words).or_else(|| of(&unit.to_ascii_lowercase()));
    counts.ok_or_else(|| "a charge that names no kind of token".into())
}
