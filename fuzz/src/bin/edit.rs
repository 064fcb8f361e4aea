//! A value set in a file: it reads back, and setting it again changes nothing.
#![cfg_attr(feature = "libfuzzer", no_main)]

use breakeven::profile::edit::{Step, set};

fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // The last line is a path and a value; the rest is the file.
    let Some((text, last)) = text.trim_end().rsplit_once('\n') else { return };
    let (path, value) = last.split_once('=').unwrap_or(("api/x/notes", last));
    let steps: Vec<Step> = path.split('/').map(|key| Step::Key(key.trim().into())).collect();
    let Ok(edited) = set(text, &steps, value.trim()) else { return };
    let again = set(&edited.text, &steps, value.trim()).expect("what was set can be set");
    assert_eq!(again.text, edited.text);
    assert_eq!(again.before.as_deref(), Some(value.trim()));
}

breakeven_fuzz::program!(target, &["profiles", "tests/errors", "fuzz/seeds/edit"]);
