//! Numbers that are allowed but hardly true get a warning with the reason, and no others do.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use breakeven::profile::catalog::Catalog;
use breakeven::profile::doctor::Doctor;
use breakeven::profile::document::Document;

const HARDWARE: &str = "\
[hardware.box]
name = \"Box\"
family = \"nv-geforce\"
gpus = 1
memory_gb = 24
memory_bandwidth_gb_per_s = 936
fp16_tflops = 71.2
fp8_tflops = 142
price_usd = 950
host_usd = 700
power_idle_watts = 0.5
power_load_watts = 420
life_months = 36
rent_usd_per_hour = 0.22
rent_as_of = 2026-11-01
as_of = 2026-11-01
source = \"receipt\"
";

const API: &str = "\
[api.mine]
provider = \"me\"
model = \"mine\"
tier = \"mid\"
context_tokens = 128_000
input_usd_per_mtok = 0.5
cached_input_usd_per_mtok = 0.1
output_usd_per_mtok = 1.5
batch_discount = 0.5
time_to_first_token_seconds = 0.6
as_of = 2026-11-01
source = \"contract\"
";

const MODEL: &str = "\
[model.mine]
name = \"Mine\"
parameters_billion = 27
active_parameters_billion = 27
layers = 64
kv_bytes_per_token = 65_536
context_tokens = 32_768
tier = \"mid\"
weights_gb = { q4_k_m = 16.9 }
as_of = 2026-11-01
source = \"card\"
";

const THROUGHPUT: &str = "\
[throughput.box.mine.q4_k_m.vllm]
prefill_tokens_per_second = 1150
decode_tokens_per_second = [[1, 35.0], [8, 190.0]]
as_of = 2026-11-01
source = \"bench\"
";

const DEFAULTS: &str = "electricity_usd_per_kwh = { low = 0.124, typical = 0.1872, high = 0.3375 }";

/// What is doubtful when `old` is replaced by `new`: the line, and the message.
fn doubts(old: &str, new: &str) -> Vec<(String, String)> {
    let shipped = breakeven::profile::builtin::shipped();
    let defaults = shipped.into_iter().find(|d| d.path.ends_with("/defaults.toml")).unwrap();
    let text = format!("{HARDWARE}{API}{MODEL}{THROUGHPUT}{}", defaults.text);
    assert!(old.is_empty() || text.matches(old).count() >= 1, "{old}");
    let changed = text.replacen(old, new, 1);
    let document = Document::parse("mine.toml".into(), changed).unwrap();
    let catalog = Catalog::with(vec![document]).unwrap_or_else(|problems| panic!("{problems:?}"));
    let own = catalog.records().filter(|record| !catalog.document(record).is_shipped());
    let today = "2026-11-23".parse().unwrap();
    own.flat_map(|record| Doctor::new(&catalog, today).examine(record))
        .map(|problem| (problem.at.unwrap().excerpt, problem.message))
        .collect()
}

#[test]
fn plausible_profiles_raise_no_doubt() {
    assert_eq!(doubts("", ""), []);
    let catalog = Catalog::with(Vec::new()).unwrap();
    let today = "2026-11-23".parse().unwrap();
    for record in catalog.records() {
        assert_eq!(
            Doctor::new(&catalog, today).examine(record),
            [],
            "{} {}",
            record.kind,
            record.name
        );
    }
}

/// At twelve times the middle of its tier, $180 is dear and may well be true.
#[test]
fn what_is_dear_in_a_dear_tier_raises_no_doubt() {
    let cheap = "tier = \"mid\"\ncontext_tokens = 128_000\ninput_usd_per_mtok = 0.5\n\
                 cached_input_usd_per_mtok = 0.1\noutput_usd_per_mtok = 1.5";
    let dear = "tier = \"frontier\"\ncontext_tokens = 128_000\ninput_usd_per_mtok = 30\n\
                cached_input_usd_per_mtok = 3\noutput_usd_per_mtok = 180";
    assert_eq!(doubts(cheap, dear), []);
}

