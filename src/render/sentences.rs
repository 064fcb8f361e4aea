//! What every format for people says in sentences beside the verdict.

use super::rows::why_not;
use crate::date::Date;
use crate::figure::{change, compact, dollars, percent, short, whole};
use crate::money::{self, amount};
use crate::report::{About, DecidedBy, OptionReport, Report, Sentence, ShadowPrice, Verdict};
use crate::text::{count, list};

/// The demand and the terms of the comparison.
pub fn question(report: &Report) -> String {
    let workload = &report.workload;
    let cached = match workload.cached_input_tokens_per_day.0 {
        0.0 => String::new(),
        tokens => format!(" and {} cached", compact(tokens)),
    };
    let peak = match workload.peak_factor.0 {
        1.0 => String::new(),
        factor => format!(" with a peak of {} x the mean", short(factor)),
    };
    let waits = match workload.batch_percent.0 {
        0.0 => String::new(),
        percents => format!(", {} of which can wait", percent(percents / 100.0)),
    };
    let tier = match (report.assumptions.min_index, report.assumptions.tier.as_str()) {
        (Some(index), _) => format!("an index of {} or better", short(index.0)),
        (None, "frontier") => "frontier tier".into(),
        (None, lowest) => format!("{lowest} tier or better"),
    };
    let spend = match (workload.spend_usd_per_month, &report.baseline) {
        (Some(spend), Some(id)) => {
            let paid = report.options.iter().find(|option| option.id == *id);
            let api = paid.map_or(id, |option| &option.served_by);
            format!("{} a month at {api}: ", dollars(spend.0))
        }
        _ => String::new(),
    };
    let users = match (workload.users, workload.requests_per_user_per_day) {
        (Some(users), Some(each)) => {
            let each = short(each.0);
            format!("{} with {each} requests a day each: ", count(users.0 as usize, "user"))
        }
        _ => String::new(),
    };
    format!(
        "{users}{spend}{} tokens/day ({} in{cached}, {} out), {} load{peak}{waits}; {tier}; {} of {} hours",
        compact(workload.tokens_per_day.0),
        compact(workload.input_tokens_per_day.0),
        compact(workload.output_tokens_per_day.0),
        workload.load,
        count(report.assumptions.horizon_months as usize, "month"),
        short(report.assumptions.hours_per_month.0),
    )
}

/// What decides, with its price.
pub fn decided_by(verdict: &Verdict) -> String {
    let DecidedBy { constraint, requirements, usd_per_month, .. } = &verdict.decided_by;
    let what = match &requirements[..] {
        [] => return format!("decided by: {constraint}"),
        [one] => one.clone(),
        several => format!("{} together", list(several, "and")),
    };
    match usd_per_month {
        Some(amount) => format!("decided by: {what}, {} a month", dollars(amount.0)),
        None => format!("decided by: {what}"),
    }
}

/// How sure the verdict is, and what to do where it is not; `None` where nothing is drawn.
pub fn how_sure(report: &Report) -> Option<String> {
    let confidence = report.verdict.confidence.as_ref()?;
    let won = format!(
        "{} of {} draws",
        percent(confidence.won_share.0),
        whole(f64::from(confidence.draws))
    );
    let is_drawn = report.assumptions.unstated.iter().any(|input| input == "volume");
    let given = match report.workload.users.filter(|_| is_drawn) {
        Some(users) => count(users.0 as usize, "user"),
        None => format!("{}/day", compact(report.workload.tokens_per_day.0)),
    };
    let Some(toss_up) = &report.verdict.toss_up else {
        return Some(format!("how sure: cheapest in {won}, given {given}"));
    };
    let others = || {
        let verdict = report.verdict.option.as_ref();
        report.options.iter().filter(move |option| verdict != Some(&option.id))
    };
    let share = |option: &OptionReport| option.won_share.map_or(0.0, |share| share.0);
    let most = others().max_by(|one, two| share(one).total_cmp(&share(two)));
    let oftener = most.filter(|option| share(option) > confidence.won_share.0);
    let oftener_words = oftener.map_or_else(String::new, |option| {
        format!(", {} in {}", doing(option), percent(share(option)))
    });
    let simplest = match others().find(|option| option.id == toss_up.simplest) {
        None => String::new(),
        Some(option) if oftener.is_some_and(|oftener| oftener.id == option.id) => {
            ", which is the simplest within 5 %".into()
        }
        Some(option) => format!("; simplest within 5 %: {}", doing(option)),
    };
    let first = match (&toss_up.find_out, toss_up.worth_usd) {
        (Some(input), Some(worth)) if worth.0 >= 0.005 => format!(
            "; find out first: {}, worth {} over the horizon",
            input_words(input),
            dollars(worth.0)
        ),
        (Some(input), _) => format!("; it hangs most on {}", input_words(input)),
        _ => String::new(),
    };
    Some(format!("how sure: a toss-up, cheapest in {won}{oftener_words}{simplest}{first}"))
}

