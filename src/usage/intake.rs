//! Files and folders into what they say: each file by its content, large logs in pieces, on as many
//! threads as there are processors.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::read::MultiGzDecoder;

use super::found_files::{STDIN, files, name};
use super::gather::Gather;
use super::jsonl::{self, Filter, unread};
use super::kinds::{self, Kind};
use super::lines::Lines;
use super::mapping::Mapping;
use super::pages::Pages;
use super::pieces::{HEAD, Piece, head, split};
use super::progress::{Listener, Progress};
use super::refusal::Refusal;
use super::sink::Sink;
use super::sources::{codex, prometheus, spans};
use super::wide_text::{WideText, big_endian};
use super::{corrections, documents, json_elements, overlap, sheets};

/// A log may begin with so many objects of something else.
const MOST_BEFORE: u64 = 100_000;

/// A file, a piece of it and the lines of that.
type PieceLines = (usize, usize, u64);

/// What was read, and from how many files.
#[derive(Debug)]
pub struct Intake {
    /// What the files say.
    pub gather: Gather,
    /// Their names, in order.
    pub files: Vec<String>,
    /// Lines of the pieces of each file.
    lines: Vec<PieceLines>,
}

impl Intake {
    /// The line of a file, and the file, of something in a piece of it.
    pub fn line(&self, (file, piece, line): (usize, usize, u64)) -> (&str, u64) {
        let before = self.lines.iter().filter(|(f, p, _)| *f == file && *p < piece);
        let before: u64 = before.map(|(_, _, lines)| lines).sum();
        (self.files.get(file).map_or("", String::as_str), before + line)
    }
}

