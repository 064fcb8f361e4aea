//! Turns `profiles/**.toml` into static data and a sorted index of the profiles in them, so that a
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
#[allow(dead_code, reason = "the program uses all of it, the build only what is owned")]
#[path = "src/profile/packed.rs"]
mod packed;

/// Nothing is shipped yet.
mod shipped {
    use super::node::{Entry, Node};

    pub static TEXT: &str = "";
    pub static ENTRIES: [Entry; 0] = [];
    pub static NODES: [Node; 0] = [];
}

use node::{Entry, Node, Place, Value};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=profiles");
    println!("cargo::rerun-if-changed=src/profile/node.rs");
    println!("cargo::rerun-if-changed=src/profile/packed.rs");
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
        let kinds = table.iter().map(|entry| {
            let kind = Kind { key: &entry.key, document };
            made.level(&kind, entry, names_behind(&entry.key), "").ok_or_else(|| {
                let message = format!("`{}` is no profile; expected a table", &*entry.key);
                fault(entry.place.line, &message)
            })
        });
        let kinds = kinds.collect::<io::Result<Vec<String>>>()?;
        let table = run(&mut made.entries, kinds);
        let _ = writeln!(
            made.files,
            "File {{ path: \"<builtin>/{name}\", table: {table}, text: include_str!(concat!(\
             env!(\"CARGO_MANIFEST_DIR\"), \"/profiles/{name}\")) }},"
        );
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let (trees, index) = made.code(files.len());
    fs::write(out.join("trees.rs"), trees)?;
    fs::write(out.join("files.rs"), index)
}

/// How many names stand behind the kind of profile in a heading; the schema says which they are,
/// and a test holds the index against what the program itself finds in the trees.
fn names_behind(kind: &str) -> usize {
    match kind {
        "throughput" => 4,
        "engine_family" | "calibration" | "gain" => 2,
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
    /// All texts, one behind the other, and where each of them is.
    text: String,
    texts: BTreeMap<String, usize>,
    /// The entries of all tables, and the items of all lists.
    entries: Vec<String>,
    nodes: Vec<String>,
    files: String,
    /// The index, by kind and name; a later profile replaces an earlier one of the same name.
    records: BTreeMap<(String, String), String>,
}

impl Made {
    /// An entry with `deeper` levels of names below it; `None` when there are fewer.
    fn level(
        &mut self,
        kind: &Kind<'_>,
        entry: &Entry,
        deeper: usize,
        name: &str,
    ) -> Option<String> {
        let Value::Table(table) = &entry.node.value else { return None };
        let table = if deeper == 0 {
            let fields = self.table(table);
            self.record(kind, entry, &fields, name);
            fields
        } else {
            let inner = table.iter().map(|inner| {
                let name = format!("{name} {}", &*inner.key);
                self.level(kind, inner, deeper - 1, name.trim_start())
            });
            let inner = inner.collect::<Option<Vec<String>>>()?;
            run(&mut self.entries, inner)
        };
        let value = format!("Value::Table({table})");
        Some(self.entry(entry, &value))
    }

    /// Adds a profile to the index.
    fn record(&mut self, kind: &Kind<'_>, entry: &Entry, table: &str, name: &str) {
        let Kind { key, document } = kind;
        let place = place(entry.place);
        let code = format!(
            "Record {{ kind: {key:?}, name: Cow::Borrowed({name:?}), {place}, \
             document: {document}, table: {table} }},\n"
        );
        self.records.insert((key.to_string(), name.to_string()), code);
    }

    fn words(&mut self, words: &str) -> String {
        let text = &mut self.text;
        let start = *self.texts.entry(words.to_string()).or_insert_with(|| {
            text.push_str(words);
            text.len() - words.len()
        });
        format!("Words::Shipped {{ start: {start}, length: {} }}", words.len())
    }

    fn entry(&mut self, entry: &Entry, value: &str) -> String {
        let (key, at, node_at) =
            (self.words(&entry.key), place(entry.place), place(entry.node.place));
        format!("Entry {{ key: {key}, {at}, node: Node {{ {node_at}, value: {value} }} }},\n")
    }

    fn table(&mut self, table: &[Entry]) -> String {
        let entries = table.iter().map(|entry| {
            let value = self.value(&entry.node.value);
            self.entry(entry, &value)
        });
        let entries = entries.collect();
        run(&mut self.entries, entries)
    }

    fn value(&mut self, value: &Value) -> String {
        match value {
            Value::Text(text) => format!("Value::Text({})", self.words(text)),
            Value::Number(number) if number.is_finite() => format!("Value::Number({number:?}_f64)"),
            Value::Number(_) => "Value::Number(f64::NAN)".into(),
            Value::Flag(flag) => format!("Value::Flag({flag})"),
            Value::Date(date) => format!("Value::Date({})", self.words(date)),
            Value::List(items) => {
                let item = |item: &Node| {
                    let value = self.value(&item.value);
                    format!("Node {{ {}, value: {value} }},\n", place(item.place))
                };
                let items = items.iter().map(item).collect();
                format!("Value::List({})", run(&mut self.nodes, items))
            }
            Value::Table(table) => format!("Value::Table({})", self.table(table)),
        }
    }

    /// The trees, and the files and records that are made of them.
    fn code(self, files: usize) -> (String, String) {
        let Self { text, entries, nodes, records, .. } = &self;
        let all = |name: &str, kind: &str, count: usize, items: &str| {
            format!("static {name}: [{kind}; {count}] = [\n{items}];\n")
        };
        let indexed: String = records.values().map(String::as_str).collect();
        let trees = [
            format!("pub static TEXT: &str = {text:?};\npub "),
            all("ENTRIES", "Entry", entries.len(), &entries.concat()),
            "pub ".to_string(),
            all("NODES", "Node", nodes.len(), &nodes.concat()),
        ];
        let index = [
            all("FILES", "File", files, &self.files),
            all("RECORDS", "Record", records.len(), &indexed),
        ];
        (trees.concat(), index.concat())
    }
}

/// Appends items to all of their kind; where they are now.
fn run(all: &mut Vec<String>, items: Vec<String>) -> String {
    let (start, count) = (all.len(), items.len());
    all.extend(items);
    format!("Items::Shipped {{ start: {start}, count: {count} }}")
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

fn place(place: Place) -> String {
    let Place { line, column, offset, length } = place;
    format!("place: Place {{ line: {line}, column: {column}, offset: {offset}, length: {length} }}")
}
