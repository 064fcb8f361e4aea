//! Reads the surroundings once, runs, prints, and sets the exit code.

use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use breakeven::cli::run::{Outcome, Surroundings, run};
use breakeven::date::Date;
use breakeven::text::reason;

fn main() -> ExitCode {
    let outcome = run(std::env::args_os(), &surroundings());
    print(&outcome).unwrap_or_else(|error| {
        // When even stderr is gone there is nobody left to tell.
        let reason = reason(&error);
        let _ = writeln!(io::stderr(), "error: the answer could not be written: {reason}");
        ExitCode::from(2)
    })
}

fn print(outcome: &Outcome) -> io::Result<ExitCode> {
    let told = [&outcome.stderr, &outcome.annotations].map(|text| text.as_bytes()).concat();
    quiet_when_closed(io::stderr().write_all(&told))?;
    let mut stdout = io::stdout().lock();
    quiet_when_closed(stdout.write_all(outcome.stdout.as_bytes()).and_then(|()| stdout.flush()))?;
    Ok(ExitCode::from(outcome.code))
}

/// A reader that has seen enough is not a failure; a full disk is.
fn quiet_when_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn surroundings() -> Surroundings {
    let stdout = io::stdout();
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let size = if stdout.is_terminal() { terminal_size::terminal_size() } else { None };
    Surroundings {
        today: Date::from_days_since_1970(days).unwrap_or(Date::EPOCH),
        profiles: std::env::var_os("BREAKEVEN_PROFILES"),
        step_summary: std::env::var_os("GITHUB_STEP_SUMMARY"),
        width: size.map(|(width, _)| width.0),
        height: size.map(|(_, height)| height.0),
        color: anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
    }
}
