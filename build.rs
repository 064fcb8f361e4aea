//! Turns `profiles/**.toml` into static trees, so that a run does not parse what we ship.
//!
//! The TOML stays the source that people edit: a changed file is a changed program.

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

    let mut code = String::from("&[\n");
    for path in &files {
        let text = fs::read_to_string(path)?;
        let name = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let table = node::parse(&text).map_err(|errors| {
            let error = &errors[0];
            io::Error::other(format!("profiles/{name}:{}: {}", error.place.line, error.message))
        })?;
        let _ = write!(
            code,
            "Shipped {{ path: \"<builtin>/{name}\", text: include_str!({path:?}), table: "
        );
        write_table(&mut code, &table);
        code.push_str(" },\n");
    }
    code.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("shipped.rs");
    fs::write(out, code)
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

fn write_table(code: &mut String, table: &[Entry]) {
    code.push_str("&[");
    for entry in table {
        let _ = write!(code, "Entry {{ key: Cow::Borrowed({:?}), ", entry.key);
        write_place(code, entry.place);
        code.push_str(", node: ");
        write_node(code, &entry.node);
        code.push_str(" },");
    }
    code.push(']');
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
            code.push_str("Table(Cow::Borrowed(");
            write_table(code, table);
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
