//! What the records of a kind describe, each read when it is first asked for: a run looks at few.

use std::ops::Range;
use std::sync::OnceLock;

use super::catalog::Catalog;
use super::record::Record;
use crate::load::Load;
use crate::model::Model;
use crate::source::Fault;
use crate::throughput::Measured;

/// What a kind of profile describes.
pub trait Noun: Sized + 'static {
    /// The kind of profile.
    const KIND: &'static str;

    /// What a record says.
    ///
    /// # Errors
    /// A rule between its fields that it breaks.
    fn read(record: &Record, catalog: &Catalog) -> Result<Self, Fault>;

    /// Where a catalog keeps them.
    fn shelf(catalog: &Catalog) -> &Shelf<Self>;
}

/// The nouns of one kind.
#[derive(Clone, Debug)]
pub struct Shelf<T> {
    /// Which of the catalog's records they are of.
    records: Range<usize>,
    /// Empty for what breaks a rule.
    nouns: Vec<OnceLock<Option<Box<T>>>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { records: 0..0, nouns: Vec::new() }
    }
}

impl<T: Noun> Shelf<T> {
    /// One for every record of the kind; none of them is read yet.
    pub fn of(catalog: &Catalog) -> Self {
        let records = catalog.range_of(T::KIND);
        Self { nouns: records.clone().map(|_| OnceLock::new()).collect(), records }
    }

    /// Keeps those that a condition holds for, of what was read.
    pub fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        for noun in self.nouns.iter_mut().filter_map(OnceLock::get_mut) {
            if noun.as_deref().is_some_and(|noun| !keep(noun)) {
                *noun = None;
            }
        }
    }
}

impl Catalog {
    /// All of a kind, by name.
    pub fn all<T: Noun>(&self) -> impl Iterator<Item = &T> + Clone {
        self.those(|_| true)
    }

    /// All of a kind whose record a condition holds for, by name. The others are not read.
    pub fn those<T: Noun>(
        &self,
        wanted: impl Fn(&Record) -> bool + Clone,
    ) -> impl Iterator<Item = &T> + Clone {
        let records = self.records_on(T::shelf(self)).iter().enumerate();
        let wanted = records.filter(move |(_, record)| wanted(record));
        wanted.filter_map(|(index, record)| self.noun(index, record))
    }

    /// The one of this name.
    pub fn named<T: Noun>(&self, name: &str) -> Option<&T> {
        let records = self.records_on(T::shelf(self));
        let index = records.binary_search_by(|record| (*record.name).cmp(name)).ok()?;
        self.noun(index, &records[index])
    }

    /// What was measured of a model on a machine, by quantization and engine.
    pub fn measured(&self, hardware: &str, model: &str) -> impl Iterator<Item = &Measured> + Clone {
        let records = self.records_on(Measured::shelf(self));
        let names = [hardware, " ", model, " "].concat();
        let first = records.partition_point(|record| *record.name < *names);
        let those = records.iter().enumerate().skip(first);
        those
            .take_while(move |(_, record)| record.name.starts_with(&*names))
            .filter_map(|(index, record)| self.noun(index, record))
    }

    /// The names of all loads.
    pub fn load_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.all::<Load>().map(|load| &*load.name).chain([Load::FLAT])
    }

    /// The quantizations of all models.
    pub fn quantizations(&self) -> impl Iterator<Item = &str> + Clone {
        self.all::<Model>().flat_map(|model| model.weights.iter().map(|(name, _)| &**name))
    }

    /// The engines that are modelled or were measured.
    pub fn engines(&self) -> impl Iterator<Item = &str> + Clone {
        let modelled = self.constants.iter().map(|constants| &*constants.engine);
        modelled.chain(self.all::<Measured>().map(|measured| &*measured.engine))
    }

    /// Reads all of a kind, and says which of them break a rule between their fields.
    pub(super) fn faults<T: Noun>(&self) -> Vec<(&Record, Fault)> {
        let shelf = T::shelf(self);
        let mut faults = Vec::new();
        for (record, noun) in self.records_on(shelf).iter().zip(&shelf.nouns) {
            noun.get_or_init(|| match T::read(record, self) {
                Ok(noun) => Some(Box::new(noun)),
                Err(fault) => {
                    faults.push((record, fault));
                    None
                }
            });
        }
        faults
    }

    fn noun<T: Noun>(&self, index: usize, record: &Record) -> Option<&T> {
        let read = || T::read(record, self).ok().map(Box::new);
        T::shelf(self).nouns[index].get_or_init(read).as_deref()
    }

    fn records_on<T>(&self, shelf: &Shelf<T>) -> &[Record] {
        &self.records[shelf.records.clone()]
    }
}
