//! What llama.cpp kept out of the accelerators: such a run is of another set-up than one that has
//! everything in their memory.

use super::json::Value;
use super::labels::Labels;
use super::look::Look;
use super::runs::Bench;
use crate::figure::significant;
use crate::profile::problem::Problem;
use crate::text::printable;

/// Reads the flags of a record or row; `ngl` and the like are the columns of its tables.
pub fn read(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let number = |keys: &[&str]| match first(look, keys)? {
        Value::Number(number) => Some(*number),
        Value::Flag(flag) => Some(f64::from(u8::from(*flag))),
        _ => None,
    };
    // -1 and 99 are llama.cpp's words for all of them.
    bench.gpu_layers = number(&["n_gpu_layers", "ngl"]).filter(|layers| *layers >= 0.0);
    let on_processor = on_processor(look);
    if on_processor.is_some() {
        bench.gpu_layers = Some(0.0);
    }
    if bench.gpu_layers == Some(0.0) {
        let why = on_processor.unwrap_or_else(|| "`ngl` 0".into());
        let message = format!(
            "no layer of the model was on the accelerator ({why}): this is the speed of the processor"
        );
        let hint = "measure with `-ngl 99`, or name a machine without accelerators";
        bench.on_processor = Some(look.problem(message).hint(hint));
    }
    if let Some(layers) = number(&["n_cpu_moe", "ncmoe"]).filter(|layers| *layers > 0.0) {
        let layers = significant(layers, 4);
        bench.caveat(format!("the experts of {layers} layers were in main memory (`n_cpu_moe`)"));
    }
    if number(&["no_kv_offload", "nkvo"]).is_some_and(|flag| flag > 0.0) {
        bench.caveat("the KV cache was in main memory (`no_kv_offload`)".into());
    }
    for key in ["tensor_buft_overrides", "ot"] {
        let placed = text(look, &[key]).filter(|placed| !matches!(*placed, "" | "none"));
        if let Some(placed) = placed {
            let placed: String = printable(placed).chars().take(80).collect();
            bench.caveat(format!("tensors were placed by hand (`-ot {placed}`)"));
        }
    }
    for key in ["power_limit", "power_limit_w", "power_limit_watts"] {
        if let Some(watts) = number(&[key]) {
            bench.caveat(format!("power limit {} W", significant(watts, 4)));
        }
    }
    Ok(())
}

/// The first of these fields that the record has.
fn first<'a>(look: &Look<'a>, keys: &[&str]) -> Option<&'a Value> {
    keys.iter().find_map(|key| look.json.get(key)).map(|json| &json.value)
}

fn text<'a>(look: &Look<'a>, keys: &[&str]) -> Option<&'a str> {
    match first(look, keys)? {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    }
}

/// Why nothing ran on an accelerator: the backend of llama.cpp has none, or none was to be used.
fn on_processor(look: &Look<'_>) -> Option<String> {
    let backend = text(look, &["backends", "backend"]).unwrap_or_default();
    let mut parts = backend.split(',').map(str::trim).filter(|part| !part.is_empty()).peekable();
    if parts.peek().is_some() && parts.all(|part| matches!(part, "CPU" | "BLAS")) {
        return Some(format!("backend {}", printable(backend)));
    }
    let devices = text(look, &["devices", "dev"]).unwrap_or_default();
    (devices == "none").then(|| "`devices` none".into())
}

/// Says how much of the model was on accelerators.
///
/// # Errors
/// A run without any layer there is no measurement of a machine that has them.
pub fn judge(bench: &mut Bench, labels: &Labels) -> Result<(), Problem> {
    let Some(layers) = bench.gpu_layers else { return Ok(()) };
    if let Some(problem) = bench.on_processor.take().filter(|_| labels.accelerated) {
        return Err(problem);
    }
    match labels.layers {
        Some(all) if layers < all => bench.caveat(format!(
            "only {} of {} layers were on the accelerator (`ngl`)",
            significant(layers, 4),
            significant(all, 4)
        )),
        None if layers == 0.0 => {
            bench.caveat("no layer was on an accelerator".into());
        }
        _ => {}
    }
    Ok(())
}
