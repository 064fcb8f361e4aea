//! Floor 0: which of a few things go together, over any cost of a group, and who pays for what.
//!
//! A group is a set of things as bits: thing `i` is in group `g` when `g >> i & 1` is 1. The cost of
//! a group is whatever the caller says.

use std::collections::BTreeMap;

/// The most things for which every partition is tried: 3^12 is 531,441 pairs of a set and a group.
pub const EXACT: usize = 12;

/// Things in groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    /// The groups, by their first thing.
    pub groups: Vec<u32>,
    /// The sum of their costs.
    pub cost: f64,
    /// What no partition costs less than: the cost itself when every one was tried.
    pub bound: f64,
}

/// The things of a group, from the first.
///
/// ```
/// use breakeven::partition::things;
/// assert_eq!(things(0b1101).collect::<Vec<_>>(), [0, 2, 3]);
/// ```
pub fn things(group: u32) -> impl Iterator<Item = usize> {
    (0..32).filter(move |thing| group >> thing & 1 == 1)
}

/// The cheapest partition of `count` things: of all of them up to [`EXACT`], else the best that
/// merging, and then moving one at a time, comes to; its bound supposes that a group never costs
/// less than a part of it. At most 32 things are taken.
///
/// ```
/// use breakeven::partition::{best, things};
/// // A machine costs 10 and serves three things; alone each costs 6.
/// let cost = |group: u32| match things(group).count() {
///     1 => 6.0,
///     2 | 3 => 10.0,
///     _ => f64::INFINITY,
/// };
/// let found = best(4, cost);
/// assert_eq!((found.cost, found.groups.len()), (16.0, 2));
/// ```
pub fn best(count: usize, mut cost: impl FnMut(u32) -> f64) -> Partition {
    match count.min(32) {
        few if few <= EXACT => exact(few, &mut cost),
        many => near(many, EXACT, cost),
    }
}

/// Of many things the `tried` that cost most alone are tried in every partition. No partition of all
/// costs less than theirs, because each of its groups costs as much as what it has of them.
fn near(count: usize, tried: usize, mut cost: impl FnMut(u32) -> f64) -> Partition {
    let mut known = BTreeMap::new();
    let mut cost = |group: u32| *known.entry(group).or_insert_with(|| cost(group));
    let alone: Vec<(u32, f64)> = (0..count).map(|at| 1 << at).map(|one| (one, cost(one))).collect();
    let mut dearest = alone.clone();
    dearest.sort_by(|a, b| b.1.total_cmp(&a.1));
    let original = |group: u32| things(group).map(|at| dearest[at].0).sum::<u32>();
    let part = exact(tried, &mut |group| cost(original(group)));
    let groups = part.groups.iter().map(|group| original(*group));
    let begun = groups.map(|group| (group, cost(group))).chain(dearest[tried..].iter().copied());
    let begun = greedy(begun.collect(), count, &mut cost);
    let merged = greedy(alone, count, &mut cost);
    let found = if begun.cost < merged.cost { begun } else { merged };
    Partition { bound: part.cost.min(found.cost), ..found }
}

/// By dynamic programming over sets: the cheapest partition of a set is the cheapest group with its
/// first thing, and the cheapest partition of the rest. Ties go to the group of more things that
/// come first, so that the answer is the same everywhere.
fn exact(count: usize, cost: &mut impl FnMut(u32) -> f64) -> Partition {
    let sets = 1_usize << count;
    let costs: Vec<f64> = (0..sets).map(|g| if g == 0 { 0.0 } else { cost(g as u32) }).collect();
    let mut cheapest = vec![0.0; sets];
    let mut group_of = vec![0_usize; sets];
    for set in 1..sets {
        let first = set & set.wrapping_neg();
        let rest = set ^ first;
        let (mut part, mut lowest, mut chosen) = (rest, f64::INFINITY, set);
        loop {
            let group = part | first;
            let total = costs[group] + cheapest[set ^ group];
            if total < lowest {
                (lowest, chosen) = (total, group);
            }
            if part == 0 {
                break;
            }
            part = (part - 1) & rest;
        }
        (cheapest[set], group_of[set]) = (lowest, chosen);
    }
    let (mut groups, mut left) = (Vec::new(), sets - 1);
    while left != 0 {
        groups.push(group_of[left] as u32);
        left ^= group_of[left];
    }
    let cost = cheapest[sets - 1];
    Partition { groups, cost, bound: cost }
}

