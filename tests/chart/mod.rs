//! Pictures: what a terminal shows, and that their numbers are the engine's.

mod drawn;
mod points;
