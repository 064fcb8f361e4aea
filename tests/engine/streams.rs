//! Where the answer goes: a reader that has seen enough is no failure, a full disk is one.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::process::{Command, Output, Stdio};

fn breakeven(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_breakeven"));
    command.args(args).env_remove("BREAKEVEN_PROFILES").stdin(Stdio::null());
    command
}

/// A stream whose reader is gone before the program starts.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for args in [
        &["--volume", "5M/day"][..],
        &["--volume", "5M/day", "--format", "json"],
        &["--help"],
        &["completions", "bash"],
    ] {
        let output = breakeven(args).stdout(closed()).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{args:?}");
    }
}

#[test]
fn a_refusal_is_one_even_when_nobody_reads_it() {
    let status = breakeven(&["--volume", "5M"]).stderr(closed()).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[test]
fn data_and_talk_do_not_mix() {
    let run = |args: &[&str]| -> Output { breakeven(args).output().unwrap() };
    let answer = run(&["--volume", "5M/day"]);
    assert_eq!(answer.status.code(), Some(0));
    assert!(!answer.stdout.is_empty());
    let refusal = run(&["--volume", "5M"]);
    assert_eq!(refusal.status.code(), Some(2));
    assert!(refusal.stdout.is_empty());
    assert!(!refusal.stderr.is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for args in [&["--volume", "5M/day"][..], &["--help"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = breakeven(args).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let expected = "error: the answer could not be written: no space left on device\n";
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected, "{args:?}");
    }
}
