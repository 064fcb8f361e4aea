//! What the program is run in, and what comes out of it.

use std::ffi::OsString;

use super::output_args::{Color, OutputArgs};
use crate::date::Date;
use crate::render::Style;
use crate::text::lines;
use crate::text::runner::disarmed;

/// What `main` reads from the outside, once.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The clock.
    pub today: Date,
    /// `BREAKEVEN_PROFILES`: paths joined as in `PATH`.
    pub profiles: Option<OsString>,
    /// Columns of the terminal, if stdout is one.
    pub width: Option<u16>,
    /// Rows of the terminal, if stdout is one.
    pub height: Option<u16>,
    /// Whether stdout takes colours.
    pub color: bool,
    /// `GITHUB_STEP_SUMMARY`: the file that GitHub shows after a step.
    pub step_summary: Option<OsString>,
}

/// What `main` prints, and its exit code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Data.
    pub stdout: String,
    /// Everything else.
    pub stderr: String,
    /// Commands for the runner of GitHub, printed to stderr after the rest.
    pub annotations: String,
    /// 0 answered, 1 a budget check failed, 2 could not answer.
    pub code: u8,
}

impl Outcome {
    /// An answer with nothing to add.
    pub(super) fn answer(stdout: String) -> Self {
        Self { stdout, ..Self::default() }
    }

    pub(super) fn refusal(message: impl std::fmt::Display) -> Self {
        Self { stderr: format!("error: {message}\n"), code: 2, ..Self::default() }
    }

    /// The same without a line that a CI service would obey or that fills a screen; the
    /// annotations are meant to be obeyed, and `data` is for another program.
    pub(super) fn guarded(mut self, data: bool) -> Self {
        if !data {
            self.stdout = disarmed(&self.stdout).into_owned();
        }
        self.stderr = disarmed(&lines(&self.stderr)).into_owned();
        self
    }
}

/// How the tables of an answer are drawn.
pub(super) fn style(args: &OutputArgs, around: &Surroundings) -> Style {
    Style {
        full: args.is_full(),
        top: args.top,
        ..drawn(args.width, args.ascii, args.color, around)
    }
}

/// How tables are drawn.
pub(super) fn drawn(width: Option<u16>, ascii: bool, color: Color, around: &Surroundings) -> Style {
    Style {
        width: width.or(around.width).unwrap_or(80).max(20),
        ascii,
        color: match color {
            Color::Auto => around.color,
            Color::Always => true,
            Color::Never => false,
        },
        full: true,
        top: None,
    }
}
