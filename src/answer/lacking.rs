//! What an option lacks, in words.

use crate::figure::{fixed, short, whole};
use crate::hardware::Unsold;
use crate::text::count;
use crate::unmet::{Bound, Long, PerMinute, Short, Term, TokenLimit, Unmet, Unobtainable, Unrated};

/// Why an option fails what it is held to, in plain words with the numbers.
pub fn reason(unmet: &Unmet) -> String {
    match unmet {
        Unmet::Tier { has, wanted, of_hard } => {
            let of = if *of_hard { " for the hard share" } else { "" };
            format!("is of the {has} tier, {wanted} wanted{of}")
        }
        Unmet::Coarse { bits, quantization } => format!(
            "{} bits a parameter are not the model that was rated; `--quantization {quantization}` \
             asks for it",
            fixed(*bits, 1)
        ),
        Unmet::Index { has, wanted } => format!("has an index of {has}, {wanted} wanted"),
        Unmet::TierBelowIndex { has, wanted } => {
            format!("is of the {has} tier, an index of {wanted} wanted")
        }
        Unmet::NoIndex(wanted) => format!("states no index, {wanted} wanted"),
        Unmet::KindsNotStated => "kinds of input are not stated".into(),
        Unmet::Kinds(missing) => format!("does not take {}", missing.join(", ")),
        Unmet::Tokens(limit, tokens) => tokens_short(*limit, *tokens),
        Unmet::StatedSpeed(Short { has, wanted }) => {
            format!("one stream makes {has} tokens/s, {wanted} wanted")
        }
        Unmet::Speed(Short { has, wanted }) => {
            format!("one stream makes {} tokens/s, {wanted} wanted", fixed(*has, 1))
        }
        Unmet::StatedWait(Long { takes, accepted }) => {
            format!("first token after {takes} s, {accepted} s accepted")
        }
        Unmet::Wait(wait) => queue_long(*wait),
        Unmet::Start(Long { takes, accepted }) => {
            format!("takes {takes} s to start, {accepted} s wanted at most")
        }
        Unmet::DataLeaves => "data leaves your premises".into(),
        Unmet::Shared => "machines are shared with others".into(),
        Unmet::Network => "needs a network".into(),
        Unmet::NotYours => "weights and version are the provider's".into(),
        Unmet::FixedWeights => "serves one fixed open-weight model".into(),
        Unmet::Care => "somebody has to look after the machines".into(),
        Unmet::InstalledByHand => "somebody has to install new models".into(),
        Unmet::Term(term) => term_unmet(term),
        Unmet::Unobtainable(why) => unobtainable(*why),
        Unmet::Unrated(why) => unrated(*why),
        Unmet::Capacity { needed, given, bound, month } => {
            let said = match bound {
                Bound::Given => "given",
                Bound::Owned => "there, and more cannot be bought",
                Bound::Together => "are as many as can be bought together",
            };
            let when = of_month(*month);
            format!("needs {needed} machines in the busiest hour{when}, {given} {said}")
        }
    }
}

fn tokens_short(limit: TokenLimit, tokens: Short) -> String {
    let (has, wanted) = (whole(tokens.has), whole(tokens.wanted));
    match limit {
        TokenLimit::Context => format!("holds {has} tokens, {wanted} wanted"),
        TokenLimit::Prompt => format!("takes prompts of {has} tokens, {wanted} wanted"),
        TokenLimit::Output => format!("writes at most {has} tokens, {wanted} wanted"),
    }
}

fn queue_long(Long { takes, accepted }: Long) -> String {
    if takes.is_finite() {
        let takes = fixed(takes, 1);
        format!("first token after {takes} s in the busiest hour, {accepted} s accepted")
    } else {
        format!("the queue grows without end in the busiest hour, {accepted} s accepted")
    }
}

/// When something is wanted that is not wanted in the first month.
fn of_month(month: Option<u32>) -> String {
    month.map_or(String::new(), |month| format!(" of month {month}"))
}

fn term_unmet(term: &Term) -> String {
    let then = |next: Option<&str>| next.map_or(String::new(), |next| format!("; then {next}"));
    match term {
        Term::Ended { day, next } => format!("ended on {day}{}", then(next.as_deref())),
        Term::Ends { day, month, horizon, next } => {
            let then = then(next.as_deref());
            format!("ends on {day}, in month {} of {horizon}{then}", month.get())
        }
        Term::AllowanceNotStated => "what a seat may use is not stated".into(),
        Term::Reserved { term, horizon } => {
            format!("is reserved for {} months, {horizon} looked at", term.get())
        }
        Term::Committed { term, horizon } => {
            format!("commits for {} months, {horizon} looked at", term.get())
        }
        Term::TrainsOnData => "models are trained on what is sent to it".into(),
        Term::NoServiceTier(tier) => format!("has no service tier {tier}"),
        Term::RateLimit { of, granted, month } => {
            let unit = match of {
                PerMinute::Tokens => "tokens",
                PerMinute::Requests => "requests",
            };
            let (has, wanted, when) = (whole(granted.has), short(granted.wanted), of_month(*month));
            format!("grants {has} {unit} a minute, {wanted} in the busiest hour{when}")
        }
    }
}

fn unobtainable(why: Unobtainable) -> String {
    match why {
        Unobtainable::NoPurchasePrice => "purchase price is not stated".into(),
        Unobtainable::NoRent(price) => format!("{} is not stated", price.noun()),
        Unobtainable::NoFallback => {
            "what takes its place when it is taken back is not stated".into()
        }
        Unobtainable::OnlyRented => "is an offer for rent".into(),
        Unobtainable::Unsold(Unsold::Several(sold_in)) => {
            format!("its accelerators are sold {sold_in} at a time")
        }
        Unobtainable::Unsold(Unsold::Withdrawn(day)) => format!("is not sold any more since {day}"),
    }
}

fn unrated(why: Unrated) -> String {
    match why {
        Unrated::Memory { needed, usable, shared_by } => {
            let [needed, usable] = [needed, usable].map(|size| fixed(size.get(), 1));
            let of = shared_by
                .map_or(String::new(), |(some, all)| format!(" on {some} of {all} accelerators"));
            format!("needs {needed} GB of memory, has {usable} GB to use{of}")
        }
        Unrated::Requests(Short { has, wanted }) => {
            format!("{has} requests fit in memory at the same time, {wanted} wanted")
        }
        Unrated::MeasuredRequests(Short { has, wanted }) => {
            format!("{has} requests fit in memory at the same time, {wanted} measured")
        }
        Unrated::NoPrefill => "prefill rate is not stated".into(),
        Unrated::NoCompute => "16-bit compute of the hardware is not stated".into(),
        Unrated::UnknownEngine => "the engine is not known on this hardware".into(),
        Unrated::NoInterconnect(accelerators) => format!(
            "needs {accelerators} accelerators at once, and their interconnect is not stated"
        ),
        Unrated::NoTokens => "requests without tokens have no rate".into(),
        Unrated::Unknown(most) => {
            format!("nothing is known beyond {} at the same time", count(most as usize, "request"))
        }
        Unrated::AboveRoof { rate, roof } => {
            let (rate, roof) = (rate.get(), fixed(roof.get(), 0));
            format!("{rate} tokens/s is above the {roof} that the memory can do")
        }
    }
}
