//! Measurements, machine by machine. Those of a catalog that is trusted are read when they are first
//! asked for: a run looks at few machines.

use std::ops::Range;
use std::sync::OnceLock;

use super::catalog::Catalog;
use super::document::BUILTIN;
use super::read;
use super::record::Record;
use crate::source::{Fault, Text};
use crate::throughput::Measured;

/// The kind of profile.
const KIND: &str = "throughput";

/// The measurements on every machine that has any, by the machine's name.
#[derive(Clone, Debug, Default)]
pub struct Measurements(Vec<OnMachine>);

#[derive(Clone, Debug)]
struct OnMachine {
    hardware: Text,
    /// Which of the records of this kind they are.
    records: Range<usize>,
    read: OnceLock<Vec<Measured>>,
}

impl Measurements {
    /// Those of these records, which are sorted by name; none of them is read yet.
    pub fn of<'r>(records: impl Iterator<Item = &'r Record>) -> Self {
        let mut machines: Vec<OnMachine> = Vec::new();
        for (index, record) in records.enumerate() {
            let same = |last: &&mut OnMachine| {
                let rest = record.name.strip_prefix(&*last.hardware);
                rest.is_some_and(|rest| rest.starts_with(' '))
            };
            match machines.last_mut().filter(same) {
                Some(last) => last.records.end = index + 1,
                None => {
                    let [hardware] = record.names();
                    let records = index..index + 1;
                    machines.push(OnMachine { hardware, records, read: OnceLock::new() });
                }
            }
        }
        Self(machines)
    }

    /// Keeps those that a condition holds for, of what was read.
    pub fn retain(&mut self, keep: impl Fn(&Measured) -> bool) {
        for machine in &mut self.0 {
            if let Some(measured) = machine.read.get_mut() {
                measured.retain(&keep);
            }
        }
    }
}

impl Catalog {
    /// All measurements, by their four names.
    pub fn measured(&self) -> impl Iterator<Item = &Measured> + Clone {
        self.measurements.0.iter().flat_map(|machine| self.read_once(machine))
    }

    /// The measurements on a machine, by their names.
    pub fn measured_on(&self, hardware: &str) -> &[Measured] {
        let machines = &self.measurements.0;
        let found = machines.binary_search_by(|machine| (*machine.hardware).cmp(hardware));
        found.map_or(&[], |index| self.read_once(&machines[index]))
    }

    /// Reads all measurements, and says which break a rule between their fields.
    pub(super) fn read_measurements(&self) -> Vec<(&Record, Fault)> {
        let mut faults = Vec::new();
        for machine in &self.measurements.0 {
            machine.read.get_or_init(|| self.read_machine(machine, &mut faults));
        }
        faults
    }

    fn read_once<'m>(&self, machine: &'m OnMachine) -> &'m [Measured] {
        machine.read.get_or_init(|| self.read_machine(machine, &mut Vec::new()))
    }

    fn read_machine<'r>(
        &'r self,
        machine: &OnMachine,
        faults: &mut Vec<(&'r Record, Fault)>,
    ) -> Vec<Measured> {
        let records = self.records_of(KIND).skip(machine.records.start);
        let mut all = Vec::with_capacity(machine.records.len());
        for record in records.take(machine.records.len()) {
            match read::measured(record, self.document(record)) {
                Ok(measured) => all.push(self.with_doubt(measured)),
                Err(fault) => faults.push((record, fault)),
            }
        }
        all
    }

    /// What somebody else measured may be otherwise on a machine of the same kind.
    fn with_doubt(&self, measured: Measured) -> Measured {
        let shipped = measured.source.file.starts_with(BUILTIN);
        match self.estimator.as_ref().filter(|_| shipped) {
            Some(estimator) => Measured { doubt: estimator.measured, ..measured },
            None => measured,
        }
    }
}
