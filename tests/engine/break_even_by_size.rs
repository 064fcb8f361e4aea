//! Break-even where machines stand elsewhere from some number on, against every volume of a grid.

use breakeven::calc::cash::break_even::{BreakEven, Line};
use breakeven::calc::cash::stretches::Stretch;
use breakeven::calc::cash::work_at::WorkAt;
use breakeven::units::{MtokPerMonth, UsdPerMonth, UsdPerMtok};
use proptest::prelude::*;

use crate::support::draw::config;

/// Mtok a month that one machine serves; the baseline asks a dollar for each.
const CAPACITY: f64 = 100.0;

fn line(home: (f64, f64), rack: (f64, f64), token: f64, most: f64) -> Line {
    let stretch = |(fleet, machine): (f64, f64), most: f64| Stretch {
        most,
        fleet: UsdPerMonth::new(fleet),
        machine: UsdPerMonth::new(machine),
        token: UsdPerMtok::new(token),
        waking: UsdPerMtok::ZERO,
    };
    Line {
        stretches: vec![stretch(home, most), stretch(rack, f64::INFINITY)],
        baseline: UsdPerMtok::new(1.0),
        least: UsdPerMonth::ZERO,
        capacity: MtokPerMonth::new(CAPACITY),
        work: WorkAt::proportional(),
    }
}

/// What as many machines as a volume needs cost beyond the baseline.
fn behind(line: &Line, volume: f64) -> f64 {
    let machines = (volume / CAPACITY * (1.0 - 1e-9)).ceil().max(1.0);
    let stretch = line.stretches.iter().find(|stretch| machines <= stretch.most).unwrap();
    stretch.fleet.get() + stretch.machine.get() * machines + stretch.token.get() * volume - volume
}

fn grid() -> impl Iterator<Item = f64> {
    (1..=1_200).map(|step| f64::from(step) * CAPACITY / 40.0)
}

/// Two machines that are full cost what the baseline asks: 160 + 2 x 20 = 200.
#[test]
fn a_fleet_that_breaks_even_when_it_is_full_needs_no_machine_more() {
    let same = (160.0, 20.0);
    let found = line(same, same, 0.0, 5.0).sized();
    let BreakEven::Reachable { tokens, machines, .. } = found else { panic!("{found:?}") };
    assert_eq!(machines, 2.0);
    assert!((tokens.per_month().get() - 200.0).abs() < 1e-9, "{tokens:?}");
}

/// Machines of $80 fall behind for the last time at 320, where the baseline asks its minimum and no more.
#[test]
fn a_minimum_that_is_exactly_the_last_bill_leaves_nothing_behind() {
    let of = |least: f64| {
        let line = line((0.0, 80.0), (0.0, 80.0), 0.0, 5.0);
        Line { least: UsdPerMonth::new(least), ..line }.sized()
    };
    let above = |found: BreakEven| match found {
        BreakEven::Reachable { always_above, .. } => always_above.unwrap().per_month().get(),
        BreakEven::Never { .. } => panic!("{found:?}"),
    };
    assert!((above(of(319.0)) - 320.0).abs() < 1e-9);
    assert_eq!(above(of(320.0)), 0.0);
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn no_volume_says_otherwise(
        home in (0.0..300.0_f64, 5.0..180.0_f64), rack in (0.0..900.0_f64, 5.0..180.0_f64),
        token in 0.0..0.6_f64, most in 1_u32..5,
    ) {
        let line = line(home, rack, token, f64::from(most));
        let slack = |volume: f64| 1e-6 * volume;
        match line.sized() {
            BreakEven::Reachable { tokens, machines, always_above } => {
                let first = tokens.per_month().get();
                prop_assert!(first <= CAPACITY * machines * (1.0 + 1e-9));
                prop_assert!(first >= CAPACITY * (machines - 1.0) * (1.0 - 1e-9));
                for volume in grid().filter(|volume| *volume < first * (1.0 - 1e-6)) {
                    prop_assert!(behind(&line, volume) > -slack(volume), "{volume} wins before {first}");
                }
                // Just above it machines win, as long as they need no machine more.
                let above = (first * (1.0 + 1e-6)).min(CAPACITY * machines);
                prop_assert!(behind(&line, above) < slack(first), "{first}");
                match always_above.map(|volume| volume.per_month().get()) {
                    Some(last) => {
                        prop_assert!(last >= first * (1.0 - 1e-9));
                        for volume in grid().filter(|volume| *volume > last * (1.0 + 1e-6)) {
                            let behind = behind(&line, volume);
                            prop_assert!(behind < slack(volume), "{volume} loses above {last}");
                        }
                        // So little above what machines do needs none more.
                        let needs_none = (last / CAPACITY).fract() < 1e-9 * last / CAPACITY;
                        let below = behind(&line, last * (1.0 - 1e-10));
                        prop_assert!(needs_none || below > 0.0, "{last} is too high");
                    }
                    // Each machine that is added begins behind, however many there are.
                    None => prop_assert!(behind(&line, 5_000.0 * CAPACITY + 1e-3) > 0.0),
                }
            }
            BreakEven::Never { .. } => {
                for volume in grid() {
                    prop_assert!(behind(&line, volume) > -slack(volume), "{volume} wins");
                }
            }
        }
    }
}

