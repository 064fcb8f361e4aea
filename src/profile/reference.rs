//! The fields of every kind of profile as a page to read: made from the tables of `schema`.

use super::schema::{Field, Kind, Section};
use super::sections::SECTIONS;
use super::wanted_value::wanted;

/// The unit of a field, as its key says it.
///
/// ```
/// use breakeven::profile::{reference::unit, sections::section};
/// let fields = section("hardware").unwrap().fields;
/// let of = |key: &str| unit(fields.iter().find(|field| field.key == key).unwrap());
/// assert_eq!(of("memory_bandwidth_gb_per_s"), "10^9 bytes per second");
/// assert_eq!(of("family"), "");
/// ```
pub fn unit(field: &Field) -> &'static str {
    // The longest ending that fits comes first.
    const UNITS: &[(&str, &str)] = &[
        ("_usd_per_mtok", "US dollars per million tokens"),
        ("_usd_per_kwh", "US dollars per kWh"),
        ("_usd_per_hour", "US dollars per hour"),
        ("_usd_per_month", "US dollars per month"),
        ("_usd", "US dollars"),
        ("_tokens_per_second", "tokens per second"),
        ("_tokens_per_day", "tokens per day"),
        ("tokens_per_day", "tokens per day"),
        ("_bytes_per_token", "bytes per token"),
        ("_hours_per_month", "hours per month"),
        ("_gb_per_s", "10^9 bytes per second"),
        ("_gb", "10^9 bytes"),
        ("_tflops", "10^12 operations per second"),
        ("_watts", "W"),
        ("_months", "months of 730 h"),
        ("_days", "days"),
        ("_microseconds", "microseconds"),
        ("_seconds", "seconds"),
        ("_billion", "10^9"),
        ("_percent", "percent"),
        ("_tokens", "tokens"),
        ("_fraction", "share from 0 to 1"),
        ("_share", "share from 0 to 1"),
        ("_discount", "share from 0 to 1"),
        ("_factor", "ratio"),
    ];
    if matches!(field.kind, Kind::Text | Kind::Name) {
        return "";
    }
    UNITS.iter().find(|(ending, _)| field.key.ends_with(ending)).map_or("", |(_, unit)| unit)
}

/// A value as it would be written; of a table, with everything that it must have.
pub fn example(field: &Field) -> String {
    let Kind::Table(inner) = field.kind else { return field.example.into() };
    let must = inner.iter().filter(|inner| inner.required);
    let pairs: Vec<String> =
        must.map(|inner| format!("{} = {}", inner.key, example(inner))).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// What may be written for a field.
pub fn accepts(field: &Field) -> String {
    wanted(field.kind)
}

/// All fields of all kinds, in Markdown.
pub fn markdown() -> String {
    SECTIONS.iter().map(of_section).collect::<Vec<_>>().join("\n")
}

fn of_section(section: &Section) -> String {
    let names: String = section.names.iter().map(|name| format!(".\"<{name}>\"")).collect();
    let mut page = format!("### `[{}{names}]`\n\n{}\n\n", section.key, section.doc);
    page.push_str(&table(section.fields));
    let mut inner = Vec::new();
    collect("", section.fields, &mut inner);
    for (names, fields) in inner {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        page.push_str(&format!("\nIn {}:\n\n{}", names.join(", "), table(fields)));
    }
    page
}

/// Tables inside of tables, with the fields that hold them; the same ones are listed once.
fn collect(
    above: &str,
    fields: &'static [Field],
    found: &mut Vec<(Vec<String>, &'static [Field])>,
) {
    for field in fields {
        let (Kind::Table(inner) | Kind::Tables(inner)) = field.kind else { continue };
        let name = format!("{above}{}", field.key);
        match found.iter_mut().find(|(_, known)| std::ptr::eq(*known, inner)) {
            Some((names, _)) => names.push(name),
            None => {
                found.push((vec![name.clone()], inner));
                collect(&format!("{name}."), inner, found);
            }
        }
    }
}

fn table(fields: &[Field]) -> String {
    let mut page = String::from(
        "| field | must | meaning | unit | accepted | example |\n|---|---|---|---|---|---|\n",
    );
    for field in fields {
        let must = if field.required { "yes" } else { "" };
        let cells = [
            format!("`{}`", field.key),
            must.into(),
            field.doc.into(),
            unit(field).into(),
            accepts(field),
            format!("`{}`", example(field)),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        page.push_str(&format!("| {} |\n", cells.join(" | ")).replace("|  |", "| |"));
    }
    page
}
