//! How much has been read, for somebody who waits.

use std::fmt;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};

/// Is told the bytes that have been read, and how many there are.
pub type Listener<'l> = &'l (dyn Fn(u64, u64) + Sync);

/// Bytes read so far by all threads.
pub struct Progress<'l> {
    total: u64,
    done: AtomicU64,
    listener: Option<Listener<'l>>,
}

impl fmt::Debug for Progress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {}", self.done, self.total)
    }
}

impl<'l> Progress<'l> {
    /// Nothing of so many bytes.
    pub fn new(total: u64, listener: Option<Listener<'l>>) -> Self {
        Self { total, done: AtomicU64::new(0), listener }
    }

    /// A reader whose bytes count.
    pub fn of<R: Read>(&self, reader: R) -> Counted<'_, 'l, R> {
        Counted { reader, progress: self }
    }
}

/// A reader whose bytes count.
#[derive(Debug)]
pub struct Counted<'p, 'l, R> {
    reader: R,
    progress: &'p Progress<'l>,
}

impl<R: Read> Read for Counted<'_, '_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        let Progress { total, done, listener } = self.progress;
        if let Some(listener) = listener {
            let before = done.fetch_add(read as u64, Ordering::Relaxed);
            listener(before + read as u64, *total);
        }
        Ok(read)
    }
}
