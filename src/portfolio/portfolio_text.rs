//! All workloads together, for people.

use super::{Group, Portfolio};
use crate::figure::{dollars, short};
use crate::partition;
use crate::render::aligned::aligned;
use crate::report::Figure;
use crate::text::{count, printable};

/// The answer for people.
pub fn text(portfolio: &Portfolio) -> String {
    let Portfolio { together, alone, saving, .. } = portfolio;
    let usd = |figure: Figure| dollars(figure.0);
    let mut out = if saving.horizon_usd.0 > 0.0 {
        format!(
            "together: {} in the first month instead of {}; sharing saves {} over the horizon\n",
            usd(together.monthly_usd),
            usd(alone.monthly_usd),
            usd(saving.horizon_usd)
        )
    } else if portfolio.groups.iter().any(|group| group.shares.len() > 1) {
        format!(
            "together or each workload decided alone is the same: {} in the first month\n",
            usd(together.monthly_usd)
        )
    } else if portfolio.groups.is_empty() {
        String::from("no workload can be served\n")
    } else {
        format!(
            "nothing is gained by sharing: {} in the first month, each workload decided alone\n",
            usd(alone.monthly_usd)
        )
    };
    if let Some(first) = &portfolio.move_first {
        out.push_str(&format!("move first: {}\n", printable(first)));
    }
    for group in &portfolio.groups {
        out.push_str(&group_text(group));
    }
    for name in &portfolio.unserved {
        out.push_str(&format!("\n{}: nothing meets its requirements\n", printable(name)));
    }
    if !portfolio.exact {
        let most = partition::EXACT;
        let gap = usd(portfolio.gap_usd);
        out.push_str(&format!(
            "\nnot every partition of more than {most} workloads was tried; a better one saves at \
             most {gap} over the horizon\n"
        ));
    }
    out
}

fn group_text(group: &Group) -> String {
    let Group { served_by, shares } = group;
    let label: Vec<String> = served_by.label.iter().map(|l| printable(l).into_owned()).collect();
    let units = served_by.units.map(|units| format!("{}, ", count(units.0 as usize, "machine")));
    let mut out = format!(
        "\n{} {}: {}{} in the first month\n",
        served_by.kind,
        label.join(", "),
        units.unwrap_or_default(),
        dollars(served_by.monthly_usd.0)
    );
    for condition in &served_by.conditional_on {
        let (api, value) = (printable(&condition.api), short(condition.value.0));
        let word = &condition.requirement;
        out.push_str(&format!("  if {api} has {word} {value}, which no profile states\n"));
    }
    let mut rows: Vec<[String; 4]> =
        vec![["".into(), "by peak".into(), "by tokens".into(), "alone".into()]];
    rows.extend(shares.iter().map(|share| {
        let usd = |figure: Figure| dollars(figure.0);
        [
            printable(&share.workload).into_owned(),
            usd(share.by_peak_usd),
            usd(share.by_tokens_usd),
            usd(share.alone_usd),
        ]
    }));
    aligned(&rows, 1).lines().for_each(|line| out.push_str(&format!("  {line}\n")));
    out
}
