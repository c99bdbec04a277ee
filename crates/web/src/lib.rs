//! HTTP: parse, act, render.
//!
//! Pages live in [`pages`] (a folder per noun, a file per verb), the JSON API in [`api`]. No SQL and no rule here: a
//! handler reads what was typed, calls one act of `app`, and renders what came back.

#![recursion_limit = "256"] // the JSON schemas of the API are one large literal

mod answer;
mod api;
mod assets;
mod context;
mod cookies;
mod form;
mod guard;
mod layout;
mod network;
mod pages;
mod query;
mod server;
mod words;

pub use api::openapi;
pub use server::{DemoPerson, Options, router, serve};
