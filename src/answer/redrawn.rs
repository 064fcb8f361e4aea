//! Whole options as draws find them: for numbers that are read off reports.

use super::options::drawn;
use crate::calc::option::subject::Candidate;
use crate::calc::verdict::evaluation::Evaluation;
use crate::calc::verdict::selection::Choice;
use crate::calc::whatif::monte_carlo::Worlds;
use crate::report::OptionReport;

/// The options that are shown, as `count` draws find them; in each draw in the order of the report.
pub fn draws<'a>(
    evaluation: &'a Evaluation<'_, '_>,
    count: u32,
    seed: u64,
) -> impl Iterator<Item = Vec<OptionReport>> + 'a {
    let options = evaluation.choices.iter().filter_map(|choice| choice.candidate.option());
    let worlds = Worlds::new(options, evaluation.scenario, (count, seed));
    let column = |choice: &Choice<'_, '_>| worlds.column_of(choice.candidate.option()?);
    let columns: Vec<_> = evaluation.choices.iter().map(column).collect();
    let mut world = worlds.world();
    (0..count as usize).map(move |draw| {
        worlds.set(&mut world, draw);
        let redrawn = |(choice, column): (&Choice<'_, '_>, &Option<usize>)| {
            let shown = choice.candidate;
            let priced = shown
                .priced
                .as_ref()
                .map(|(option, total)| (worlds.redrawn(option, *column, &mut world, draw), *total));
            let candidate =
                Candidate { subject: shown.subject.clone(), unmet: shown.unmet.clone(), priced };
            let under = Evaluation::bare(&world, evaluation.baseline);
            drawn(&under, &Choice { candidate: &candidate, ..*choice })
        };
        evaluation.choices.iter().zip(&columns).map(redrawn).collect()
    })
}

/// The index of the cheapest option that may be chosen, by total over the horizon.
pub fn cheapest(options: &[OptionReport]) -> Option<usize> {
    let cost = |index: usize| options[index].costs.as_ref().map(|costs| costs.horizon_usd.0);
    (0..options.len())
        .filter(|index| options[*index].meets_requirements && !options[*index].comparison_only)
        .filter_map(|index| Some((index, cost(index)?)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(index, _)| index)
}
