//! How far the reading of logs is, on a line of stderr that goes again: only on a terminal, and only
//! when it takes longer than a moment.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::figure::fixed;

/// No line before this.
const PATIENCE: Duration = Duration::from_millis(500);
/// Nor more often than this.
const PAUSE: Duration = Duration::from_millis(100);

/// When reading began, and when it was last spoken of.
struct Told {
    began: Instant,
    last: Option<Instant>,
}

/// Does something slow that tells how far it is.
pub fn with_progress<T>(slow: impl FnOnce(Option<&(dyn Fn(u64, u64) + Sync)>) -> T) -> T {
    if !stderr().is_terminal() {
        return slow(None);
    }
    let told = Mutex::new(Told { began: Instant::now(), last: None });
    let listener = |done: u64, total: u64| {
        let Ok(mut told) = told.try_lock() else { return };
        let due = told.last.map_or(told.began + PATIENCE, |last| last + PAUSE);
        if Instant::now() >= due {
            told.last = Some(Instant::now());
            // Whoever cannot be told can wait all the same.
            let _ = write!(stderr(), "\r\x1b[K{}", line(done, total));
        }
    };
    let result = slow(Some(&listener));
    if told.lock().is_ok_and(|told| told.last.is_some()) {
        let _ = write!(stderr(), "\r\x1b[K");
    }
    result
}

/// `reading: 34 % of 2.1 GB`, or only what has been read when nobody knows how much there is.
fn line(done: u64, total: u64) -> String {
    let gigabytes = |bytes: u64| format!("{} GB", fixed(bytes as f64 / 1e9, 1));
    if total == 0 || done > total {
        return format!("reading: {}", gigabytes(done));
    }
    let share = fixed(100.0 * done as f64 / total as f64, 0);
    format!("reading: {share} % of {}", gigabytes(total))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn says_how_much_of_what() {
        assert_eq!(line(1_000_000_000, 4_000_000_000), "reading: 25 % of 4.0 GB");
        assert_eq!(line(1_500_000_000, 0), "reading: 1.5 GB");
    }
}
