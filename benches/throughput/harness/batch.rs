//! Several streams: what is left to fit once one stream and prompts are.

use breakeven::calc::throughput::layout::Interconnect;
use breakeven::calc::throughput::terms;
use breakeven::engine::{Constants, Link};

use super::Fitted;
use super::constants::of_row;
use super::data::Row;
use super::fit::{Design, Rules};

/// How they are fitted.
pub const RULES: Rules = Rules { delta: 0.25, sigma: 0.4, share: 0.25 };

/// Prior means of microseconds per layer and per layer and token, by link.
pub const LINKS: [(&str, f64, f64); 2] = [("pcie", 50.0, 5.0), ("nvlink", 15.0, 0.5)];

/// The name of a row's link.
pub fn link(row: &Row) -> &'static str {
    match row.layout.interconnect {
        Some(Interconnect::Nvlink) => "nvlink",
        _ => "pcie",
    }
}

/// The terms of all rows, with the constants of one stream and of prompts put in.
pub fn design(rows: &[Row], base: &Constants, fitted: &Fitted) -> Design {
    let mut design = Design::default();
    let unit = Link { layer_seconds: 1e-6, token_layer_seconds: 1e-6 };
    for row in rows {
        let constants = Constants { pcie: unit, nvlink: unit, ..of_row(base, fitted, row) };
        let terms = terms::terms(&row.job(), &constants, row.streams);
        let mut seconds = terms.decode.to_vec();
        seconds[5] *= 1e-6;
        let prompts = row.request.prompt_tokens / row.request.output_tokens;
        // Prompts come before the links in the numbering of the terms.
        seconds.splice(6..6, [prompts * terms.prompt[0]]);
        seconds.push(prompts * terms.prompt[1]);
        let Row { source, hardware, model, engine, .. } = row;
        design.row(seconds, row.rate, format!("{source}|{hardware}|{model}|{engine}"));
        design.depend(&[4], "bmfu".into(), [0.3_f64.ln(), 0.7], -1.0);
        design.depend(&[4], format!("bmfu|{engine}"), [0.0, 0.7], -1.0);
        design.depend(&[5], "seq".into(), [3.0_f64.ln(), 1.0], 1.0);
        design.depend(&[5], format!("seq|{engine}"), [0.0, 0.7], 1.0);
        design.depend(&[6], "pserve".into(), [0.0, 0.5], -terms.fade);
        design.depend(&[6], format!("pserve|{engine}"), [0.0, 0.5], -terms.fade);
        let link = link(row);
        let (_, step, token) = LINKS.into_iter().find(|known| known.0 == link).unwrap_or(LINKS[0]);
        design.depend(&[7], format!("tpl|{link}"), [step.ln(), 0.7], 1.0);
        design.depend(&[8, 9], format!("tps|{link}"), [token.ln(), 1.0], 1.0);
    }
    design
}

/// Output tokens per second of whole requests.
pub fn predict(row: &Row, constants: &Constants) -> f64 {
    terms::end_to_end_rate(&row.job(), constants, row.streams)
}
