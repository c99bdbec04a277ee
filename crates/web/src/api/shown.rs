//! Reports, disclosures and places as the API shows them.

use app::{App, AttachmentView, ReportDetail, Why};
use domain::{
    disclosure::{Disclosure, Standing},
    place::{ShownPlace, centre},
    report::{Seen, ShownWhen},
    time::When,
};
use serde_json::{Value, json};

use crate::words::Words;

/// A report as the caller sees it. What it may not see is not there, not even as `null`.
pub(crate) fn report(app: &App, words: &Words, seen: &Seen) -> Value {
    let charter = app.charter();
    let mut body = json!({
        "id": seen.id,
        "partner": seen.partner,
        "unit": seen.unit,
        "category": seen.category,
        "place": place(&seen.place),
        "urgency": seen.urgency.as_str(),
        "closed": seen.closed,
        "own": seen.grant.own,
        "parts": {
            "place": seen.grant.parts.place.as_str(),
            "time": seen.grant.parts.time.as_str(),
            "text": seen.grant.parts.text.as_str(),
            "attachments": seen.grant.parts.attachments,
        },
    });
    if let Some(source) = &seen.source {
        body["source"] = json!(source);
        body["kind"] = json!(charter.source(source).map(|source| source.kind.as_str()));
    }
    if let Some(origin) = seen.origin {
        body["origin"] = json!(origin.as_str());
    }
    match seen.when {
        ShownWhen::Exact(When::At(at)) => body["occurred_at"] = json!(words.machine(at)),
        ShownWhen::Exact(When::Within { from, to }) => {
            body["period"] = json!({ "from": words.machine(from), "to": words.machine(to) });
        }
        ShownWhen::Day(day) => body["occurred_on"] = json!(day.date().to_string()),
    }
    if let Some(summary) = &seen.summary {
        body["summary"] = json!(summary);
    }
    if let Some(full) = &seen.full {
        body["title"] = json!(full.title);
        body["text"] = json!(full.text);
        body["channel"] = json!(full.channel.as_str());
        body["modus"] = json!(full.modus);
    }
    if let Some(own) = &seen.own {
        body["own_ref"] = json!(own.own_ref);
        body["version"] = json!(own.version);
        body["known_since"] = json!(own.known_since.map(|at| words.machine(at)));
        body["entered_at"] = json!(words.machine(own.entered_at));
        body["changed_at"] = json!(words.machine(own.changed_at));
        body["household"] = json!(own.household);
        body["outcome"] = json!(own.closed.as_ref().map(|closing| &closing.outcome));
    }
    body
}

/// A report with why it is visible and, for its owner, its disclosures.
pub(crate) fn detail(app: &App, words: &Words, detail: &ReportDetail) -> Value {
    let mut body = report(app, words, &detail.seen);
    body["may_write"] = json!(detail.may_write);
    if detail.seen.grant.parts.attachments {
        body["attachments"] = detail.attachments.iter().map(|view| attachment(words, view)).collect();
    }
    body["why"] = detail.why.iter().map(|why| reason(words, why)).collect();
    if detail.seen.grant.own {
        let line = |(d, version, standing): &(Disclosure, u32, Standing)| {
            let mut line = disclosure(words, d, *standing);
            line["version"] = json!(version);
            line
        };
        body["disclosures"] = detail.disclosures.iter().map(line).collect();
    }
    body
}

/// An attachment; of a removed one, that it was there.
fn attachment(words: &Words, AttachmentView { attachment, .. }: &AttachmentView) -> Value {
    if let Some((at, _)) = attachment.removed {
        return json!({ "id": attachment.id, "removed_at": words.machine(at) });
    }
    let mut body = json!({
        "id": attachment.id,
        "name": attachment.name,
        "type": attachment.kind.media_type(),
        "bytes": attachment.bytes,
        "added_at": words.machine(attachment.added_at),
    });
    if let Some((width, height)) = attachment.pixels {
        body["width"] = json!(width);
        body["height"] = json!(height);
    }
    body
}

fn reason(words: &Words, why: &Why) -> Value {
    json!({
        "disclosure": why.disclosure,
        "from": why.from,
        "audience": why.audience,
        "profile": why.profile,
        "legal_basis": why.legal_basis,
        "purpose": why.purpose,
        "since": words.machine(why.since),
        "until": words.machine(why.until),
    })
}

/// A disclosure as its owner sees it.
pub(crate) fn disclosure(words: &Words, d: &Disclosure, standing: Standing) -> Value {
    let mut body = json!({
        "id": d.id,
        "unit": d.unit,
        "audience": d.audience,
        "partners": d.partners,
        "place": d.parts.place.as_str(),
        "time": d.parts.time.as_str(),
        "text": d.parts.text.as_str(),
        "attachments": d.parts.attachments,
        "legal_basis": d.legal_basis,
        "purpose": d.purpose,
        "profile": d.profile,
        "rule": d.rule,
        "made_at": words.machine(d.made_at),
        "expires_at": words.machine(d.expires_at),
        "standing": standing,
    });
    if let Some(withdrawal) = &d.withdrawal {
        body["withdrawn_at"] = json!(words.machine(withdrawal.at));
        body["reason"] = json!(withdrawal.reason);
    }
    body
}

/// A place at the precision at which the caller may know it.
pub(crate) fn place(place: &ShownPlace) -> Value {
    match place {
        ShownPlace::None => Value::Null,
        ShownPlace::Exact { lon, lat } => json!({ "precision": "exact", "lon": lon, "lat": lat }),
        ShownPlace::Cell { precision, cell } => {
            let (lon, lat) = centre(*cell);
            json!({ "precision": precision.as_str(), "cell": cell.to_string(), "lon": lon, "lat": lat })
        }
        ShownPlace::Quarter(area) => json!({
            "precision": "quarter",
            "division": area.as_ref().map(|(division, _)| division),
            "area": area.as_ref().map(|(_, area)| area),
        }),
        ShownPlace::City => json!({ "precision": "city" }),
    }
}
