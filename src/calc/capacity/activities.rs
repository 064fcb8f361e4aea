//! What one machine does at any offered load, by the share of its prompts that has to be processed.

use std::cell::OnceCell;
use std::rc::Rc;

use super::activity::Activity;
use super::decode_curve::{Serving, Steps};
use super::power::PowerParts;
use crate::workload::Request;

/// Shares of fresh input, evenly from 0 to 1, for which the queue is solved.
const SHARES: usize = 5;

/// What a machine does by its offered load, for any share of its prompts that has to be processed: of five
/// shares, each when it is first asked for, with straight lines between them (a test holds them to the queue).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activities {
    /// What requests take.
    steps: Option<Rc<Steps>>,
    /// The parts of its power that the machine does.
    parts: PowerParts,
    known: [OnceCell<Activity>; SHARES],
}

impl Activities {
    /// Of what requests take, on a machine that takes these parts of its power.
    pub fn new(steps: Rc<Steps>, parts: PowerParts) -> Self {
        Self { steps: Some(steps), parts, known: Default::default() }
    }

    /// That of a machine which does one request at a time.
    pub fn proportional() -> Self {
        Self::default()
    }

    /// The same for every share.
    pub fn always(activity: Activity) -> Self {
        Self { known: std::array::from_fn(|_| OnceCell::from(activity)), ..Self::default() }
    }

    /// The same of requests of which it is known what they take, too.
    #[must_use]
    pub fn taking(self, steps: Option<Rc<Steps>>) -> Self {
        Self { steps, ..self }
    }

    /// What requests take, when they are these, in the model's tokens.
    pub fn steps(&self, request: Request) -> Option<&Steps> {
        self.steps.as_deref().filter(|steps| steps.are_of(request))
    }

    /// Those of one share.
    pub fn at(&self, fresh: f64) -> Activity {
        mixed(fresh, |share| {
            *self.known[(share * LAST) as usize].get_or_init(|| {
                let serving = self.steps.as_ref().and_then(|steps| steps.serving(share));
                let solved = |serving: Serving| serving.activity(self.parts);
                serving.map_or_else(Activity::proportional, solved)
            })
        })
    }
}

/// The last of the shares for which the queue is solved, counted from 0.
const LAST: f64 = (SHARES - 1) as f64;

/// What a machine does that processes the share `fresh` of its prompts, from what it does at the nearest of
/// the shares for which the queue is solved.
pub fn mixed(fresh: f64, at: impl Fn(f64) -> Activity) -> Activity {
    let place = fresh.clamp(0.0, 1.0) * LAST;
    let below = at(place.floor() / LAST);
    match place.fract() {
        0.0 => below,
        way => below.towards(&at(place.ceil() / LAST), way),
    }
}
