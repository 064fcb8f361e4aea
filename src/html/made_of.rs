//! What a page is made of.

use crate::chart::of_points::Points;
use crate::chart::picture::Picture;
use crate::report::Report;

/// What a page says of one workload.
#[derive(Debug)]
pub struct Dossier<'a> {
    /// The name of the workload, where there are several.
    pub name: Option<&'a str>,
    /// The answer.
    pub report: &'a Report,
    /// Whether the options are the best of each machine and endpoint out of many more.
    pub shortened: bool,
    /// Its charts.
    pub pictures: &'a [Picture],
    /// Answers at other volumes and API prices.
    pub points: &'a Points,
    /// The command that makes the page again.
    pub command: String,
    /// Files of the profiles used, and the SHA-256 of each.
    pub hashes: Vec<(String, String)>,
}
