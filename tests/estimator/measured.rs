//! What measurements make of the model: taken as they are, carried to other shapes and
//! concurrencies, and applied to other models.

use breakeven::calc::throughput::{rates, serving};
use breakeven::throughput::Basis;
use breakeven::units::TokensPerSecond;

use super::support::{MACHINE, catalog, deployment, request};

const NAMES: [&str; 4] = ["machine", "dense", "q4_k_m", "llama.cpp"];

fn measured(fields: &str) -> String {
    format!(
        "[throughput.machine.dense.q4_k_m.\"llama.cpp\"]\n{fields}\nas_of = 2026-11-01\nsource = \"test\"\n"
    )
}

fn near(found: TokensPerSecond, expected: f64) {
    assert!((found.get() / expected - 1.0).abs() < 1e-9, "{} for {expected}", found.get());
}

#[test]
fn a_rate_without_a_shape_is_taken_as_it_is() {
    let text = measured("prefill_tokens_per_second = 900\ndecode_tokens_per_second = [[1, 80]]");
    let catalog = catalog(&text);
    let deployment = deployment(&catalog, NAMES);
    let found = serving(&deployment, request(1_500.0, 500.0), TokensPerSecond::ZERO).unwrap();
    assert_eq!((found.concurrency, found.basis), (1.0, Basis::Measured));
    assert_eq!((found.decode.low.get(), found.decode.high.get()), (80.0, 80.0));
    assert_eq!((found.prefill.typical.get(), found.prefill_basis), (900.0, Basis::Measured));
    assert_eq!(
        rates(&deployment, request(1_500.0, 500.0), 2.0).unwrap_err().requirement,
        "throughput"
    );
}

#[test]
fn a_rate_at_the_same_shape_is_the_rate() {
    let catalog = catalog(&measured(
        "decode_tokens_per_second = [[1, 100], [8, 150]]\ncontext_tokens = 2000",
    ));
    let deployment = deployment(&catalog, NAMES);
    // Prompt 2,000 without output reads a cache of 2,000 tokens, as measured.
    let one = rates(&deployment, request(2_000.0, 0.0), 1.0).unwrap();
    near(one.decode.typical, 100.0);
    assert_eq!(one.basis, Basis::Measured);
    assert_eq!(one.decode.low, one.decode.typical);
    near(rates(&deployment, request(2_000.0, 0.0), 8.0).unwrap().decode.typical, 150.0);
}

#[test]
fn a_far_context_is_calibrated_and_scaled_by_the_model() {
    let plain = catalog("");
    let model = |prompt| {
        let deployment = deployment(&plain, NAMES);
        let rates = rates(&deployment, request(prompt, 0.0), 1.0).unwrap();
        assert_eq!(rates.basis, Basis::Modelled);
        rates.decode.typical.get()
    };
    let catalog = catalog(&measured("decode_tokens_per_second = [[1, 90]]\ncontext_tokens = 1000"));
    let found = rates(&deployment(&catalog, NAMES), request(8_000.0, 0.0), 1.0).unwrap();
    assert_eq!(found.basis, Basis::Calibrated);
    near(found.decode.typical, 90.0 * model(8_000.0) / model(1_000.0));
    near(found.decode.low, found.decode.typical.get() * 0.742);
    near(found.decode.high, found.decode.typical.get() * 1.34);
}

#[test]
fn outside_the_span_two_thirds_of_the_logarithm_count() {
    let plain = catalog("");
    let shape = request(1_000.0, 0.0);
    let model = |at| rates(&deployment(&plain, NAMES), shape, at).unwrap().decode.typical.get();
    let measured_at_8 = model(8.0) * 0.5;
    let text = format!("decode_tokens_per_second = [[8, {measured_at_8}]]\ncontext_tokens = 1000");
    let catalog = catalog(&measured(&text));
    let deployment = deployment(&catalog, NAMES);
    let factor = 0.5_f64.powf(2.0 / 3.0);
    let at = |concurrency| rates(&deployment, shape, concurrency).unwrap();
    near(at(32.0).decode.typical, model(32.0) * factor);
    assert_eq!(at(32.0).basis, Basis::Calibrated);
    near(at(8.0).decode.typical, model(8.0) * 0.5);
    // Below, the same, but never more than at the concurrency measured.
    near(at(1.0).decode.typical, (model(1.0) * factor).min(model(8.0) * 0.5));
}

