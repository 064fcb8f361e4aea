//! `breakeven report`: an answer as one page, and a page for every workload of a `breakeven.toml`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};
use clap::Args;
use sha2::{Digest as _, Sha256};

use super::args::{CompareArgs, Format};
use super::around::{Outcome, Surroundings};
use super::declared::{catalog_of, completed, question};
use super::doubts::implausible;
use super::hinted::hinted;
use super::own_profiles::complain;
use super::resolve::scenario;
use super::usage_question::asked;
use super::write;
use crate::answer::report;
use crate::calc::verdict::evaluation::with_evaluation;
use crate::chart::of_map::MapOf;
use crate::chart::of_points::{Points, points};
use crate::chart::picture;
use crate::chart::picture::{ChartKind, Picture};
use crate::check::config;
use crate::figure::short;
use crate::html::dossier::page;
use crate::html::made_of::Dossier;
use crate::html::several::{Entry, summary};
use crate::profile::catalog::Catalog;
use crate::report::Report;
use crate::scenario::{Sampling, Scenario, Shown};

/// Options of a page that shows more than the best of each kind: people pass a page on, and read it.
const MOST: usize = 12;
/// Cells of the map.
const MAP: (usize, usize) = (49, 25);

/// A page.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The file to write, or - for stdout
    #[arg(short, long = "out", value_name = "FILE")]
    pub out: PathBuf,
    /// Open it when it is written
    #[arg(long)]
    pub open: bool,
    /// The question.
    #[command(flatten)]
    pub compare: CompareArgs,
}

/// Writes the page, or the pages.
///
/// # Errors
/// Everything that is wrong with the question, and a file that cannot be written.
pub fn run(args: &ReportArgs, typed: &[OsString], around: &Surroundings) -> Result<Outcome> {
    let compare = &args.compare;
    if compare.charts.is_asked() || compare.output.format != Format::Table {
        bail!("a page has all charts and one form; leave out `--chart`, `--series` and `--format`");
    }
    let stdout = args.out == Path::new("-");
    if stdout && args.open {
        return Err(hinted("`--open` needs a file", "say `-o report.html`"));
    }
    let pages = match several(compare) {
        true => together(args, typed, around)?,
        false => vec![(args.out.clone(), alone(args, typed, around)?)],
    };
    if stdout {
        let [(_, only)] = &pages[..] else {
            return Err(hinted(
                "several workloads make several files",
                "say `-o report.html`, or `--workload NAME`",
            ));
        };
        return Ok(Outcome::answer(only.clone()));
    }
    let mut told = String::new();
    for (path, text) in &pages {
        write::output(path, text)?;
        told.push_str(&format!("wrote {} ({} bytes)\n", path.display(), short(text.len() as f64)));
    }
    if args.open
        && let Err(error) = open(&args.out)
    {
        told.push_str(&format!("warning: it could not be opened: {error}\n"));
    }
    Ok(Outcome { stderr: told, ..Outcome::default() })
}

/// Whether all workloads of a file are asked for.
fn several(compare: &CompareArgs) -> bool {
    let demand = &compare.demand;
    let typed = demand.volume.is_some() || demand.input.is_some() || demand.requests.is_some();
    compare.declared.config.is_some()
        && demand.workload.is_none()
        && demand.usage.is_empty()
        && !typed
}

/// The page of one question.
fn alone(args: &ReportArgs, typed: &[OsString], around: &Surroundings) -> Result<String> {
    let mut compare = completed(&args.compare)?;
    let (catalog, said) = asked(&mut compare, around)?;
    let today = compare.profiles.today.unwrap_or(around.today);
    let scenario = scenario(&compare, &catalog, today)?;
    protected(args, &catalog, &args.out)?;
    let draws = compare.output.draws.unwrap_or(Sampling::default().draws);
    let (mut report, pictures, points) = answered(scenario, &catalog, draws);
    report.warnings.extend(said);
    let command = command(typed, &report);
    let made = dossier(None, (&report, &pictures, &points), &catalog, command);
    Ok(page(&Dossier { shortened: compare.choice.all, ..made }))
}

fn dossier<'a>(
    name: Option<&'a str>,
    (report, pictures, points): (&'a Report, &'a [Picture], &'a Points),
    catalog: &Catalog,
    command: String,
) -> Dossier<'a> {
    let hashes = hashes(report, catalog);
    Dossier { name, report, shortened: false, pictures, points, command, hashes }
}

