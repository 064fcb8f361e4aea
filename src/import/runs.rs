//! What a benchmark says, whoever wrote it: runs, and what they were run on.

use std::rc::Rc;

use super::grouped::Shapes;
use super::json::Json;
use super::labels::Stated;
use super::look::Look;
use super::measured_run::Run;
use crate::date::Date;
use crate::profile::problem::Problem;

/// More remarks than these tell a reviewer nothing.
const MOST_REMARKS: usize = 12;

/// A file of results.
#[derive(Clone, Debug, Default)]
pub struct Bench {
    /// The program that measured.
    pub tool: &'static str,
    /// The engine that was measured, when the file says or implies it.
    pub engine: Option<&'static str>,
    /// What the file calls the model.
    pub model: Option<String>,
    /// What the file calls the hardware.
    pub hardware: Option<String>,
    /// The quantization as profiles spell it, when the file says it.
    pub quantization: Option<String>,
    /// Size of the weights in bytes, when the file says it.
    pub weights_bytes: Option<f64>,
    /// Layers that were on accelerators, when the file says it.
    pub gpu_layers: Option<f64>,
    /// The day, when the file says it: the last one of several.
    pub date: Option<Date>,
    /// Prompt tokens per second.
    pub prefill: Shapes,
    /// Output tokens per second.
    pub decode: Shapes,
    /// The settings of the first record, and how they are written.
    pub settings: Vec<(Rc<str>, Json, String)>,
    /// What is wrong with a run without any layer on an accelerator, should there be one.
    pub on_processor: Option<Problem>,
    /// What the user says of the requests.
    pub stated: Stated,
    /// What to say of a file without any run of output.
    pub nothing: Option<&'static str>,
    /// Tokens of the prompt that was read before this output, where they stand apart.
    pub last_prompt: f64,
    /// Why a run says nothing, should none say anything.
    pub refused: Option<Problem>,
    /// Accelerators that shared every layer and groups with layers of their own, when stated.
    pub split: Option<(f64, f64)>,
    /// Features that the records name, the same in all of them; `None` before the first.
    pub features: Option<Vec<&'static str>>,
    /// Whether something guessed ahead, be it named or not.
    pub speculative: bool,
    /// The same of the first run, once it said so.
    pub guessed: Option<bool>,
    /// Whether output rates include the time of the prompts.
    pub with_prefill: bool,
    /// Whether prompts and outputs are means, so that runs of one shape differ a little.
    pub mean_shape: bool,
    /// What a reviewer must know, and what was left out, with the reason.
    pub remarks: Vec<String>,
    /// What everybody who uses the numbers must know: it is kept in the profile's notes.
    pub caveats: Vec<String>,
}

impl Bench {
    /// Adds the rate of output of a run.
    ///
    /// # Errors
    /// A number that no profile may have, and a run that contradicts another of its setting.
    pub fn decoded(&mut self, look: &Look<'_>, run: &Run) -> Result<(), Problem> {
        run.believable(look)?;
        self.decode.add(run, self.mean_shape, look)
    }

    /// Adds the rate of prompts of a run.
    ///
    /// # Errors
    /// As of [`Bench::decoded`].
    pub fn prefilled(&mut self, look: &Look<'_>, run: &Run) -> Result<(), Problem> {
        run.believable(look)?;
        self.prefill.add(run, self.mean_shape, look)
    }

    /// A number that the file does not say and the user has to.
    ///
    /// # Errors
    /// When neither does.
    pub fn unsaid(
        &self,
        look: &Look<'_>,
        what: &str,
        pick: fn(Stated) -> Option<f64>,
    ) -> Result<f64, Problem> {
        pick(self.stated).ok_or_else(|| {
            let message = format!("{} does not write {what}", self.tool);
            look.problem(message).hint(
                "say what it was called with: `--concurrency N` (requests in progress at most), \
                 `--prompt-tokens N`, `--output-tokens N`",
            )
        })
    }

    /// Requests in progress, which the file does not say, of so many requests.
    ///
    /// # Errors
    /// When the user does not say them.
    pub fn unsaid_concurrency(&self, look: &Look<'_>, requests: f64) -> Result<f64, Problem> {
        let what = "how many requests were in progress";
        Ok(self.unsaid(look, what, |stated| stated.concurrency)?.min(requests))
    }

    /// The model of a run, which is that of the runs before it.
    ///
    /// # Errors
    /// When it is another.
    pub fn named(&mut self, field: &Look<'_>) -> Result<(), Problem> {
        let name = field.text()?;
        if self.model.as_deref().is_some_and(|known| known != name) {
            let message = "this run is of another model than the first";
            return Err(field.problem(message).hint("import the runs of each model on their own"));
        }
        if self.model.is_none() {
            self.quantization = quantization(name).or(self.quantization.take());
            self.model = Some(name.into());
        }
        Ok(())
    }

    /// Keeps the latest day.
    pub fn seen_on(&mut self, date: Option<Date>) {
        self.date = self.date.max(date);
    }

    /// Adds a remark, once.
    pub fn remark(&mut self, text: String) {
        if self.remarks.len() < MOST_REMARKS && !self.remarks.contains(&text) {
            self.remarks.push(text);
        }
    }

    /// Adds a caveat, once.
    pub fn caveat(&mut self, text: String) {
        if self.caveats.len() < MOST_REMARKS && !self.caveats.contains(&text) {
            self.caveats.push(text);
        }
    }
}

/// The quantization in the name of a weights file or a type: `Q4_K - Medium`, `x-UD-Q4_K_XL.gguf`.
///
/// Names are split where neither letters, digits nor `_` stand.
pub fn quantization(name: &str) -> Option<String> {
    let name =
        name.to_lowercase().replace("q4_k - medium", "q4_k_m").replace("q4_k - small", "q4_k_s");
    let name = name.replace(" - medium", "_m").replace(" - small", "_s").replace(" - large", "_l");
    let parts: Vec<&str> = name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
    let at = parts.iter().position(|part| is_quantization(part))?;
    let dynamic = at > 0 && parts[at - 1] == "ud";
    Some(format!("{}{}", if dynamic { "ud_" } else { "" }, parts[at]))
}

fn is_quantization(part: &str) -> bool {
    if matches!(part, "f16" | "bf16" | "fp8" | "mxfp4" | "nvfp4" | "int8" | "int4") {
        return true;
    }
    let digits = part.strip_prefix("iq").or_else(|| part.strip_prefix('q'));
    digits.is_some_and(|rest| {
        let mut characters = rest.chars();
        characters.next().is_some_and(|c| ('1'..='8').contains(&c))
            && characters.next() == Some('_')
    })
}

#[cfg(test)]
mod tests {
    use super::quantization;

    #[test]
    fn quantizations_are_found_in_names() {
        let found = |name| quantization(name).unwrap_or_default();
        assert_eq!(found("models/Qwen2.5-7B-Instruct-Q4_K_M.gguf"), "q4_k_m");
        assert_eq!(found("qwen2 7B Q4_K - Medium"), "q4_k_m");
        assert_eq!(found("gpt-oss 20B MXFP4 MoE"), "mxfp4");
        assert_eq!(found("Qwen3-30B-A3B-UD-Q4_K_XL.gguf"), "ud_q4_k_xl");
        assert_eq!(found("llama 8B IQ4_XS - 4.25 bpw"), "iq4_xs");
        assert_eq!(found("Qwen/Qwen3-8B-FP8"), "fp8");
        assert_eq!(found("Qwen/Qwen3-8B"), "");
        assert_eq!(found("llama3.2"), "");
    }
}