/// Reads files, folders and standard input.
///
/// # Errors
/// A path that is not there or cannot be read.
pub fn read(
    paths: &[PathBuf],
    mapping: Option<&Mapping>,
    listener: Option<Listener<'_>>,
) -> Result<Intake, String> {
    let (files, copies) = overlap::without_copies(files(paths)?);
    let (mut pieces, mut bytes) = (Vec::new(), 0);
    for (file, path) in files.iter().enumerate() {
        let (own, size) = split(file, path, mapping.is_some())?;
        pieces.extend(own);
        bytes += size;
    }
    let progress = Progress::new(bytes, listener);
    let next = AtomicUsize::new(0);
    let done: Mutex<(Gather, Vec<PieceLines>)> = Mutex::default();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(pieces.len());
    std::thread::scope(|scope| {
        let work = || {
            let mut gather = Gather::default();
            let (mut lines, mut buffer) = (Vec::new(), Vec::new());
            while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
                let (file, number) = (piece.file, piece.number);
                let mut sink = Sink { gather: &mut gather, file, piece: number, list: "", mapping };
                let count = read_piece(&files[file], piece, &progress, &mut buffer, &mut sink);
                lines.push((file, number, count));
            }
            let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            done.0.merge(gather);
            done.1.append(&mut lines);
        };
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let (mut gather, lines) = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    gather.sessions.sort_by_key(|session| session.file);
    codex::settle(&mut gather);
    spans::settle(&mut gather);
    prometheus::settle(&mut gather);
    corrections::settle(&mut gather);
    gather.settle();
    let files: Vec<String> = files.iter().map(|path| name(path)).collect();
    gather.warnings.extend(copies);
    let twice = overlap::warnings(&gather, &files);
    gather.warnings.extend(twice);
    Ok(Intake { gather, files, lines })
}

/// Reads a piece, and says how many lines it has.
fn read_piece(
    path: &Path,
    piece: &Piece,
    progress: &Progress<'_>,
    buffer: &mut Vec<u8>,
    sink: &mut Sink<'_>,
) -> u64 {
    let opened: io::Result<Box<dyn Read + '_>> = if path.as_os_str() == STDIN {
        Ok(Box::new(progress.of(io::stdin().lock())))
    } else {
        File::open(path).map(|file| Box::new(progress.of(file)) as Box<dyn Read + '_>)
    };
    let result = match opened {
        Ok(reader) if piece.start == 0 => from_start(reader, piece.end, sink),
        Ok(_) => later(path, piece, progress, buffer, sink),
        Err(error) => Err(error),
    };
    result.unwrap_or_else(|error| {
        sink.skip(&unread(&error), 1);
        0
    })
}

/// A later piece of a log: from the first line that begins in it.
fn later(
    path: &Path,
    piece: &Piece,
    progress: &Progress<'_>,
    buffer: &mut Vec<u8>,
    sink: &mut Sink<'_>,
) -> io::Result<u64> {
    let mut file = File::open(path)?;
    let Some(begin) = piece.first_line(&mut file)? else { return Ok(0) };
    let mut lines = Lines::reusing(std::mem::take(buffer), progress.of(file), begin);
    let Kind::Lines(_, needles, reader) = kinds::CLAUDE_CODE else { return Ok(0) };
    let count = jsonl::read(&mut lines, piece.end, &Filter::new(needles), reader, sink);
    *buffer = lines.into_buffer();
    Ok(count)
}

fn from_start(mut reader: Box<dyn Read + '_>, end: u64, sink: &mut Sink<'_>) -> io::Result<u64> {
    let mut first = head(&mut reader)?;
    if first.starts_with(&[0x1f, 0x8b]) {
        reader = Box::new(MultiGzDecoder::new(Cursor::new(first).chain(reader)));
        // What can still be read of a damaged file counts.
        let mut plain = Vec::new();
        let failed = reader.by_ref().take(HEAD).read_to_end(&mut plain).err();
        first = plain;
        if let Some(error) = failed {
            reader = Box::new(Failing(Some(error)));
        }
    }
    if let Some(big_endian) = big_endian(&first) {
        let mut wide = WideText::new(Cursor::new(first).chain(reader), big_endian);
        first = head(&mut wide)?;
        reader = Box::new(wide);
    }
    if first.trim_ascii().is_empty() {
        sink.skip("an empty file", 1);
        return Ok(0);
    }
    let kind = kinds::of(&first, sink.mapping.is_some());
    let mut lines = Lines::new(Cursor::new(first).chain(reader), 0);
    let done = match kind {
        Some(Kind::Lines(name, needles, read)) => {
            sink.gather.sources.insert(name);
            Ok(jsonl::read(&mut lines, end, &Filter::new(needles), read, sink))
        }
        Some(Kind::Elements(name, needles, read)) => {
            sink.gather.sources.insert(name);
            let filter = Filter::new(needles);
            return Ok(json_elements::read(lines.into_rest(), &filter, read, sink));
        }
        Some(Kind::Document(name, lists, read)) => {
            sink.gather.sources.insert(name);
            return Ok(document(lines.into_rest(), name, lists, read, sink));
        }
        Some(Kind::Scrape) => {
            sink.gather.sources.insert("Prometheus");
            Ok(jsonl::samples(&mut lines, prometheus::line, sink))
        }
        Some(Kind::Sheet) => sheets::read(&mut lines, sink).map(|()| lines.count()),
        None => later_kind(&mut lines, sink),
    };
    Ok(done.unwrap_or_else(|reason| {
        sink.skip(&reason, 1);
        0
    }))
}

/// Reads a log that begins with something else, from the first line on that is of one.
fn later_kind(lines: &mut Lines<impl Read>, sink: &mut Sink<'_>) -> Result<u64, Refusal> {
    let mut objects = 0;
    while let Ok(Some(line)) = lines.read() {
        let object = line.bytes.first() == Some(&b'{');
        objects += u64::from(object);
        if objects > MOST_BEFORE {
            break;
        }
        let kind = if object { kinds::of(line.bytes, false) } else { None };
        let Some(Kind::Lines(name, needles, read)) = kind else { continue };
        sink.gather.sources.insert(name);
        sink.skip_first("not a JSON object", line.number - 1);
        let filter = Filter::new(needles);
        if let Err(reason) = jsonl::one(line, &filter, read, sink) {
            sink.skip(&reason, line.number);
        }
        return Ok(jsonl::read(lines, u64::MAX, &filter, read, sink));
    }
    Err("a file of no known kind".into())
}

/// A reader that has failed.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Reads a document; what is longer than allowed is left out.
fn document(
    reader: impl Read,
    source: &'static str,
    lists: &'static [&'static str],
    read: documents::ElementReader,
    sink: &mut Sink<'_>,
) -> u64 {
    let mut text = Vec::new();
    if let Err(error) = reader.take(documents::LARGEST + 1).read_to_end(&mut text) {
        sink.skip(&unread(&error), 1);
    }
    if text.len() as u64 > documents::LARGEST {
        text.truncate(documents::LARGEST as usize);
        sink.skip("a document is read up to 256 MiB", 1);
    }
    if text.starts_with("\u{feff}".as_bytes()) {
        text.drain(..3);
    }
    documents::each(&text, lists, read, sink);
    if let Some(pages) = Pages::of(&text) {
        sink.gather.pages.entry(source).or_default().merge(pages);
    }
    memchr::memchr_iter(b'\n', &text).count() as u64 + 1
}
