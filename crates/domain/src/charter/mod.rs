//! The charter: the agreement as data.
//!
//! One TOML file states what the partners signed. [`Charter::parse`] reads it and returns either the whole charter or
//! every problem at once, each a sentence with its line; [`check`] holds what must be true across the parts; [`derive`]
//! tells what follows: duties, next dates, who discloses what to whom.

mod lookup;
mod model;

pub use model::*;
