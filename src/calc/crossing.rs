//! Where something changes: one bracket-and-bisect for flips, solve and advice.

/// How a value is turned from one end of its span to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// In even steps of its logarithm.
    Ratio,
    /// In even steps.
    Difference,
    /// In whole numbers, evenly spaced.
    Whole,
}

impl Scale {
    /// A part of the way from one value to another.
    ///
    /// ```
    /// use breakeven::calc::crossing::Scale;
    /// assert_eq!(Scale::Ratio.between(1.0, 16.0, 0.5), 4.0);
    /// assert_eq!(Scale::Difference.between(1.0, 16.0, 0.5), 8.5);
    /// assert_eq!(Scale::Whole.between(1.0, 16.0, 0.5), 9.0);
    /// ```
    pub fn between(self, from: f64, to: f64, share: f64) -> f64 {
        let even = from + (to - from) * share;
        match self {
            _ if share == 0.0 => from,
            _ if share == 1.0 => to,
            Self::Ratio => from * (to / from).powf(share),
            Self::Difference => even,
            Self::Whole => even.round(),
        }
    }

    fn middle(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Ratio => (a * b).sqrt(),
            Self::Difference => (a + b) / 2.0,
            Self::Whole => ((a + b) / 2.0).floor(),
        }
    }
}

/// Halvings at most: a bracket that begins at zero never gets narrow relative to its ends.
const HALVINGS: u32 = 100;
/// Width of the last bracket, as a part of the value: finer than any figure that is shown.
const NARROW: f64 = 1e-10;

/// Two neighbouring values between which something changes, and what it is at each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing<T> {
    /// The last value before the change.
    pub before: (f64, T),
    /// The first value after it.
    pub after: (f64, T),
}

/// A search for the nearest change on the way from a value to an end, step by step. Steps are short
/// near the first value and longer farther away (step `k` ends at `(k / steps)^2` of the way): what
/// changes and changes back within one of them is not seen.
#[derive(Clone, Copy, Debug)]
pub struct Walk<T> {
    scale: Scale,
    here: (f64, T),
    end: f64,
    steps: u32,
    step: u32,
    before: (f64, T),
}

impl<T: Copy + PartialEq> Walk<T> {
    /// A search that has not begun.
    pub const fn new(scale: Scale, here: (f64, T), end: f64, steps: u32) -> Self {
        Self { scale, here, end, steps, step: 0, before: here }
    }

    /// The value up to which nothing has changed; `None` when that is the end.
    pub fn looked_to(&self) -> Option<f64> {
        (self.step < self.steps).then_some(self.before.0)
    }

    /// Where it ends.
    pub const fn end(&self) -> f64 {
        self.end
    }

    /// What is at the value up to which nothing has changed.
    pub const fn before(&self) -> T {
        self.before.1
    }

    /// Looks at one step more: the step, when something changes in it.
    pub fn advance(&mut self, mut at: impl FnMut(f64) -> T) -> Option<Crossing<T>> {
        self.step += 1;
        let share = part_of_way(self.step, self.steps);
        let value = self.scale.between(self.here.0, self.end, share);
        if value == self.before.0 {
            return None;
        }
        let after = (value, at(value));
        if after.1 != self.here.1 {
            return Some(Crossing { before: self.before, after });
        }
        self.before = after;
        None
    }
}

/// The nearest change on the way from `here` to `end`, looked for in so many steps of a [`Walk`].
///
/// ```
/// use breakeven::calc::crossing::{Scale, first_change};
/// let found = first_change(Scale::Difference, (0.0, false), 8.0, 8, |x| x * x > 10.0).unwrap();
/// assert!(!found.before.1 && found.after.1);
/// assert!((found.after.0 - 10_f64.sqrt()).abs() < 1e-9);
/// assert!(first_change(Scale::Difference, (0.0, false), 3.0, 8, |x| x * x > 10.0).is_none());
/// ```
pub fn first_change<T: Copy + PartialEq>(
    scale: Scale,
    here: (f64, T),
    end: f64,
    steps: u32,
    mut at: impl FnMut(f64) -> T,
) -> Option<Crossing<T>> {
    let mut walk = Walk::new(scale, here, end, steps);
    while walk.looked_to().is_some() {
        if let Some(found) = walk.advance(&mut at) {
            return Some(narrowed(scale, found.before, found.after, at));
        }
    }
    None
}

