//! Expected outputs are files: held against what comes out, or written anew with `BLESS=1`.

use std::path::Path;

/// Whether files are written anew.
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

/// Panics when a file is not what came out, with the first line that differs, unless it is blessed.
pub fn hold(path: &Path, found: &str) {
    if let Some(difference) = differs(path, found) {
        panic!("{} is not what comes out; BLESS=1 writes it\n{difference}", path.display());
    }
}

/// Where a file is not what came out; with `BLESS=1` it is made so.
pub fn differs(path: &Path, found: &str) -> Option<String> {
    if blessing() {
        std::fs::write(path, found).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    if kept == found {
        return None;
    }
    let lines = kept.lines().zip(found.lines()).enumerate();
    let (number, (was, is)) =
        lines.into_iter().find(|(_, (was, is))| was != is).unwrap_or_else(|| {
            let (short, long) = (kept.lines().count(), found.lines().count());
            (short.min(long), ("the end", "the end"))
        });
    Some(format!("line {}:\n- {was}\n+ {is}\nall of it:\n{found}", number + 1))
}
