//! What a queue with so many places loses.

use super::queue::NEGLIGIBLE;

/// An M/M/c/K queue: Poisson arrivals, `servers` in parallel, at most `places` requests in the
/// system, the waiting ones included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// Arrivals over the service rate of one server.
    pub offered: f64,
    /// Servers.
    pub servers: f64,
    /// Requests in service and waiting, at most; infinite when nobody is turned away.
    pub places: f64,
}

/// Above so many servers their states are an integral.
pub const COUNTED: f64 = 4_096.0;

impl Queue {
    /// Share of requests that find every place taken, of the stationary birth-death chain: `p[k+1] / p[k] =
    /// offered / min(k + 1, servers)`. It is `p[places]`: arrivals see time averages.
    /// Source: Kleinrock, Queueing Systems I, section 3.
    ///
    /// ```
    /// use breakeven::calc::capacity::loss::Queue;
    /// // One server, no place to wait, as many arrivals as services: half are lost.
    /// assert_eq!(Queue { offered: 1.0, servers: 1.0, places: 1.0 }.lost(), 0.5);
    /// // Three places: every state is as likely.
    /// assert_eq!(Queue { offered: 1.0, servers: 1.0, places: 3.0 }.lost(), 0.25);
    /// assert_eq!(Queue { offered: 9.0, servers: 1.0, places: f64::INFINITY }.lost(), 0.0);
    /// ```
    pub fn lost(&self) -> f64 {
        if self.places.is_infinite() {
            return 0.0;
        }
        let below = if self.servers <= COUNTED { self.counted() } else { self.integrated() };
        let (first, sum, last) = geometric(self.offered / self.servers, self.places - self.servers);
        last / (below * first + sum)
    }

    /// The weight of the states in which a server is idle, over that of the one in which every server is busy
    /// and nobody waits, so that nothing overflows however many servers there are: `sum of c! / (c - j)! / a^j`
    /// for `j` from 1 to `c`.
    pub fn counted(&self) -> f64 {
        let (mut below, mut weight, mut k) = (0.0, 1.0, self.servers);
        let each = self.offered.recip();
        // Farther away is next to nothing; and where all being busy is so rare, nobody is lost.
        while k >= 1.0 && weight > below * NEGLIGIBLE && below < NEGLIGIBLE.recip() {
            weight *= k * each;
            below += weight;
            k -= 1.0;
        }
        below
    }

    /// The same as an integral, `1 + below = integral of e^-t (1 + t / a)^c` for `t` from 0 on, which takes as long
    /// for any number of servers: Fortet's form of the Erlang loss formula. Source: Jagerman, Some properties of
    /// the Erlang loss function, Bell System Technical Journal 53 (1974), page 525.
    ///
    /// Where far more arrive than are served, few states count, and `(1 + t / a)^c` is as good as the first terms
    /// of its series around `e^(t c / a)`.
    pub fn integrated(&self) -> f64 {
        let Self { offered, servers, .. } = *self;
        let above = offered - servers;
        let part = servers / (above * above);
        if above > 0.0 && part < FEW {
            let series = 1.0 - part + 2.0 * part / above + 3.0 * part * part;
            return offered / above * series - 1.0;
        }
        let log = |t: f64| servers * (t / offered).ln_1p() - t;
        let peak = (servers - offered).max(0.0);
        let top = log(peak);
        if top > -NEGLIGIBLE.ln() {
            return f64::INFINITY;
        }
        // It falls as a bell does, or as fast as at its beginning.
        let bell = servers.max(offered) / servers.sqrt();
        let slope = 1.0 - servers / offered;
        let mut beyond = if slope > 0.0 { bell.min(slope.recip()) } else { bell };
        while log(peak + beyond) > top + NEGLIGIBLE.ln() {
            beyond *= 1.25;
        }
        let half = (peak + beyond) / PANELS / 2.0;
        let panel = |index: u32| {
            let middle = half * f64::from(2 * index + 1);
            let at = |(node, weight): (f64, f64)| {
                weight * (log(middle - half * node).exp() + log(middle + half * node).exp())
            };
            half * GAUSS.map(at).iter().sum::<f64>()
        };
        (0..PANELS as u32).map(panel).sum::<f64>() - 1.0
    }
}

/// Below this part of its first term the series is as exact as the integral.
const FEW: f64 = 1e-5;

/// Parts of the integral.
const PANELS: f64 = 10.0;

/// Nodes and weights of the Gauss-Legendre rule of eight points on -1 to 1, by pairs.
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_361_8),
    (0.525_532_409_916_329, 0.313_706_645_877_886_9),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_43),
    (0.960_289_856_497_536_2, 0.101_228_536_290_376_91),
];

/// `r^0`, the sum of `r^j` for `j` from 0 to `room`, and `r^room`; all of them over `r^room` when they
/// grow, so that nothing overflows however long the queue is.
fn geometric(ratio: f64, room: f64) -> (f64, f64, f64) {
    let grows = ratio > 1.0;
    let step = if grows { ratio.recip() } else { ratio };
    let (less, places) = (1.0 - step, room + 1.0);
    let sum = match less > 0.0 {
        true => -(places * (-less).ln_1p()).exp_m1() / less,
        false => places,
    };
    let far = step.powf(room);
    if grows { (far, sum, 1.0) } else { (1.0, sum, far) }
}
