//! The physical numbers that a modelled rate follows from. Nothing here is fitted.

use super::layout::{Layout, kv_bytes};
use crate::engine::{Arithmetic, Constants};
use crate::feature::Effect;
use crate::hardware::Pcie;
use crate::model::{Experts, Heads, active_share, outside_experts, stored_outside};
use crate::throughput::Deployment;
use crate::workload::Request;

/// One model on one machine, serving requests of one shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job {
    /// Memory bandwidth of one accelerator, GB/s.
    pub bandwidth: f64,
    /// 16-bit compute of one accelerator, 10^9 operations a second.
    pub compute: f64,
    /// The weights of the whole model, GB.
    pub weights: f64,
    /// Parameters, 10^9.
    pub parameters: f64,
    /// Parameters that one token uses, 10^9.
    pub active: f64,
    /// Layers.
    pub layers: f64,
    /// Bytes of KV cache per token of context.
    pub kv_bytes: f64,
    /// Heads of attention.
    pub heads: Heads,
    /// Whether it is a mixture of experts.
    pub has_experts: bool,
    /// Which share of the weights a step reads.
    pub coverage: Coverage,
    /// The shape of a request.
    pub request: Request,
    /// How the accelerators share the work.
    pub layout: Layout,
    /// How wide the numbers are that it multiplies.
    pub arithmetic: Arithmetic,
    /// Speed of PCI Express between accelerators, relative to generation 4 with 16 lanes.
    pub link_speed: f64,
    /// Where routed experts are, when not in the accelerators' memory.
    pub main_memory: Option<ExpertsInMain>,
}

impl Job {
    /// The job of a deployment; `None` when the compute of the hardware is not stated.
    pub fn of(deployment: &Deployment<'_>, request: Request, layout: Layout) -> Option<Self> {
        let arithmetic = |constants: &Constants| {
            let Deployment { hardware, quantization, .. } = deployment;
            let compute = [hardware.fp16_tflops, hardware.fp8_tflops, hardware.fp4_tflops];
            constants.arithmetic(quantization, compute)
        };
        let (hardware, model) = (deployment.hardware, deployment.model);
        let gpus = f64::from(hardware.gpus);
        let share = active_share(model.parameters_billion, model.active_parameters_billion);
        Some(Self {
            bandwidth: hardware.bandwidth.get() / gpus,
            compute: hardware.fp16_tflops? * 1_000.0 / gpus,
            weights: deployment.weights.get(),
            parameters: model.parameters_billion,
            active: model.active_parameters_billion,
            layers: model.layers,
            kv_bytes: kv_bytes(model, &deployment.features),
            heads: model.heads,
            has_experts: model.experts.is_some(),
            coverage: Coverage::of(share, model.experts)
                .stored(model.parameters_billion, deployment.weights.get()),
            request,
            layout,
            arithmetic: deployment.constants.map_or(Arithmetic::SIXTEEN, arithmetic),
            link_speed: hardware.pcie.map_or(1.0, Pcie::speed),
            main_memory: ExpertsInMain::of(deployment, layout.replicas),
        })
    }

    /// The widths of all layers together, `L w`, from `12 L w^2` parameters of `L` layers that are `w` wide (four
    /// squares for attention, eight for what follows): `sqrt(A L / 12)` with the parameters that a token uses.
    pub fn widths(&self) -> f64 {
        (1e9 * self.active * self.layers / 12.0).sqrt()
    }

