//! The reader that walks over rows accepts what a whole JSON reader accepts, and reads the same of it.

use breakeven::usage::json_decode::decode;
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::support::draw::config;

/// What rows of usage are made of.
#[derive(Debug, Deserialize, PartialEq)]
struct Entry<'a> {
    #[serde(borrow)]
    id: Option<&'a str>,
    usage: Option<Usage>,
    inner: Option<Box<Entry<'a>>>,
    list: Option<Vec<u64>>,
    any: Option<Value>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Usage {
    input: Option<u64>,
    ok: Option<bool>,
}

/// Where the walk reads a row, it reads what the other reader does, for which names and words that are not
/// looked at must be text; where it passes over one as a whole, it says as the other reader does whether
/// it is JSON.
fn agrees(row: &[u8]) -> Result<(), TestCaseError> {
    let text = String::from_utf8_lossy(row);
    let whole = serde_json::from_str::<Entry<'_>>(&text);
    if let Some(entry) = decode::<Entry<'_>>(row) {
        prop_assert_eq!(whole.ok(), Some(entry));
    }
    if row.iter().all(|byte| *byte >= b' ') {
        let valid = serde_json::from_slice::<IgnoredAny>(row).is_ok();
        prop_assert_eq!(decode::<IgnoredAny>(row).is_some(), valid, "{}", text);
    }
    Ok(())
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (0..1_000_u64).prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        "[ -~é\\\\\"]{0,90}".prop_map(Value::from),
        "[a-z/]{0,9}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 30, 5, |inner| {
        let key = prop_oneof!["id|usage|inner|list|any|input|ok", "[ -~]{0,20}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_row_is_read_as_by_a_whole_reader(value in value(), spaced: bool) {
        let text = value.to_string();
        let text = if spaced { format!("  {}  ", text.replace(',', " , ")) } else { text };
        agrees(text.as_bytes())?;
        let entry = format!("{{\"id\":\"a\",\"usage\":{{\"input\":7,\"ok\":true}},\"other\":{text}}}");
        agrees(entry.as_bytes())?;
        let read: Option<Entry<'_>> = decode(entry.as_bytes());
        prop_assert_eq!(read.and_then(|entry| entry.usage?.input), Some(7));
    }

    #[test]
    fn damage_is_seen_as_by_a_whole_reader(value in value(), at in 0..400_usize, byte: u8, bit in 0..8_u32) {
        let mut text = value.to_string().into_bytes();
        let length = text.len();
        agrees(&text[..at % length])?;
        text[at % length] ^= 1_u8 << bit;
        agrees(&text)?;
        text[at % length] = byte;
        agrees(&text)?;
    }

    #[test]
    fn pieces_of_json_are_judged_as_by_a_whole_reader(
        text in "(\\{|\\}|\\[|\\]|\"|:|,|\\\\|\\\\\"|\\\\u00e9|true|null|nul|0|12|-|\\.|e|\\+| |id|a){0,60}"
    ) {
        agrees(text.as_bytes())?;
    }
}

#[test]
fn what_is_deep_or_unusual_is_left_to_the_whole_reader() {
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(decode::<IgnoredAny>(deep(60).as_bytes()).is_some());
    assert!(decode::<IgnoredAny>(deep(61).as_bytes()).is_none());
    let inner = |depth: usize| format!("{}1{}", "{\"inner\":".repeat(depth), "}".repeat(depth));
    assert!(decode::<Entry<'_>>(inner(200_000).as_bytes()).is_none());
    // A control character, an escape in what is wanted, and a number that a float is needed for.
    for row in ["{\"id\":\t\"a\"}", "{\"id\":\"\\u0061\"}", "{\"usage\":{\"input\":7.0}}"] {
        assert!(decode::<Entry<'_>>(row.as_bytes()).is_none(), "{row}");
    }
}