/// Merges the two groups that save most until none saves, then moves single things while that saves.
fn greedy(
    mut groups: Vec<(u32, f64)>,
    count: usize,
    cost: &mut impl FnMut(u32) -> f64,
) -> Partition {
    while let Some((a, b, merged)) = best_merge(&groups, cost) {
        groups[a] = merged;
        groups.remove(b);
    }
    // Each move saves, so that there is an end; the number is bounded all the same.
    for _ in 0..count * count {
        if !move_one(&mut groups, count, cost) {
            break;
        }
    }
    groups.sort_by_key(|(group, _)| group.trailing_zeros());
    let cost = groups.iter().map(|(_, cost)| cost).sum();
    Partition { groups: groups.into_iter().map(|(group, _)| group).collect(), cost, bound: cost }
}

/// Two groups, and what they are and cost together, if that saves anything.
fn best_merge(
    groups: &[(u32, f64)],
    cost: &mut impl FnMut(u32) -> f64,
) -> Option<(usize, usize, (u32, f64))> {
    let (mut most, mut found) = (0.0, None);
    for a in 0..groups.len() {
        for b in a + 1..groups.len() {
            let together = groups[a].0 | groups[b].0;
            let price = cost(together);
            let saved = groups[a].1 + groups[b].1 - price;
            if saved > most {
                (most, found) = (saved, Some((a, b, (together, price))));
            }
        }
    }
    found
}

/// Moves one thing to another group, or to one of its own, if that saves anything.
fn move_one(groups: &mut Vec<(u32, f64)>, count: usize, cost: &mut impl FnMut(u32) -> f64) -> bool {
    for thing in 0..count {
        let bit = 1_u32 << thing;
        let Some(from) = groups.iter().position(|(group, _)| group & bit != 0) else { continue };
        let without = groups[from].0 ^ bit;
        let left = if without == 0 { 0.0 } else { cost(without) };
        for to in (0..=groups.len()).filter(|to| *to != from) {
            let (target, old) = groups.get(to).copied().unwrap_or((0, 0.0));
            let with = (target | bit, cost(target | bit));
            if left + with.1 < groups[from].1 + old {
                match groups.get_mut(to) {
                    Some(group) => *group = with,
                    None => groups.push(with),
                }
                groups[from] = (without, left);
                groups.retain(|(group, _)| *group != 0);
                return true;
            }
        }
    }
    false
}

/// `total` in parts as large as the weights, which add up to it; in equal parts when no weight is
/// above 0. What rounding leaves goes to the largest.
///
/// ```
/// use breakeven::partition::shares;
/// assert_eq!(shares(12.0, &[1.0, 3.0, 0.0]), [3.0, 9.0, 0.0]);
/// assert_eq!(shares(12.0, &[0.0, 0.0]), [6.0, 6.0]);
/// ```
pub fn shares(total: f64, weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    let mut shares: Vec<f64> = match sum > 0.0 {
        true => weights.iter().map(|weight| total * (weight / sum)).collect(),
        false => vec![total / weights.len().max(1) as f64; weights.len()],
    };
    let largest = (0..shares.len()).max_by(|a, b| shares[*a].abs().total_cmp(&shares[*b].abs()));
    if let Some(largest) = largest {
        shares[largest] = 0.0;
        shares[largest] = total - shares.iter().sum::<f64>();
    }
    shares
}

