//! `profiles list`.

use super::super::args::MoneyArgs;
use super::super::fact_age::age;
use super::super::places::sited;
use super::super::profiles_args::{ListArgs, Order};
use crate::api::Api;
use crate::date::Date;
use crate::figure::{once, per_mtok, short};
use crate::hardware::Hardware;
use crate::model::Model;
use crate::place::Places;
use crate::profile::catalog::Catalog;
use crate::profile::fields::default_fields;
use crate::render::aligned::aligned;
use crate::source::Source;

/// One line of the list.
struct Row<'c> {
    source: &'c Source,
    cells: Vec<String>,
    /// What it is sorted by; what has no price comes last.
    dollars: f64,
}

/// The profiles asked for; all three kinds when none is named.
pub fn list(args: &ListArgs, catalog: &Catalog, today: Date) -> String {
    let all = !(args.api || args.hardware || args.model);
    let input_share = catalog
        .records_of("defaults")
        .next()
        .map(|defaults| defaults.fields().required(&default_fields::MIX_INPUT_SHARE))
        .unwrap_or(0.75);
    let mut text = String::new();
    let mut section = |wanted: bool, rows: Vec<Row<'_>>, titles: &[&str]| {
        if (wanted || all) && !rows.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&table(rows, titles, args.sort, today));
        }
    };
    let apis = catalog.all().map(|api| of_api(api, input_share)).collect();
    section(args.api, apis, &["API", "TIER", "IN / OUT PER 1M TOKENS"]);
    let places = catalog
        .records_of("defaults")
        .next()
        .and_then(|defaults| sited(&MoneyArgs::default(), catalog, defaults.fields()).ok())
        .map_or_else(Places::default, |sited| sited.places);
    let machines = catalog.all().map(|machine| of_hardware(machine, places)).collect();
    section(
        args.hardware,
        machines,
        &["HARDWARE", "FAMILY", "MEMORY", "PRICE, WHOLE MACHINE", "RENT", "PLACE"],
    );
    let models = catalog.all().map(of_model).collect();
    section(args.model, models, &["MODEL", "TIER", "PARAMETERS"]);
    text
}

fn table(mut rows: Vec<Row<'_>>, titles: &[&str], sort: Option<Order>, today: Date) -> String {
    match sort {
        None => {}
        Some(Order::Price) => rows.sort_by(|a, b| a.dollars.total_cmp(&b.dollars)),
        Some(Order::Age) => rows.sort_by_key(|row| row.source.as_of),
    }
    let titles = titles.iter().chain(&["AS OF", "AGE", "FILE"]);
    let mut lines: Vec<Vec<String>> = vec![titles.map(ToString::to_string).collect()];
    for row in rows {
        let Source { profile, file, line, as_of, .. } = row.source;
        let place = format!("{}:{line}", crate::text::printable(file));
        let mut cells = vec![profile.to_string()];
        cells.extend(row.cells);
        cells.extend([as_of.to_string(), age(*as_of, today), place]);
        lines.push(cells);
    }
    aligned(&lines, usize::MAX)
}

fn of_api(api: &Api, input_share: f64) -> Row<'_> {
    let (input, output) = (api.prices.input.typical, api.prices.output.typical);
    Row {
        source: &api.source,
        cells: vec![api.tier.word().into(), format!("{} / {}", per_mtok(input), per_mtok(output))],
        dollars: input.get() * input_share + output.get() * (1.0 - input_share),
    }
}

fn of_hardware(machine: &Hardware, places: Places) -> Row<'_> {
    let whole = machine.price.map(|price| price.typical + machine.host);
    Row {
        source: &machine.source,
        cells: vec![
            machine.family.to_string(),
            format!("{} GB", short(machine.memory.get())),
            whole.map_or("not stated".into(), once),
            machine.rent.map_or("not stated".into(), |rent| {
                format!("{}/h", crate::figure::dollars(rent.typical.get()))
            }),
            places.of_machine(machine.place).of(machine.load.typical).word().into(),
        ],
        dollars: whole.map_or(f64::INFINITY, |whole| whole.get()),
    }
}

fn of_model(model: &Model) -> Row<'_> {
    let (all, active) = (model.parameters_billion, model.active_parameters_billion);
    let active_words = format!(", {} active", short(active * 1e9));
    Row {
        source: &model.source,
        cells: vec![
            model.tier.word().into(),
            format!("{}{}", short(all * 1e9), if active < all { &active_words } else { "" }),
        ],
        // Weights cost nothing; their size is what has to be paid for.
        dollars: all,
    }
}
