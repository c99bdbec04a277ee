//! HTTP: parse, act, render.
