//! The rules of the house itself.

mod budgets;
mod circles;
mod rooms;
mod schema;
mod sizes;
mod words;
