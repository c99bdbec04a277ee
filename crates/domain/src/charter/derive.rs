//! What follows from a charter.