/// What changes on the way from one value to another, looked for in so many steps of a [`Walk`]: the first change, and
/// the next one, which may be back; the second value where it is something else than what was found before.
///
/// ```
/// use breakeven::calc::crossing::{Scale, there_and_back};
/// let between = |x: f64| (3.0..5.0).contains(&x);
/// let [there, back] = there_and_back(Scale::Difference, (0.0, false), (8.0, false), 8, between)[..] else { panic!() };
/// assert!((there.0 - 3.0).abs() < 1e-8 && there.1);
/// assert!((back.0 - 5.0).abs() < 1e-8 && !back.1);
/// let above = there_and_back(Scale::Difference, (0.0, false), (4.0, true), 8, |x| x >= 4.0);
/// assert_eq!(above, [(4.0, true)]);
/// ```
pub fn there_and_back<T: Copy + PartialEq>(
    scale: Scale,
    from: (f64, T),
    to: (f64, T),
    steps: u32,
    mut at: impl FnMut(f64) -> T,
) -> Vec<(f64, T)> {
    let (mut changes, mut last) = (Vec::new(), from);
    for _ in 0..2 {
        let change = first_change(scale, last, to.0, steps, &mut at);
        let Some(Crossing { after, .. }) = change.filter(|found| found.after.0 != to.0) else {
            break;
        };
        changes.push(after);
        last = after;
    }
    changes.extend((last.1 != to.1).then_some(to));
    changes
}

/// The part of the way at which a step of a search ends.
///
/// ```
/// use breakeven::calc::crossing::part_of_way;
/// assert_eq!([1, 2, 4].map(|step| part_of_way(step, 4)), [0.0625, 0.25, 1.0]);
/// ```
pub fn part_of_way(step: u32, steps: u32) -> f64 {
    (f64::from(step) / f64::from(steps)).powi(2)
}

/// Narrows a bracket to neighbours: the change nearest to its first end that halving finds.
pub fn narrowed<T: Copy + PartialEq>(
    scale: Scale,
    mut before: (f64, T),
    mut after: (f64, T),
    mut at: impl FnMut(f64) -> T,
) -> Crossing<T> {
    for _ in 0..HALVINGS {
        let middle = scale.middle(before.0, after.0);
        let narrow = (after.0 - before.0).abs() <= NARROW * before.0.abs().max(after.0.abs());
        if narrow || middle == before.0 || middle == after.0 {
            break;
        }
        let found = (middle, at(middle));
        if found.1 == before.1 {
            before = found;
        } else {
            after = found;
        }
    }
    Crossing { before, after }
}

/// The first whole number from one to another that is not too small, when the last one is not and
/// larger ones never are either.
///
/// ```
/// use breakeven::calc::crossing::first_whole;
/// assert_eq!(first_whole(1.0, 1_000.0, |n| n * n < 50.0), 8.0);
/// assert_eq!(first_whole(1.0, 5.0, |n| n * n < 50.0), 5.0);
/// assert_eq!(first_whole(3.0, 5.0, |_| false), 3.0);
/// ```
pub fn first_whole(from: f64, to: f64, mut too_small: impl FnMut(f64) -> bool) -> f64 {
    let (mut low, mut high) = (from, to);
    while low < high {
        // The mean of two numbers near the last one that a float counts to may not be between them.
        let middle = low + ((high - low) / 2.0).floor();
        if too_small(middle) { low = middle + 1.0 } else { high = middle }
    }
    low
}

/// The same, looked for in longer and longer steps from a number that is near it.
///
/// ```
/// use breakeven::calc::crossing::first_from;
/// for near in [-3.0, 1.0, 7.4, 8.0, 90.0, f64::INFINITY] {
///     assert_eq!(first_from(near, (1.0, 100.0), |n| n * n < 50.0), 8.0);
/// }
/// assert_eq!(first_from(4.0, (1.0, 5.0), |n| n * n < 50.0), 5.0);
/// ```
pub fn first_from(
    near: f64,
    (from, to): (f64, f64),
    mut too_small: impl FnMut(f64) -> bool,
) -> f64 {
    let near = near.round().clamp(from, to);
    let (mut low, mut high, mut step) = (near, near, 1.0);
    while high < to && too_small(high) {
        low = high + 1.0;
        high = (high + step).min(to);
        step *= 2.0;
    }
    let is_below = low == near;
    while is_below && low > from && !too_small(low - 1.0) {
        high = low - 1.0;
        low = (low - step).max(from);
        step *= 2.0;
    }
    first_whole(low, high, too_small)
}
