//! A way into the tree of a TOML file: what stands at its end, and another value put there.

use super::node::{Entry, Node, Place, Value, find};
use super::packed::Words;

/// One step on the way from the top of a file to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into a table.
    Key(String),
    /// Into a list, from 0.
    Item(usize),
}

/// The node at the end of a path.
pub fn lookup<'a>(tree: &'a [Entry], path: &[Step]) -> Option<&'a Node> {
    let (Step::Key(first), rest) = path.split_first()? else { return None };
    let mut node = &find(tree, first)?.node;
    for step in rest {
        node = match (step, &node.value) {
            (Step::Key(key), Value::Table(table)) => &find(table, key)?.node,
            (Step::Item(index), Value::List(items)) => items.get(*index)?,
            _ => return None,
        };
    }
    Some(node)
}

/// Writes a value into the tree that is meant.
pub fn put(tree: &mut Vec<Entry>, path: &[Step], value: Value) {
    let place = Place { line: 0, column: 0, offset: 0, length: 0 };
    let Some((Step::Key(key), rest)) = path.split_first() else { return };
    match tree.iter_mut().find(|entry| entry.key == **key) {
        Some(entry) => put_in(&mut entry.node, rest, value),
        None if rest.is_empty() => {
            let key = Words::Owned(key.clone());
            tree.push(Entry { key, place, node: Node { place, value } });
        }
        None => {}
    }
}

fn put_in(node: &mut Node, path: &[Step], value: Value) {
    match (path.split_first(), &mut node.value) {
        (None, old) => *old = value,
        (Some((Step::Key(_), _)), Value::Table(table)) => {
            table.change(|entries| put(entries, path, value));
        }
        (Some((Step::Item(index), rest)), Value::List(items)) => {
            items.change(|items| {
                if let Some(item) = items.get_mut(*index) {
                    put_in(item, rest, value);
                }
            });
        }
        _ => {}
    }
}

/// The same keys and values, wherever they stand.
pub fn same(a: &[Entry], b: &[Entry]) -> bool {
    a.len() == b.len()
        && a.iter().all(|entry| {
            find(b, &entry.key)
                .is_some_and(|other| same_value(&entry.node.value, &other.node.value))
        })
}

fn same_value(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Table(a), Value::Table(b)) => same(a, b),
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len()
                && a.iter().zip(b.iter()).all(|(a, b)| same_value(&a.value, &b.value))
        }
        // Bits, because a file may hold `nan` elsewhere.
        (Value::Number(a), Value::Number(b)) => a.to_bits() == b.to_bits(),
        (a, b) => a == b,
    }
}
