//! What measurements make of the model: taken as they are, carried to other shapes and
//! concurrencies, and applied to other models.

use breakeven::answer::evaluate;
use breakeven::answer::lacking::reason;
use breakeven::answer::throughput_answer::{Question, answer};
use breakeven::calc::throughput::calibrate::{Measurement, factor};
use breakeven::calc::throughput::{Rates, rates, serving};
use breakeven::cli::command_line::Cli;
use breakeven::cli::resolve::scenario;
use breakeven::criterion::Criterion;
use breakeven::date::Date;
use breakeven::engine::Spreads;
use breakeven::profile::catalog::Catalog;
use breakeven::throughput::Basis;
use breakeven::units::TokensPerSecond;
use clap::Parser as _;

use super::support::{MACHINE, catalog, deployment, measured, request, two};

const NAMES: [&str; 4] = ["machine", "dense", "q4_k_m", "llama.cpp"];

/// The shipped intervals of what these tests ask about.
fn shipped() -> Spreads {
    let estimator = Catalog::with(vec![]).unwrap().estimator.unwrap();
    estimator.constants("llama.cpp", "nv-geforce").spreads
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
    assert!(rates(&deployment, request(1_500.0, 500.0), 1.0).is_ok());
    assert_eq!((found.decode.low.get(), found.decode.high.get()), (80.0, 80.0));
    assert_eq!((found.prefill.typical.get(), found.prefill_basis), (900.0, Basis::Measured));
    assert_eq!(
        rates(&deployment, request(1_500.0, 500.0), 2.0).unwrap_err().criterion(),
        Criterion::Throughput
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
    near(found.decode.low, found.decode.typical.get() * shipped().calibrated.low);
    near(found.decode.high, found.decode.typical.get() * shipped().calibrated.high);
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
    for (first, middle, last) in [(1.0, 2.0, 4.0), (4.0, 8.0, 16.0)] {
        let text = format!(
            "decode_tokens_per_second = [[{first}, {}], [{last}, {}]]\ncontext_tokens = 1000",
            model(first) * 0.5,
            model(last) * 0.8
        );
        let catalog = catalog(&measured(&text));
        let found = rates(&deployment(&catalog, NAMES), shape, middle).unwrap();
        near(found.decode.typical, model(middle) * (0.5_f64 * 0.8).sqrt());
        assert_eq!(found.basis, Basis::Measured);
    }
}

/// Half of the logarithm.
fn half(low: f64) -> f64 {
    (low.sqrt() * 1e9).round() / 1e9
}

/// The low end of the decode rate over the rate.
fn low(rates: &Rates) -> f64 {
    rates.decode.low.get() / rates.decode.typical.get()
}

#[test]
fn an_interval_is_that_of_what_is_known() {
    let shape = request(1_000.0, 0.0);
    let lows = |text: &str, concurrencies: &[f64]| -> Vec<f64> {
        let catalog = catalog(text);
        let deployment = deployment(&catalog, NAMES);
        let at = |at: &f64| rates(&deployment, shape, *at).unwrap();
        concurrencies.iter().map(|n| (low(&at(n)) * 1e9).round() / 1e9).collect()
    };
    let Spreads { one_stream, batch, calibrated, .. } = shipped();
    // Modelled: one stream, and several.
    assert_eq!(lows("", &[1.0, 2.0, 8.0]), [one_stream.low, batch.low, batch.low]);
    // One stream measured says little about more than two; one doubling away is half of the way.
    let one = measured("decode_tokens_per_second = [[1, 90]]\ncontext_tokens = 1000");
    assert_eq!(
        lows(&one, &[1.0, 2.0, 4.0, 8.0]),
        [1.0, half(calibrated.low), batch.low, batch.low]
    );
    let eight = measured("decode_tokens_per_second = [[8, 400]]\ncontext_tokens = 1000");
    assert_eq!(lows(&eight, &[1.0, 8.0, 16.0]), [calibrated.low, 1.0, half(calibrated.low)]);
    // A rate of output says nothing about prompts.
    let catalog = catalog(&one);
    let found = rates(&deployment(&catalog, NAMES), shape, 1.0).unwrap();
    assert_eq!(found.prefill_basis, Basis::Modelled);
}

#[test]
fn several_streams_that_nobody_measured_on_such_machines_are_marked() {
    let marked = |family: &str, more: &str, at: f64| {
        let machine = MACHINE.replace("nv-geforce", family);
        let catalog = catalog(&format!("{machine}\n{more}"));
        rates(&deployment(&catalog, NAMES), request(1_000.0, 0.0), at).unwrap().extrapolated
    };
    assert!(!marked("nv-geforce", "", 4.0));
    assert!(marked("amd-radeon", "", 4.0));
    assert!(!marked("amd-radeon", "", 1.0));
    let four = measured("decode_tokens_per_second = [[4, 90]]\ncontext_tokens = 1000");
    assert!(!marked("amd-radeon", &four, 4.0));
    assert!(marked("amd-radeon", &four, 8.0));
}

#[test]
fn a_rate_without_a_shape_is_below_what_all_accelerators_can_do() {
    let rate = measured("decode_tokens_per_second = [[1, 90], [8, 300]]")
        .replace("throughput.machine", "throughput.two");
    let catalog = catalog(&format!("{}\n{rate}", two("pcie")));
    let deployment = deployment(&catalog, ["two", "dense", "q4_k_m", "llama.cpp"]);
    // 5 GB of weights and 0.1 GB of cache for each stream at 1,000 GB/s.
    for (streams, rate, read) in [(1.0, 90.0, 5.1), (8.0, 300.0, 5.8)] {
        let found = rates(&deployment, request(1_000.0, 0.0), streams).unwrap();
        near(found.decode.typical, rate);
        near(found.roof.unwrap(), streams * 1_000.0 / read);
    }
    // A copy of 12 GB takes two of three, and all three may have been used.
    let rate = rate.replace(".dense.", ".other.");
    let three = two("pcie").replace("gpus = 2", "gpus = 3");
    let catalog = super::support::catalog(&format!("{three}\n{rate}"));
    let deployment = super::support::deployment(&catalog, ["two", "other", "q4_k_m", "llama.cpp"]);
    let found = rates(&deployment, request(1_000.0, 0.0), 1.0).unwrap();
    near(found.roof.unwrap(), 1_000.0 / 12.1);
}

#[test]
fn a_faster_link_is_faster() {
    let rate = |interconnect: &str| {
        let catalog = catalog(&two(interconnect).replace("memory_gb = 24", "memory_gb = 16"));
        let deployment = deployment(&catalog, ["two", "other", "q4_k_m", "llama.cpp"]);
        rates(&deployment, request(1_000.0, 0.0), 1.0).unwrap().decode.typical.get()
    };
    assert!(rate("nvlink") > rate("pcie") * 1.01);
}

#[test]
fn copies_take_a_power_of_two_of_accelerators() {
    let three = two("pcie").replace("gpus = 2", "gpus = 3").replace("= 24", "= 15");
    let catalog = catalog(&three);
    let deployment = deployment(&catalog, ["two", "other", "q4_k_m", "llama.cpp"]);
    // 12 GB of weights and 0.4 GB of overhead on each in two thirds of 14.7 GB.
    let unmet = rates(&deployment, request(1_000.0, 0.0), 1.0).unwrap_err();
    let expected = "needs 12.9 GB of memory, has 9.8 GB to use on 2 of 3 accelerators";
    assert_eq!(reason(&unmet), expected);
    let question = Question {
        request: request(1_000.0, 0.0),
        context_tokens: 1_000.0,
        concurrencies: vec![1.0],
    };
    let fit = answer(&deployment, &question, vec![]).fit;
    assert_eq!((fit.accelerators_per_copy.0, fit.copies.0), (2.0, 1.0));
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
fn far_from_its_concurrency_a_calibration_keeps_the_order_only() {
    let plain = catalog("");
    let names = ["machine", "other", "q4_k_m", "llama.cpp"];
    let shape = request(1_000.0, 100.0);
    let model = |at| rates(&deployment(&plain, names), shape, at).unwrap().decode.typical.get();
    for factor in [0.2_f64, 1.5] {
        let text = format!(
            "[calibration.machine.\"llama.cpp\"]\nfactor = {factor}\nmeasurements = 2\n\
             concurrency = 8\nas_of = 2026-11-01\nsource = \"test\"\n"
        );
        let user = catalog(&text);
        let found = |at| rates(&deployment(&user, names), shape, at).unwrap();
        let counted = factor.powf(0.8);
        for at in [4.0, 5.0, 8.0, 16.0] {
            near(found(at).decode.typical, model(at) * counted);
            assert_eq!(found(at).basis, Basis::Calibrated);
        }
        // Fewer streams are no faster than twice as few as were measured, more no slower than twice
        // as many, and each of them no slower or no faster; the factor fades within another doubling.
        let [few, many] = [4.0, 16.0].map(|at| model(at) * counted);
        for at in [1.0, 2.0] {
            let expected = model(at).min(few).max(few * at / 4.0);
            near(found(at).decode.typical, expected);
            assert_eq!(found(at).basis, Basis::Modelled);
        }
        for at in [32.0, 64.0] {
            let expected = model(at).max(many).min(many * at / 16.0);
            near(found(at).decode.typical, expected);
            assert_eq!(found(at).basis, Basis::Modelled);
        }
        let half = 8.0 * 2.0_f64.powf(1.5);
        let expected = (model(half) * counted.sqrt()).max(many).min(many * half / 16.0);
        near(found(half).decode.typical, expected);
    }
    assert!(model(1.0) > model(4.0) * 0.2_f64.powf(0.8));
    assert!(model(17.0) < model(16.0) * 1.5_f64.powf(0.8));
}

#[test]
fn a_factor_is_the_mean_over_models_of_the_mean_over_measurements() {
    let plain = catalog("");
    let measurement = |(names, prompt, times): ([&str; 4], f64, f64)| {
        let (deployment, request) = (deployment(&plain, names), request(prompt, 0.0));
        let rate = rates(&deployment, request, 1.0).unwrap().decode.typical * times;
        Measurement { deployment, concurrency: 1.0, rate, request, end_to_end: false }
    };
    let other = ["machine", "other", "q4_k_m", "llama.cpp"];
    // 0.9 and 0.4 of one model make 0.6; with 0.15 of another that is 0.3.
    let all = [(NAMES, 1_000.0, 0.9), (NAMES, 8_000.0, 0.4), (other, 1_000.0, 0.15)];
    let all = all.map(measurement);
    let found = factor(&all).unwrap();
    assert!((found.factor - 0.3).abs() < 1e-9, "{}", found.factor);
    assert_eq!((found.models, found.modelled.len()), (2.0, 3));
}

#[test]
fn what_cannot_have_been_measured_is_no_measurement() {
    let plain = catalog("");
    let measured = |concurrency: f64, tokens_per_second: f64| {
        let measurement = Measurement {
            deployment: deployment(&plain, NAMES),
            concurrency,
            rate: TokensPerSecond::new(tokens_per_second),
            request: request(9_000.0, 1_000.0),
            end_to_end: false,
        };
        factor(&[measurement]).map_err(|unmet| unmet.criterion())
    };
    // 18 requests of 1 GB fit.
    assert!(measured(18.0, 100.0).is_ok());
    assert_eq!(measured(19.0, 100.0), Err(Criterion::Fit));
    // 5 GB of weights and 0.95 GB of cache are read 168 times a second; 15 % more is a mistake in
    // the sizes, and beyond that one in the names.
    let roof = 1_000.0 / 5.95;
    assert!(measured(1.0, roof * 1.14).is_ok());
    assert_eq!(measured(1.0, roof * 1.16), Err(Criterion::Throughput));
}

#[test]
fn what_does_not_fit_has_no_speed() {
    let catalog = catalog(
        "[model.dense]\nname = \"Big\"\nparameters_billion = 80\nactive_parameters_billion = 80\nlayers = 32\nkv_bytes_per_token = 100_000\ncontext_tokens = 100_000\ntier = \"mid\"\nweights_gb = { q4_k_m = 50 }\nas_of = 2026-11-01\nsource = \"test\"\n",
    );
    let unmet = rates(&deployment(&catalog, NAMES), request(1_000.0, 0.0), 1.0).unwrap_err();
    assert_eq!(unmet.criterion(), Criterion::Fit);
    assert_eq!(reason(&unmet), "needs 50.5 GB of memory, has 23.5 GB to use");
}

#[test]
fn more_requests_than_fit_have_no_speed() {
    let catalog = catalog("");
    // 24 GB x 0.98 - 5 - 0.4 leaves 18.12 GB; a request of 10,000 tokens takes 1 GB.
    let shape = request(9_000.0, 1_000.0);
    assert!(rates(&deployment(&catalog, NAMES), shape, 18.0).is_ok());
    let unmet = rates(&deployment(&catalog, NAMES), shape, 19.0).unwrap_err();
    assert_eq!(reason(&unmet), "18 requests fit in memory at the same time, 19 wanted");
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
    assert_eq!(
        reason(&unmet),
        "needs 2 accelerators at once, and their interconnect is not stated"
    );
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
    // Without a word, as few as hold it are taken to have been used.
    assert_eq!(most(""), most("tensor_parallel = 1"));
    // 11.76 - 5 - 0.4 GB on each of two copies; 23.52 - 5 - 0.8 GB on one copy of both.
    assert_eq!(most("tensor_parallel = 1"), 126.0);
    assert_eq!(most("tensor_parallel = 2"), 177.0);
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

#[test]
fn beyond_the_known_there_is_no_answer() {
    // Without a cache any number of requests fits; nobody measured more than 1,024 on one copy.
    let dense = MACHINE.replace("kv_bytes_per_token = 100_000", "kv_bytes_per_token = 0");
    let most = |machine: &str, text: &str| {
        let catalog = catalog(&format!("{dense}\n{text}"));
        let deployment = deployment(&catalog, [machine, "dense", "q4_k_m", "llama.cpp"]);
        let shape = request(1_000.0, 0.0);
        serving(&deployment, shape, TokensPerSecond::ZERO).unwrap().concurrency
    };
    let own = MACHINE.split("[model").next().unwrap();
    assert_eq!(most("machine", ""), 1_024.0);
    assert_eq!(most("two", &two("pcie").replace(own, "")), 2_048.0);
    let catalog = catalog(&measured("decode_tokens_per_second = [[1, 80], [4, 100]]"));
    let deployment = deployment(&catalog, NAMES);
    let concurrencies = vec![4.0, 5.0, 1_000.0];
    let request = request(1_000.0, 0.0);
    let question = Question { request, context_tokens: 1_000.0, concurrencies };
    let reasons = answer(&deployment, &question, vec![]).points.into_iter().map(|p| p.reason);
    let reasons: Vec<Option<String>> = reasons.collect();
    assert_eq!(
        reasons[1].as_deref().unwrap(),
        "nothing is known beyond 4 requests at the same time"
    );
    assert_eq!(
        reasons[2].as_deref().unwrap(),
        "181 requests fit in memory at the same time, 1,000 wanted"
    );
}

#[test]
fn a_copy_over_stages_uses_all_of_their_accelerators() {
    let rate = measured(
        "decode_tokens_per_second = [[1, 90]]\ncontext_tokens = 1000\ntensor_parallel = 2\n\
         pipeline_stages = 2",
    );
    let rate = rate.replace("throughput.machine", "throughput.two");
    let four = two("pcie").replace("gpus = 2", "gpus = 8");
    let catalog = catalog(&format!("{four}\n{rate}"));
    let deployment = deployment(&catalog, ["two", "dense", "q4_k_m", "llama.cpp"]);
    let request = request(1_000.0, 0.0);
    let question = Question { request, context_tokens: 1_000.0, concurrencies: vec![1.0] };
    let fit = answer(&deployment, &question, vec![]).fit;
    assert_eq!((fit.accelerators_per_copy.0, fit.copies.0), (4.0, 2.0));
}

#[test]
fn a_verdict_on_rates_that_nobody_measured_says_so_once() {
    let warned = |family: &str, more: &str| -> Vec<String> {
        let machine = MACHINE.replace("nv-geforce", family);
        let rented = machine.replace("price_usd", "rent_usd_per_hour = 0.2\nprice_usd");
        let catalog = catalog(&format!("{rented}\n{more}"));
        let flags = "breakeven --volume 50M/day --hardware machine --model dense \
                     --quantization q4_k_m --engine llama.cpp";
        let cli = Cli::try_parse_from(flags.split_whitespace()).unwrap();
        let today = Date::new(2026, 11, 22).unwrap();
        let report = evaluate(&scenario(&cli.compare, &catalog, today).unwrap());
        assert!(report.options.iter().any(|option| option.kind == "rent"));
        let warnings = report.warnings.into_iter();
        let warnings = warnings.filter(|warning| warning.code.starts_with("extrapolated-"));
        warnings.map(|warning| warning.message).collect()
    };
    assert!(warned("nv-geforce", "").is_empty());
    let found = warned("amd-radeon", "");
    assert_eq!(found.len(), 1);
    let expected = "few or no rates of several streams are known for `llama.cpp` on `amd-radeon`: the rate at ";
    assert!(found[0].starts_with(expected), "{found:?}");
    let rate = measured("decode_tokens_per_second = [[8, 400]]\nprefill_tokens_per_second = 4000");
    assert!(warned("amd-radeon", &rate).is_empty());
}
