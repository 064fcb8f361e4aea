//! The program as a user types it: messages, tables, documents.

mod article;
mod currency;
mod errors;
mod output;
mod places;
mod readme;
mod render;
mod robustness;
mod typed;
mod volumes;
