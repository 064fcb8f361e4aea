//! The floor that start-up is measured against: the same crates and the same arguments, one
//! 200-line TOML file read, one table printed, and nothing computed.
//!
//! Compare with `valgrind --tool=callgrind` or any timer:
//! `target/release/examples/floor --volume 5M/day` and `target/release/breakeven --volume 5M/day`.

use std::io::Write as _;

use breakeven::cli::args::Cli;
use clap::Parser as _;

fn main() -> anyhow::Result<()> {
    let cli = Cli::try_parse()?;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/floor.toml");
    let text = std::fs::read_to_string(path)?;
    let table = toml::de::DeTable::parse(&text)?;
    let mut out = comfy_table::Table::new();
    out.set_header(["profile", "fields", "volume"]);
    for (key, value) in table.get_ref().iter() {
        let fields = value.get_ref().as_table().map_or(0, |table| table.len());
        let volume = cli.compare.demand.volume.map_or(0.0, |volume| volume.get());
        out.add_row([key.get_ref().to_string(), fields.to_string(), volume.to_string()]);
    }
    writeln!(std::io::stdout(), "{out}")?;
    Ok(())
}
