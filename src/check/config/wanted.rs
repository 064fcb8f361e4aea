//! What a check wants, from its table.

use super::declaration::{Check, Declared, Wanted};
use super::reader::Reader;
use crate::check::bound::Limit;
use crate::check::decision::Decision;
use crate::check::fields::{CHECK, check_keys};
use crate::check::metric::{Metric, paths};
use crate::check::since::{KEYS, Scale, Since};
use crate::check::total;
use crate::check::unit::Unit;
use crate::profile::check::check;
use crate::profile::node::{Entry, Place, Table, Value, find};
use crate::profile::problem::Problem;
use crate::profile::record::Fields;
use crate::source::Text;
use crate::text::{did_you_mean, one_of, printable};

impl Reader<'_> {
    pub(super) fn check(
        &mut self,
        entry: &Entry,
        table: &Table,
        workloads: &[Declared],
    ) -> Option<Check> {
        let before = self.problems.len();
        let heading = format!("`[check.{}]`", entry.key);
        let found = check(self.document, &heading, entry.place, table, CHECK);
        self.problems.extend(found);
        let fields = Fields(table);
        let wanted = self.wanted(&heading, entry, table);
        let all = matches!(wanted, Some(Wanted::Limits { metric: Metric::Total(_), .. }));
        let workload = if all {
            self.no_workload(&heading, table);
            None
        } else {
            Some(self.workload_of(&heading, entry, table, workloads))
        };
        if let Some(confidence) = find(table, "confidence")
            && wanted.as_ref().is_some_and(|wanted| !depends_on_draws(wanted))
        {
            let message =
                format!("{heading} has a confidence, but what it checks does not depend on draws");
            self.complain(confidence.place, message);
        }
        if self.problems.len() > before {
            return None;
        }
        Some(Check {
            name: entry.key.text(),
            workload: workload.flatten(),
            wanted: wanted?,
            warns: fields.text(&check_keys::SEVERITY).is_some_and(|word| word == "warn"),
            confidence: fields.number(&check_keys::CONFIDENCE),
        })
    }

    fn complain(&mut self, place: Place, message: String) {
        self.problems.push(Problem::at(self.document, place, message));
    }

    fn no_workload(&mut self, heading: &str, table: &Table) {
        if let Some(entry) = find(table, "workload") {
            let message = format!("{heading} is about all workloads, and names one");
            self.complain(entry.place, message);
        }
    }

    fn workload_of(
        &mut self,
        heading: &str,
        entry: &Entry,
        table: &Table,
        workloads: &[Declared],
    ) -> Option<Text> {
        let names = || workloads.iter().map(|workload| &*workload.name);
        let problem = match (find(table, "workload"), workloads) {
            (None, [only]) => return Some(only.name.clone()),
            (None, []) => {
                Problem::at(self.document, entry.place, format!("{heading} has no workload"))
                    .hint("add a table like `[workload.chat]` with `volume = \"5M/day\"`")
            }
            (None, _) => {
                let message = format!("{heading} does not say which workload it is about");
                Problem::at(self.document, entry.place, message)
                    .hint(format!("add a line `workload = …` with {}", one_of(names())))
            }
            (Some(named), _) => {
                let Value::Text(name) = &named.node.value else { return None };
                if names().any(|known| *known == **name) {
                    return Some(name.text());
                }
                let message = format!("no workload is called `{}` here", printable(name));
                let hint = did_you_mean(name, names())
                    .or_else(|| Some(format!("expected {}", one_of(names()))));
                Problem::at(self.document, named.node.place, message).maybe_hint(hint)
            }
        };
        self.problems.push(problem);
        None
    }

    fn wanted(&mut self, heading: &str, entry: &Entry, table: &Table) -> Option<Wanted> {
        let is_total = *entry.key == *total::SUBJECT;
        match (find(table, "metric"), find(table, "verdict")) {
            (Some(_), Some(verdict)) => self.complain(
                verdict.place,
                format!("{heading} has both `metric` and `verdict`; expected one of them"),
            ),
            (None, None) if is_total => return self.limits(heading, entry.place, None, table),
            (None, None) => self.complain(
                entry.place,
                format!("{heading} has neither `metric` nor `verdict`; expected one of them"),
            ),
            (None, Some(verdict)) => return self.verdict(heading, verdict, table),
            (Some(metric), None) => {
                self.no_decision(heading, table);
                return self.limits(heading, metric.place, Some(metric), table);
            }
        }
        None
    }

    fn verdict(&mut self, heading: &str, verdict: &Entry, table: &Table) -> Option<Wanted> {
        let keys = ["max", "min"].into_iter().chain(KEYS.iter().map(|key| key.field.key));
        if keys.into_iter().any(|key| find(table, key).is_some()) {
            let message = format!("{heading} has a `verdict` and a number as limit");
            self.complain(verdict.place, message);
            return None;
        }
        let Value::Text(word) = &verdict.node.value else { return None };
        let fields = Fields(table);
        let reason = fields.text(&check_keys::REASON);
        let decision = Decision { as_of: fields.date(&check_keys::AS_OF), reason };
        if **word == *"unchanged" && decision != Decision::default() {
            self.no_decision(heading, table);
        }
        let kind = Limit { value: word.text(), line: verdict.place.line };
        let dated = find(table, check_keys::AS_OF.key).map(|entry| entry.node.place);
        Some(Wanted::Verdict { kind, decision, dated })
    }

    fn no_decision(&mut self, heading: &str, table: &Table) {
        for key in ["reason", "as_of"] {
            if let Some(entry) = find(table, key) {
                let message = format!("{heading} has `{key}`, which goes with a decided `verdict`");
                self.complain(entry.place, message);
            }
        }
    }

    /// A metric within limits; `place` is where a complaint about all of them points.
    fn limits(
        &mut self,
        heading: &str,
        place: Place,
        metric: Option<&Entry>,
        table: &Table,
    ) -> Option<Wanted> {
        let limit = |key| {
            let found = find(table, key)?;
            let Value::Number(value) = found.node.value else { return None };
            Some(Limit { value, line: found.place.line })
        };
        let (max, min) = (limit("max"), limit("min"));
        let since =
            KEYS.into_iter().filter_map(|key| Some(Since { key, limit: limit(key.field.key)? }));
        let since: Vec<Since> = since.collect();
        if max.is_none() && min.is_none() && since.is_empty() {
            let keys = KEYS.map(|key| key.field.key);
            let message = format!(
                "{heading} has no limit; expected {}",
                one_of(["max", "min"].into_iter().chain(keys))
            );
            // A limit that is no number has been told already.
            if !keys.iter().chain(&["max", "min"]).any(|key| find(table, key).is_some()) {
                self.complain(place, message);
            }
            return None;
        }
        if let (Some(max), Some(min)) = (max, min)
            && min.value > max.value
        {
            self.complain(place, format!("{heading}: `min` is above `max`"));
            return None;
        }
        let metric = match metric {
            Some(metric) => self.metric(metric)?,
            None => Metric::find(total::DEFAULT)?,
        };
        self.in_dollars(heading, metric, table)?;
        Some(Wanted::Limits { metric, max, min, since })
    }

    /// A limit in dollars is for a metric in dollars.
    fn in_dollars(&mut self, heading: &str, metric: Metric, table: &Table) -> Option<()> {
        if matches!(metric.unit(), Unit::Usd | Unit::UsdPerMonth) {
            return Some(());
        }
        let dollars = KEYS.iter().filter(|key| key.scale == Scale::Usd);
        let entry = dollars.filter_map(|key| find(table, key.field.key)).next();
        let Some(entry) = entry else { return Some(()) };
        let message = format!(
            "{heading} has `{}`, and `{}` is in {}",
            entry.key,
            metric.path(),
            metric.unit().word()
        );
        let hint = "say `max_increase` or `max_decrease`, in the unit of the metric";
        self.problems.push(Problem::at(self.document, entry.place, message).hint(hint));
        None
    }

    fn metric(&mut self, entry: &Entry) -> Option<Metric> {
        let Value::Text(path) = &entry.node.value else { return None };
        let found = Metric::find(path);
        if found.is_none() {
            let known = paths();
            let hint = did_you_mean(path, known.iter().map(String::as_str))
                .unwrap_or_else(|| "`breakeven check --metrics` lists them".into());
            let message = format!("no metric is called `{}`", printable(path));
            self.problems.push(Problem::at(self.document, entry.node.place, message).hint(hint));
        }
        found
    }
}

/// What is held against another report, and what no price is in, is the same in every draw.
fn depends_on_draws(wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Limits { metric, since, .. } => {
            since.is_empty() && matches!(metric, Metric::OfOption(..))
        }
        Wanted::Verdict { kind, .. } => kind.value != "unchanged",
    }
}
