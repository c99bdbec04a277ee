//! The acts: load, ask the domain, save and journal in one transaction.
