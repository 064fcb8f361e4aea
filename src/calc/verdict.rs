//! Room 8 of `calc`: which options are shown, and everything that an answer is made of.

pub mod confidence;
pub mod evaluation;
pub mod selection;
