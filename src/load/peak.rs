//! Floor 1: the same load made flatter or sharper.

use super::Load;
use super::batch::Batch;

impl Load {
    /// The largest peak factor that [`Load::with_peak`] can give this load: all demand in the
    /// hours that are busiest now.
    pub fn largest_peak(&self) -> f64 {
        self.as_asked().count() / self.as_asked().busiest_count()
    }

    /// The same pattern made flatter or sharper so that its peak factor is `peak`: mixed with the
    /// flat load below today's peak, and with all demand in the busiest hours above it. Mean 1 and
    /// no negative hour, whatever `peak`.
    ///
    /// # Errors
    /// Says which peaks are possible when `peak` is not one of them.
    ///
    /// ```
    /// use breakeven::load::Load;
    /// let mut hours = [0.5; 24];
    /// hours[9] = 12.5;
    /// let load = Load::new("nine".into(), &hours, 1.0).unwrap();
    /// for peak in [1.0, 3.0, 12.5, 20.0, 24.0] {
    ///     assert!((load.with_peak(peak).unwrap().peak_factor() - peak).abs() < 1e-12);
    /// }
    /// assert!(load.with_peak(24.1).is_err());
    /// ```
    pub fn with_peak(&self, peak: f64) -> Result<Self, String> {
        let name = match peak == self.peak_factor() {
            true => self.name.clone(),
            false => format!("{}, peak {peak}", self.name).into(),
        };
        Ok(Self { name, ..self.peaked(peak)? })
    }

    /// The same under its own name.
    ///
    /// # Errors
    /// As [`Load::with_peak`].
    pub fn peaked(&self, peak: f64) -> Result<Self, String> {
        let (now, largest) = (self.peak_factor(), self.largest_peak());
        if !(1.0..=largest).contains(&peak) {
            return Err(format!(
                "a peak factor of `{peak}` is not possible for load `{}`; expected from 1 to {}",
                self.name,
                // Rounded down, so that the number shown is accepted.
                (largest * 100.0).floor() / 100.0
            ));
        }
        if peak == now {
            return Ok(self.clone());
        }
        let flattened = (now - peak) / (now - 1.0);
        let sharpened = (peak - now) / (largest - now);
        let shaped = |weight: f64| match peak < now {
            true => weight + flattened * (1.0 - weight),
            false => {
                let spike = if weight == now { largest } else { 0.0 };
                weight + sharpened * (spike - weight)
            }
        };
        // Busier hours stay busier. Of each the same part can wait as before.
        let all = self.shape.all.shaped(shaped);
        let batch = self.shape.batch.as_ref().map(|batch| {
            let (mut waits, share) = (*all.weights(), batch.share());
            for (hour, weight) in waits.iter_mut().enumerate() {
                let before = self.weights()[hour];
                *weight *= if before > 0.0 { self.that_waits(hour) / before } else { share };
            }
            Batch::of(&all, &waits)
        });
        Ok(Self::shaped(self.name.clone(), all, batch).at_utc_offset(self.utc_offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekend_hours_are_the_last_48() {
        let load = Load::new("office".into(), &[1.0; 24], 0.0).unwrap();
        assert_eq!(load.weights()[119], 1.4);
        assert_eq!(load.weights()[120], 0.0);
        assert_eq!(load.largest_peak(), 1.4);
    }

    #[test]
    fn every_load_has_mean_one() {
        let mut hours = [0.3; 24];
        hours[8] = 7.0;
        hours[20] = 7.0;
        let load = Load::new("two peaks".into(), &hours, 0.4).unwrap();
        for peak in [1.0, 2.0, 5.0, load.largest_peak()] {
            let shaped = load.with_peak(peak).unwrap();
            let mean = shaped.weights().iter().sum::<f64>() / 168.0;
            assert!((mean - 1.0).abs() < 1e-12);
            assert!(shaped.weights().iter().all(|weight| *weight >= -1e-15));
        }
    }

    #[test]
    fn nothing_and_negative_are_refused() {
        assert!(Load::new("x".into(), &[0.0; 24], 1.0).is_err());
        let mut hours = [1.0; 24];
        hours[3] = -1.0;
        assert!(Load::new("x".into(), &hours, 1.0).is_err());
        assert!(Load::new("x".into(), &[1.0; 24], f64::NAN).is_err());
    }
}