/// An option by what it would be to choose it.
fn doing(option: &OptionReport) -> String {
    let machine = option.inputs.as_ref().and_then(|inputs| inputs.machine.as_ref());
    let how = match option.kind.as_str() {
        "api" => "the API",
        "subscription" => "the subscription",
        "local" if machine.is_some_and(|machine| machine.tenure == "owned") => "your own",
        "local" => "buying",
        "rent" => "renting",
        _ => "a mix with",
    };
    format!("{how} {}", option.label.first().map_or(&*option.id, String::as_str))
}

/// An input in a sentence.
fn input_words(input: &str) -> String {
    let words = match input {
        "api-price" => "API prices",
        "hardware-price" => "prices of machines",
        "mix" => "the share of input",
        "ops-hours" => "somebody's time",
        "api-price-trend" => "the trend of API prices",
        "peak-factor" => "the busiest hour",
        "cached-share" => "the cached share",
        "power" => "watts of machines",
        other => other,
    };
    words.into()
}

/// What nobody stated, on a line.
pub fn assumed_briefly(report: &Report) -> String {
    let assumptions = &report.assumptions;
    let workload = &report.workload;
    let input = workload.input_tokens_per_day.0 + workload.cached_input_tokens_per_day.0;
    let winner = report.options.iter().find(|one| report.verdict.option.as_ref() == Some(&one.id));
    let racked = winner.filter(|one| one.place.as_deref() == Some("rack"));
    let racked = racked.zip(assumptions.rack.as_ref());
    let hours_of_rack = racked
        .and_then(|(option, _)| option.costs.as_ref())
        .map(|costs| costs.monthly_usd.operations.0 / assumptions.operations_usd_per_hour.0)
        .filter(|hours| hours.is_finite())
        .unwrap_or(0.0);
    let say = |lever: &String| -> Option<String> {
        Some(match lever.as_str() {
            "electricity" => {
                let price = match racked {
                    Some((_, rack)) => rack.electricity_usd_per_kwh,
                    None => assumptions.electricity_usd_per_kwh,
                };
                format!("electricity {} per kWh", amount(price.0, compact))
            }
            "ops-hours" if hours_of_rack > 0.0 => {
                format!("{} of work in a rack", time_of_month(hours_of_rack))
            }
            "ops-hours" => match assumptions.operations_hours_per_month.0 {
                0.0 => "nobody's time".into(),
                hours => format!("{} of work", time_of_month(hours)),
            },
            "cached-share" => match workload.cached_input_tokens_per_day.0 {
                0.0 => "nothing cached".into(),
                cached => format!("{} of input cached", percent(cached / input)),
            },
            "api-price-trend" => match assumptions.api_price_trend_percent_per_year.0 {
                0.0 => "prices stay".into(),
                trend => format!("API prices {} a year", change(trend / 100.0)),
            },
            _ => return None,
        })
    };
    let shown = money::shown().map(|currency| format!("{currency} for $1"));
    let assumed = shown.into_iter().chain(assumptions.unstated.iter().filter_map(say));
    let assumed: Vec<String> = assumed.chain(found_in_memory(report)).collect();
    match assumed.is_empty() {
        true => "assumed: nothing beside what `--full` lists".into(),
        // Mix and load are in the question.
        false => format!("assumed: {}", assumed.join(", ")),
    }
}

