//! Sentences are made in `answer` and above, and the arithmetic hands on data.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::rooms::sources;

/// The texts of some code that are more than a word: what stands between two quotes and has a space.
fn sentences(code: &str) -> usize {
    let texts = code.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
    texts.filter(|text| text.trim().contains(' ')).count()
}

#[test]
fn the_arithmetic_makes_no_sentences() {
    let mut seen = 0;
    for source in sources().iter().filter(|source| source.module() == "calc") {
        seen += 1;
        assert_eq!(sentences(&source.code), 0, "texts of several words in {}", source.path);
    }
    assert!(seen > 40, "only {seen} files seen");
}

#[test]
fn a_text_of_several_words_is_a_sentence() {
    assert_eq!(sentences("f(\"is not stated\", \"fit\");\nformat!(\"{a}/{b}\")"), 1);
    assert_eq!(sentences("format!(\"{} on {}\", a, b)"), 1);
}
