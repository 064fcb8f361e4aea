//! `breakeven throughput calibrate`: measurements on one's own machine -> a profile to keep.

use crate::answer::lacking::reason;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::hinted::hinted;
use super::named::known;
use super::throughput::{full, named, own_constants, request};
use super::throughput_args::{CalibrateArgs, ShapeArgs, Typed};
use crate::calc::throughput::calibrate::{Factor, Measurement, factor};
use crate::calc::throughput::correction::shrunk;
use crate::date::Date;
use crate::engine::Constants;
use crate::figure::{fixed, short, whole};
use crate::hardware::Hardware;
use crate::model::Model;
use crate::profile::catalog::Catalog;
use crate::text::{count, printable};
use crate::throughput::{Deployment, Measured};
use crate::units::TokensPerSecond;
use crate::workload::Request;

/// A `[calibration]` profile, with what it was made from above it.
///
/// # Errors
/// Names that no profile has, measurements at several concurrencies, and what cannot be modelled.
pub fn run(args: &CalibrateArgs, catalog: &Catalog, today: Date) -> Result<String> {
    let hardware = known::<Hardware>(catalog, "hardware", &args.hardware)?;
    let constants = own_constants(catalog, hardware, Some(&args.engine))
        .ok_or_else(|| anyhow!("no profile says `[estimator]`"))?;
    let shape = request(catalog, args.request, args.context)?;
    let context = Calibrating { args, catalog, hardware, constants: &constants, shape };
    let mut all = Vec::new();
    for typed in &args.measured {
        all.push(context.of_typed(typed)?);
    }
    for measured in catalog.all().filter(|measured| context.is_asked_for(measured)) {
        all.extend(context.of_profile(measured)?);
    }
    let Some(first) = all.first() else {
        let files: Vec<_> = args.from.iter().map(|path| path.display().to_string()).collect();
        let (engine, files) = (printable(&args.engine), files.join(", "));
        bail!("no measurement of `{engine}` on `{}` in {}", hardware.id, printable(&files));
    };
    if let Some(other) = all.iter().find(|m| m.concurrency != first.concurrency) {
        let message = format!(
            "measurements at {} and at {} requests at the same time; expected one concurrency",
            first.concurrency, other.concurrency
        );
        let hint = "a calibration holds near the concurrency it was measured at; keep the other \
                    measurement as a throughput profile";
        return Err(hinted(message, hint));
    }
    let found = factor(&all).map_err(|unmet| anyhow!("cannot calibrate: {}", reason(&unmet)))?;
    Ok(text(&all, &found, hardware, &constants, today))
}

/// What measurements are matched against.
struct Calibrating<'a, 'c> {
    args: &'a CalibrateArgs,
    catalog: &'c Catalog,
    hardware: &'c Hardware,
    constants: &'c Constants,
    /// The request that was measured, where a measurement does not say.
    shape: Request,
}

impl<'c> Calibrating<'_, 'c> {
    fn of_typed(&self, typed: &Typed) -> Result<Measurement<'c>> {
        let mut found = self.deployments(&typed.model, typed.quantization.clone())?;
        if found.len() > 1 {
            let names: Vec<&str> = found.iter().map(|d| &*d.quantization).collect();
            let model = &typed.model;
            return Err(hinted(
                format!(
                    "`{model}` has several quantizations; expected one of {}",
                    names.join(", ")
                ),
                format!("say `--measured {model}/{}={}`", names[0], typed.rate),
            ));
        }
        let Some(deployment) = found.pop() else {
            let (engine, model) = (&self.args.engine, &typed.model);
            let hardware = &self.hardware.id;
            return Err(hinted(
                format!(
                    "`{engine}` is not known to run a quantization of `{model}` on `{hardware}`"
                ),
                format!("name the quantization, like `--measured {model}/NAME={}`", typed.rate),
            ));
        };
        Ok(Measurement {
            deployment: Deployment { measured: None, ..deployment },
            concurrency: typed.concurrency,
            rate: TokensPerSecond::new(typed.rate),
            request: self.shape,
            end_to_end: false,
        })
    }

    /// Whether a profile is in the files named, about this machine and engine.
    fn is_asked_for(&self, measured: &Measured) -> bool {
        let file = Path::new(&*measured.source.file);
        measured.hardware == self.hardware.id
            && measured.engine == self.args.engine
            && self.args.from.iter().any(|path| file.starts_with(path))
    }

    /// The point of a profile's curve that is asked for, if it has it.
    fn of_profile(&self, measured: &'c Measured) -> Result<Option<Measurement<'c>>> {
        if !measured.features.is_empty() {
            bail!(
                "`{}` was measured with `{}`, which says nothing about plain runs of other models",
                measured.source.profile,
                measured.features.join("`, `")
            );
        }
        let mut points = measured.decode.iter();
        let point = match self.args.concurrency {
            Some(wanted) => points.find(|point| point.concurrency == wanted),
            None => points.next(),
        };
        let found = self.deployments(&measured.model, Some(measured.quantization.to_string()))?;
        let request = measured.end_to_end.or(measured.context_tokens.map(full));
        Ok(point.zip(found.into_iter().next()).map(|(point, deployment)| Measurement {
            deployment: Deployment { measured: Some(measured), ..deployment },
            concurrency: point.concurrency,
            rate: point.aggregate,
            request: request.unwrap_or(self.shape),
            end_to_end: measured.end_to_end.is_some(),
        }))
    }

    fn deployments(
        &self,
        model: &str,
        quantization: Option<String>,
    ) -> Result<Vec<Deployment<'c>>> {
        let model = known::<Model>(self.catalog, "model", model)?;
        let engine = Some(self.args.engine.clone());
        let shape = ShapeArgs { quantization, engine, ..ShapeArgs::default() };
        let found = named(self.catalog, self.hardware, model, &shape, Some(self.constants))?;
        let constants = Some(self.constants);
        Ok(found.into_iter().map(|found| Deployment { constants, ..found }).collect())
    }
}

fn text(
    all: &[Measurement<'_>],
    found: &Factor,
    hardware: &Hardware,
    constants: &Constants,
    today: Date,
) -> String {
    let (engine, concurrency) = (&constants.engine, all[0].concurrency);
    let counts = shrunk(found.factor, found.models, constants.prior_measurements);
    let mut text = String::new();
    let mut names: Vec<String> = Vec::new();
    for (measurement, modelled) in all.iter().zip(&found.modelled) {
        let name =
            format!("{} {}", measurement.deployment.model.id, measurement.deployment.quantization);
        let _ = writeln!(
            text,
            "# {name}, {}, {} tokens of context: {} tokens/s measured, {} modelled",
            count(concurrency as usize, "request"),
            whole(measurement.request.context_tokens()),
            short(measurement.rate.get()),
            short(modelled.get())
        );
        names.push(format!("{name} {}", short(measurement.rate.get())));
    }
    let _ = write!(
        text,
        "# measured / modelled is {}; from {} it counts as {} for other models, from\n\
         # half to twice as many requests at the same time\n\
         [calibration.\"{}\".\"{engine}\"]\n\
         factor = {}\nmeasurements = {}\nconcurrency = {concurrency}\nas_of = {today}\n\
         source = \"own measurements, tokens/s: {}\"\n",
        fixed(found.factor, 3),
        count(found.models as usize, "model"),
        fixed(counts, 3),
        hardware.id,
        fixed(found.factor, 4),
        found.models,
        names.join(", ")
    );
    text
}
