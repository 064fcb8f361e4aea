//! Files that say the same usage twice: copies of an export, and exports of times that overlap.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, Metadata};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::found_files::name;
use super::gather::Gather;
use super::kinds::{self, Kind};

/// Warns of exports of one source that speak of the same time, one pair of files for each source. Pages
/// of one export may share a day.
pub fn warnings(gather: &Gather, files: &[String]) -> Vec<String> {
    let mut by_source: BTreeMap<&str, Vec<(i64, i64, usize)>> = BTreeMap::new();
    let paged = |source: &str| gather.pages.contains_key(source);
    for ((source, file), (from, to)) in gather.periods.iter().filter(|((name, _), _)| !paged(name))
    {
        by_source.entry(source).or_default().push((*from, *to, *file));
    }
    let pair = |(source, mut periods): (&str, Vec<(i64, i64, usize)>)| {
        periods.sort_unstable();
        let (mut latest, mut pair) = (*periods.first()?, None);
        for period in periods.drain(1..) {
            if period.0 < latest.1 {
                pair = pair.or(Some((latest.2, period.2)));
            }
            latest = if period.1 > latest.1 { period } else { latest };
        }
        let called = |file: usize| files.get(file).map_or("", String::as_str);
        let (one, other) = pair.map(|(one, other)| (called(one), called(other)))?;
        Some(format!(
            "{one} and {other} both hold `{source}` of the same time: where they are exports of one account, it counts twice"
        ))
    };
    by_source.into_iter().filter_map(pair).collect()
}

/// Leaves out documents and sheets that are copies of an earlier file, and says so. Logs are left in:
/// their rows have ids. So are scrapes: two can be alike, when nothing happened.
pub fn without_copies(files: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<String>) {
    let size =
        |path: &PathBuf| path.metadata().ok().filter(Metadata::is_file).map(|data| data.len());
    let mut sizes: HashMap<u64, usize> = HashMap::new();
    for size in files.iter().filter_map(size) {
        *sizes.entry(size).or_default() += 1;
    }
    let mut known: HashMap<(u64, u64), PathBuf> = HashMap::new();
    let mut warnings = Vec::new();
    let mut is_new = |path: &PathBuf| {
        let shared = size(path).filter(|size| sizes.get(size).is_some_and(|count| *count > 1));
        // What cannot be read is said when its turn comes.
        let hash = shared.and_then(|_| export_hash(path).ok().flatten());
        let Some(key) = shared.zip(hash) else { return true };
        let (path, other) = (path, known.entry(key).or_insert_with(|| path.clone()));
        if path != other {
            warnings.push(format!("{} is a copy of {}: left out", name(path), name(other)));
        }
        path == other
    };
    let kept = files.into_iter().filter(|path| is_new(path)).collect();
    (kept, warnings)
}

/// A hash of an export; nothing for another file.
fn export_hash(path: &Path) -> io::Result<Option<u64>> {
    let mut file = File::open(path)?;
    let mut hasher = DefaultHasher::new();
    let mut bytes = Vec::new();
    file.by_ref().take(1 << 16).read_to_end(&mut bytes)?;
    if !matches!(kinds::of(&bytes, false), Some(Kind::Document(..) | Kind::Sheet)) {
        return Ok(None);
    }
    while !bytes.is_empty() {
        hasher.write(&bytes);
        bytes.clear();
        file.by_ref().take(1 << 16).read_to_end(&mut bytes)?;
    }
    Ok(Some(hasher.finish()))
}
