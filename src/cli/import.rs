//! `breakeven import`: a file or stdin in, a profile out.

use std::fs::File;
use std::io;
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;

use super::args::ProfileArgs;
use super::around::{Outcome, Surroundings};
use super::features;
use super::hinted::hinted;
use super::own_profiles::{catalog, complain, paths};
use crate::date::Date;
use crate::figure::significant;
use crate::hardware::Hardware;
use crate::import::{Imported, Labels, Stated, import};
use crate::model::Model;
use crate::profile::catalog::Catalog;
use crate::profile::document::Document;
use crate::profile::files;
use crate::profile::nouns::Noun;
use crate::profile::problem::Problem;
use crate::profile::profile_name::name_problem;
use crate::text::{did_you_mean, printable, reason};
use crate::units::Gigabytes;

const EXAMPLES: &str = "\
Examples:
  llama-bench -m model.gguf -o json | breakeven import - --hardware rtx-3090 --model qwen3.6-27b
  breakeven import results.json --engine vllm --source https://example.com/post > mine.toml
  breakeven --volume 5M/day --profiles mine.toml

A run at a fixed request rate shows the load that was offered. It counts as capacity only when the
server fell behind (fewer than nine tenths of the offered requests answered per second) or was at
its limit of requests in progress.";

/// A file of benchmark results, and what it does not say.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ImportArgs {
    /// Results of llama.cpp, vLLM, SGLang, GuideLLM, AIPerf, GenAI-Perf, InferenceX, Ollama, mlx_lm
    /// or LM Studio; - is stdin
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The hardware profile that was measured
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub hardware: Option<String>,
    /// The model profile that was measured
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub model: Option<String>,
    /// The quantization, a key of the model's weights [default: of the file]
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub quantization: Option<String>,
    /// The inference engine [default: of the file]
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub engine: Option<String>,
    /// Features of the engine that were on, like mtp or fp8-kv [default: of the file]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub features: Vec<String>,
    /// The day of the measurement [default: of the file]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Who measured: an address or a name
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub source: Option<String>,
    /// Requests in progress at most, for tools that do not write it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub concurrency: Option<u32>,
    /// Tokens of a prompt, for tools that do not write them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    pub prompt_tokens: Option<u32>,
    /// Tokens of an output, for tools that do not write them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    pub output_tokens: Option<u32>,
    /// Profiles.
    #[command(flatten)]
    pub profiles: ProfileArgs,
}

/// Reads the file and prints the profile; what it leaves open is said on stderr.
///
/// # Errors
/// A file that cannot be read, or is not results from which a profile can be made that the next
/// run accepts.
pub fn run(args: &ImportArgs, around: &Surroundings) -> Result<Outcome> {
    let catalog = catalog(&args.profiles, around)?;
    let hardware = known::<Hardware>(&catalog, "hardware", args.hardware.as_deref())?;
    let model = known::<Model>(&catalog, "model", args.model.as_deref())?;
    let stdin = args.file.as_os_str() == "-";
    let file = if stdin { "<stdin>".into() } else { args.file.display().to_string() };
    let labels = Labels {
        hardware: args.hardware.clone(),
        model: args.model.clone(),
        quantization: args.quantization.clone(),
        engine: args.engine.clone(),
        guesses_ahead: features::guess_ahead(&catalog, &args.features),
        features: features::known(&catalog, &args.features)?.into_iter().map(Into::into).collect(),
        layers: model.map(|model| model.layers),
        accelerated: hardware.is_some_and(|hardware| !matches!(&*hardware.family, "cpu" | "other")),
        as_of: args.as_of,
        source: args.source.clone(),
        stated: Stated {
            concurrency: args.concurrency.map(f64::from),
            prompt: args.prompt_tokens.map(f64::from),
            output: args.output_tokens.map(f64::from),
        },
    };
    let imported = if stdin {
        import(&file, io::stdin().lock(), &labels)
    } else {
        let opened = File::open(&args.file);
        let opened = opened.map_err(|error| Problem::of_file(&file, reason(&error)));
        opened.and_then(|opened| import(&file, opened, &labels))
    };
    let imported = imported.map_err(|problem| anyhow!(problem.to_string()))?;
    if let Some(model) = model {
        has_weights(model, &imported)?;
    }
    let doubts = hardware.and_then(|hardware| other_hardware(hardware, &imported));
    let doubts = doubts.into_iter().chain(model.and_then(|model| other_weights(model, &imported)));
    let caveats = imported.caveats.iter().cloned().chain(doubts);
    let mut stderr: String = caveats.map(|caveat| format!("warning: {caveat}\n")).collect();
    match &imported.missing[..] {
        [] => accepted(&args.profiles, around, &imported)?,
        missing => stderr.push_str(&format!(
            "note: the profile is not complete; fill in its placeholders, or say {}\n",
            missing.join(", ")
        )),
    }
    Ok(Outcome { stdout: imported.toml, stderr, ..Outcome::default() })
}

