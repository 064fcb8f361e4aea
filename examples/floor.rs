//! The floor that start-up is measured against: the same crates, the same release profile and the
//! same arguments, one TOML file of 190 lines read, one table printed, and nothing computed.
//!
//! The file is the shape of a shipped one, and the table is about as large as the program's own
//! and drawn with the same settings: a column for each of four machines, a row for each field.
//!
//! Compare with `valgrind --tool=callgrind` or any timer:
//! `target/release/examples/floor --volume 5M/day` and `target/release/breakeven --volume 5M/day`.

use std::io::Write as _;

use breakeven::cli::command_line::Cli;
use clap::Parser as _;
use comfy_table::{
    Cell, CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle,
};
use toml::de::{DeTable, DeValue};

/// Columns that show a machine.
const MACHINES: usize = 4;
/// A field with a longer text than this is no row: the program's columns are not wider either.
const LONGEST: usize = 20;

fn main() -> anyhow::Result<()> {
    let cli = Cli::try_parse()?;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/floor.toml");
    let text = std::fs::read_to_string(path)?;
    let document = DeTable::parse(&text)?;
    let hardware = document.get_ref().get("hardware").and_then(|table| table.get_ref().as_table());
    let machines: Vec<(&str, &DeTable)> = hardware
        .into_iter()
        .flatten()
        .filter_map(|(name, machine)| Some((&**name.get_ref(), machine.get_ref().as_table()?)))
        .take(MACHINES)
        .collect();
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for key in machines.iter().flat_map(|(_, machine)| machine.keys()) {
        let key = &**key.get_ref();
        if rows.iter().all(|(field, _)| *field != key) {
            let of = |machine: &DeTable| machine.get(key).map_or("-".into(), |v| said(v.get_ref()));
            rows.push((key, machines.iter().map(|(_, machine)| of(machine)).collect()));
        }
    }

    let mut table = empty();
    let volume = cli.compare.demand.volume.map_or(0.0, |volume| volume.get());
    let names = machines.iter().map(|(name, _)| (*name).to_string());
    table.set_header(cells(std::iter::once(format!("{volume} tokens/day")).chain(names)));
    for (field, values) in rows {
        if values.iter().all(|value| value.len() <= LONGEST) {
            table.add_row(cells(std::iter::once(field.to_string()).chain(values)));
        }
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, u16::from(index < MACHINES)));
    }
    std::io::stdout().lock().write_all(format!("{table}\n").as_bytes())?;
    Ok(())
}

/// A table with the settings of the program's own.
fn empty() -> Table {
    let mut table = Table::new();
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.load_style(
        TableStyle::new()
            .header_lines(ContentLineStyle::none().junction(' '))
            .header_separator(LineStyle::none().fill('─').junction('─'))
            .content_lines(ContentLineStyle::none().junction(' ')),
    );
    table
}

/// Names on the left, numbers on the right.
fn cells(texts: impl Iterator<Item = String>) -> Vec<Cell> {
    let cell = |(column, text): (usize, String)| {
        let right = column > 0;
        let alignment = if right { CellAlignment::Right } else { CellAlignment::Left };
        Cell::new_owned(text).set_alignment(alignment)
    };
    texts.enumerate().map(cell).collect()
}

/// A value as it stands in the file; of a range both ends.
fn said(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.as_str().to_string(),
        DeValue::Float(number) => number.as_str().to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Table(range) => {
            let end = |key| range.get(key).map_or_else(String::new, |end| said(end.get_ref()));
            format!("{} to {}", end("low"), end("high"))
        }
        _ => String::new(),
    }
}