    /// KV cache that one stream reads per token, GB: all of the prompt and, over its life, half of
    /// the output.
    ///
    /// ```
    /// # use breakeven::calc::throughput::job::{Coverage, Job};
    /// # use breakeven::calc::throughput::layout::Layout;
    /// use breakeven::workload::Request;
    /// # use breakeven::model::Heads;
    /// # let job = Job { bandwidth: 1.0, compute: 1.0, weights: 1.0, parameters: 1.0, active: 1.0,
    /// #     layers: 1.0, kv_bytes: 100_000.0, heads: Heads::UNKNOWN, has_experts: false, coverage: Coverage::of(1.0, None),
    /// #     request: Request { prompt_tokens: 1_500.0, output_tokens: 1_000.0 }, layout: Layout::SINGLE,
    /// #     arithmetic: breakeven::engine::Arithmetic::SIXTEEN, link_speed: 1.0, main_memory: None };
    /// // 100,000 bytes per token, a prompt of 1,500 and an output of 1,000 tokens
    /// assert_eq!(job.kv(), 0.2);
    /// ```
    pub fn kv(&self) -> f64 {
        let Request { prompt_tokens, output_tokens } = self.request;
        self.kv_bytes * (prompt_tokens + output_tokens / 2.0) / 1e9
    }
}

/// Routed experts in main memory, of one copy of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExpertsInMain {
    /// Bandwidth that one copy has of it, GB/s.
    pub bandwidth: f64,
    /// The share of it at which experts are read.
    pub efficiency: f64,
    /// What carries experts to an accelerator for a prompt, GB/s: the slower of the memory and PCI
    /// Express.
    pub carried: f64,
}

impl ExpertsInMain {
    /// Those of a deployment with so many copies; `None` where experts are on the accelerators, or
    /// the main memory is not stated.
    fn of(deployment: &Deployment<'_>, copies: f64) -> Option<Self> {
        let used = deployment.features.with(Effect::ExpertsInMainMemory)?;
        let (hardware, efficiency) = (deployment.hardware, used.feature.main_memory_efficiency);
        let bandwidth = hardware.main_memory?.bandwidth.get() / copies;
        let link = Pcie::GEN4_X16 * hardware.pcie.map_or(1.0, Pcie::speed);
        Some(Self { bandwidth, efficiency, carried: link.min(bandwidth * efficiency) })
    }
}

/// The share of the weights that a step of `m` streams reads: `1 - (1 - s)(1 - e)^m`.
///
/// `e` is the share of the routed experts that one token uses, and `s` the weights outside the
/// experts. All of a dense model is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    shared: f64,
    /// ln(1 - e): a step multiplies what it misses, so a power is one exponential.
    missed: f64,
}

impl Coverage {
    /// Of a model with this share of its parameters active, all of them of the same size.
    pub fn of(active: f64, experts: Option<Experts>) -> Self {
        match experts {
            Some(experts) if active < 1.0 => {
                let used = (experts.per_token / experts.total).min(active);
                let shared = outside_experts(active, experts);
                Self { shared, missed: (-used).ln_1p() }
            }
            // Without experts nobody knows what further streams add.
            _ => Self { shared: active.min(1.0), missed: 0.0 },
        }
    }

    /// The same of weights that are stored in so many GB, 10^9 parameters.
    #[must_use]
    pub fn stored(self, parameters: f64, weights: f64) -> Self {
        match self.missed {
            0.0 => self,
            _ => Self { shared: stored_outside(self.shared, parameters, weights), ..self },
        }
    }

    /// What is read outside the routed experts, whatever the streams.
    pub fn shared(&self) -> f64 {
        self.shared
    }

    /// For this many streams.
    ///
    /// ```
    /// use breakeven::calc::throughput::job::Coverage;
    /// use breakeven::model::Experts;
    /// let experts = Some(Experts { total: 4.0, per_token: 1.0 });
    /// // Of four experts one is used, nothing else: two streams meet 1 - (3/4)^2 of them.
    /// assert!((Coverage::of(0.25, experts).at(1.0) - 0.25).abs() < 1e-12);
    /// assert!((Coverage::of(0.25, experts).at(2.0) - 0.4375).abs() < 1e-12);
    /// assert_eq!(Coverage::of(1.0, None).at(8.0), 1.0);
    /// let all = Some(Experts { total: 4.0, per_token: 4.0 });
    /// assert_eq!(Coverage::of(1.0, all).at(8.0), 1.0);
    /// ```
    pub fn at(&self, streams: f64) -> f64 {
        if self.missed == 0.0 {
            return self.shared;
        }
        1.0 - (1.0 - self.shared) * (self.missed * streams).exp()
    }
}
