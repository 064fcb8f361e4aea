//! What people type beside flags: lists without commas, rates without quotes, `help`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::typed::{answer, refused};
use crate::support::checks::{run_in, scratch};

#[test]
fn a_list_without_commas_is_told_how_lists_are_written() {
    let hint = |flags: &str| refused(flags).lines().nth(1).unwrap_or_default().to_string();
    assert_eq!(
        hint("--volume 5M/day --hardware rtx-3090 rtx-4090 --full"),
        "hint: several go with commas: `--hardware rtx-3090,rtx-4090`"
    );
    assert_eq!(
        hint("--require privacy offline --volume 5M/day"),
        "hint: several go with commas: `--require privacy,offline`"
    );
    assert_eq!(
        hint("--volume 5M per day"),
        "hint: a value of several words is quoted: `--volume \"5M per day\"`"
    );
}

#[test]
fn help_is_a_command_too() {
    let run = |args: &[&str]| run_in(&scratch("help"), args);
    assert_eq!(run(&["help"]).stdout, run(&["--help"]).stdout);
    let of_solve = run(&["help", "solve"]);
    assert_eq!(of_solve.code, 0);
    assert!(of_solve.stdout.contains("Usage: breakeven solve"), "{}", of_solve.stdout);
}

#[test]
fn numbers_are_refused_in_one_voice() {
    for (flags, expected) in [
        ("--draws abc", "`--draws abc`: expected a whole number of draws from 0 to 100,000"),
        ("--draws -1", "`--draws -1`: expected a whole number of draws from 0 to 100,000"),
        ("--users 0", "`--users 0`: expected a whole number of users from 1 to 1,000,000"),
        ("--seed x", "`--seed x`: expected a whole number of at least 0"),
        ("--spare 1.5", "`--spare 1.5`: expected a whole number from 0 to 65,535"),
    ] {
        let said = refused(&format!("--volume 5M/day {flags}"));
        assert!(said.starts_with(&format!("error: {expected}")), "{said}");
    }
}

#[test]
fn millions_may_have_two_letters() {
    assert_eq!(answer("--volume 5MM/day"), answer("--volume 5M/day"));
}

#[test]
fn a_provider_lists_what_it_serves() {
    let said = refused("--volume 5M/day --api openai");
    assert!(
        said.contains("did you mean `gpt-6.2-") || said.contains("did you mean `gpt-6"),
        "{said}"
    );
}
