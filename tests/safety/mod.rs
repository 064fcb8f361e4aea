//! Nothing injected, nothing lost: hostile names, reports, paths and outputs, and writers that meet.

mod bounded;
mod injected;
mod lost;
mod outside;
