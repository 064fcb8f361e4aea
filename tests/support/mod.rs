//! What the tests share.
#![allow(dead_code)]

pub mod binary;
pub mod case;
pub mod checks;
pub mod draw;
pub mod fleet;
pub mod golden;
pub mod oracle;
pub mod question;
pub mod skipped;
