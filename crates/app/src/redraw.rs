//! Pictures that came from outside are drawn anew, by whoever the start of the program names: a process of its own.

use domain::attachment::{FileProblem, Region};
use exchange::attachment as format;
use futures_util::future::BoxFuture;

use crate::app::App;

/// A picture that was drawn anew, with a small JPEG of it.
pub use exchange::attachment::Redrawn;

/// Why a picture was not drawn.
#[derive(Debug, thiserror::Error)]
pub enum RedrawError {
    /// The picture is one that cannot be.
    #[error("the picture cannot be drawn")]
    Picture(FileProblem),
    /// There is no process to draw it.
    #[error("{0}")]
    Failed(String),
}

/// A picture that is being drawn.
pub type Redrawing<'a> = BoxFuture<'a, Result<Redrawn, RedrawError>>;

/// Draws pictures anew, with parts covered.
pub trait Redrawer: Send + Sync {
    /// Draws a picture anew; whatever is in it, this process goes on.
    fn redraw(&self, picture: Vec<u8>, hidden: Vec<Region>) -> Redrawing<'_>;
}

/// Draws in this very process: for pictures of one's own making, such as those of tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct RedrawHere;

impl Redrawer for RedrawHere {
    fn redraw(&self, picture: Vec<u8>, hidden: Vec<Region>) -> Redrawing<'_> {
        Box::pin(async move {
            let drawn = tokio::task::spawn_blocking(move || format::redraw(&picture, &hidden)).await;
            drawn.map_err(|error| RedrawError::Failed(error.to_string()))?.map_err(RedrawError::Picture)
        })
    }
}

impl App {
    /// Draws pictures by `redrawer` from now on; without one, no picture is taken.
    pub fn redraw_pictures(&self, redrawer: std::sync::Arc<dyn Redrawer>) {
        _ = self.0.redrawer.set(redrawer);
    }
}
