//! The model a second time, for every way to spread it: what one step takes, by its causes, and how
//! many steps there are.

use breakeven::calc::throughput::layout::Layout;
use breakeven::calc::throughput::terms;
use breakeven::engine::Constants;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::sanity::{constants, layout, physics};
use super::support::{Physics, request};

/// Seconds of one step of a copy whose accelerators hold everything together, and its streams.
struct Step<'a> {
    physics: &'a Physics,
    constants: &'a Constants,
    layout: Layout,
    streams: f64,
    cache_gb: f64,
}

impl Step<'_> {
    fn met(&self) -> f64 {
        self.physics.met(self.streams)
    }

    fn bandwidth(&self) -> f64 {
        self.physics.bandwidth * self.layout.tensor_parallel
    }

    /// 10^9 operations a second.
    fn compute(&self) -> f64 {
        self.physics.tflops * 1_000.0 * self.layout.tensor_parallel
    }

    /// Seconds per layer and step, and per layer and stream; nobody talks to himself.
    fn talk(&self) -> (f64, f64) {
        use breakeven::calc::throughput::layout::Interconnect::{Nvlink, Pcie};
        let group = self.layout.tensor_parallel;
        let link = match self.layout.interconnect {
            Some(Pcie) if group > 1.0 => self.constants.pcie,
            Some(Nvlink) if group > 1.0 => self.constants.nvlink,
            _ => return (0.0, 0.0),
        };
        (link.layer_seconds, link.token_layer_seconds * 2.0 * (group - 1.0) / group)
    }

    fn seconds(&self) -> f64 {
        let (one, many) = (&self.constants.one_stream, &self.constants.batch);
        let further = self.streams - 1.0;
        let reading = self.physics.weights * self.met() / one.efficiency
            + self.cache_gb * self.streams / (one.efficiency * one.kv_efficiency).min(1.0);
        let unpacking = one.unpack * 2.0 * self.physics.parameters * self.met();
        let share = many.peak_fraction.min(1.0);
        let computing = 2.0 * self.physics.active * further / share;
        let (talk, talk_each) = self.talk();
        let experts = if self.physics.experts.is_some() { one.expert_layer_seconds } else { 0.0 };
        let each_layer = one.layer_seconds
            + experts
            + many.sequence_layer_seconds * further
            + talk
            + talk_each * self.streams;
        reading / self.bandwidth()
            + (unpacking + computing) / self.compute()
            + each_layer * self.physics.layers
    }

    /// What no step is shorter than.
    fn least(&self) -> f64 {
        let reading = self.physics.weights * self.met() + self.cache_gb * self.streams;
        let computing = 2.0 * self.physics.active * self.streams;
        (reading / self.bandwidth()).max(computing / self.compute())
    }

    /// Seconds of a prompt token of a copy that works on as many prompts as there are streams in a
    /// step, without links.
    fn prompt(&self, prompt: f64) -> f64 {
        let fitted = &self.constants.prefill;
        let tokens = prompt.max(1.0);
        let experts = if self.physics.experts.is_some() { fitted.moe_factor } else { 1.0 };
        let share = (fitted.peak_fraction * experts * self.constants.peak_factor).min(0.75);
        let attended = self.physics.heads.queries * self.physics.kv_bytes * tokens / 2.0;
        let attention = 1e-9 * attended * fitted.attention;
        let needed = self.physics.met(self.chunk(prompt)) - self.physics.met(0.0);
        let rows = fitted.expert_pad_tokens.min(self.chunk(prompt));
        let filled = rows / self.chunk(prompt) / self.streams;
        let multiplied = self.physics.active + self.physics.parameters * needed * filled;
        let operations = 2.0 * multiplied / share + attention;
        let chunks = fitted.weight_read * self.physics.weights / self.bandwidth()
            + fitted.chunk_layer_seconds * self.physics.layers;
        let width = (self.physics.active * 1e9 / self.physics.layers / 12.0).sqrt();
        let moved = fitted.activation_bytes * self.physics.layers * width / 1e9;
        operations / self.compute()
            + chunks / self.chunk(prompt) / self.streams
            + moved / self.constants.one_stream.efficiency / self.bandwidth()
    }

    /// Prompt tokens of a step.
    fn chunk(&self, prompt: f64) -> f64 {
        (prompt.max(1.0) * self.streams).min(self.constants.prefill.chunk_tokens)
    }
}

fn close(found: f64, expected: f64) -> bool {
    (found / expected - 1.0).abs() < 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_123), ..ProptestConfig::default() })]

    /// `b` streams on each copy are spread over its stages, and every copy works at the same time.
    #[test]
    fn every_layout_follows_its_steps(
        physics in physics(),
        layout in layout(),
        stages in 1_u32..5,
        prompt in 0_u32..20_000,
        output in 1_u32..10_000,
        streams in prop_oneof![Just(1.0), 0.2..1.0_f64, 1.0..300.0_f64],
    ) {
        let stages = f64::from(stages);
        let layout = Layout { stages, ..layout };
        let (prompt, output) = (f64::from(prompt), f64::from(output));
        let job = physics.job(request(prompt, output), layout);
        let copies = physics.heads.copies(layout.tensor_parallel);
        let cache_gb = copies * physics.kv_bytes * (prompt + output / 2.0) / 1e9;
        let in_a_step = (streams / stages).max(1.0);
        let all = streams * layout.replicas;
        for constants in constants() {
            let step = Step {
                physics: &physics, constants: &constants, layout, streams: in_a_step, cache_gb,
            };
            let roof = all / step.least();
            prop_assert!(close(terms::roof(&job, streams), roof));
            let decode = (all / step.seconds()).min(roof);
            prop_assert!(close(terms::decode_rate(&job, &constants, streams), decode));
            // As many prompts at a time as stages are filled.
            let at_a_time = if stages > 1.0 { streams.min(stages) } else { 1.0 };
            let (talk, talk_each) = step.talk();
            let talking = talk / step.chunk(prompt) / in_a_step + talk_each;
            let seconds = step.prompt(prompt) / at_a_time + talking * physics.layers;
            let accelerators = layout.tensor_parallel * stages * layout.replicas;
            let most = physics.tflops * 1_000.0 * accelerators / (2.0 * physics.active);
            prop_assert!(close(terms::prompt_roof(&job), most));
            let prefill = (layout.replicas / seconds).min(most);
            prop_assert!(close(terms::prompt_rate(&job, &constants, streams), prefill));
            let whole = 1.0 / (1.0 / decode + prompt / output / prefill);
            prop_assert!(close(terms::end_to_end_rate(&job, &constants, streams), whole));
        }
    }
}
