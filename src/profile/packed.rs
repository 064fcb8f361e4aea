//! Texts and lists that are either the user's, on the heap, or shipped, as places in the program's
//! own data.
//!
//! A reference in static data is a page that has to be written before the program can start. The
//! shipped profiles hold some ten thousand of them, and a run looks at few.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use super::shipped::TEXT;

/// A text.
#[derive(Clone)]
pub enum Words {
    /// A part of the text of everything that is shipped.
    Shipped {
        /// In bytes.
        start: u32,
        /// In bytes.
        length: u32,
    },
    /// Anything else.
    Owned(String),
}

impl Words {
    /// The text itself; what is shipped is not copied.
    pub fn text(&self) -> Cow<'static, str> {
        match self {
            Self::Shipped { start, length } => Cow::Borrowed(shipped(*start, *length)),
            Self::Owned(text) => Cow::Owned(text.clone()),
        }
    }
}

fn shipped(start: u32, length: u32) -> &'static str {
    &TEXT[start as usize..][..length as usize]
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Shipped { start, length } => shipped(*start, *length),
            Self::Owned(text) => text,
        }
    }
}

impl PartialEq<str> for Words {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        // Nearly all keys that are compared differ in their length.
        match self {
            Self::Shipped { start, length } => {
                *length as usize == other.len() && is_at(*start, other)
            }
            Self::Owned(text) => text == other,
        }
    }
}

fn is_at(start: u32, words: &str) -> bool {
    TEXT.as_bytes()[start as usize..].starts_with(words.as_bytes())
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        *self == **other
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// What the program holds a list of that lists of it are parts of.
pub trait Shipped: Sized + 'static {
    /// All of them.
    fn all() -> &'static [Self];
}

/// A list.
#[derive(Clone)]
pub enum Items<T> {
    /// A part of everything that is shipped.
    Shipped {
        /// The index of the first.
        start: u32,
        /// How many.
        count: u32,
    },
    /// Anything else.
    Owned(Vec<T>),
}

impl<T: Shipped> Deref for Items<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Shipped { start, count } => &T::all()[*start as usize..][..*count as usize],
            Self::Owned(items) => items,
        }
    }
}

impl<T: Shipped + Clone> Items<T> {
    /// Changes the list; what is shipped is copied for that.
    pub fn change(&mut self, change: impl FnOnce(&mut Vec<T>)) {
        let mut items = match std::mem::take(self) {
            Self::Owned(items) => items,
            shipped => shipped.to_vec(),
        };
        change(&mut items);
        *self = Self::Owned(items);
    }
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self::Owned(Vec::new())
    }
}

impl<T: Shipped + PartialEq> PartialEq for Items<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Shipped + fmt::Debug> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
