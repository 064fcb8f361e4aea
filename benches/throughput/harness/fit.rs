//! The fit: seconds as a sum of positive terms, `sum_k q_k exp(sum_j x_kj theta_j)`, to logarithms
//! of measured rates. Huber loss, normal priors, Gauss-Newton.

use std::collections::HashMap;

use super::Fitted;

/// A parameter: the logarithm of a constant or factor.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its prior mean.
    pub mean: f64,
    /// Its prior standard deviation.
    pub deviation: f64,
}

/// The terms of each row and what they depend on.
#[derive(Clone, Debug, Default)]
pub struct Design {
    /// All parameters.
    pub parameters: Vec<Parameter>,
    index: HashMap<String, usize>,
    /// Seconds of each term without its parameters.
    pub terms: Vec<Vec<f64>>,
    /// Term, parameter and exponent.
    uses: Vec<Vec<(usize, usize, f64)>>,
    /// Logarithm of the measured rate.
    pub measured: Vec<f64>,
    /// Rows of the same group share their weight.
    pub groups: Vec<String>,
    /// What each row counts besides.
    weights: Vec<f64>,
    /// The kind of each row, and how that is fitted.
    rules: Vec<(usize, Rules)>,
}

/// How a kind of measurement is fitted.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Residual beyond which the loss is linear.
    pub delta: f64,
    /// Standard deviation of a residual.
    pub sigma: f64,
    /// A row counts `n^-share` of a group of `n`.
    pub share: f64,
}

impl Design {
    /// A row of terms, with its rate, group, weight, kind and rules.
    pub fn row(
        &mut self,
        terms: Vec<f64>,
        rate: f64,
        group: String,
        weight: f64,
        rules: (usize, Rules),
    ) {
        self.weights.push(weight);
        self.rules.push(rules);
        self.terms.push(terms);
        self.uses.push(Vec::new());
        self.measured.push(rate.ln());
        self.groups.push(group);
    }

    /// Lets terms of the last row depend on a parameter of this prior mean and deviation of its
    /// logarithm.
    pub fn depend(
        &mut self,
        terms: &[usize],
        name: String,
        [mean, deviation]: [f64; 2],
        exponent: f64,
    ) {
        let next = self.parameters.len();
        let index = *self.index.entry(name.clone()).or_insert(next);
        if index == next {
            self.parameters.push(Parameter { name, mean: mean.ln(), deviation });
        }
        if let Some(last) = self.uses.last_mut() {
            last.extend(terms.iter().map(|term| (*term, index, exponent)));
        }
    }

    /// The parameters fitted to these rows, by name, from a first guess; those that no row uses are
    /// not in it.
    pub fn fit(&self, rows: &[usize], guess: &Fitted) -> Fitted {
        let problem = Problem::new(self, rows);
        let theta = problem.solve(guess);
        let names = problem.used.iter().map(|index| self.parameters[*index].name.clone());
        names.zip(theta).collect()
    }
}

struct Problem<'d> {
    design: &'d Design,
    rows: &'d [usize],
    /// Parameters that the rows use.
    used: Vec<usize>,
    /// Place of a parameter in `used`.
    place: Vec<usize>,
    weights: Vec<f64>,
}

/// Gauss-Newton steps at most.
const STEPS: u32 = 40;
/// The shortest step tried.
const SHORTEST: f64 = 1e-3;
/// The fit ends when a step gains less than this share of the loss.
const GAIN: f64 = 1e-7;

impl<'d> Problem<'d> {
    fn new(design: &'d Design, rows: &'d [usize]) -> Self {
        let (mut used, mut place) = (Vec::new(), vec![usize::MAX; design.parameters.len()]);
        let mut sizes: HashMap<&str, f64> = HashMap::new();
        for row in rows {
            for (_, parameter, _) in &design.uses[*row] {
                if place[*parameter] == usize::MAX {
                    place[*parameter] = used.len();
                    used.push(*parameter);
                }
            }
            *sizes.entry(&design.groups[*row]).or_insert(0.0) += 1.0;
        }
        // A row counts `n^-share` of a group of `n`, and all kinds count 1 a row on average.
        let weight = |row: usize| {
            sizes[&*design.groups[row]].powf(-design.rules[row].1.share) * design.weights[row]
        };
        let mut means: HashMap<usize, (f64, f64)> = HashMap::new();
        for row in rows {
            let (sum, number) = means.entry(design.rules[*row].0).or_insert((0.0, 0.0));
            (*sum, *number) = (*sum + weight(*row), *number + 1.0);
        }
        let mean = |row: usize| means[&design.rules[row].0].0 / means[&design.rules[row].0].1;
        let weights = rows.iter().map(|row| weight(*row) / mean(*row)).collect();
        Self { design, rows, used, place, weights }
    }

