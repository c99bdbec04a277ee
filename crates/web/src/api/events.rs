//! Live events (SSE): that something changed for the caller, without content.

use std::{convert::Infallible, time::Duration};

use app::{LiveEvent, LiveKind};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use serde_json::json;

use crate::context::Plain;

/// `GET /events`.
///
/// Each event has the name of what happened (`appeared`, `changed`, `gone`, `waiting`, `everything`) and as data the report's
/// identifier and whether it is urgent. There are no numbers that count what others do.
pub(crate) async fn events(Plain(caller): Plain) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let listener = caller.app.listen(&caller.who);
    let events = stream::unfold((listener, Vec::<LiveEvent>::new()), async |(mut listener, mut waiting)| {
        if waiting.is_empty() {
            waiting = listener.next().await?;
            waiting.reverse();
        }
        let event = waiting.pop()?;
        Some((Ok(event_of(&event)), (listener, waiting)))
    });
    let hello = stream::once(async { Ok(Event::default().event("hello").data("{}")) });
    let events = futures_util::StreamExt::chain(hello, events);
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

fn event_of(event: &LiveEvent) -> Event {
    let name = match event.kind {
        LiveKind::Appeared => "appeared",
        LiveKind::Changed => "changed",
        LiveKind::Gone => "gone",
        LiveKind::Waiting => "waiting",
        LiveKind::Everything => "everything",
    };
    Event::default().event(name).data(json!({ "report": event.report, "urgent": event.urgent }).to_string())
}
