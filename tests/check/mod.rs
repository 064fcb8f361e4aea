//! Budget checks and differences as CI sees them.

mod address;
mod archives;
mod check_docs;
mod check_runs;
mod ci_files;
mod ci_scripts;
mod diff;
mod limits;
mod portfolio;
mod stranger;
