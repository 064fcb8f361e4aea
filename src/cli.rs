//! Floor 5: the command line. clap is used here and nowhere else.

pub mod args;
pub mod beliefs;
pub mod calibrate;
pub mod chart_args;
mod check;
pub mod check_args;
mod complaint;
mod daily;
pub mod declared;
pub mod import;
pub mod init;
mod outputs;
pub mod page_command;
mod parse;
pub mod prices;
pub mod profiles;
pub mod require;
pub mod resolve;
pub mod run;
mod shell;
pub mod solve;
pub mod throughput;
pub mod together;
mod usage_command;
mod write;