fn known<'c, T: Noun>(
    catalog: &'c Catalog,
    kind: &str,
    name: Option<&str>,
) -> Result<Option<&'c T>> {
    let Some(name) = name else { return Ok(None) };
    let found = catalog.named::<T>(name);
    if found.is_none() {
        let names = catalog.records_of(T::KIND).map(|record| &*record.name);
        let hint = did_you_mean(name, names)
            .unwrap_or_else(|| "describe it in a file and name that with `--profiles`".into());
        let message = format!("`--{kind} {}`: no {kind} profile is called that", printable(name));
        return Err(hinted(message, hint));
    }
    Ok(found)
}

/// Files of one quantization differ by less, as a logarithm.
const APART: f64 = 0.25;

/// The model must have weights of the quantization that was measured.
fn has_weights(model: &Model, imported: &Imported) -> Result<()> {
    let Some(quantization) = &imported.quantization else { return Ok(()) };
    if model.weights_in(quantization).is_some() {
        return Ok(());
    }
    let sizes = model.weights.iter();
    let names: Vec<String> =
        sizes.map(|(name, size)| format!("`{name}` ({} GB)", significant(size.get(), 4))).collect();
    let file = imported.weights_bytes.map(|bytes| bytes / 1e9);
    let distance = |size: f64, file: f64| (size / file).ln().abs();
    let nearest = file.and_then(|file| {
        let by_size = |a: &&(_, Gigabytes), b: &&(_, Gigabytes)| {
            distance(a.1.get(), file).total_cmp(&distance(b.1.get(), file))
        };
        model.weights.iter().min_by(by_size)
    });
    let hint = match (file, nearest) {
        (Some(file), Some((name, _))) => format!(
            "the measured weights have {} GB, and `{name}` is nearest; say `--quantization NAME` \
             if it is one of them",
            significant(file, 4)
        ),
        _ => {
            "say `--quantization NAME` if it is one of them, or add its weights to the model".into()
        }
    };
    let message = format!(
        "`{}` has no weights called `{}`; it has {}",
        model.id,
        printable(quantization),
        names.join(", ")
    );
    Err(hinted(message, hint))
}

/// What is said when the file names other accelerators than the profile, or more of them.
fn other_hardware(hardware: &Hardware, imported: &Imported) -> Option<String> {
    let said = imported.hardware.as_ref()?;
    // Names are of many forms; of a card's number there is one.
    let numbers = hardware.id.split(['-', '_', ' ']).filter(|part| {
        part.chars().filter(char::is_ascii_digit).count() >= 2 && !part.ends_with("gb")
    });
    let (words, id) = (said.to_lowercase().replace(' ', ""), &hardware.id);
    let mut numbers = numbers.peekable();
    if numbers.peek().is_some() && !numbers.any(|number| words.contains(number)) {
        return Some(format!("the file is of `{}`, not of `{id}`", printable(said)));
    }
    let found = said.split(',').count();
    let most = hardware.gpus.max(1) as usize;
    (found > most && said.contains(", ")).then(|| {
        format!("the file is of {found} accelerators (`{}`), `{id}` has {most}", printable(said))
    })
}

/// What is said when the weights that were measured are not as large as those of the profile.
fn other_weights(model: &Model, imported: &Imported) -> Option<String> {
    let name = imported.quantization.as_ref()?;
    let (stated, file) = (model.weights_in(name)?.get(), imported.weights_bytes? / 1e9);
    ((stated / file).ln().abs() > APART).then(|| {
        format!(
            "the measured weights have {} GB, `{}` of `{}` has {} GB",
            significant(file, 3),
            printable(name),
            model.id,
            significant(stated, 3)
        )
    })
}

/// What is printed must be a profile that the next run reads.
fn accepted(profiles: &ProfileArgs, around: &Surroundings, imported: &Imported) -> Result<()> {
    let path = "the imported profile";
    let document = Document::parse(path.into(), imported.toml.clone());
    let mut documents =
        files::read(&paths(profiles, around)).map_err(|problems| complain(&problems))?;
    documents.push(document.map_err(|problems| complain(&problems))?);
    let read = if profiles.no_builtin { Catalog::of(documents) } else { Catalog::with(documents) };
    read.map(|_| ()).map_err(|problems| complain(&problems))
}

fn name(text: &str) -> Result<String, String> {
    match name_problem(text) {
        Some(problem) => Err(problem),
        None => Ok(text.into()),
    }
}

fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("expected an address or a name".into());
    }
    Ok(printable(text).into_owned())
}
