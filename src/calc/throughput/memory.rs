//! Memory fit: weights, KV cache and runtime overhead in the memory that the engine may use.

use crate::units::Gigabytes;

/// What one copy of a model needs and what there is for it, and how many copies a machine runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The weights.
    pub weights: Gigabytes,
    /// KV cache of one request of the full context.
    pub kv_per_request: Gigabytes,
    /// What a request keeps besides, whatever its length: recurrent state, windows of attention.
    pub state_per_request: Gigabytes,
    /// Runtime, activations and fragmentation.
    pub overhead: Gigabytes,
    /// What the engine may use.
    pub usable: Gigabytes,
    /// Copies on the machine, each with all of the above.
    pub replicas: f64,
    /// Requests that were seen in progress on the machine at the same time, whatever the sizes say.
    pub ran: f64,
}

impl Fit {
    /// Memory of one copy at this many requests in progress on it:
    /// `weights + concurrency x (context x KV bytes per token + state) + overhead`.
    ///
    /// ```
    /// use breakeven::{calc::throughput::memory::Fit, units::Gigabytes};
    /// let fit = Fit {
    ///     weights: Gigabytes::new(16.0),
    ///     kv_per_request: Gigabytes::new(0.4),
    ///     state_per_request: Gigabytes::new(0.1),
    ///     overhead: Gigabytes::new(1.0),
    ///     usable: Gigabytes::new(20.0),
    ///     replicas: 2.0,
    ///     ran: 0.0,
    /// };
    /// assert_eq!(fit.needed(4.0).get(), 19.0);
    /// assert_eq!(fit.largest_concurrency(), 12.0);
    /// // Without a cache nothing is asked for each request; full is not too full.
    /// let weights = Gigabytes::new(19.0);
    /// let [kv_per_request, state_per_request] = [Gigabytes::ZERO; 2];
    /// let full = Fit { weights, kv_per_request, state_per_request, ..fit };
    /// assert_eq!(full.largest_concurrency(), f64::INFINITY);
    /// // What ran fits.
    /// let small = Fit { usable: Gigabytes::new(10.0), ran: 4.0, ..fit };
    /// assert_eq!(small.largest_concurrency(), 4.0);
    /// ```
    pub fn needed(&self, concurrency: f64) -> Gigabytes {
        self.weights + self.per_request() * concurrency + self.overhead
    }

    /// Memory that a request holds.
    pub fn per_request(&self) -> Gigabytes {
        self.kv_per_request + self.state_per_request
    }

    /// Memory of one copy left for KV cache; negative when the weights alone do not fit.
    pub fn spare(&self) -> Gigabytes {
        self.usable - self.needed(0.0)
    }

    /// The largest number of requests that fit on the machine, a whole number on every copy; 0
    /// when not even one does. What ran fits.
    pub fn largest_concurrency(&self) -> f64 {
        self.by_size().max(self.ran)
    }

    /// The largest number of requests by the sizes alone.
    pub fn by_size(&self) -> f64 {
        self.holding(self.per_request())
    }

    /// The largest number of requests by the sizes alone that leave room for `idle` of memory each: the
    /// prompts of sessions that are between two requests.
    pub fn beside(&self, idle: Gigabytes) -> f64 {
        self.holding(self.per_request() + idle)
    }

    /// Requests on the machine that hold so much each.
    fn holding(&self, each: Gigabytes) -> f64 {
        let spare = self.spare();
        if spare.get() < 0.0 {
            0.0
        } else if each.get() <= 0.0 {
            f64::INFINITY
        } else {
            // A hair's breadth of slack, so that a request that fits exactly is not lost to rounding.
            (spare / each * (1.0 + 1e-12)).floor() * self.replicas
        }
    }

    /// What a session between two requests keeps of a prompt that is this share of the context.
    pub fn per_session(&self, prompt_share: f64) -> Gigabytes {
        self.kv_per_request * prompt_share + self.state_per_request
    }

    /// Share of idle sessions, each with `idle` GB for a request in progress, that the memory has room
    /// for beside so many requests: `min(1, (KV memory - requests x KV) / (requests x idle))`. What ran
    /// had room for itself.
    ///
    /// ```
    /// use breakeven::{calc::throughput::memory::Fit, units::Gigabytes};
    /// # let [weights, overhead] = [Gigabytes::new(10.0), Gigabytes::new(2.0)];
    /// // 20 GB, 12 of them taken: 8 requests of 1 GB each, or 4 with an idle session each.
    /// let (kv_per_request, usable) = (Gigabytes::new(1.0), Gigabytes::new(20.0));
    /// let state_per_request = Gigabytes::ZERO;
    /// let fit = Fit {
    ///     weights, kv_per_request, state_per_request, overhead, usable, replicas: 1.0, ran: 0.0,
    /// };
    /// let hits = |requests| fit.hits(requests, Gigabytes::new(1.0));
    /// assert_eq!((hits(8.0), hits(5.0), hits(4.0), hits(1.0)), (0.0, 0.6, 1.0, 1.0));
    /// assert_eq!((fit.beside(Gigabytes::new(1.0)), fit.hits(8.0, Gigabytes::ZERO)), (4.0, 1.0));
    /// ```
    pub fn hits(&self, requests: f64, idle: Gigabytes) -> f64 {
        let asked = idle * requests;
        if asked <= Gigabytes::ZERO {
            return 1.0;
        }
        let memory = (self.spare() * self.replicas).max(self.per_request() * self.ran);
        ((memory - self.per_request() * requests) / asked).clamp(0.0, 1.0)
    }
}
