//! What several test programs share. Each of them uses its own part.
#![allow(dead_code)]

pub mod binary;
pub mod case;
pub mod draw;
pub mod oracle;
pub mod question;
