//! Floor 4: logs and exports of usage into a workload.
//!
//! [`intake`] reads files and folders, each by its content ([`kinds`]); one file of [`sources`] for each
//! program knows what its numbers mean; [`gather`] holds the sums by hour and model; [`summary`] and
//! [`workload_block`] say what they amount to. Prompts and answers are never decoded: the structs of
//! the sources name fields of usage and nothing else.

pub mod cells;
pub mod corrections;
pub mod counts;
pub mod documents;
pub mod found_files;
pub mod gather;
pub mod hour_rows;
pub mod hour_series;
pub mod intake;
pub mod json_decode;
pub mod json_elements;
pub mod json_keys;
pub mod json_marks;
pub mod json_quotes;
pub mod json_walk;
pub mod jsonl;
pub mod kinds;
pub mod lines;
pub mod list_price;
pub mod mapping;
pub mod moment;
pub mod overlap;
pub mod pages;
pub mod pending;
pub mod pieces;
pub mod progress;
pub mod quick_hash;
pub mod refusal;
pub mod response;
pub mod responses;
pub mod row_lines;
pub mod sheets;
pub mod short_rows;
pub mod sink;
pub mod sizes;
pub mod sources;
pub mod stamp;
pub mod summary;
pub mod tokens;
pub mod wide_text;
pub mod workload_block;
