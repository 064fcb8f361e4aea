//! The same values as another implementation of the same model, computed from the same constants: `reference.py`, which
//! also writes them anew (`python3 tests/throughput/estimator/reference.py profiles/engines.toml FILE`).

use breakeven::calc::throughput::curve::Curve;
use breakeven::calc::throughput::job::Job;
use breakeven::calc::throughput::layout::{Interconnect, Layout};
use breakeven::calc::throughput::{prefill, terms};
use breakeven::engine::Constants;
use breakeven::model::{Experts, Heads};
use breakeven::profile::catalog::Catalog;
use serde_json::Value;

use super::support::{Physics, request};

struct Reference {
    values: Value,
    catalog: Catalog,
}

impl Reference {
    fn read() -> Self {
        let values = serde_json::from_str(include_str!("reference.json")).unwrap();
        Self { values, catalog: Catalog::with(vec![]).unwrap() }
    }

    fn rows(&self, kind: &str) -> &[Value] {
        self.values[kind].as_array().unwrap()
    }

    fn constants(&self, row: &Value) -> Constants {
        let job = &self.values["jobs"][row[0].as_u64().unwrap() as usize];
        let estimator = self.catalog.estimator.as_ref().unwrap();
        estimator.constants(job[0].as_str().unwrap(), job[1].as_str().unwrap())
    }

    fn job(&self, row: &Value, prompt: f64, output: f64) -> Job {
        let job = &self.values["jobs"][row[0].as_u64().unwrap() as usize];
        let number = |index: usize| job[index].as_f64().unwrap();
        let experts = (number(8) > 0.0).then(|| Experts { total: number(8), per_token: number(9) });
        let physics = Physics {
            bandwidth: number(2),
            tflops: number(3),
            parameters: number(6),
            active: number(7),
            experts,
            layers: number(10),
            kv_bytes: number(11),
            heads: Heads::UNKNOWN,
            weights: number(12),
        };
        let interconnect = job[5].as_str().map(|word| match word {
            "nvlink" => Interconnect::Nvlink,
            _ => Interconnect::Pcie,
        });
        let layout = Layout { tensor_parallel: number(4), interconnect, ..Layout::SINGLE };
        physics.job(request(prompt, output), layout)
    }
}

fn close(found: f64, expected: &Value, row: &Value) {
    let expected = expected.as_f64().unwrap();
    assert!((found / expected - 1.0).abs() < 1e-9, "{found} for {expected} in {row}");
}

#[test]
fn one_stream() {
    let reference = Reference::read();
    let rows = reference.rows("one_stream");
    assert_eq!(rows.len(), 55);
    for row in rows {
        let job = reference.job(row, row[1].as_f64().unwrap(), 0.0);
        close(terms::decode_rate(&job, &reference.constants(row), 1.0), &row[2], row);
        close(terms::roof(&job, 1.0), &row[3], row);
    }
}

#[test]
fn prompts_alone() {
    let reference = Reference::read();
    let rows = reference.rows("prefill");
    assert_eq!(rows.len(), 33);
    for row in rows {
        let job = reference.job(row, row[1].as_f64().unwrap(), 256.0);
        let parts = prefill::parts(&job, &reference.constants(row), 0.0, 1.0);
        close(1.0 / parts.iter().sum::<f64>(), &row[2], row);
    }
}

#[test]
fn several_streams() {
    let reference = Reference::read();
    let rows = reference.rows("serving");
    assert_eq!(rows.len(), 168);
    for row in rows {
        let number = |index: usize| row[index].as_f64().unwrap();
        let (constants, job) = (reference.constants(row), reference.job(row, number(1), number(2)));
        let concurrency = number(3);
        close(terms::end_to_end_rate(&job, &constants, concurrency), &row[5], row);
        close(terms::roof(&job, concurrency), &row[6], row);
        if !row[7].is_null() {
            close(terms::prompt_rate(&job, &constants, concurrency), &row[7], row);
        }
        // Theirs is the best of every batch size up to the concurrency asked for, ours that of the
        // powers of two and the one that fits.
        let found = Curve::new(job, &constants).decode(concurrency);
        let ratio = found / number(4);
        assert!((1.0 - 1e-6..=1.0 + 1e-9).contains(&ratio), "{found} in {row}");
    }
}
