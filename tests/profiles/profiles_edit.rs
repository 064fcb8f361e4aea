//! `profiles set` changes exactly the bytes of one value, however the file is written.

use breakeven::profile::document::Document;
use breakeven::profile::target;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A file in pieces: text that must stay, and values that may be named.
#[derive(Clone, Debug)]
enum Piece {
    Fixed(String),
    Value { target: String, text: String },
}

/// Numbers as people write them.
fn number() -> BoxedStrategy<String> {
    prop_oneof![
        (0u32..100_000).prop_map(|n| n.to_string()),
        (0u32..1_000, 0u32..1_000).prop_map(|(a, b)| format!("{a}.{b:03}")),
        (1u32..9, 0u32..9).prop_map(|(a, b)| format!("{a}_00{b}")),
        (1u32..9, 1u32..5).prop_map(|(a, b)| format!("{a}e{b}")),
        (1u32..255).prop_map(|n| format!("{n:#x}")),
        Just("nan".to_string()),
    ]
    .boxed()
}

/// Text with whatever could be mistaken for something else.
fn text() -> BoxedStrategy<String> {
    prop_oneof![
        Just(r#""plain""#.to_string()),
        Just(r#""a # b = [hardware.x] \" gpus = 1""#.to_string()),
        Just("'literal \\ # gpus = 2'".to_string()),
        Just("\"\"\"\ngpus = 3\n[hardware.\"a.b\"]\n\"\"\"".to_string()),
        Just("\"é漢\u{1F600}\"".to_string()),
    ]
    .boxed()
}

fn space() -> BoxedStrategy<String> {
    prop_oneof![Just(""), Just(" "), Just("\t"), Just("   ")].prop_map(String::from).boxed()
}

fn comment() -> BoxedStrategy<String> {
    prop_oneof![Just(""), Just(" # memory_gb = 5"), Just("#{ low = 1 }"), Just("\t# é \"unclosed")]
        .prop_map(String::from)
        .boxed()
}

/// What stands between lines.
fn filler() -> BoxedStrategy<String> {
    prop_oneof![Just(""), Just("\n"), Just("# gpus = 9\n"), Just("  \n\t# [hardware.a]\n")]
        .prop_map(String::from)
        .boxed()
}

fn fixed(text: impl Into<String>) -> Piece {
    Piece::Fixed(text.into())
}

/// The line of a field: `key = value # comment`.
fn line(name: &'static str) -> BoxedStrategy<Vec<Vec<Piece>>> {
    let value = move |key: &'static str, text: String| Piece::Value {
        target: format!("{name}.{key}"),
        text,
    };
    let plain = (number(), number(), text(), text()).prop_map(move |(a, b, c, d)| {
        vec![
            vec![fixed("gpus"), value("gpus", a)],
            vec![fixed("'memory_gb'"), value("memory_gb", b)],
            vec![fixed("name"), value("name", c)],
            vec![fixed("\"notes\""), value("notes", d)],
        ]
    });
    let range = (number(), number(), number(), space(), space()).prop_map(
        move |(low, typical, high, s, t)| {
            vec![
                fixed("price_usd"),
                fixed(format!("{{{s}low{t}={s}")),
                value("price_usd.low", low),
                fixed(format!("{t},{s}\"typical\" = ")),
                value("price_usd.typical", typical),
                fixed(format!("{s},high={t}")),
                value("price_usd.high", high),
                fixed(format!("{s}}}")),
            ]
        },
    );
    let dotted = (number(), number(), number()).prop_map(move |(low, typical, high)| {
        [("low", low), ("typical", typical), ("high", high)].map(|(end, text)| {
            let target = format!("{name}.resale_fraction.{end}");
            vec![fixed(format!("resale_fraction . {end}")), Piece::Value { target, text }]
        })
    });
    (plain, range, dotted)
        .prop_map(|(mut lines, range, dotted)| {
            lines.push(range);
            lines.extend(dotted);
            lines
        })
        .boxed()
}

/// A profile: its heading and its lines in any order, each with spaces and a comment.
fn profile(name: &'static str) -> BoxedStrategy<Vec<Piece>> {
    let lines = line(name).prop_shuffle();
    let dress = prop::collection::vec((space(), space(), comment(), filler()), 9);
    (lines, dress, any::<bool>(), filler())
        .prop_map(move |(lines, dress, airy, before)| {
            let heading = if airy {
                format!("[ hardware . \"{name}\" ]")
            } else {
                format!("[hardware.\"{name}\"]")
            };
            let mut pieces = vec![fixed(format!("{before}{heading} # h\n"))];
            for (line, (left, right, comment, filler)) in lines.into_iter().zip(dress) {
                let mut parts = line.into_iter();
                pieces.push(fixed(left.clone()));
                pieces.extend(parts.next());
                pieces.push(fixed(format!("{left}={right}")));
                pieces.extend(parts);
                pieces.push(fixed(format!("{right}{comment}\n{filler}")));
            }
            pieces
        })
        .boxed()
}

/// A file of profiles whose names begin alike.
fn file() -> BoxedStrategy<Vec<Piece>> {
    (profile("a"), profile("a.b"), profile("a.b.gpus"), any::<bool>(), any::<bool>())
        .prop_map(|(a, b, c, bom, crlf)| {
            let mut pieces = vec![fixed(if bom { "\u{feff}" } else { "" })];
            for piece in [c, a, b].into_iter().flatten() {
                pieces.push(match piece {
                    Piece::Fixed(text) if crlf => fixed(text.replace('\n', "\r\n")),
                    piece => piece,
                });
            }
            pieces
        })
        .boxed()
}

fn written(pieces: &[Piece], changed: Option<(usize, &str)>) -> String {
    let text = |(index, piece): (usize, &Piece)| match (piece, changed) {
        (Piece::Value { .. }, Some((at, new))) if at == index => new.to_string(),
        (Piece::Fixed(text) | Piece::Value { text, .. }, _) => text.clone(),
    };
    pieces.iter().enumerate().map(text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_123), ..ProptestConfig::default() })]

    #[test]
    fn exactly_the_bytes_of_the_value_change(
        pieces in file(),
        pick in any::<prop::sample::Index>(),
        number in number(),
        words in text(),
    ) {
        let values: Vec<(usize, &String)> = pieces.iter().enumerate().filter_map(|(at, piece)| {
            match piece {
                Piece::Value { target, .. } => Some((at, target)),
                Piece::Fixed(_) => None,
            }
        }).collect();
        let (at, name) = values[pick.index(values.len())];
        let is_text = name.ends_with("name") || name.ends_with("notes");
        let new = if is_text { words } else { number };
        let before = written(&pieces, None);
        let document = Document::parse("f.toml".into(), before).expect("the file is TOML");
        let (_, edited) = target::set(&document, name, &new)
            .map_err(|problem| TestCaseError::fail(problem.to_string()))?;
        prop_assert_eq!(edited.text, written(&pieces, Some((at, &new))));
    }

    /// What is added stands on one new line; without it the file is as it was.
    #[test]
    fn a_new_field_adds_one_line(pieces in file(), name in prop_oneof![Just("a"), Just("a.b")]) {
        let before = written(&pieces, None);
        let document = Document::parse("f.toml".into(), before.clone()).expect("the file is TOML");
        let (_, edited) = target::set(&document, &format!("{name}.host_usd"), "77")
            .map_err(|problem| TestCaseError::fail(problem.to_string()))?;
        let is_new = |line: &&str| line.trim() == "host_usd = 77";
        let (new, rest): (Vec<&str>, Vec<&str>) = edited.text.split_inclusive('\n').partition(is_new);
        prop_assert_eq!(rest.concat(), before.clone());
        prop_assert_eq!(new.len(), 1);
        prop_assert_eq!(new[0].ends_with("\r\n"), before.contains("\r\n"));
    }
}
