//! `prices import FILE`.

use anyhow::Result;

use super::super::around::Outcome;
use super::super::hinted::hinted;
use super::super::prices_args::ImportPrices;
use super::said::accounts;
use crate::date::Date;
use crate::prices::{Listing, Written, left_out, profile};
use crate::text::{count, printable, shown};

/// Prints a profile for each record asked for; what was not taken is said on stderr.
pub fn import(args: &ImportPrices, today: Date) -> Result<Outcome> {
    let named = args.book.read(args.today.unwrap_or(today))?;
    let book = &named.book;
    let picks = |pattern: &str, key: &str| match book.listing(pattern) {
        Some(_) => pattern == key,
        None => matches(pattern, key),
    };
    let wanted = |listing: &&Listing| {
        args.select.is_empty() || args.select.iter().any(|pattern| picks(pattern, &listing.key))
    };
    let listings: Vec<&Listing> = book.listings.iter().filter(wanted).collect();
    if listings.is_empty() {
        let patterns: Vec<String> =
            args.select.iter().map(|pattern| format!("`{}`", shown(pattern))).collect();
        return Err(hinted(
            format!("no key matches {}", patterns.join(" or ")),
            "patterns match whole keys with `*`, or any part of them without",
        ));
    }
    let written = Written { source: named.source.clone(), as_of: named.as_of, tier: args.tier };
    let texts: Vec<String> =
        listings.iter().map(|listing| profile(book, listing, &written)).collect();
    let mut stderr = accounts(book);
    if args.skipped {
        for skipped in &book.skipped {
            let day = skipped.retired.map_or(String::new(), |day| format!(" {day}"));
            let key = printable(&skipped.key);
            stderr.push_str(&format!("left out: {key}: {}{day}\n", skipped.reason.words()));
        }
    }
    let partly = listings.iter().filter(|listing| !left_out(listing).is_empty()).count();
    if partly > 0 {
        stderr.push_str(&format!(
            "note: {} of {} state something that a profile does not hold; see the comment above each\n",
            partly,
            count(listings.len(), "record")
        ));
    }
    if args.tier.is_none() {
        stderr.push_str(
            "note: no database says what a model can do; fill in each `tier`, or say `--tier`\n",
        );
    }
    Ok(Outcome { stdout: texts.join("\n"), stderr, ..Outcome::default() })
}

/// Whether a key holds a pattern, or, with `*` in it, is it.
fn matches(pattern: &str, key: &str) -> bool {
    let (pattern, key) = (pattern.to_lowercase(), key.to_lowercase());
    let Some((first, rest)) = pattern.split_once('*') else { return key.contains(&pattern) };
    let Some(mut left) = key.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_parts_or_with_stars_the_whole() {
        assert!(matches("luna", "openai/gpt-6-LUNA"));
        assert!(matches("openai/*", "openai/gpt-6-luna") && !matches("gpt*", "openai/gpt"));
        assert!(matches("*gpt*luna", "openai/gpt-6-luna") && !matches("*gpt*luna", "gpt-luna-2"));
        assert!(matches("a*a", "aa") && !matches("a*a", "a"));
    }
}
