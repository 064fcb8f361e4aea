//! What stands around results: the device lines of llama.cpp, and power limits.

use std::ops::Range;

use super::input::Input;
use super::runs::Bench;
use crate::figure::significant;
use crate::profile::problem::Problem;
use crate::text::printable;

/// What such lines said so far.
#[derive(Debug, Default)]
pub struct LogLines {
    devices: Vec<(u32, String)>,
    power: Option<f64>,
}

impl LogLines {
    /// Reads a line.
    ///
    /// # Errors
    /// Sections of one file that are of different devices or were run at different power limits.
    pub fn line(&mut self, input: &Input, span: &Range<usize>) -> Result<(), Problem> {
        let line = input.text[span.clone()].trim_start();
        if line.starts_with(['{', '[', '|', '"']) {
            return Ok(());
        }
        if let Some((index, name)) = device(line) {
            match self.devices.iter().find(|(known, _)| *known == index) {
                Some((_, known)) if known != name => {
                    let message = format!(
                        "this section is of another device than the first: `{}`, not `{}`",
                        printable(name),
                        printable(known)
                    );
                    return Err(input.at(span, message).hint("import each section on its own"));
                }
                None if self.devices.len() < 64 => self.devices.push((index, name.into())),
                _ => {}
            }
        }
        if let Some(watts) = power_limit(line) {
            if self.power.is_some_and(|known| known != watts) {
                let message = "this section was run at another power limit than the first";
                return Err(input.at(span, message).hint("import each section on its own"));
            }
            self.power = Some(watts);
        }
        Ok(())
    }

    /// Keeps what the lines said of the results.
    pub fn settle(self, bench: &mut Bench) {
        if bench.hardware.is_none() && !self.devices.is_empty() {
            let names: Vec<&str> = self.devices.iter().map(|(_, name)| &**name).collect();
            bench.hardware = Some(names.join(", "));
        }
        if let Some(watts) = self.power {
            bench.caveat(format!("power limit {} W", significant(watts, 4)));
        }
    }
}

/// Number and name of a device: `ggml_vulkan: 0 = NAME (driver) | …`, `Device 0: NAME, compute …`.
fn device(line: &str) -> Option<(u32, &str)> {
    let (index, name) = match line.strip_prefix("Device ") {
        Some(rest) => rest.split_once(": ")?,
        None => line.strip_prefix("ggml_")?.split_once(": ")?.1.split_once(" = ")?,
    };
    let name = name.split([',', '|', '(']).next()?.trim();
    Some((index.trim().parse().ok()?, name))
}

/// Watts of `Power limit for GPU … was set to 250.00 W …`, `power limit: 250 W`, `nvidia-smi -pl 250`.
fn power_limit(line: &str) -> Option<f64> {
    let line = line.to_ascii_lowercase();
    let watts = if let Some((_, rest)) =
        line.split_once("nvidia-smi").filter(|_| line.contains(" -pl "))
    {
        rest.split_once(" -pl ")?.1.split_whitespace().next()?.parse().ok()
    } else {
        let rest = &line[line.replace(['_', '-'], " ").find("power limit")?..];
        let words: Vec<&str> =
            rest.split([' ', '\t', ':', '=']).filter(|w| !w.is_empty()).collect();
        let next_is_unit =
            |at: usize| words.get(at + 1).is_some_and(|word| word.trim_matches(['.', ',']) == "w");
        words.iter().enumerate().find_map(|(at, word)| {
            match word.trim_end_matches(['.', ',']).strip_suffix('w') {
                Some(number) => number.parse().ok(),
                None if next_is_unit(at) => word.parse().ok(),
                None => None,
            }
        })
    };
    watts.filter(|watts| (1.0..100_000.0).contains(watts))
}

#[cfg(test)]
mod tests {
    use super::{device, power_limit};

    #[test]
    fn devices_and_power_limits_are_found() {
        let vulkan = "ggml_vulkan: 0 = AMD Radeon RX 7900 XTX (RADV NAVI31) (radv) | uma: 0";
        assert_eq!(device(vulkan), Some((0, "AMD Radeon RX 7900 XTX")));
        let cuda = "Device 1: NVIDIA GeForce RTX 3090, compute capability 8.6, VMM: yes";
        assert_eq!(device(cuda), Some((1, "NVIDIA GeForce RTX 3090")));
        assert_eq!(device("ggml_vulkan: Found 1 Vulkan devices:"), None);
        let set = "Power limit for GPU 00000000:01:00.0 was set to 250.00 W from 350.00 W.";
        assert_eq!(power_limit(set), Some(250.0));
        assert_eq!(power_limit("# power_limit: 280W"), Some(280.0));
        assert_eq!(power_limit("$ sudo nvidia-smi -i 0 -pl 220"), Some(220.0));
        assert_eq!(power_limit("build: 1234567 (8000)"), None);
    }
}
