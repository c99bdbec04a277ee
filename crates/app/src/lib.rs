//! The acts: load, ask the domain, save and journal in one transaction.
//!
//! One file per act under [`acts`]; each is a method of [`App`]. What a viewer gets is computed by the picture index
//! ([`picture`]) and by `domain::disclosure::grant`, never filtered afterwards. This crate hands nothing of `store` on.

mod acts;
mod app;
mod context;
pub mod demo;
mod desk;
mod detect;
mod error;
mod filter;
mod follow;
mod import;
mod live;
mod mail;
mod picture;
mod redraw;
mod secrets;
mod who;

pub use acts::*;
pub use app::{App, Setup};
pub use context::{Chance, Clock, SeededChance, SetClock};
pub use desk::ForMe;
pub use detect::{
    RunNotes, Week,
    effect::{Caution, Effect},
    hits::{Hits, RankedBy, Ranking, back_tests},
    trial::{Event, Trial},
};
pub use error::{ActError, SignInError};
pub use filter::Filter;
pub use follow::Listener;
pub use import::{
    ImportError, ImportOrder, Imported, Preview as ImportPreview, PreviewRow, Progress, RejectedRow,
    example_profiles,
};
pub use live::{LiveEvent, LiveKind};
pub use mail::{Mail, MailError, Mailer, Sending};
pub use picture::{
    AreaCount, AreaCounts, Bar, CellCount, Cells, Facets, Histogram, Point, Points, Shape, Trend,
};
pub use redraw::{RedrawError, RedrawHere, Redrawer, Redrawing, Redrawn};
pub use secrets::{hash_password, hash_secret};
pub use who::{Credential, Holder, Stage, Who};
