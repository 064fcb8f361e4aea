//! Which of several deployments of a model on a machine is shown when nobody says.

use super::throughput_answer::Question;
use crate::calc::decide::coarse::is_coarse;
use crate::calc::throughput::known::Known;
use crate::calc::throughput::most_at;
use crate::criterion::Criterion;
use crate::throughput::{Basis, Deployment};
use crate::units::TokensPerSecond;

/// One that fits, with four bits a parameter at least, and measured at such requests before all others; of several
/// the one that takes the fewest seconds for a request, and of equals the first.
///
/// Seconds are those of a machine with as many requests in progress as are asked about at most, else with as many as
/// keep every stream at `min_speed`, as a fleet has them.
pub fn preferred(
    deployments: &[Deployment<'_>],
    question: &Question,
    min_speed: TokensPerSecond,
) -> Option<usize> {
    let rank = |deployment: &Deployment<'_>| {
        let Question { request, context_tokens, .. } = *question;
        match Known::with_context(deployment, request, context_tokens) {
            Ok(known) => {
                let is_measured = known.decode_range(1.0).1 == Basis::Measured;
                let rank = 2 * u8::from(is_coarse(deployment)) + u8::from(!is_measured);
                (rank, seconds(&known, question, min_speed))
            }
            Err(unmet) => (if unmet.criterion() == Criterion::Fit { 5 } else { 4 }, f64::INFINITY),
        }
    };
    let ranked = deployments.iter().map(rank).enumerate();
    let first = |a: &(u8, f64), b: &(u8, f64)| a.0.cmp(&b.0).then_with(|| a.1.total_cmp(&b.1));
    ranked.min_by(|(_, one), (_, other)| first(one, other)).map(|(index, _)| index)
}

/// Machine-seconds of a request; without output, of a token beside what is cached.
fn seconds(known: &Known<'_, '_>, question: &Question, min_speed: TokensPerSecond) -> f64 {
    let concurrency = match question.concurrencies.last() {
        Some(asked) => asked.min(known.most()),
        None => most_at(known, min_speed).unwrap_or(1.0),
    };
    if question.request.output_tokens == 0.0 {
        return 1.0 / known.decode_rate(concurrency);
    }
    known.typical_rates(concurrency).map_or(f64::INFINITY, |rates| {
        let (read, made) = question.request.seconds(rates);
        read + made
    })
}
