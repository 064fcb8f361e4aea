//! Sizes of requests in a histogram of bounded size: exact below 128 tokens, else within 0.8 %.

/// Steps of each doubling.
const STEPS: u32 = 7;

/// How many requests have which size; of the largest one, the last number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    counts: Vec<u64>,
}

fn bucket(size: u64) -> u32 {
    let bits = 64 - size.leading_zeros();
    let shift = bits.saturating_sub(STEPS + 1);
    (shift << (STEPS + 1)) + (size >> shift) as u32
}

/// The middle of a bucket.
fn middle(bucket: u32) -> f64 {
    let shift = bucket >> (STEPS + 1);
    let low = (u64::from(bucket & ((1 << (STEPS + 1)) - 1)) << shift) as f64;
    low + ((1_u64 << shift) - 1) as f64 / 2.0
}

impl Sizes {
    /// Adds requests of a size.
    pub fn add(&mut self, size: u64, requests: u64) {
        self.add_to(bucket(size) as usize, requests);
    }

    fn add_to(&mut self, bucket: usize, requests: u64) {
        if bucket >= self.counts.len() {
            self.counts.resize(bucket + 1, 0);
        }
        self.counts[bucket] += requests;
    }

    /// Takes over those of another.
    pub fn merge(&mut self, other: &Self) {
        for (bucket, requests) in other.counts.iter().enumerate() {
            self.add_to(bucket, *requests);
        }
    }

    /// The size that a share of the requests does not exceed.
    ///
    /// ```
    /// use breakeven::usage::sizes::Sizes;
    /// let mut sizes = Sizes::default();
    /// (1..=100).for_each(|size| sizes.add(size, 1));
    /// assert_eq!((sizes.quantile(0.5), sizes.quantile(0.95)), (Some(50.0), Some(95.0)));
    /// ```
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let total: u64 = self.counts.iter().sum();
        let wanted = ((total as f64 * share).ceil() as u64).max(1);
        let mut before = 0;
        let found = self.counts.iter().position(|requests| {
            before += requests;
            before >= wanted
        });
        found.map(|bucket| middle(bucket as u32))
    }

    /// The standard deviation of the logarithm of the sizes above 0: what sigma of a lognormal
    /// distribution is.
    pub fn spread(&self) -> Option<f64> {
        let above =
            || self.counts.iter().enumerate().skip(1).filter(|(_, requests)| **requests > 0);
        let logs = || above().map(|(bucket, n)| (middle(bucket as u32).ln(), *n as f64));
        let count: f64 = logs().map(|(_, requests)| requests).sum();
        if count < 2.0 {
            return None;
        }
        let mean = logs().map(|(log, requests)| log * requests).sum::<f64>() / count;
        let squares: f64 = logs().map(|(log, requests)| (log - mean).powi(2) * requests).sum();
        Some((squares / (count - 1.0)).sqrt())
    }
}
