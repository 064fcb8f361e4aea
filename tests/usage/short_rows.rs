//! Rows with fewer cells than the heading has.

use super::{read_one, skipped, totals};

const OPENAI: &str = "start_time,end_time,project_id,num_model_requests,model,input_tokens,output_tokens,input_cached_tokens,input_audio_tokens,note\n";

#[test]
fn empty_cells_at_the_end_may_be_left_out() {
    let whole = "1790000000,1790086400,p,3,m,100,20,30,0,\n";
    let short = "1790000000,1790086400,p,2,n,50,10\n";
    let idle = "1790086400,1790172800\n";
    for rows in [[whole, short, idle], [short, idle, whole]] {
        let summary = read_one("a.csv", &(OPENAI.to_string() + &rows.concat()));
        assert_eq!(totals(&summary), [120, 30, -1, -1, -1, 30, -1, 5]);
        assert!(skipped(&summary).is_empty(), "{summary}");
    }
    let only = read_one("a.csv", &(OPENAI.to_string() + short + idle));
    assert_eq!((totals(&only)[0], totals(&only)[5]), (50, 10));
    let generic = "hour;model;fresh_input;output;note\n2026-10-01 10:00;m;1,0;2,0\n2026-10-01 11:00;m;3;4;x\n";
    assert_eq!(
        (totals(&read_one("a.csv", generic))[0], totals(&read_one("a.csv", generic))[5]),
        (4, 6)
    );
}

#[test]
fn a_row_that_is_cut_in_what_is_needed_is_left_out_and_located() {
    let whole = "1790000000,1790086400,p,3,m,100,20,30,0,\n";
    for cut in ["1790000000,1790086400,p,2,n,50\n", "1790000000,1790086400,p,2,n,5"] {
        let summary = read_one("a.csv", &(OPENAI.to_string() + whole + cut));
        assert_eq!((totals(&summary)[0], totals(&summary)[5]), (70, 20));
        assert_eq!(skipped(&summary), [("cut off before `output_tokens`".to_string(), 1, 3)]);
    }
    let canonical = "hour,model,requests,fresh_input,cached_read,cache_write,output\n\
                     2026-10-01T10:00:00Z,m,1,2,3,4,5\n2026-10-01T11:00:00Z,m,1,2,3,4\n";
    let summary = read_one("a.csv", canonical);
    assert_eq!(totals(&summary), [2, 3, 4, -1, -1, 5, -1, 1]);
    assert_eq!(skipped(&summary), [("cut off before `output`".to_string(), 1, 3)]);
}

#[test]
fn a_row_that_lost_a_delimiter_is_no_short_one() {
    let rows = [
        "1790000000,1790086400,p,3,m,100,20,30,0,x\n",
        "1790000000,1790086400,p,2,n,50,10,5,0,y\n",
    ];
    let text = OPENAI.to_string() + &rows.concat();
    for (at, _) in rows[1].match_indices(',') {
        for other in ["-", ".", "(", "l", "", " "] {
            let mut damaged = text.clone();
            let at = OPENAI.len() + rows[0].len() + at;
            damaged.replace_range(at..=at, other);
            let summary = read_one("a.csv", &damaged);
            assert_eq!(totals(&summary), [70, 30, -1, -1, -1, 20, -1, 3], "{damaged}");
            assert_eq!(skipped(&summary).len(), 1, "{damaged}");
        }
    }
}

#[test]
fn a_number_alone_is_no_time_and_a_million_of_them_are_read_at_once() {
    let whole = "1790000000,1790086400,p,3,m,100,20,30,0,\n";
    let text = OPENAI.to_string() + whole + &"1\n".repeat(1_000_000);
    let started = std::time::Instant::now();
    let summary = read_one("a.csv", &text);
    let took = started.elapsed();
    assert_eq!(totals(&summary), [70, 30, -1, -1, -1, 20, -1, 3]);
    assert_eq!(skipped(&summary), [("a row without `end_time`".to_string(), 1_000_000, 3)]);
    // A day that begins at 13:33 touches two; 1970 is none of them.
    assert_eq!(summary["span_days"], 2.0);
    // A twentieth of a second on a quiet machine.
    assert!(took.as_secs_f64() < 5.0, "{took:?}");
}