#[test]
fn between_points_the_ratio_goes_by_the_logarithm() {
    let plain = catalog("");
    let shape = request(1_000.0, 0.0);
    let model = |at| rates(&deployment(&plain, NAMES), shape, at).unwrap().decode.typical.get();
    let text = format!(
        "decode_tokens_per_second = [[1, {}], [16, {}]]\ncontext_tokens = 1000",
        model(1.0) * 0.5,
        model(16.0) * 0.8
    );
    let catalog = catalog(&measured(&text));
    let found = rates(&deployment(&catalog, NAMES), shape, 4.0).unwrap();
    near(found.decode.typical, model(4.0) * (0.5_f64 * 0.8).sqrt());
    assert_eq!(found.basis, Basis::Measured);
}

#[test]
fn whole_requests_correct_prompts_and_output_alike() {
    let plain = catalog("");
    let shape = request(1_000.0, 200.0);
    let model = rates(&deployment(&plain, NAMES), shape, 4.0).unwrap();
    let (prefill, decode) = (model.prefill.typical.get(), model.decode.typical.get());
    // One output token with its share of the prompt: 5 prompt tokens for each.
    let whole = 1.0 / (1.0 / decode + 5.0 / prefill);
    let text = format!(
        "decode_tokens_per_second = [[4, {}]]\nprompt_tokens = 1000\noutput_tokens = 200\nincludes_prefill = true",
        whole * 0.9
    );
    let catalog = catalog(&measured(&text));
    let found = rates(&deployment(&catalog, NAMES), shape, 4.0).unwrap();
    near(found.decode.typical, decode * 0.9);
    near(found.prefill.typical, prefill * 0.9);
    assert_eq!((found.basis, found.prefill_basis), (Basis::Measured, Basis::Calibrated));
}

#[test]
fn a_draft_model_says_nothing_outside_its_measurement() {
    let text = measured(
        "decode_tokens_per_second = [[1, 190]]\ncontext_tokens = 1000\nspeculative = true",
    );
    let catalog = catalog(&text);
    let found = serving(&deployment(&catalog, NAMES), request(1_000.0, 0.0), TokensPerSecond::ZERO)
        .unwrap();
    assert_eq!((found.concurrency, found.basis), (1.0, Basis::Measured));
    near(found.decode.typical, 190.0);
}

#[test]
fn ones_own_machine_calibrates_other_models_near_its_concurrency() {
    let plain = catalog("");
    let names = ["machine", "other", "q4_k_m", "llama.cpp"];
    let shape = request(1_000.0, 100.0);
    let text = "[calibration.machine.\"llama.cpp\"]\nfactor = 0.8\nmeasurements = 2\nconcurrency = 1\n\
                as_of = 2026-11-01\nsource = \"test\"\n";
    let user = catalog(text);
    let model = |at| rates(&deployment(&plain, names), shape, at).unwrap();
    let found = |at| rates(&deployment(&user, names), shape, at).unwrap();
    near(found(1.0).decode.typical, model(1.0).decode.typical.get() * 0.8_f64.powf(0.8));
    assert_eq!(found(2.0).basis, Basis::Calibrated);
    near(found(8.0).decode.typical, model(8.0).decode.typical.get());
    assert_eq!(found(8.0).basis, Basis::Modelled);
}

#[test]
fn what_does_not_fit_has_no_speed() {
    let catalog = catalog(
        "[model.dense]\nname = \"Big\"\nparameters_billion = 80\nactive_parameters_billion = 80\nlayers = 32\nkv_bytes_per_token = 100_000\ncontext_tokens = 100_000\ntier = \"mid\"\nweights_gb = { q4_k_m = 50 }\nas_of = 2026-11-01\nsource = \"test\"\n",
    );
    let unmet = rates(&deployment(&catalog, NAMES), request(1_000.0, 0.0), 1.0).unwrap_err();
    assert_eq!(unmet.requirement, "fit");
    assert_eq!(unmet.reason, "needs 50.9 GB of memory, has 23.5 GB to use");
}

#[test]
fn more_requests_than_fit_have_no_speed() {
    let catalog = catalog("");
    // 24 GB x 0.98 - 5 - 0.8 leaves 17.72 GB; a request of 10,000 tokens takes 1 GB.
    let unmet = rates(&deployment(&catalog, NAMES), request(9_000.0, 1_000.0), 18.0).unwrap_err();
    assert_eq!(unmet.reason, "17 requests fit in memory at the same time, 18 wanted");
}

