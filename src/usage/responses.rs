//! The responses of a log by the hash of their key, in parts that threads can put together side by side.

use std::collections::HashMap;
use std::sync::Mutex;
use std::thread::available_parallelism;

use super::quick_hash::Quick;
use super::response::Response;

/// How many parts there are: a hash says in which one its response is.
const PARTS: usize = 16;
/// Another thread is not worth its start for fewer.
const FEW: usize = 4_000;

/// Some responses. They stand apart from their places: a map of few bytes grows quickly.
#[derive(Debug, Default)]
pub struct Part {
    places: HashMap<u64, usize, Quick>,
    all: Vec<(u64, Response)>,
}

impl Part {
    /// Keeps a response, and says whether it was known.
    fn keep(&mut self, key: u64, response: &Response, names: &[String]) -> bool {
        let next = self.all.len();
        let place = *self.places.entry(key).or_insert(next);
        match self.all.get_mut(place) {
            Some((_, known)) => known.merge(response, names),
            None => self.all.push((key, *response)),
        }
        place < next
    }

    /// All of several, and how many were known to one before.
    fn joined(several: Vec<Self>, names: &[String]) -> (Self, u64) {
        let mut several = several.into_iter();
        let (mut all, mut known) = (several.next().unwrap_or_default(), 0);
        for (key, response) in several.flat_map(|part| part.all) {
            known += u64::from(all.keep(key, &response, names));
        }
        (all, known)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Response> {
        self.all.iter().map(|(_, response)| response)
    }
}

/// Responses.
#[derive(Debug, Default)]
pub struct Responses([Part; PARTS]);

impl Responses {
    /// Keeps a response, and says whether it was known.
    pub fn keep(&mut self, key: u64, response: &Response, names: &[String]) -> bool {
        self.0[(key >> 32) as usize % PARTS].keep(key, response, names)
    }

    /// Gives models the numbers that they have elsewhere.
    pub fn renumber(&mut self, numbers: &[u32]) {
        if numbers.iter().zip(0..).all(|(theirs, ours)| *theirs == ours) {
            return;
        }
        for (_, response) in self.0.iter_mut().flat_map(|part| &mut part.all) {
            response.model = numbers.get(response.model as usize).copied().unwrap_or(0);
        }
    }
}

/// Puts them together part by part, on as many threads as there is work for, and returns what `read` makes
/// of the parts of each thread and of how many responses were known to several.
pub fn by_part<T: Send>(
    all: Vec<Responses>,
    names: &[String],
    read: impl Fn(&[Part], u64) -> T + Sync,
) -> Vec<T> {
    let count: usize = all.iter().flat_map(|some| &some.0).map(|part| part.all.len()).sum();
    let most = available_parallelism().map_or(1, usize::from);
    let threads = most.min(count / FEW).clamp(1, PARTS);
    let mut parts: Vec<Vec<Part>> = (0..PARTS).map(|_| Vec::new()).collect();
    for some in all {
        parts.iter_mut().zip(some.0).for_each(|(same, part)| same.push(part));
    }
    let done = Mutex::default();
    let work = |own: Vec<Vec<Part>>| {
        let joined = own.into_iter().map(|same| Part::joined(same, names));
        let (parts, known): (Vec<Part>, Vec<u64>) = joined.unzip();
        let made = read(&parts, known.iter().sum());
        let mut done: std::sync::MutexGuard<'_, Vec<T>> =
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        done.push(made);
    };
    std::thread::scope(|scope| {
        let work = &work;
        let each = PARTS.div_ceil(threads);
        while parts.len() > each {
            let own = parts.split_off(parts.len() - each);
            scope.spawn(move || work(own));
        }
        work(parts);
    });
    done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}
