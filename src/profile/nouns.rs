//! Kinds of profile as values of their own types, looked up in a catalog.

use super::catalog::Catalog;
use super::lazy::Lazy;
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
    fn lazy(catalog: &Catalog) -> &Lazy<Self>;
}

impl Catalog {
    /// Room for all of a kind; none of them is read yet.
    pub(super) fn unread<T: Noun>(&self) -> Lazy<T> {
        Lazy::unread(self.records.range_of(T::KIND))
    }

    /// All of a kind, by name.
    pub fn all<T: Noun>(&self) -> impl Iterator<Item = &T> + Clone {
        self.those(|_| true)
    }

    /// All of a kind whose record a condition holds for, by name. The others are not read.
    pub fn those<T: Noun>(
        &self,
        wanted: impl Fn(&Record) -> bool + Clone,
    ) -> impl Iterator<Item = &T> + Clone {
        let records = self.records_on(T::lazy(self)).iter().enumerate();
        let wanted = records.filter(move |(_, record)| wanted(record));
        wanted.filter_map(|(index, record)| self.noun(index, record))
    }

    /// The one of this name.
    pub fn named<T: Noun>(&self, name: &str) -> Option<&T> {
        let records = self.records_on(T::lazy(self));
        let index = records.binary_search_by(|record| (*record.name).cmp(name)).ok()?;
        self.noun(index, &records[index])
    }

    /// What was measured of a model on a machine, by quantization and engine.
    pub fn measured(&self, hardware: &str, model: &str) -> impl Iterator<Item = &Measured> + Clone {
        let records = self.records_on(Measured::lazy(self));
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
        let lazy = T::lazy(self);
        let mut faults = Vec::new();
        for (record, noun) in self.records_on(lazy).iter().zip(&lazy.values) {
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
        T::lazy(self).values[index].get_or_init(read).as_deref()
    }

    fn records_on<T>(&self, lazy: &Lazy<T>) -> &[Record] {
        &self.records.0[lazy.records.clone()]
    }
}