/// Two machines at home cost $50 each; three in a rack cost $210, with which they are behind at 200, and four
/// $260, with which they are not at 300.
#[test]
fn the_first_size_of_a_stretch_may_be_the_last_that_is_behind() {
    let line = line((0.0, 50.0), (60.0, 50.0), 0.0, 2.0);
    let expected = BreakEven::Reachable {
        tokens: MtokPerMonth::new(50.0).per_day(),
        machines: 1.0,
        always_above: Some(MtokPerMonth::new(210.0).per_day()),
    };
    assert_eq!(line.sized(), expected);
}

/// One machine is there for nothing; of more each costs $80, and all of them $30. They begin behind up to the
/// sixth, six cost $510.
#[test]
fn a_machine_for_nothing_wins_at_once_and_others_may_be_behind() {
    let line = line((0.0, 0.0), (30.0, 80.0), 0.0, 1.0);
    let expected = BreakEven::Reachable {
        tokens: MtokPerMonth::ZERO.per_day(),
        machines: 1.0,
        always_above: Some(MtokPerMonth::new(510.0).per_day()),
    };
    assert_eq!(line.sized(), expected);
    // Where no other begins behind, they win from the first token on.
    let line = self::line((0.0, 0.0), (-80.0, 80.0), 0.0, 1.0);
    let expected = BreakEven::Reachable {
        tokens: MtokPerMonth::ZERO.per_day(),
        machines: 1.0,
        always_above: Some(MtokPerMonth::ZERO.per_day()),
    };
    assert_eq!(line.sized(), expected);
    // At 320M the bill is a minimum of as much, and so are four machines: none is ever behind.
    let line = Line { least: UsdPerMonth::new(320.0), ..line };
    let expected = BreakEven::Reachable {
        tokens: MtokPerMonth::ZERO.per_day(),
        machines: 1.0,
        always_above: Some(MtokPerMonth::ZERO.per_day()),
    };
    assert_eq!(line.sized(), expected);
}

/// Full, a machine earns exactly what it costs, and all of them cost $10 more: no number of them breaks even.
#[test]
fn machines_without_a_margin_never_pay_for_what_all_of_them_cost() {
    let line = line((10.0, 100.0), (10.0, 100.0), 0.0, 1.0);
    let unreachable = Some(MtokPerMonth::new(110.0).per_day());
    assert_eq!(line.sized(), BreakEven::Never { unreachable });
}

/// Full, a machine earns exactly what it costs: one is level with the baseline then, and each that is added begins
/// behind.
#[test]
fn machines_without_a_margin_are_level_when_full() {
    let expected = BreakEven::Reachable {
        tokens: MtokPerMonth::new(100.0).per_day(),
        machines: 1.0,
        always_above: None,
    };
    assert_eq!(line((0.0, 100.0), (0.0, 100.0), 0.0, 1.0).sized(), expected);
}

/// A minimum of what a machine costs is enough: neither is dearer from the first token on.
#[test]
fn a_machine_for_exactly_the_minimum_wins_at_once() {
    let line = Line { least: UsdPerMonth::new(80.0), ..line((0.0, 80.0), (0.0, 80.0), 0.0, 1.0) };
    let BreakEven::Reachable { tokens, machines, .. } = line.sized() else {
        unreachable!("it is within the minimum")
    };
    assert_eq!((tokens, machines), (MtokPerMonth::ZERO.per_day(), 1.0));
    assert!(matches!(line.fixed(1.0), BreakEven::Reachable { tokens, .. } if tokens.get() == 0.0));
}
