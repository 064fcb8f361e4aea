//! No circles between the files of a room.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};

use super::rooms::{Source, sources};

/// Files that may use each other: the shipped data is written in terms of its types, and the types
/// look into it.
const TOGETHER: &[&str] = &["profile::node", "profile::packed", "profile::shipped"];

/// Every path that some code names, its groups taken apart: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (start, _) in code.match_indices("::") {
        // Only where a path begins; what is before it is one word.
        let before = &code[..start];
        let word = before.rfind(|c: char| !is_word(c)).map_or(0, |at| at + 1);
        let begins = word < start && !code[..word].ends_with("::");
        if begins {
            expand(&code[word..start], &code[start + 2..], &mut found);
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn expand(prefix: &str, rest: &str, found: &mut Vec<String>) {
    let Some(group) = rest.strip_prefix('{') else {
        let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let path = format!("{prefix}::{}", &rest[..end]);
        match rest[end..].strip_prefix("::") {
            Some(deeper) => expand(&path, deeper, found),
            None => found.push(path),
        }
        return;
    };
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                expand(prefix, group[start..at].trim(), found);
                start = at + 1;
                if c == '}' {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// The file that a path in another file leads to, as `room::file`.
fn target(own: &str, path: &str, files: &BTreeSet<String>) -> Option<String> {
    let mut base: Vec<&str> = own.split("::").collect();
    let mut words = path.split("::").peekable();
    match words.peek().copied()? {
        "crate" => {
            base.clear();
            words.next();
        }
        "self" => drop(words.next()),
        "super" => {
            while words.next_if_eq(&"super").is_some() {
                base.pop();
            }
        }
        _ => {}
    }
    let mut best = files.get(&base.join("::")).cloned();
    for word in words {
        base.push(word);
        best = files.get(&base.join("::")).cloned().or(best);
    }
    best.filter(|file| file != own)
}

/// Who uses whom.
fn graph(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let name = |source: &Source| source.path.trim_end_matches(".rs").replace('/', "::");
    let files: BTreeSet<String> = sources.iter().map(name).collect();
    let used = |source: &Source| {
        // A module inside of a file imports from the file itself.
        let code = source.code.replace("    use super::*;", "");
        let own = name(source);
        paths(&code).iter().filter_map(|path| target(&own, path, &files)).collect()
    };
    sources.iter().map(|source| (name(source), used(source))).collect()
}

/// Everything that can be reached from a file.
fn reached(graph: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let (mut found, mut ahead) = (BTreeSet::new(), vec![from.to_string()]);
    while let Some(file) = ahead.pop() {
        for next in graph.get(&file).into_iter().flatten() {
            if found.insert(next.clone()) {
                ahead.push(next.clone());
            }
        }
    }
    found
}

#[test]
fn no_files_of_a_room_use_each_other() {
    let sources = sources();
    let mut edges = graph(&sources);
    let room = |file: &str| file.split("::").next().unwrap().to_string();
    assert!(edges.values().map(BTreeSet::len).sum::<usize>() > 500);
    for (file, used) in &mut edges {
        used.retain(|other| room(other) == room(file));
    }
    for file in edges.keys() {
        if reached(&edges, file).contains(file) {
            assert!(TOGETHER.contains(&&**file), "{file} uses what uses it: {:?}", edges[file]);
        }
    }
}

#[test]
fn paths_are_followed_as_the_compiler_does() {
    let code = "use super::{a::{B, c}, d};\nfn f() { crate::x::y::Z }";
    let expected = ["super::a::B", "super::a::c", "super::d", "crate::x::y::Z"];
    let found = paths(code);
    assert!(expected.iter().all(|path| found.contains(&path.to_string())), "{found:?}");
    let files: BTreeSet<String> = ["r", "r::a", "r::b", "x::y"].map(String::from).into();
    let to = |path| target("r::b", path, &files);
    assert_eq!(to("super::a::B").as_deref(), Some("r::a"));
    assert_eq!(to("super::Thing").as_deref(), Some("r"));
    assert_eq!(to("crate::x::y::Z").as_deref(), Some("x::y"));
    assert_eq!(to("std::fmt"), None);
}