/// Whose prompts machines keep, and how much of what is cached the first of them find, where that is not all
/// of it.
fn found_in_memory(report: &Report) -> Option<String> {
    let idle = report.workload.idle_sessions_per_stream?.0;
    let first = report.options.iter().find_map(|option| option.throughput.as_ref())?;
    let sessions = if idle == 1.0 { "session" } else { "sessions" };
    let found = first.cache_hit_share.map_or_else(String::new, |hits| {
        format!(" (machines find {} of what is cached)", percent(hits.0))
    });
    Some(format!("{} idle {sessions} a stream{found}", compact(idle)))
}

/// What each option lacks, unless the reasons for the verdict have said it.
pub fn ruled_out(report: &Report) -> Vec<String> {
    let said = |option: &OptionReport| {
        let is_it =
            |reason: &Sentence| matches!(&reason.about, About::Miss(id) if *id == option.id);
        report.verdict.because.iter().any(is_it)
    };
    let missing = report.options.iter().filter(|option| !option.meets_requirements);
    let unsaid = missing.filter(|option| !said(option));
    unsaid.map(|option| format!("{}: {}", option.id, why_not(option))).collect()
}

/// What features that are off would change.
pub fn features(report: &Report) -> Vec<String> {
    report.features.iter().map(|feature| feature.sentence.clone()).collect()
}

/// Hours of a month; in minutes below an hour, but for none at all.
pub(super) fn time_of_month(hours: f64) -> String {
    if hours > 0.0 && hours < 1.0 {
        format!("{} minutes a month", short(hours * 60.0))
    } else {
        format!("{} hours a month", compact(hours))
    }
}

/// The requirements that cost something, unless the reasons for the verdict have said it.
pub fn shadow_prices(report: &Report) -> Vec<String> {
    let said = |price: &ShadowPrice| {
        let begins = |reason: &Sentence| matches!(&reason.about, About::Price(of) if of.first() == price.requirements.first());
        report.verdict.because.iter().any(begins)
    };
    let say = |price: &ShadowPrice| match price.usd_per_month {
        Some(amount) if amount.0 > 0.0 => {
            Some(format!("{}: {} a month", price.requirement, dollars(amount.0)))
        }
        Some(_) => None,
        None => Some(format!("{}: nothing meets it", price.requirement)),
    };
    report.verdict.shadow_prices.iter().filter(|price| !said(price)).filter_map(say).collect()
}

/// The days of the prices: those of APIs and of machines.
pub fn days(report: &Report) -> Option<[Date; 2]> {
    let prices = report.sources.iter().filter(|source| source.is_priced());
    let days: Vec<Date> = prices.filter_map(|source| source.as_of.parse().ok()).collect();
    Some([*days.iter().min()?, *days.iter().max()?])
}

/// One day, or the first and the last.
pub fn span([oldest, newest]: [Date; 2]) -> String {
    if oldest == newest { format!("{oldest}") } else { format!("{oldest} to {newest}") }
}

/// How old the prices are.
pub fn age(report: &Report) -> Option<String> {
    let [oldest, newest] = days(report)?;
    let when = span([oldest, newest]);
    let today: Option<Date> = report.assumptions.today.parse().ok();
    let age = today.map(|today| today.days_since(oldest)).filter(|days| *days >= 0);
    let age = age.and_then(|days| usize::try_from(days).ok());
    let age = age.map(|days| format!("; the oldest is {} old", count(days, "day")));
    Some(format!("prices are of {when}{}", age.unwrap_or_default()))
}
