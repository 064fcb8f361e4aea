//! Room 4 of `calc`: the ways to serve a workload, each as cost items and the quantities of their
//! drivers.

pub mod quantities;
pub mod serving;
pub mod subject;
