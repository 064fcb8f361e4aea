//! Imaginary machines, models and profiles.

use breakeven::calc::throughput::job::{Coverage, Job};
use breakeven::calc::throughput::layout::Layout;
use breakeven::engine::Arithmetic;
use breakeven::model::{Experts, Heads, active_share};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::deployments::deployments;
use breakeven::profile::document::Document;
use breakeven::scenario::Pins;
use breakeven::throughput::Deployment;
use breakeven::workload::Request;

/// A machine of one accelerator, as a profile.
pub const MACHINE: &str = r#"
[hardware.machine]
name = "A machine"
family = "nv-geforce"
gpus = 1
memory_gb = 24
memory_bandwidth_gb_per_s = 1000
fp16_tflops = 100
price_usd = 1000
power_idle_watts = 50
power_load_watts = 400
life_months = 36
as_of = 2026-11-01
source = "test"

[model.dense]
name = "Dense"
parameters_billion = 8
active_parameters_billion = 8
layers = 32
kv_bytes_per_token = 100_000
context_tokens = 100_000
tier = "mid"
weights_gb = { q4_k_m = 5, fp8 = 9 }
as_of = 2026-11-01
source = "test"

[model.other]
name = "Other"
parameters_billion = 20
active_parameters_billion = 20
layers = 48
kv_bytes_per_token = 100_000
context_tokens = 100_000
tier = "mid"
weights_gb = { q4_k_m = 12 }
as_of = 2026-11-01
source = "test"
"#;

/// The shipped profiles with the machine above and this text over them.
pub fn catalog(text: &str) -> Catalog {
    let machine = Document::parse("machine.toml".into(), MACHINE.into()).unwrap();
    let user = Document::parse("user.toml".into(), text.into()).unwrap();
    Catalog::with(vec![machine, user])
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<String>())
        .unwrap()
}

/// The only deployment of these names.
pub fn deployment<'c>(
    catalog: &'c Catalog,
    [hardware, model, quantization, engine]: [&str; 4],
) -> Deployment<'c> {
    let pin = |name: &str| vec![name.to_string().into()];
    let pins = Pins {
        apis: vec![],
        hardware: pin(hardware),
        models: pin(model),
        quantizations: pin(quantization),
        engines: pin(engine),
        features: vec![],
    };
    let mut found: Vec<_> = deployments(catalog, &pins, None).iter().cloned().collect();
    // Who rents it out changes no rate.
    found.retain(|found| found.hardware.offer.is_none());
    // What was measured with a feature stands beside what is without.
    if found.iter().any(|found| found.measured.is_some()) {
        found.retain(|found| found.measured.is_some());
    }
    assert_eq!(found.len(), 1, "{hardware} {model} {quantization} {engine}");
    found.remove(0)
}

/// A request.
pub fn request(prompt_tokens: f64, output_tokens: f64) -> Request {
    Request { prompt_tokens, output_tokens }
}

/// Physical numbers of a model and one accelerator.
#[derive(Clone, Copy, Debug)]
pub struct Physics {
    pub bandwidth: f64,
    pub tflops: f64,
    pub parameters: f64,
    pub active: f64,
    pub experts: Option<Experts>,
    pub layers: f64,
    pub kv_bytes: f64,
    pub heads: Heads,
    pub weights: f64,
}

impl Physics {
    /// Share of the weights that at least one of so many streams needs. A parameter outside the experts
    /// takes a byte, or what all take on average when that is more.
    pub fn met(&self, streams: f64) -> f64 {
        let Self { parameters, active, experts, weights, .. } = *self;
        let share = active / parameters;
        let Some(experts) = experts else { return 1.0 };
        let routed = (experts.per_token / experts.total).min(share);
        let outside = parameters * (share - routed) / (1.0 - routed);
        let common = (outside * (weights / parameters).max(1.0)).min(weights) / weights;
        common + (1.0 - common) * (1.0 - (1.0 - routed).powf(streams))
    }

    /// The job for requests of a shape.
    pub fn job(&self, request: Request, layout: Layout) -> Job {
        Job {
            bandwidth: self.bandwidth,
            compute: self.tflops * 1_000.0,
            weights: self.weights,
            parameters: self.parameters,
            active: self.active,
            layers: self.layers,
            kv_bytes: self.kv_bytes,
            heads: self.heads,
            has_experts: self.experts.is_some(),
            coverage: Coverage::of(active_share(self.parameters, self.active), self.experts)
                .stored(self.parameters, self.weights),
            request,
            layout,
            arithmetic: Arithmetic::SIXTEEN,
            link_speed: 1.0,
            main_memory: None,
        }
    }
}

/// A measurement of the machine.
pub fn measured(fields: &str) -> String {
    format!(
        "[throughput.machine.dense.q4_k_m.\"llama.cpp\"]\n{fields}\nas_of = 2026-11-01\nsource = \"test\"\n"
    )
}

/// Two accelerators, joined as said.
pub fn two(interconnect: &str) -> String {
    let two = MACHINE
        .replace("[hardware.machine]", "[hardware.two]")
        .replace("gpus = 1", &format!("gpus = 2\ninterconnect = \"{interconnect}\""));
    two.split("[model").next().unwrap().to_string()
}
