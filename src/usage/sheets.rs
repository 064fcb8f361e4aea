//! Files of rows and columns: which export it is, by the names of its columns.

use std::io::Read;

use super::cells::{Cells, Columns, Splitter};
use super::jsonl::{TOO_LONG, unread};
use super::lines::{Lines, MAY_BE_CUT};
use super::mapping::Mapping;
use super::refusal::Refusal;
use super::sink::Sink;
use super::sources::{anthropic, focus, mapped, openai, openrouter_activity};

enum Sheet {
    Known(&'static str, fn(&Cells<'_>, &mut Sink<'_>) -> Result<(), Refusal>),
    Mapped(Mapping),
}

/// Which export has these columns.
fn sheet(columns: &Columns, mapping: Option<&Mapping>) -> Result<Sheet, Refusal> {
    if let Some(mapping) = mapping {
        mapping.fits(columns)?;
        return Ok(Sheet::Mapped(mapping.clone()));
    }
    let has = |names: &[&str]| columns.has(names);
    if has(&["usage_date_utc", "usage_output_tokens"]) {
        Ok(Sheet::Known("Anthropic console", anthropic::row))
    } else if has(&["tokens_prompt", "tokens_completion"]) {
        Ok(Sheet::Known("OpenRouter activity", openrouter_activity::row))
    } else if has(&["ConsumedUnit", "ConsumedQuantity"]) {
        Ok(Sheet::Known("FOCUS", focus::row))
    } else if has(&["start_time", "end_time"]) {
        Ok(Sheet::Known("OpenAI usage", openai::row))
    } else {
        let canonical = Mapping::canonical(columns).map(Sheet::Mapped);
        canonical.ok_or_else(|| "no known export; say what its columns hold with `--map`".into())
    }
}

/// Reads a file whose first line names its columns.
///
/// # Errors
/// When the names are those of no export.
pub fn read(lines: &mut Lines<impl Read>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let mut head: Option<(Splitter, Columns, Sheet)> = None;
    loop {
        let line = match lines.read() {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(error) => {
                let number = lines.count() + 1;
                sink.skip(&unread(&error), number);
                break;
            }
        };
        let number = line.number;
        if line.too_long {
            sink.skip(TOO_LONG, number);
            continue;
        }
        if line.bytes.is_empty() || line.bytes.starts_with(b"#") {
            continue;
        }
        let Some((splitter, columns, sheet)) = &mut head else {
            let mut splitter = Splitter::of(line.bytes);
            let columns = Columns::new(&splitter.split(line.bytes)?);
            let sheet = sheet(&columns, sink.mapping)?;
            let name = if let Sheet::Known(name, _) = &sheet { *name } else { "rows of columns" };
            sink.gather.sources.insert(name);
            head = Some((splitter, columns, sheet));
            continue;
        };
        if line.may_be_cut() {
            sink.gather.warn(MAY_BE_CUT);
        }
        let decimal_comma = splitter.delimiter == b';';
        let read = splitter.split(line.bytes).and_then(|values| {
            if values.len() != columns.count {
                return Err("another number of cells than columns".into());
            }
            let cells = Cells { columns, values: &values, decimal_comma };
            match sheet {
                Sheet::Known(_, read) => read(&cells, sink),
                Sheet::Mapped(mapping) => mapped::row(mapping, &cells, sink),
            }
        });
        if let Err(reason) = read {
            sink.skip(&reason, number);
        }
    }
    Ok(())
}
