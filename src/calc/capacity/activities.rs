//! What one machine does at any offered load, by the share of its prompts that has to be processed.

use std::cell::OnceCell;
use std::rc::Rc;

use super::activity::Activity;
use super::decode_curve::Steps;
use crate::workload::Request;

/// Shares of fresh input, evenly from 0 to 1, for which the queue is solved.
const SHARES: usize = 5;

/// What a machine does by its offered load, for any share of its prompts that has to be processed: of five
/// shares, each when it is first asked for, with straight lines between them (a test holds them to the queue).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activities {
    /// What requests take.
    steps: Option<Rc<Steps>>,
    /// The part of the way from idle to load power that one stream does.
    one_stream: f64,
    known: [OnceCell<Activity>; SHARES],
}

impl Activities {
    /// Of what requests take, when one stream takes the part `one_stream` of the way from idle to load power.
    pub fn new(steps: Rc<Steps>, one_stream: f64) -> Self {
        Self { steps: Some(steps), one_stream, known: Default::default() }
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
        let place = fresh.clamp(0.0, 1.0) * (SHARES - 1) as f64;
        let (below, way) = (place as usize, place.fract());
        match way {
            0.0 => *self.known(below),
            way => self.known(below).towards(self.known(below + 1), way),
        }
    }

    fn known(&self, index: usize) -> &Activity {
        self.known[index].get_or_init(|| {
            let fresh = index as f64 / (SHARES - 1) as f64;
            let serving = self.steps.as_ref().and_then(|steps| steps.serving(fresh));
            serving.map_or_else(Activity::proportional, |serving| serving.activity(self.one_stream))
        })
    }
}
