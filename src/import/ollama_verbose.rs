//! What `ollama run --verbose` prints after each answer; `eval rate` ends the numbers of one.

use super::format::{Lines, Printed};
use super::look::Look;
use super::ollama::{Call, begin};
use super::runs::Bench;
use crate::figure::significant;
use crate::profile::problem::Problem;
use crate::text::printable;

/// The format.
pub const PRINTED: Printed = Printed {
    knows: |line| {
        let label = line.split(':').next().unwrap_or("").trim();
        line.contains(':') && matches!(label, "total duration" | "prompt eval count" | "eval rate")
    },
    begin: || (begin("ollama run --verbose"), Box::<Verbose>::default()),
};

/// The numbers of one answer, as far as they were read.
#[derive(Default)]
struct Verbose {
    prompt_count: Option<f64>,
    prompt_seconds: Option<f64>,
    prompt_rate: Option<f64>,
    count: Option<f64>,
    seconds: Option<f64>,
    done: bool,
}

impl Lines for Verbose {
    fn line(&mut self, bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
        let Some((label, value)) = look.text()?.split_once(':') else { return Ok(()) };
        let value = value.trim();
        let wrong = |what: &str| {
            let (label, value) = (label.trim(), printable(value));
            look.problem(format!("`{label}` is `{value}`; expected {what}"))
        };
        let tokens = || {
            let count = number(value, " token(s)").filter(|count| count.fract() == 0.0);
            count.ok_or_else(|| wrong("a whole count of `token(s)`"))
        };
        let seconds = || duration(value).ok_or_else(|| wrong("a time like 4.23s or 130ms"));
        let rate = || number(value, " tokens/s").ok_or_else(|| wrong("a rate in `tokens/s`"));
        match label.trim() {
            "prompt eval count" => self.prompt_count = Some(tokens()?),
            "prompt eval duration" => self.prompt_seconds = Some(seconds()?),
            "prompt eval rate" => self.prompt_rate = Some(rate()?),
            "eval count" => self.count = Some(tokens()?),
            "eval duration" => self.seconds = Some(seconds()?),
            "eval rate" => {
                let call = std::mem::take(self).call(rate()?);
                call.map_err(|message| look.problem(message))?.add(bench, look)?;
                self.done = true;
            }
            _ => {}
        }
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        let unfinished = self.prompt_count.is_some() || self.count.is_some() || !self.done;
        unfinished.then_some("the file ends before `eval rate: … tokens/s`; is it cut off?")
    }
}

impl Verbose {
    fn call(self, rate: f64) -> Result<Call, String> {
        let missing = |what: &str| format!("no `{what}` stands before this line");
        let count = self.count.ok_or_else(|| missing("eval count"))?;
        let seconds = self.seconds.ok_or_else(|| missing("eval duration"))?;
        agree("eval rate", count / seconds, rate)?;
        let prompt = match (self.prompt_count, self.prompt_seconds, self.prompt_rate) {
            (Some(count), Some(seconds), Some(rate)) => {
                agree("prompt eval rate", count / seconds, rate)?;
                Some((count, seconds))
            }
            (None, None, None) => None,
            _ => return Err(missing("prompt eval count, duration and rate")),
        };
        Ok(Call { prompt, cached: 0.0, output: (count, seconds) })
    }
}

fn agree(what: &str, computed: f64, stated: f64) -> Result<(), String> {
    if (computed - stated).abs() <= 0.01 * stated + 0.01 {
        return Ok(());
    }
    Err(format!(
        "`{what}` is {}, but count over duration is {}; expected them to agree",
        significant(stated, 5),
        significant(computed, 5)
    ))
}

fn number(text: &str, unit: &str) -> Option<f64> {
    let number: f64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    (number > 0.0 && number < 1e12).then_some(number)
}

/// A time as Go writes it, in seconds: `1h2m3.5s`, `130.079ms`, `850µs`.
fn duration(text: &str) -> Option<f64> {
    let (mut rest, mut seconds) = (text, 0.0);
    if !text.ends_with('s') {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(digits);
        let unit = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, after) = after.split_at(unit);
        let size = match unit {
            "h" => 3_600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 1e-3,
            "µs" | "μs" | "us" => 1e-6,
            "ns" => 1e-9,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * size;
        rest = after;
    }
    (seconds > 0.0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn times_are_read_as_go_writes_them() {
        assert_eq!(duration("4.5s"), Some(4.5));
        assert_eq!(duration("1m30s"), Some(90.0));
        assert_eq!(duration("250ms"), Some(0.25));
        assert_eq!(duration("1h0m0.5s"), Some(3600.5));
        assert_eq!(duration("130.079m"), None);
        assert_eq!(duration("4.2"), None);
        assert_eq!(duration("s"), None);
    }
}
