//! The throughput estimator: against values computed by another implementation, against physics,
//! and what measurements make of it.

// Helpers outside `#[test]` functions may panic as tests do.
#![allow(clippy::unwrap_used)]

mod measured;
mod oracle;
mod preferred;
mod reference;
mod sanity;
pub mod support;
