//! The rules of the house itself.

mod circles;
mod rooms;
mod schema;
mod sizes;
