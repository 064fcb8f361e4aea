//! The rules of the house itself.

mod rooms;
mod schema;
