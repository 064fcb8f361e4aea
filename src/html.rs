//! Floor 4: an answer as one page that people pass on: a file without a network, that works with
//! scripts off, prints on two sheets and is read aloud.

mod answer_part;
mod chart_part;
pub mod dossier;
pub mod made_of;
pub mod markers;
mod moving;
pub mod several;
mod source_part;
mod stacked;
mod tables;
