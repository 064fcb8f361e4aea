//! Pictures: what a terminal shows, and that their numbers are the engine's.

mod browser;
mod drawn;
mod page;
mod points;
