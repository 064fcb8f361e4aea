//! Counters of vLLM and SGLang: what grew between two scrapes.

use super::{read, read_one, totals};

fn vllm(started: f64, computed: f64, hit: f64, output: f64, requests: f64) -> String {
    let of = "engine=\"0\",model_name=\"m\"";
    format!(
        "# TYPE vllm:prompt_tokens_total counter\nvllm:prompt_tokens_total{{{of}}} {:e}\n\
         vllm:prompt_tokens_by_source_total{{{of},source=\"local_compute\"}} {computed:e}\n\
         vllm:prompt_tokens_by_source_total{{{of},source=\"local_cache_hit\"}} {hit:e}\n\
         vllm:generation_tokens_total{{{of}}} {output}\n\
         vllm:request_success_total{{{of},finished_reason=\"stop\"}} {requests}\n\
         vllm:request_success_total{{{of},finished_reason=\"length\"}} 2.0\n\
         process_start_time_seconds {started:e}\n",
        computed + hit
    )
}

#[test]
fn two_scrapes_count_what_grew_and_one_what_there_is() {
    let (first, second) =
        (vllm(1e9, 100.0, 900.0, 50.0, 7.0), vllm(1e9, 150.0, 1200.0, 90.0, 17.0));
    let both = read(&[("1.prom", first.as_bytes()), ("2.prom", second.as_bytes())]);
    assert_eq!(totals(&both), [50, 300, -1, -1, -1, 40, -1, 10]);
    assert_eq!((&both["grain"], &both["hours"]), (&"window".into(), &serde_json::Value::Null));
    assert_eq!(totals(&read_one("both.prom", &(first.clone() + &second))), totals(&both));
    let one = read_one("1.prom", &first);
    assert_eq!(totals(&one), [100, 900, -1, -1, -1, 50, -1, 9]);
    assert!(one["warnings"][0].as_str().unwrap().contains("one scrape"));
}

#[test]
fn a_counter_that_fell_began_again_and_what_is_lost_is_said() {
    let (first, second) = (vllm(1e9, 100.0, 900.0, 50.0, 7.0), vllm(2e9, 30.0, 70.0, 20.0, 3.0));
    let fell = read(&[("1.prom", first.as_bytes()), ("2.prom", second.as_bytes())]);
    assert_eq!(totals(&fell), [30, 70, -1, -1, -1, 20, -1, 5]);
    assert!(fell["warnings"][0].as_str().unwrap().contains("lost"));
    // A restart shows even where no counter fell.
    let grown = vllm(2e9, 200.0, 1000.0, 60.0, 8.0);
    let again = read(&[("1.prom", first.as_bytes()), ("2.prom", grown.as_bytes())]);
    assert_eq!(totals(&again), [200, 1000, -1, -1, -1, 60, -1, 10]);
}

#[test]
fn all_cache_sources_of_sglang_add_up() {
    let scrape = |factor: u32| {
        let of = "model_name=\"m\",tp_rank=\"0\"";
        format!(
            "sglang:prompt_tokens_total{{{of}}} {}\nsglang:generation_tokens_total{{{of}}} {}\n\
             sglang:cached_tokens_total{{{of},cache_source=\"device\"}} {}\n\
             sglang:cached_tokens_total{{{of},cache_source=\"total\"}} {}\nsglang:num_requests_total{{{of}}} {}\n",
            1000 * factor,
            100 * factor,
            200 * factor,
            50 * factor,
            10 * factor
        )
    };
    let (one, two) = (scrape(1), scrape(3));
    let both = read(&[("1.txt", one.as_bytes()), ("2.txt", two.as_bytes())]);
    assert_eq!(totals(&both), [1500, 500, -1, -1, -1, 200, -1, 20]);
}

#[test]
fn scrapes_of_one_process_are_in_order_whatever_their_names() {
    let (before, after) = (vllm(1.0, 10.0, 4.0, 3.0, 1.0), vllm(1.0, 30.0, 8.0, 7.0, 2.0));
    let both = [("before.prom", before.as_bytes()), ("after.prom", after.as_bytes())];
    let summary = super::read(&both);
    assert_eq!(super::totals(&summary), [20, 4, -1, -1, -1, 4, -1, 1]);
    assert!(summary["warnings"][0].is_null(), "{summary}");
}

#[test]
fn what_other_machines_had_in_their_caches_is_cached() {
    let of = |factor: u32| {
        format!(
            "vllm:prompt_tokens_total {}\nvllm:generation_tokens_total 0\nvllm:prefix_cache_hits_total {}\nvllm:external_prefix_cache_hits_total {}\n",
            100 * factor,
            30 * factor,
            20 * factor
        )
    };
    let both = super::read(&[("1.prom", of(1).as_bytes()), ("2.prom", of(2).as_bytes())]);
    assert_eq!(super::totals(&both)[..2], [50, 50]);
}
