//! The rules of the house: who may use whom, and what no file may hold.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path below `src`, and its lines without tests, comments and texts.
pub struct Source {
    pub path: String,
    pub text: String,
    pub code: String,
}

impl Source {
    /// The module below the crate that the file belongs to.
    pub fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }
}

pub fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 40);
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let relative = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        Source { path: relative, code: code_of(&text), text }
    };
    paths.iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code that runs: tests stand last in a file, comments and texts say nothing of use.
fn code_of(text: &str) -> String {
    let code = text.split("\n#[cfg(test)]\n").next().unwrap_or_default();
    let without_comments = code.lines().map(|line| match line.find("//") {
        Some(at) if line[..at].matches('"').count() % 2 == 0 => &line[..at],
        _ => line,
    });
    without_comments.collect::<Vec<_>>().join("\n")
}

/// Floors by module, as each module says in its first line.
fn floors(sources: &[Source]) -> BTreeMap<String, u32> {
    let tops = sources.iter().filter(|source| !source.path.contains('/'));
    let tops = tops.filter(|source| !["lib.rs", "main.rs"].contains(&&*source.path));
    tops.map(|source| {
        let said = source.text.strip_prefix("//! Floor ").and_then(|rest| rest.get(..1));
        let floor = said.and_then(|digit| digit.parse().ok());
        let floor = floor.unwrap_or_else(|| panic!("{} names no floor", source.path));
        (source.module().to_string(), floor)
    })
    .collect()
}

/// Modules of the crate that a file names: `crate::x`, `crate::{x, y}`, and those above `super`.
fn used(source: &Source) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for piece in source.code.split("crate::").skip(1) {
        let list = match piece.strip_prefix('{') {
            Some(group) => top_level_names(group),
            None => vec![piece],
        };
        for name in list {
            let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
            modules.insert(name[..end].to_string());
        }
    }
    modules
}

/// The parts of a group of imports, without what is inside groups of their own.
fn top_level_names(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(group[start..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(group[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn a_module_uses_only_floors_at_or_below_its_own() {
    let sources = sources();
    let floors = floors(&sources);
    let mut upward = Vec::new();
    let mut found = 0;
    for source in &sources {
        let Some(own) = floors.get(source.module()) else { continue };
        for module in used(source) {
            if let Some(other) = floors.get(&module) {
                found += 1;
                if other > own {
                    upward.push(format!("{} (floor {own}) uses {module} ({other})", source.path));
                }
            }
        }
    }
    assert!(found > 100, "only {found} uses seen");
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn the_floors_are_those_of_the_design() {
    let floors = floors(&sources());
    let rooms = [
        ("units", 0),
        ("range", 0),
        ("text", 0),
        ("figure", 0),
        ("date", 0),
        ("workload", 1),
        ("hardware", 1),
        ("profile", 2),
        ("scenario", 2),
        ("report", 2),
        ("calc", 3),
        ("answer", 4),
        ("chart", 4),
        ("html", 4),
        ("render", 4),
        ("cli", 5),
    ];
    for (module, floor) in rooms {
        assert_eq!(floors.get(module), Some(&floor), "{module}");
    }
}

/// Rooms of `calc`, from the ground up.
const CALC: [(&str, u32); 10] = [
    ("demand", 1),
    ("throughput", 1),
    ("crossing", 1),
    ("capacity", 2),
    ("price", 3),
    ("option", 4),
    ("cash", 5),
    ("decide", 6),
    ("whatif", 7),
    ("verdict", 8),
];

/// The room of `calc` that a path below it is in.
fn room_of_calc(path: &str) -> Option<&str> {
    let below = path.strip_prefix("calc/")?;
    Some(below.split(['/', '.']).next().unwrap_or_default())
}

#[test]
fn a_room_of_calc_uses_only_those_below_it() {
    let floor = |room: &str| CALC.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor);
    let mut found = 0;
    for source in sources() {
        let Some(room) = room_of_calc(&source.path) else { continue };
        let own = floor(room).unwrap_or_else(|| panic!("{room} has no floor"));
        for piece in source.code.split("crate::calc::").skip(1) {
            let names = match piece.strip_prefix('{') {
                Some(group) => top_level_names(group),
                None => vec![piece],
            };
            for name in names {
                let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_'));
                let other = &name[..end.unwrap_or(name.len())];
                let floor = floor(other).unwrap_or_else(|| panic!("{other} has no floor"));
                let same_room = other == room;
                assert!(floor < own || same_room, "{} uses {other}", source.path);
                found += 1;
            }
        }
    }
    assert!(found > 60, "only {found} uses seen");
}

#[test]
fn calc_is_pure() {
    let foreign =
        ["clap", "toml", "comfy_table", "anyhow", "std::fs", "std::env", "std::time", "std::io"];
    let rooms = ["profile", "cli", "render", "import", "answer"];
    for source in sources().iter().filter(|source| source.module() == "calc") {
        for name in foreign {
            assert!(!names(&source.code, name), "{} uses {name}", source.path);
        }
        for room in rooms {
            assert!(!used(source).contains(room), "{} uses {room}", source.path);
        }
    }
}

#[test]
fn clap_is_only_in_cli() {
    for source in sources().iter().filter(|source| source.module() != "cli") {
        assert!(!names(&source.code, "clap"), "{}", source.path);
    }
}

/// Whether the code names this path, and not just a longer word that holds it.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + path.len()..].chars().next();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !word(before) && !word(after)
    })
}

#[test]
fn nothing_panics_or_prints_on_its_own() {
    let banned = [
        ".unwrap()",
        ".unwrap_err()",
        ".expect(",
        ".expect_err(",
        "panic!(",
        "todo!(",
        "unreachable!(",
        "unimplemented!(",
        "dbg!(",
        "println!(",
        "print!(",
        "process::exit",
    ];
    for source in sources() {
        for (number, line) in source.code.lines().enumerate() {
            for word in banned {
                assert!(!line.contains(word), "{}:{}: {word}", source.path, number + 1);
            }
        }
    }
}

/// Whether a line writes a number with so many decimals.
fn rounds(line: &str) -> bool {
    line.split(":.").skip(1).any(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && rest[digits..].starts_with('}')
    })
}

#[test]
fn numbers_are_rounded_in_one_place() {
    for source in sources().iter().filter(|source| source.path != "figure.rs") {
        for (number, line) in source.code.lines().enumerate() {
            assert!(!rounds(line), "{}:{}: use `figure::fixed`", source.path, number + 1);
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for source in sources() {
        assert!(source.text.starts_with("//! "), "{} has no doc", source.path);
    }
}

#[test]
fn the_rules_see_what_they_look_for() {
    let group = "use crate::{calc::x, cli::{a, b}, text};\nlet y = crate::date::Date::EPOCH;";
    let source = Source { path: "x.rs".into(), text: String::new(), code: group.into() };
    let expected: BTreeSet<String> = ["calc", "cli", "text", "date"].map(String::from).into();
    assert_eq!(used(&source), expected);
    assert_eq!(code_of("a(); // b.unwrap()\n#[cfg(test)]\nmod tests {}"), "a(); ");
    assert!(names("use toml::de;", "toml") && !names("my_toml", "toml"));
    assert!(rounds("format!(\"{size:.1} GB\")") && rounds("{:.12}") && !rounds("{:.11e} {:.>5}"));
}
