//! Turns `profiles/**.toml` into static trees and a sorted index of the profiles in them, so that a
//! run neither parses nor sorts what we ship. It does not check it either: the tests do.
//!
//! The TOML stays the source that people edit: a changed file is a changed program.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[allow(dead_code, reason = "the program uses all of it, the build only the parser")]
#[path = "src/profile/node.rs"]
mod node;

use node::{Entry, Node, Place, Value};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=profiles");
    println!("cargo::rerun-if-changed=src/profile/node.rs");
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("profiles");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();

    let mut made = Made::default();
    for (document, path) in files.iter().enumerate() {
        let text = fs::read_to_string(path)?;
        let name = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let fault =
            |line, message: &str| io::Error::other(format!("profiles/{name}:{line}: {message}"));
        let table =
            node::parse(&text).map_err(|errors| fault(errors[0].place.line, &errors[0].message))?;
        let mut tree = String::from("&[");
        for entry in &table {
            let kind = Kind { key: &entry.key, document };
            let line = entry.place.line;
            made.level(&mut tree, &kind, entry, names_behind(&entry.key), "").ok_or_else(|| {
                fault(line, &format!("`{}` is no profile; expected a table", entry.key))
            })?;
        }
        let _ = writeln!(
            made.files,
            "Shipped {{ path: \"<builtin>/{name}\", text: include_str!({path:?}), table: {tree}] }},"
        );
    }
    let Made { tables, files, records } = made;
    let mut code = tables;
    let _ = writeln!(code, "pub(super) static SHIPPED: &[Shipped] = &[\n{files}];");
    code.push_str("pub(super) static RECORDS: &[Record] = &[\n");
    records.into_values().for_each(|record| code.push_str(&record));
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("shipped.rs");
    fs::write(out, code)
}

/// How many names stand behind the kind of profile in a heading; the schema says which they are,
/// and a test holds the index against what the program itself finds in the trees.
fn names_behind(kind: &str) -> usize {
    match kind {
        "throughput" => 4,
        "engine_family" | "calibration" => 2,
        "estimator" | "defaults" => 0,
        _ => 1,
    }
}

/// The first key of a heading, and the number of the file that it stands in.
struct Kind<'a> {
    key: &'a str,
    document: usize,
}

/// The code made so far.
#[derive(Default)]
struct Made {
    /// A static for the fields of every profile: both its file and the index refer to it.
    tables: String,
    files: String,
    /// The index, by kind and name; a later profile replaces an earlier one of the same name.
    records: BTreeMap<(String, String), String>,
}

impl Made {
    /// Writes an entry with `deeper` levels of names below it; `None` when there are fewer.
    fn level(
        &mut self,
        code: &mut String,
        kind: &Kind<'_>,
        entry: &Entry,
        deeper: usize,
        name: &str,
    ) -> Option<()> {
        let Value::Table(table) = &entry.node.value else { return None };
        write_key(code, entry);
        code.push_str("node: Node { ");
        write_place(code, entry.node.place);
        code.push_str(", value: Value::Table(Cow::Borrowed(");
        if deeper == 0 {
            code.push_str(&self.record(kind, entry, table, name));
        } else {
            code.push_str("&[");
            for inner in table.iter() {
                let name = format!("{name} {}", inner.key);
                self.level(code, kind, inner, deeper - 1, name.trim_start())?;
            }
            code.push(']');
        }
        code.push_str(")) } },");
        Some(())
    }

    /// Adds a profile to the index; gives a reference to its fields.
    fn record(&mut self, kind: &Kind<'_>, entry: &Entry, table: &[Entry], name: &str) -> String {
        let static_name = format!("T{}", self.tables.len());
        let _ = write!(self.tables, "static {static_name}: [Entry; {}] = ", table.len());
        write_entries(&mut self.tables, table);
        self.tables.push_str(";\n");
        let Kind { key, document } = kind;
        let mut code = format!("Record {{ kind: {key:?}, name: Cow::Borrowed({name:?}), ");
        write_place(&mut code, entry.place);
        let table = format!("&{static_name}");
        let _ = writeln!(code, ", document: {document}, table: Cow::Borrowed({table}) }},");
        self.records.insert((key.to_string(), name.to_string()), code);
        table
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

fn write_entries(code: &mut String, table: &[Entry]) {
    code.push('[');
    for entry in table {
        write_key(code, entry);
        code.push_str("node: ");
        write_node(code, &entry.node);
        code.push_str(" },");
    }
    code.push(']');
}

/// The beginning of an entry, up to its value.
fn write_key(code: &mut String, entry: &Entry) {
    let _ = write!(code, "Entry {{ key: Cow::Borrowed({:?}), ", entry.key);
    write_place(code, entry.place);
    code.push_str(", ");
}

fn write_node(code: &mut String, node: &Node) {
    code.push_str("Node { ");
    write_place(code, node.place);
    code.push_str(", value: Value::");
    let _ = match &node.value {
        Value::Text(text) => write!(code, "Text(Cow::Borrowed({text:?}))"),
        Value::Number(number) if number.is_finite() => write!(code, "Number({number:?}_f64)"),
        Value::Number(_) => write!(code, "Number(f64::NAN)"),
        Value::Flag(flag) => write!(code, "Flag({flag})"),
        Value::Date(date) => write!(code, "Date(Cow::Borrowed({date:?}))"),
        Value::List(items) => {
            code.push_str("List(Cow::Borrowed(&[");
            for item in items.iter() {
                write_node(code, item);
                code.push(',');
            }
            write!(code, "]))")
        }
        Value::Table(table) => {
            code.push_str("Table(Cow::Borrowed(&");
            write_entries(code, table);
            write!(code, "))")
        }
    };
    code.push_str(" }");
}

fn write_place(code: &mut String, place: Place) {
    let Place { line, column, offset, length } = place;
    let _ = write!(
        code,
        "place: Place {{ line: {line}, column: {column}, offset: {offset}, length: {length} }}"
    );
}