    /// Seconds of each term of a row.
    fn seconds(&self, theta: &[f64], row: usize) -> Vec<f64> {
        let mut exponents = vec![0.0; self.design.terms[row].len()];
        for (term, parameter, exponent) in &self.design.uses[row] {
            exponents[*term] += exponent * theta[self.place[*parameter]];
        }
        let terms = self.design.terms[row].iter().zip(exponents);
        terms.map(|(seconds, exponent)| seconds * exponent.exp()).collect()
    }

    fn residual(&self, seconds: &[f64], row: usize) -> f64 {
        -seconds.iter().sum::<f64>().ln() - self.design.measured[row]
    }

    fn loss(&self, theta: &[f64]) -> f64 {
        let rows = self.rows.iter().zip(&self.weights).map(|(row, weight)| {
            let Rules { delta, sigma, .. } = self.design.rules[*row].1;
            let size = self.residual(&self.seconds(theta, *row), *row).abs();
            let huber =
                if size <= delta { size * size / 2.0 } else { delta * (size - delta / 2.0) };
            weight * huber / (sigma * sigma)
        });
        let priors =
            self.priors().zip(theta).map(|(p, t)| ((t - p.mean) / p.deviation).powi(2) / 2.0);
        rows.sum::<f64>() + priors.sum::<f64>()
    }

    fn priors(&self) -> impl Iterator<Item = &Parameter> {
        self.used.iter().map(|index| &self.design.parameters[*index])
    }

    fn solve(&self, guess: &Fitted) -> Vec<f64> {
        let first = |p: &Parameter| guess.get(&p.name).copied().unwrap_or(p.mean);
        let mut theta: Vec<f64> = self.priors().map(first).collect();
        let mut loss = self.loss(&theta);
        for _ in 0..STEPS {
            let step = self.step(&theta);
            let mut length = 1.0;
            let (next, lower) = loop {
                let next: Vec<f64> =
                    theta.iter().zip(&step).map(|(theta, step)| theta + length * step).collect();
                let lower = self.loss(&next);
                if lower < loss {
                    break (next, lower);
                }
                length /= 2.0;
                if length <= SHORTEST {
                    return theta;
                }
            };
            let done = loss - lower < GAIN * loss.abs();
            (theta, loss) = (next, lower);
            if done {
                break;
            }
        }
        theta
    }

    /// `-(J'WJ + 1/sd^2)^-1 (J'Wr + (theta - mean)/sd^2)`.
    fn step(&self, theta: &[f64]) -> Vec<f64> {
        let number = self.used.len();
        let mut matrix = vec![0.0; number * number];
        let mut gradient = vec![0.0; number];
        for (row, weight) in self.rows.iter().zip(&self.weights) {
            let Rules { delta, sigma, .. } = self.design.rules[*row].1;
            let seconds = self.seconds(theta, *row);
            let total: f64 = seconds.iter().sum();
            let residual = self.residual(&seconds, *row);
            let size = residual.abs();
            let huber = if size <= delta { 1.0 } else { delta / size };
            let weight = weight * huber / (sigma * sigma);
            let mut slopes: Vec<(usize, f64)> = Vec::new();
            for (term, parameter, exponent) in &self.design.uses[*row] {
                let slope = -seconds[*term] / total * exponent;
                let place = self.place[*parameter];
                match slopes.iter_mut().find(|(known, _)| *known == place) {
                    Some((_, sum)) => *sum += slope,
                    None => slopes.push((place, slope)),
                }
            }
            for (i, a) in &slopes {
                gradient[*i] += a * weight * residual;
                for (j, b) in &slopes {
                    matrix[i * number + j] += a * weight * b;
                }
            }
        }
        for (i, (prior, theta)) in self.priors().zip(theta).enumerate() {
            let precision = prior.deviation.powi(-2);
            matrix[i * number + i] += precision;
            gradient[i] += (theta - prior.mean) * precision;
        }
        cholesky_solve(matrix, gradient).into_iter().map(|step| -step).collect()
    }
}

/// The solution of a symmetric positive definite system.
fn cholesky_solve(mut a: Vec<f64>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for j in 0..n {
        for i in j..n {
            let dot: f64 = (0..j).map(|k| a[i * n + k] * a[j * n + k]).sum();
            let rest = a[i * n + j] - dot;
            a[i * n + j] = if i == j { rest.sqrt() } else { rest / a[j * n + j] };
        }
    }
    for i in 0..n {
        let dot: f64 = (0..i).map(|k| a[i * n + k] * b[k]).sum();
        b[i] = (b[i] - dot) / a[i * n + i];
    }
    for i in (0..n).rev() {
        let dot: f64 = (i + 1..n).map(|k| a[k * n + i] * b[k]).sum();
        b[i] = (b[i] - dot) / a[i * n + i];
    }
    b
}