#[test]
fn every_doubt_names_its_line_and_its_reason() {
    let cases = [
        (
            "power_load_watts = 420",
            "power_load_watts = 4_200",
            "4,200 W under load for 1 accelerator",
        ),
        ("power_load_watts = 420", "power_load_watts = 1.4", "1.4 W under load; is it in kW?"),
        ("memory_gb = 24", "memory_gb = 24_576", "reading 24.6k GB once would take 26.3 s"),
        ("memory_gb = 24", "memory_gb = 0.024", "0.02 GB of memory; is it in TB?"),
        ("per_s = 936", "per_s = 936_000", "is it in MB/s or Gbit/s?"),
        ("fp8_tflops = 142", "fp8_tflops = 35", "8-bit compute is below 16-bit compute"),
        ("price_usd = 950", "price_usd = 950_000", "is it in US dollars?"),
        (
            "rent_usd_per_hour = 0.22",
            "rent_usd_per_hour = 160",
            "is it the rent of a day or a month?",
        ),
        ("rent_as_of = 2026-11-01", "rent_as_of = 2027-11-01", "a day after today, 2026-11-23"),
        (
            "as_of = 2026-11-01\nsource = \"contract\"",
            "as_of = 2026-11-24\nsource = \"contract\"",
            "`as_of` is 2026-11-24, a day after today",
        ),
        ("source = \"receipt\"", "source = \"https://example.com/prices\"", "still the example"),
        ("input_usd_per_mtok = 0.5", "input_usd_per_mtok = 0.001", "is it per thousand tokens?"),
        (
            "output_usd_per_mtok = 1.5",
            "output_usd_per_mtok = 750",
            "is it in cents, or per billion tokens?",
        ),
        (
            "output_usd_per_mtok = 1.5",
            "output_usd_per_mtok = 0.3",
            "output at $0.30 is cheaper than input at $0.50",
        ),
        (
            "cached_input_usd_per_mtok = 0.1",
            "cached_input_usd_per_mtok = 0.6",
            "cached input costs more than input",
        ),
        ("batch_discount = 0.5", "batch_discount = 0.9", "is the share off"),
        ("context_tokens = 128_000", "context_tokens = 128", "is it in thousands of tokens?"),
        (
            "time_to_first_token_seconds = 0.6",
            "time_to_first_token_seconds = 600",
            "is it in milliseconds?",
        ),
        (
            "weights_gb = { q4_k_m = 16.9 }",
            "weights_gb = { q4_k_m = 16.9, q8_0 = 286 }",
            "`q8_0` is 286 GB for 27 billion parameters, 84.7 bits each",
        ),
        ("kv_bytes_per_token = 65_536", "kv_bytes_per_token = 64", "is it in kB, or of one layer?"),
        ("context_tokens = 32_768", "context_tokens = 32", "is it in thousands of tokens?"),
        (
            "prefill_tokens_per_second = 1150",
            "prefill_tokens_per_second = 11_500",
            "prompt processing at 11.5k tokens/s is above what the compute of `box` can do, 5.27k tokens/s: \
             285 TFLOPS of 8-bit integer arithmetic over two operations for each of 27 billion active \
             parameters",
        ),
        ("[8, 190.0]", "[8, 190.0], [512, 6_500]", "decoding at 6.5k tokens/s is above"),
        (
            "[8, 190.0]",
            "[8, 190.0], [16, 440.0]",
            "each of 16 streams is faster than each of 8, 27.5 tokens/s against 23.8",
        ),
        (
            "[[1, 35.0], [8, 190.0]]",
            "[[8, 640.0]]",
            "each of 8 streams at 80 tokens/s is above what the memory of `box` can do for one, 55.4 \
             tokens/s: 936 GB/s over 16.9 GB read per token",
        ),
        (
            "prefill_tokens_per_second = 1150",
            "prefill_tokens_per_second = 11.5",
            "slower than output is made",
        ),
        (
            "[8, 190.0]",
            "[8, 400.0]",
            "each of 8 streams is faster than one alone, 50 tokens/s against 35",
        ),
        (
            "memory_gb = 24",
            "memory_gb = 16",
            "the weights, 16.9 GB, are more than the memory of `box`, 16 GB",
        ),
        (DEFAULTS, "electricity_usd_per_kwh = 9", "$9.00 for a kWh; is it in cents"),
    ];
    for (old, new, reason) in cases {
        let found = doubts(old, new);
        let at = found.iter().find(|(_, message)| message.contains(reason));
        let (line, _) = at.unwrap_or_else(|| panic!("{new}: {reason}: {found:?}"));
        let field = new.split(" = ").next().unwrap();
        if !field.starts_with('[') && field != "memory_gb" {
            assert!(line.starts_with(field) || line.contains(field), "{new}: {line}");
        }
    }
}

#[test]
fn bandwidth_in_terabytes_is_doubtful() {
    // A single stream at 35 tokens/s would be above the roof, which is an error of its own.
    let found = doubts("_per_s = 936\n", "_per_s = 936\n");
    assert_eq!(found, []);
    let text = HARDWARE.replace("per_s = 936", "per_s = 0.936");
    let catalog = Catalog::with(vec![Document::parse("mine.toml".into(), text).unwrap()]).unwrap();
    let record = catalog.record("hardware", "box").unwrap();
    let found = Doctor::new(&catalog, "2026-11-23".parse().unwrap()).examine(record);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].message, "0.94 GB/s of memory bandwidth; is it in TB/s?");
}

/// Days that were to come when a profile was written are doubts once they have come, and not before.
#[test]
fn days_that_have_come_are_doubts() {
    let last = "batch_discount = 0.5";
    let scheduled = |days: [&str; 2]| {
        let change = |day| {
            format!("{{ from = {day}, input_usd_per_mtok = 0.4, output_usd_per_mtok = 1.2 }}")
        };
        format!("{last}\nscheduled = [{}]", days.map(change).join(", "))
    };
    // Today is 2026-11-23.
    assert_eq!(doubts(last, &format!("{last}\nretires = 2026-11-23")), []);
    assert_eq!(doubts(last, &scheduled(["2026-11-24", "2027-01-01"])), []);
    let ended = format!("{last}\nretires = 2026-11-22");
    let said = "the API ended on 2026-11-22; leave it out, or correct the day";
    assert_eq!(doubts(last, &ended), [("retires = 2026-11-22".into(), said.into())]);
    let found = doubts(last, &scheduled(["2026-10-01", "2026-11-23"]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0.starts_with("scheduled = "), "{found:?}");
    // The newest of them is what holds.
    let said = "the prices from 2026-11-23 on hold by now; write them as the ordinary ones";
    assert_eq!(found[0].1, said);
}