fn answered(
    scenario: Scenario<'_>,
    catalog: &Catalog,
    draws: u32,
) -> (Report, Vec<Picture>, Points) {
    let sampling = Sampling { draws, ..scenario.sampling };
    let shown = if scenario.shown == Shown::All { Shown::Most(MOST) } else { scenario.shown };
    let scenario = Scenario { flips: usize::MAX, sampling, shown, ..scenario };
    let (mut report, pictures, points) = with_evaluation(&scenario, |evaluation| {
        let report = report(evaluation);
        let of = MapOf { size: MAP, ..MapOf::default() };
        let all = ChartKind::ALL.into_iter();
        let pictures: Vec<Picture> = all.filter_map(|kind| picture(kind, of, evaluation)).collect();
        (report, pictures, points(evaluation))
    });
    catalog.point_at_fields(&mut report);
    let doubts = implausible(catalog, &report, scenario.today);
    report.warnings.extend(doubts);
    (report, pictures, points)
}

/// The page of every workload that a file declares, and a summary that names them.
fn together(
    args: &ReportArgs,
    typed: &[OsString],
    around: &Surroundings,
) -> Result<Vec<(PathBuf, String)>> {
    let compare = &args.compare;
    let Some(path) = &compare.declared.config else { return Ok(Vec::new()) };
    let config = config::declared(path, compare.declared.trust());
    let config = config.map_err(|problems| complain(&problems))?;
    let today = compare.profiles.today.unwrap_or(around.today);
    let catalog = catalog_of(&config, &compare.profiles, around)?;
    if config.workloads.is_empty() {
        return Err(hinted(
            format!("{}: no workload is declared", path.display()),
            "`breakeven init` writes a file to begin with",
        ));
    }
    let draws = compare.output.draws.unwrap_or(Sampling::default().draws);
    let (mut pages, mut entries) = (Vec::new(), Vec::new());
    for (index, declared) in config.workloads.iter().enumerate() {
        let scenario = question(declared, &config, &catalog, today)?;
        let (report, pictures, points) = answered(scenario, &catalog, draws);
        let file = beside(&args.out, &declared.name, index);
        protected(args, &catalog, &file)?;
        let made = dossier(
            Some(&declared.name),
            (&report, &pictures, &points),
            &catalog,
            command(typed, &report),
        );
        let text = page(&made);
        let link = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
        entries.push(Entry { name: declared.name.to_string(), file: link, report });
        pages.push((file, text));
    }
    protected(args, &catalog, &args.out)?;
    let command = entries.first().map_or_else(String::new, |entry| command(typed, &entry.report));
    pages.insert(0, (args.out.clone(), summary(&entries, &command)));
    Ok(pages)
}

/// `report.html` and `chat` make `report-chat.html`: of a name that is no name of a file, its number.
fn beside(out: &Path, name: &str, index: usize) -> PathBuf {
    let stem = out.file_stem().map_or_else(|| "report".into(), |stem| stem.to_string_lossy());
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = match !name.is_empty() && name.len() <= 64 && name.chars().all(plain) {
        true => name.to_string(),
        false => format!("workload-{}", index + 1),
    };
    out.with_file_name(format!("{stem}-{name}.html"))
}

/// Refuses a page that would take the place of what it is made from.
fn protected(args: &ReportArgs, catalog: &Catalog, out: &Path) -> Result<()> {
    if write::is_device(out) || out == Path::new("-") {
        return Ok(());
    }
    let page = write::identity(out);
    let own = catalog.documents().iter().filter(|document| !document.is_shipped());
    let own = own.map(|document| PathBuf::from(&*document.path));
    let usage = args.compare.demand.usage.iter().cloned();
    let mut rests_on = own.chain(usage).chain(args.compare.declared.config.clone());
    match rests_on.any(|path| write::identity(&path) == page) {
        true => bail!("the page `{}` would replace what it is made from", out.display()),
        false => Ok(()),
    }
}

/// The files of the profiles used, and the SHA-256 of each.
fn hashes(report: &Report, catalog: &Catalog) -> Vec<(String, String)> {
    let used = |path: &str| report.sources.iter().any(|source| source.file == path);
    let documents = catalog.documents().iter().filter(|document| used(&document.path));
    let hash = |text: &str| {
        let bytes = Sha256::digest(text.as_bytes());
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    documents.map(|document| (document.path.to_string(), hash(&document.text))).collect()
}

/// The command line that makes a page again on any day: what was typed, with the day of the prices.
fn command(typed: &[OsString], report: &Report) -> String {
    let words = typed.iter().skip(1).map(|word| word.to_string_lossy());
    let words: Vec<_> = words.filter(|word| word != "--open").collect();
    let dated = words.iter().any(|word| word == "--today" || word.starts_with("--today="));
    let mut line = String::from("breakeven");
    for word in &words {
        line.push(' ');
        line.push_str(&quoted(word));
    }
    if !dated {
        line.push_str(&format!(" --today {}", report.assumptions.today));
    }
    line
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./:=,+%@-".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.into(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

/// Hands a file to whatever opens pages here.
fn open(path: &Path) -> std::io::Result<()> {
    let mut opener = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    let path = std::fs::canonicalize(path)?;
    let quiet = opener.arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.spawn().map(drop)
}
