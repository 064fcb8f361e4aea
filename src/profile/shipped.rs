//! The trees of the shipped profiles, as the build has laid them out.
//!
//! The types of the trees ([`node`](super::node), [`packed`](super::packed)) and this data use each
//! other: what is shipped is written as places in it.
#![allow(clippy::approx_constant, reason = "a price of 6.28 is no circle")]

use super::node::{Entry, Node, Place, Value};
use super::packed::{Items, Words};

include!(concat!(env!("OUT_DIR"), "/trees.rs"));
