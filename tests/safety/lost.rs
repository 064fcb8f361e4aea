//! Changes of a file that were answered with success are in it, whoever else writes it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::support::checks::{run_in, scratch};

fn start(folder: &Path, target: &str, value: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(["profiles", "set", target, value, "--file", "a.toml", "--today", "2026-11-28"])
        .current_dir(folder)
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[cfg(unix)]
#[test]
fn of_many_changes_at_once_none_is_lost() {
    let folder = scratch("race");
    let many = 12;
    let text: String = (0..many).map(|n| format!("[load.l{n}]\nnotes = \"x\"\n")).collect();
    for round in 0..5 {
        fs::write(folder.join("a.toml"), &text).unwrap();
        let change = |n| start(&folder, &format!("l{n}.notes"), &format!("round {round}, {n}"));
        let children: Vec<Child> = (0..many).map(change).collect();
        for (n, mut child) in children.into_iter().enumerate() {
            assert!(child.wait().unwrap().success(), "{n} of round {round} was refused");
        }
        let found = fs::read_to_string(folder.join("a.toml")).unwrap();
        for n in 0..many {
            assert!(found.contains(&format!("\"round {round}, {n}\"")), "{n} is lost: {found}");
        }
    }
    assert_eq!(names(&folder), ["a.toml"]);
}

#[cfg(unix)]
#[test]
fn what_a_killed_writer_leaves_goes_with_the_next_change() {
    let folder = scratch("kill");
    fs::write(folder.join("a.toml"), "[load.l]\nnotes = \"x\"\n").unwrap();
    for round in 0..20 {
        let mut child = start(&folder, "l.notes", &format!("round {round}"));
        std::thread::sleep(std::time::Duration::from_millis(round % 7));
        let _ = child.kill();
        child.wait().unwrap();
    }
    fs::write(folder.join(".a.toml.4711-0.tmp"), "half").unwrap();
    let run = run_in(&folder, &["profiles", "set", "l.notes", "last", "--file", "a.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(names(&folder), ["a.toml"]);
}

#[test]
fn a_file_with_a_byte_order_mark_can_be_changed() {
    let folder = scratch("mark");
    fs::write(folder.join("a.toml"), "\u{feff}[load.mine]\nnotes = \"x\"\n").unwrap();
    for (value, found) in [("y", "\"y\""), ("y", "\"y\""), ("z", "\"z\"")] {
        let run = run_in(&folder, &["profiles", "set", "mine.notes", value, "--file", "a.toml"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let text = fs::read_to_string(folder.join("a.toml")).unwrap();
        assert_eq!(text, format!("\u{feff}[load.mine]\nnotes = {found}\n"));
    }
}

#[cfg(unix)]
#[test]
fn owner_and_mode_stay() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let folder = scratch("owner");
    let file = folder.join("a.toml");
    fs::write(&file, "[load.l]\nnotes = \"x\"\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).unwrap();
    // Only root may give a file away; anybody else sees that the mode stays.
    let given = chown(&file, Some(12_345), Some(12_345)).is_ok();
    let run = run_in(&folder, &["profiles", "set", "l.notes", "y", "--file", "a.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let found = fs::metadata(&file).unwrap();
    assert_eq!(found.mode() & 0o777, 0o664);
    assert!(!given || (found.uid(), found.gid()) == (12_345, 12_345));
}