/// What each asks for in the hour in which all together ask for most, and that hour: who causes the
/// peak pays for it. All have the same hours; the first of equal ones counts.
///
/// ```
/// use breakeven::partition::coincident_peak;
/// let (hour, parts) = coincident_peak(&[&[1.0, 4.0, 2.0], &[5.0, 0.0, 4.0]]).unwrap();
/// assert_eq!((hour, parts), (0, vec![1.0, 5.0]));
/// ```
pub fn coincident_peak(loads: &[&[f64]]) -> Option<(usize, Vec<f64>)> {
    let hours = loads.iter().map(|load| load.len()).min()?;
    let sum = |hour: usize| loads.iter().map(|load| load[hour]).sum::<f64>();
    let later = |peak, hour| if sum(hour) > sum(peak) { hour } else { peak };
    let peak = (0..hours).fold(0, later);
    (hours > 0).then(|| (peak, loads.iter().map(|load| load[peak]).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cost for each group, the same for the same seed.
    fn costs(count: usize, seed: u64) -> Vec<f64> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            (state >> 40) as f64
        };
        (0..1 << count).map(|_| 1.0 + (next() % 1_000.0)).collect()
    }

    /// Every partition, by giving each thing to every group so far or to a new one.
    fn brute(count: usize, costs: &[f64]) -> f64 {
        fn go(thing: usize, count: usize, groups: &mut Vec<u32>, costs: &[f64]) -> f64 {
            if thing == count {
                return groups.iter().map(|group| costs[*group as usize]).sum();
            }
            let mut lowest = f64::INFINITY;
            for at in 0..groups.len() {
                groups[at] |= 1 << thing;
                lowest = lowest.min(go(thing + 1, count, groups, costs));
                groups[at] ^= 1 << thing;
            }
            groups.push(1 << thing);
            lowest = lowest.min(go(thing + 1, count, groups, costs));
            groups.pop();
            lowest
        }
        go(0, count, &mut Vec::new(), costs)
    }

    fn whole(count: usize, partition: &Partition) {
        let all = partition.groups.iter().fold(0_u32, |all, group| {
            assert_eq!(all & group, 0, "a thing is in two groups");
            all | group
        });
        assert_eq!(all, (1_u64 << count).wrapping_sub(1) as u32);
    }

    #[test]
    fn no_other_partition_is_cheaper() {
        for count in 0..=8 {
            for seed in 0..20 {
                let costs = costs(count, seed);
                let found = best(count, |group| costs[group as usize]);
                whole(count, &found);
                assert_eq!(found.cost, brute(count, &costs), "{count} things, seed {seed}");
                let sum: f64 = found.groups.iter().map(|group| costs[*group as usize]).sum();
                assert_eq!(found.cost, sum);
            }
        }
    }

    #[test]
    fn what_is_not_exact_is_near_and_says_how_far_it_may_be() {
        let (mut worst, mut gaps): (f64, [f64; 2]) = (1.0, [0.0; 2]);
        for seed in 0..40 {
            // Machines that hold so much, and things of different sizes: sharing saves.
            let sizes: Vec<f64> = costs(4, seed).iter().take(9).map(|n| n % 97.0 + 3.0).collect();
            let mut cost = |group: u32| {
                let size: f64 = things(group).map(|thing| sizes[thing]).sum();
                30.0 * (size / 100.0).ceil() + 0.1 * size
            };
            let (near, exact) = (near(9, 6, cost), exact(9, &mut cost));
            whole(9, &near);
            worst = worst.max(near.cost / exact.cost);
            let dearest = (0..9).map(|thing| cost(1 << thing)).fold(0.0, f64::max);
            assert!((dearest..=exact.cost + 1e-9).contains(&near.bound), "{near:?} {exact:?}");
            gaps = [gaps[0] + near.cost - near.bound, gaps[1] + near.cost - dearest];
        }
        // Packing is where merging in pairs is worst: 30 % above the best in one of these, if all were merged.
        assert!(worst < 1.01, "{worst}");
        assert!(gaps[0] < 0.2 * gaps[1], "{gaps:?}");
        let many = best(20, |group| 10.0 + f64::from(group.count_ones()));
        whole(20, &many);
        assert_eq!((many.cost, many.bound), (30.0, 22.0));
    }

    #[test]
    fn shares_add_up() {
        for seed in 0..50 {
            let weights = costs(3, seed);
            let shares = shares(1234.56, &weights);
            assert!((shares.iter().sum::<f64>() - 1234.56).abs() < 1e-10);
            assert!(shares.iter().all(|share| *share >= 0.0));
        }
        assert!(shares(1.0, &[]).is_empty());
        assert_eq!(coincident_peak(&[]), None);
    }
}
