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
