//! Work that can wait is done in the quiet hours of its day: nothing is lost, nothing is moved to
//! another day, and no other way to move it has a lower peak.

use crate::support::draw::config;
use crate::support::question::with_shipped;
use breakeven::answer::evaluate;
use breakeven::load::Load;
use proptest::prelude::*;

fn week() -> impl Strategy<Value = [f64; 168]> {
    let hour = prop_oneof![3 => 0.0..10.0_f64, 1 => Just(0.0)];
    proptest::collection::vec(hour, 168).prop_map(|hours| hours.try_into().unwrap_or([1.0; 168]))
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn a_day_is_filled_from_below(hours in week(), share in 0.0..=1.0_f64) {
        let Ok(load) = Load::weekly("free".into(), hours) else { return Ok(()) };
        let filled = load.with_batch(share);
        prop_assert!((filled.batch_share() - share).abs() < 1e-12);
        let days = filled.filled().weights().chunks(24).zip(load.weights().chunks(24));
        for (index, (done, asked)) in days.enumerate() {
            let (all, before): (f64, f64) = (done.iter().sum(), asked.iter().sum());
            prop_assert!((all - before).abs() < 1e-9 * (1.0 + before), "day {index}");
            let level = done.iter().copied().fold(f64::INFINITY, f64::min);
            for (done, asked) in done.iter().zip(asked) {
                let interactive = asked * (1.0 - share);
                // Nothing is taken away, and nothing lies above the level but what was there.
                prop_assert!(*done >= interactive - 1e-12);
                prop_assert!(*done <= interactive.max(level) + 1e-9, "{done} {interactive} {level}");
            }
        }
    }

    /// What exceeds machines falls with their number, and with all of it there is none.
    #[test]
    fn more_machines_leave_less(
        hours in week(), share in 0.0..=1.0_f64, full in 0.0..3.0_f64, more in 0.0..1.0_f64,
        headroom in 0.3..1.0_f64,
    ) {
        let Ok(load) = Load::weekly("free".into(), hours) else { return Ok(()) };
        let load = load.with_batch(share);
        let (few, many) = (load.excess(full, headroom), load.excess(full + more, headroom));
        prop_assert!(few.interactive >= many.interactive - 1e-12 && few.batch >= many.batch - 1e-12);
        prop_assert!(load.excess(0.0, headroom).total() > 1.0 - 1e-9);
        let enough = load.planned(headroom) / headroom;
        prop_assert!(load.excess(enough, headroom).total() < 1e-9);
        let less = load.excess(enough * 0.99, headroom).total();
        prop_assert!(less > 0.0 || load.busiest() * 0.99 < load.planned(headroom));
    }

    /// Two loads together are as asked for; so is what can wait of them.
    #[test]
    fn loads_together_keep_what_can_wait(
        one in week(), other in week(), shares in (0.0..=1.0_f64, 0.0..=1.0_f64), weight in 0.1..10.0_f64,
    ) {
        let load = |hours, share| Some(Load::weekly("x".into(), hours).ok()?.with_batch(share));
        let (Some(a), Some(b)) = (load(one, shares.0), load(other, shares.1)) else { return Ok(()) };
        let both = Load::mixed("both".into(), &[(&a, weight), (&b, 1.0)]);
        let expected = (shares.0 * weight + shares.1) / (weight + 1.0);
        prop_assert!((both.batch_share() - expected).abs() < 1e-9);
        let mixed = |of: fn(&Load) -> f64| (of(&a) * weight + of(&b)) / (weight + 1.0);
        // Filled together they need no more than each by itself.
        prop_assert!(both.busiest() <= mixed(Load::busiest) + 1e-9);
        prop_assert!(both.interactive().peak() <= mixed(|load| load.interactive().peak()) + 1e-9);
    }

    /// A sharper peak is one of everything: the same part can wait.
    #[test]
    fn a_peak_keeps_what_can_wait(hours in week(), share in 0.0..=1.0_f64, way in 0.0..=1.0_f64) {
        let Ok(load) = Load::weekly("free".into(), hours) else { return Ok(()) };
        let peak = 1.0 + way * (load.largest_peak() - 1.0);
        let Ok(shaped) = load.with_batch(share).with_peak(peak) else { return Ok(()) };
        prop_assert!((shaped.batch_share() - share).abs() < 1e-9);
        prop_assert!((shaped.interactive().peak() - peak * (1.0 - share)).abs() < 1e-9 * peak);
    }
}

/// What machines cannot do goes to an API whose prices go by the hour and that has no batch price: what
/// can wait in cheap hours, what cannot in its own. The search and the ledger have one sum.
#[test]
fn a_mix_is_searched_for_at_the_prices_that_it_pays() {
    let mut seen = 0;
    for batch in ["0", "20", "60", "100"] {
        for more in ["", "--growth 30", "--api-price-trend -20"] {
            let flags = format!(
                "--volume 800M/day --batch {batch} --load office --api deepseek-flash \
                 --hardware rtx-3090 --horizon 12 {more}"
            );
            let report = with_shipped(&flags, evaluate);
            for option in report.options.iter().filter(|option| option.kind == "mixed") {
                let (mix, costs) = (option.mix.as_ref(), option.costs.as_ref());
                let points = mix.map(|mix| &mix.spill_curve).into_iter().flatten();
                // Where demand grows a mix has more machines later, and no point of the curve.
                for point in points
                    .filter(|point| Some(point.units) == option.units && !more.contains("growth"))
                {
                    let found = costs.map_or(f64::NAN, |costs| costs.horizon_usd.0);
                    let searched = point.horizon_usd.0;
                    assert!(
                        (found - searched).abs() <= 1e-9 * found,
                        "{flags}: {found} {searched}"
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen >= 6, "{seen}");
}

/// 150M tokens a day over ten office hours of five days fill 24 hours of each: 1.29 times the mean, not
/// 3.43, and machines may be full with them.
#[test]
fn a_day_of_batch_work_needs_its_mean_and_not_its_peak() {
    let machines = |batch: &str| {
        let flags = format!(
            "--volume 150M/day --batch {batch} --load office --api gpt-6-luna --hardware rtx-3090 \
             --request 3000+1000"
        );
        let report = with_shipped(&flags, evaluate);
        let local = report.options.iter().find(|option| option.kind == "local");
        let local = local.expect("machines alone are listed");
        let peak = local.utilization.as_ref().map_or(0.0, |utilization| utilization.peak.0);
        (local.units.map_or(0.0, |units| units.0), peak)
    };
    let ((without, _), (all, peak)) = (machines("0"), machines("100"));
    let planned = |factor: f64, headroom: f64, mean: f64| (mean * factor / headroom).ceil();
    let mean = peak * all / (9.0 / 7.0);
    assert_eq!(without, planned(24.0 / 7.0, 0.8, mean));
    assert_eq!(all, planned(9.0 / 7.0, 1.0, mean));
    assert!(all * 2.0 <= without, "{all} of {without}");
}
