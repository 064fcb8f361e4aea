//! Hourly rows in the canonical form, which `breakeven usage` reads back.

use super::counts::Counts;
use super::intake::Intake;
use super::moment::{HOUR, hour_text};

/// The hourly rows in the canonical form.
pub fn rows(intake: &Intake) -> String {
    let names = intake.gather.names();
    let mut cells: Vec<(Option<i64>, &str, &Counts)> = intake
        .gather
        .cells
        .iter()
        .map(|((hour, model), counts)| {
            (*hour, names.get(*model as usize).map_or("", String::as_str), counts)
        })
        .collect();
    cells.sort_unstable_by_key(|(hour, model, _)| (*hour, *model));
    let mut text = "hour,model,requests,fresh_input,cached_read,cache_write,output\n".to_string();
    for (hour, model, counts) in cells {
        let number =
            |number: Option<u64>| number.map_or(String::new(), |number| number.to_string());
        let hour = hour.map_or(String::new(), |hour| hour_text(hour * HOUR));
        let plain = crate::text::printable(model);
        let model = if plain.contains([',', '"']) {
            format!("\"{}\"", plain.replace('"', "\"\""))
        } else {
            plain.into_owned()
        };
        let Counts { requests, fresh, cached, written, output, .. } = *counts;
        let numbers = [requests, fresh, cached, written, output].map(number).join(",");
        text.push_str(&format!("{hour},{model},{numbers}\n"));
    }
    text
}
