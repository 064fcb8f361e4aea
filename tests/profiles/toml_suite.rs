//! The suite of toml-test, when its folder is given in `TOML_TEST`: every file ends, what is valid is
//! read, and what is not is refused with a place and in text that is safe to print.

use std::fs;
use std::path::{Path, PathBuf};

use breakeven::profile::document::Document;
use breakeven::text::is_unprintable;

use crate::support::skipped::skipped;

/// Invalid files that get past the parser: ten are valid in TOML 1.1, which it speaks; `0b`, `0o`
/// and `0x` without digits, digits of another script and a second byte order mark make numbers and
/// keys that every field refuses.
const PAST: usize = 15;

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
}

/// Whether the text is read as TOML; if not, the refusal is looked at.
fn is_read(path: &Path) -> bool {
    let Ok(text) = String::from_utf8(fs::read(path).unwrap()) else { return false };
    let text = text.strip_prefix('\u{feff}').map(String::from).unwrap_or(text);
    let name = path.display().to_string();
    let Err(problems) = Document::parse(name.clone(), text) else { return true };
    assert!(!problems.is_empty(), "{name}");
    for problem in problems {
        assert!(problem.at.is_some(), "{name}: no place");
        let text = problem.to_string();
        let bad = text.chars().find(|c| *c != '\n' && is_unprintable(*c));
        assert_eq!(bad, None, "{name}: {text:?}");
    }
    false
}

#[test]
fn the_suite_of_toml_test_is_read_or_refused() {
    let Some(folder) = std::env::var_os("TOML_TEST") else {
        return skipped("toml-test", "its folder is not given in TOML_TEST");
    };
    let files = |kind: &str| {
        let mut files = Vec::new();
        collect(&Path::new(&folder).join("tests").join(kind), &mut files);
        files.sort();
        assert!(!files.is_empty(), "no {kind} files below {}", folder.display());
        files
    };
    let refused: Vec<PathBuf> = files("valid").into_iter().filter(|f| !is_read(f)).collect();
    assert_eq!(refused, Vec::<PathBuf>::new(), "valid, and refused");
    let past: Vec<PathBuf> = files("invalid").into_iter().filter(|file| is_read(file)).collect();
    assert!(past.len() <= PAST, "invalid, and read: {past:#?}");
}
