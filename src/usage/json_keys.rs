//! Where the keys of a JSON text stand, without reading it as a whole: it may be damaged.

/// Where a key stands after `from`, and where its value begins. A quoted key inside a text has a
/// backslash before its closing quote and is not found.
pub fn value_of(text: &[u8], from: usize, key: &str) -> Option<(usize, usize)> {
    let quoted = format!("\"{key}\"");
    let mut at = from;
    loop {
        let start = at + memchr::memmem::find(text.get(at..)?, quoted.as_bytes())?;
        let after = skip_space(text, start + quoted.len());
        if text.get(after) == Some(&b':') {
            return Some((start, skip_space(text, after + 1)));
        }
        at = start + 1;
    }
}

/// Where something other than white space stands, from here on.
pub fn skip_space(text: &[u8], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// What stands behind the last of these keys.
pub fn last_value<'t>(text: &'t [u8], key: &str) -> Option<&'t [u8]> {
    let (mut at, mut found) = (0, None);
    while let Some((start, value)) = value_of(text, at, key) {
        found = text.get(value..);
        at = start + 1;
    }
    found
}
