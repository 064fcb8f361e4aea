//! Room 2 of `calc`: offered load, the machines that carry it, and how long requests wait.

pub mod activities;
pub mod activity;
pub mod autoscale;
pub mod decode_curve;
pub mod fleet;
pub mod loss;
pub mod power;
pub mod purchases;
pub mod queue;
pub mod service;
pub mod waiting;
