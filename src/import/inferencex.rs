//! InferenceX (once InferenceMAX): the aggregate that it makes of a run of `benchmark_serving`, with
//! times in seconds and rates by accelerator.

use super::format::Format;
use super::look::Look;
use super::measured_run::Run;
use super::runs::Bench;
use super::{run_features, settings};
use crate::figure::significant;
use crate::profile::problem::Problem;

/// Its JSON.
pub const FORMAT: Format = Format {
    word: "InferenceX",
    wrote: |record| record.has(&["hw", "conc"]) || record.get("output_tput_per_gpu").is_some(),
    begin: || Bench {
        tool: "InferenceX",
        with_prefill: true,
        mean_shape: true,
        ..Bench::default()
    },
    record,
};

/// What is the same in all runs of one deployment.
const SETTINGS: &[&str] =
    &["hw", "framework", "image", "precision", "tp", "ep", "dp_attention", "mtp", "spec_decoding"];

/// The rate by accelerator and the one from its times differ by ramp-up and the last requests.
const APART: f64 = 0.25;

fn record(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    for key in ["disagg", "is_multinode"] {
        if look.get(key)?.is_some_and(|field| run_features::is_on(field.json)) {
            let message = "prompts and outputs were processed on machines of their own";
            let hint = "a throughput profile is of one machine: import runs without it";
            return Err(look.need(key)?.problem(message).hint(hint));
        }
    }
    one_deployment(bench, look)?;
    let tensor_parallel = look.need("tp")?.whole_positive()?;
    bench.split = Some((tensor_parallel, 1.0));
    let concurrency = look.need("conc")?.whole_positive()?;
    let length = |key, what, pick: fn(super::labels::Stated) -> Option<f64>| match look.get(key)? {
        Some(field) => field.whole_positive(),
        None => bench.unsaid(look, what, pick),
    };
    let prompt = length("isl", "how long the prompts were", |stated| stated.prompt)?;
    let output = length("osl", "how many tokens were output", |stated| stated.output)?;
    let first = look.need("mean_ttft")?.positive()?;
    let token = look.need("mean_tpot")?.positive()?;
    let timed = closed_loop_rate(concurrency, output, first, token);
    let rate = match look.get("output_tput_per_gpu")? {
        None => timed,
        Some(field) => {
            let rate = field.positive()? * tensor_parallel;
            if (rate - timed).abs() > APART * timed {
                return Err(field.problem(format!(
                    "`output_tput_per_gpu` times `tp` is {} tokens/s, and {} follow from \
                     `mean_ttft` and `mean_tpot`; expected them to agree",
                    significant(rate, 5),
                    significant(timed, 5)
                )));
            }
            rate
        }
    };
    bench.decoded(look, &Run { concurrency, ..Run::alone(prompt, output, rate) })
}

/// Output tokens per second of `concurrency` clients, each of which sends its next request as soon
/// as the last one is answered: C x O / (TTFT + (O - 1) x TPOT), times in seconds.
fn closed_loop_rate(concurrency: f64, output: f64, first: f64, token: f64) -> f64 {
    concurrency * output / (first + (output - 1.0) * token)
}

/// Hardware, engine and precision as of the first record.
fn one_deployment(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let is_first = bench.settings.is_empty();
    settings::same(bench, look, SETTINGS)?;
    if is_first {
        describe(bench, look)?;
        run_features::keep(bench, look)?;
    }
    if let Some(model) = look.get("model")? {
        bench.named(&model)?;
    }
    Ok(())
}

fn describe(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let hardware = look.text_of("hw")?.unwrap_or_default();
    bench.hardware = Some(hardware.to_string()).filter(|name| !name.is_empty());
    bench.engine = match look.text_of("framework")? {
        Some(name) if name.contains("trt") => Some("tensorrt-llm"),
        Some(name) if name.contains("sglang") => Some("sglang"),
        Some(name) if name.contains("vllm") => Some("vllm"),
        _ => None,
    };
    let amd = hardware.to_ascii_lowercase().starts_with("mi");
    bench.quantization = look.text_of("precision")?.map(|precision| match precision {
        "fp4" if amd => "mxfp4".into(),
        "fp4" => "nvfp4".into(),
        other => other.to_ascii_lowercase(),
    });
    let speculates =
        |key| Ok::<_, Problem>(look.get(key)?.is_some_and(|field| run_features::is_on(field.json)));
    bench.speculative = speculates("mtp")? || speculates("spec_decoding")?;
    if let Some(experts) = look.number_of("ep")?.filter(|experts| *experts > 1.0) {
        bench.caveat(format!("experts on {} accelerators", significant(experts, 4)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::closed_loop_rate;

    #[test]
    fn the_rate_of_a_closed_loop() {
        // 101 tokens: a second to the first, and 100 at 10 ms.
        assert_eq!(closed_loop_rate(4.0, 101.0, 1.0, 0.01), 202.0);
    }
}
