//! One stream: weights, KV cache, layers and unpacking.

use breakeven::calc::throughput::terms;
use breakeven::engine::{Constants, OneStream};
use breakeven::profile::estimator::vendor;

use super::data::Row;
use super::fit::{Design, Rules};

/// How it is fitted.
pub const RULES: Rules = Rules { delta: 0.2, sigma: 0.4, share: 0.5 };

/// The terms of all rows; `base` gives what is not fitted.
pub fn design(rows: &[Row], base: &Constants) -> Design {
    let units = OneStream { efficiency: 1.0, kv_efficiency: 1.0, layer_seconds: 1e-6, unpack: 1.0 };
    let constants = Constants { one_stream: units, ..base.clone() };
    let mut design = Design::default();
    for row in rows {
        let terms = terms::terms(&row.job(), &constants, 1.0);
        design.row(terms.decode[..4].to_vec(), row.rate, row.hardware.clone());
        let Row { engine, family, source, .. } = row;
        design.depend(&[0, 1], "eff".into(), [0.9_f64.ln(), 0.03], -1.0);
        design.depend(&[1], "kv".into(), [0.0, 0.7], -1.0);
        design.depend(&[2], "tau".into(), [70.0_f64.ln(), 0.5], 1.0);
        design.depend(&[2], format!("tau|{engine}"), [0.0, 0.6], 1.0);
        design.depend(&[2], format!("tau|*|{}", vendor(family)), [0.0, 0.6], 1.0);
        design.depend(&[2], format!("tau|{engine}|{family}"), [0.0, 0.15], 1.0);
        design.depend(&[3], "comp".into(), [5.0_f64.ln(), 0.7], 1.0);
        design.depend(&[3], format!("comp|{family}"), [0.0, 0.3], 1.0);
        // Old builds and other clocks; never used to predict.
        design.depend(&[0, 1, 2, 3], format!("src|{source}"), [0.0, 0.1], 1.0);
        design.depend(&[2], format!("srct|{source}"), [0.0, 0.6], 1.0);
    }
    design
}

/// Output tokens per second.
pub fn predict(row: &Row, constants: &Constants) -> f64 {
    terms::decode_rate(&row.job(), constants, 1.0)
}