#[test]
fn accelerators_that_must_share_a_model_need_an_interconnect() {
    let two = MACHINE
        .replace("[hardware.machine]", "[hardware.two]")
        .replace("gpus = 1", "gpus = 2")
        .replace("memory_gb = 24", "memory_gb = 16");
    let two = two.split("[model").next().unwrap();
    let user = catalog(two);
    let names = ["two", "other", "q4_k_m", "llama.cpp"];
    let unmet = rates(&deployment(&user, names), request(1_000.0, 0.0), 1.0).unwrap_err();
    assert_eq!(unmet.reason, "needs 2 accelerators at once, and their interconnect is not stated");
    // A small model runs twice instead, which needs none.
    let names = ["two", "dense", "q4_k_m", "llama.cpp"];
    assert!(rates(&deployment(&user, names), request(1_000.0, 0.0), 1.0).is_ok());
    let linked = two.replace("gpus = 2", "gpus = 2\ninterconnect = \"pcie\"");
    let user = catalog(&linked);
    let names = ["two", "other", "q4_k_m", "llama.cpp"];
    assert!(rates(&deployment(&user, names), request(1_000.0, 0.0), 1.0).is_ok());
}

#[test]
fn a_measurement_that_includes_prompts_must_say_how_long_they_were() {
    let text = measured("decode_tokens_per_second = [[4, 90]]\nincludes_prefill = true");
    let document = |text: &str| {
        breakeven::profile::document::Document::parse("user.toml".into(), text.into()).unwrap()
    };
    let documents = vec![document(MACHINE), document(&text)];
    let problems = breakeven::profile::catalog::Catalog::with(documents).unwrap_err();
    assert!(problems[0].to_string().contains("expected `prompt_tokens` and `output_tokens`"));
}

#[test]
fn several_accelerators_are_modelled_as_they_were_measured() {
    let two = MACHINE
        .replace("[hardware.machine]", "[hardware.two]")
        .replace("gpus = 1", "gpus = 2\ninterconnect = \"pcie\"");
    let two = two.split("[model").next().unwrap();
    let names = ["two", "dense", "q4_k_m", "llama.cpp"];
    let most = |split: &str| {
        let rate = measured(&format!(
            "decode_tokens_per_second = [[1, 90]]\ncontext_tokens = 1000\n{split}"
        ));
        let user =
            catalog(&format!("{two}\n{}", rate.replace("throughput.machine", "throughput.two")));
        let found =
            serving(&deployment(&user, names), request(1_000.0, 0.0), TokensPerSecond::ZERO);
        found.unwrap().concurrency
    };
    // Nothing follows for two streams from a rate of one that may or may not have used both.
    assert_eq!(most(""), 1.0);
    // 11.76 - 5 - 0.8 GB on each of two copies; 23.52 - 5 - 1.6 GB on one copy of both.
    assert_eq!(most("tensor_parallel = 1"), 118.0);
    assert_eq!(most("tensor_parallel = 2"), 169.0);
}

#[test]
fn a_measurement_cannot_use_more_accelerators_than_there_are() {
    let text = measured("decode_tokens_per_second = [[1, 90]]\ntensor_parallel = 2");
    let document = |text: &str| {
        breakeven::profile::document::Document::parse("user.toml".into(), text.into()).unwrap()
    };
    let documents = vec![document(MACHINE), document(&text)];
    let problems = breakeven::profile::catalog::Catalog::with(documents).unwrap_err();
    assert!(
        problems[0]
            .to_string()
            .contains("spread over 2 accelerators; expected at most the 1 of `machine`")
    );
}

#[test]
fn a_factor_that_nothing_would_use_is_refused() {
    let text = "[family.nv-gefroce]\nunpack_factor = 0.5\n";
    let document =
        breakeven::profile::document::Document::parse("user.toml".into(), text.into()).unwrap();
    let problems = breakeven::profile::catalog::Catalog::with(vec![document]).unwrap_err();
    let text = problems[0].to_string();
    assert!(text.contains("no family of hardware is called `nv-gefroce`"), "{text}");
    assert!(text.contains("did you mean `nv-geforce`?"), "{text}");
}
