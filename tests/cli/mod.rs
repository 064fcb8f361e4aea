//! The program as a user types it: messages, tables, documents.

mod article;
mod called;
mod crowd;
mod currency;
mod errors;
mod loose_words;
mod output;
mod places;
mod plausible;
mod readme;
mod render;
mod robustness;
mod scored;
mod sweep;
mod typed;
mod volumes;
