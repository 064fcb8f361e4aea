//! Where functions cross.

/// Which part of the way from the first of three points to the second to try next, for a function
/// with opposite signs at those two; the third is the point that the first has replaced. Each is a
/// position and the value there.
///
/// The parabola through the three, with positions as a function of values, where it is a good guess,
/// and half of the way where the function bends too much or jumps.
///
/// Source: T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a
/// nonlinear function without using derivatives", Advances in Engineering Software 28 (1997).
///
/// ```
/// use breakeven::calc::root::crossing;
/// // A straight line through zero at 2.
/// assert_eq!(crossing([(1.0, -1.0), (5.0, 3.0), (0.0, -2.0)]), 0.25);
/// // A jump says nothing of where it is.
/// assert_eq!(crossing([(1.0, -1.0), (5.0, 3.0), (0.0, -1.0)]), 0.5);
/// ```
pub fn crossing([(a, fa), (b, fb), (c, fc)]: [(f64, f64); 3]) -> f64 {
    let way = (a - b) / (c - b);
    let rise = (fa - fb) / (fc - fb);
    let bends_little = rise * rise < way && (1.0 - rise) * (1.0 - rise) < 1.0 - way;
    let parabola = || {
        fa / (fb - fa) * (fc / (fb - fc)) + (c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb))
    };
    Some(parabola()).filter(|share| bends_little && share.is_finite()).unwrap_or(0.5)
}

/// Which part of the way the dearer end of one cost gets before it meets the cheaper end of another,
/// when both move in a straight line between their first and their second value.
///
/// ```
/// use breakeven::calc::root::meeting;
/// // It rises to what the other costs at its own start, or stays while the other falls to it.
/// assert_eq!(meeting([1.0, 5.0], [4.0, 6.0]), 0.75);
/// assert_eq!(meeting([1.0, 1.0], [4.0, 0.0]), 0.75);
/// assert_eq!(meeting([1.0, 3.0], [4.0, 0.0]), 0.5);
/// // A fall of its own, or a rise of the other, brings them no nearer.
/// assert_eq!(meeting([2.0, 1.0], [5.0, 9.0]), f64::INFINITY);
/// ```
pub fn meeting(own: [f64; 2], others: [f64; 2]) -> f64 {
    let closing = (own[1] - own[0]).max(0.0) + (others[0] - others[1]).max(0.0);
    (others[0] - own[0]) / closing
}

/// The first whole number from one to another that is not too small, when the last one is not and
/// larger ones never are either.
///
/// ```
/// use breakeven::calc::root::first_whole;
/// assert_eq!(first_whole(1.0, 1_000.0, |n| n * n < 50.0), 8.0);
/// assert_eq!(first_whole(1.0, 5.0, |n| n * n < 50.0), 5.0);
/// assert_eq!(first_whole(3.0, 5.0, |_| false), 3.0);
/// ```
pub fn first_whole(from: f64, to: f64, too_small: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (from, to);
    while low < high {
        // The mean of two numbers near the last one that a float counts to may not be between them.
        let middle = low + ((high - low) / 2.0).floor();
        if too_small(middle) { low = middle + 1.0 } else { high = middle }
    }
    low
}
