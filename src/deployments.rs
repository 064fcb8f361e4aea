//! Floor 1: the deployments to choose from, machine by machine.

use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

use crate::hardware::Hardware;
use crate::throughput::Deployment;

/// What says what may run on a machine.
type Find<'c> = dyn Fn(&'c Hardware) -> Vec<Deployment<'c>> + 'c;

/// Machines, and what may run on each. That is found when it is first asked for: most machines cost
/// too much for it to matter.
#[derive(Clone)]
pub struct Deployments<'c> {
    machines: Rc<[Machine<'c>]>,
    find: Rc<Find<'c>>,
}

struct Machine<'c> {
    hardware: &'c Hardware,
    found: OnceCell<Vec<Deployment<'c>>>,
}

impl<'c> Deployments<'c> {
    /// Those that are found on each of these machines.
    pub fn found(
        machines: impl Iterator<Item = &'c Hardware>,
        find: impl Fn(&'c Hardware) -> Vec<Deployment<'c>> + 'c,
    ) -> Self {
        let unknown = |hardware| Machine { hardware, found: OnceCell::new() };
        Self { machines: machines.map(unknown).collect(), find: Rc::new(find) }
    }

    /// How many machines there are.
    pub fn machines(&self) -> usize {
        self.machines.len()
    }

    /// One of the machines.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn hardware(&self, machine: usize) -> &'c Hardware {
        self.machines[machine].hardware
    }

    /// What may run on one of the machines.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn on(&self, machine: usize) -> &[Deployment<'c>] {
        let Machine { hardware, found } = &self.machines[machine];
        found.get_or_init(|| (self.find)(hardware))
    }

    /// Those of them that a condition holds for, found when they are asked for.
    pub fn keeping(self, keep: impl Fn(&Deployment<'c>) -> bool + 'c) -> Self {
        let machines: Vec<&'c Hardware> =
            (0..self.machines()).map(|machine| self.hardware(machine)).collect();
        Self::found(machines.into_iter(), move |hardware| {
            let machine = self.machines.iter().position(|m| std::ptr::eq(m.hardware, hardware));
            let found = machine.map_or(&[][..], |machine| self.on(machine));
            found.iter().filter(|deployment| keep(deployment)).cloned().collect()
        })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Deployment<'c>> {
        (0..self.machines()).flat_map(|machine| self.on(machine))
    }
}

/// Neighbours on one machine belong together.
impl<'c> From<Vec<Deployment<'c>>> for Deployments<'c> {
    fn from(all: Vec<Deployment<'c>>) -> Self {
        let on_one = all.chunk_by(|a, b| std::ptr::eq(a.hardware, b.hardware));
        let machine = |on_it: &[Deployment<'c>]| Machine {
            hardware: on_it[0].hardware,
            found: OnceCell::from(on_it.to_vec()),
        };
        Self { machines: on_one.map(machine).collect(), find: Rc::new(|_| Vec::new()) }
    }
}

impl Default for Deployments<'_> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl Deployments<'_> {
    /// Whether they are the very same, and not alike.
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.machines, &other.machines)
    }
}

impl PartialEq for Deployments<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Deployments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
