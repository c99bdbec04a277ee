//! `GET /openapi.json`: what the API is. Written by hand beside the handlers; tests hold the two together.

use axum::{Json, response::IntoResponse};
use serde_json::{Map, Value, json};

/// The document as text.
pub fn openapi() -> String {
    format!("{:#}", describe())
}

/// `GET /openapi.json`.
pub(crate) async fn document() -> impl IntoResponse {
    Json(describe())
}

fn describe() -> Value {
    let mut paths = Map::new();
    for (path, operations) in operations() {
        paths.insert(path.to_owned(), operations);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Lagenetz",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Reports, disclosures and the picture of a security partnership, with the rights of the caller. \
                What the caller may not see is answered exactly like what does not exist.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/api/v1" }],
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "Personal access token, made under /konto." },
                "session": { "type": "apiKey", "in": "cookie", "name": "lagenetz_session" },
            },
            "schemas": schemas(),
        },
    })
}

/// What can go wrong: statuses that an operation may answer beside that of success.
mod wrong {
    /// Nobody is signed in; the address has a wrong value or an unknown key; this process does not hear from its database.
    pub(super) const ALWAYS: &[&str] = &["401", "422", "503"];
    /// A reading that stands in the journal, and so needs room on the disk.
    pub(super) const READING: &[&str] = &["401", "422", "503", "507"];
    /// Figures that only some may see.
    pub(super) const FIGURES: &[&str] = &["401", "403", "422", "503", "507"];
    /// A reading of one thing.
    pub(super) const FINDING: &[&str] = &["401", "404", "422", "503", "507"];
    /// An act without a body on one thing.
    pub(super) const ACT: &[&str] = &["401", "403", "404", "422", "503", "507"];
    /// A file that is added to one thing.
    pub(super) const FILE_FOR: &[&str] = &["401", "403", "404", "409", "413", "422", "503", "507"];
    /// An act without a body on one thing that can have ended meanwhile.
    pub(super) const ENDING: &[&str] = &["401", "403", "404", "409", "422", "503", "507"];
    /// An act with a body.
    pub(super) const BODY: &[&str] = &["400", "401", "403", "413", "415", "422", "503", "507"];
    /// An act with a body on one thing.
    pub(super) const BODY_FOR: &[&str] = &["400", "401", "403", "404", "413", "415", "422", "503", "507"];
    /// An act with a body on one thing that can have changed or ended meanwhile.
    pub(super) const CHANGE: &[&str] =
        &["400", "401", "403", "404", "409", "413", "415", "422", "503", "507"];
}

fn operations() -> Vec<(&'static str, Value)> {
    let filter = filter_parameters();
    let with = |more: Vec<Value>| Value::Array(filter.iter().cloned().chain(more).collect());
    let id = || json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } }]);
    let none = || json!([]);
    let page = || {
        vec![
            query(
                "limit",
                json!({ "type": "integer", "minimum": 1, "maximum": 200, "default": 50 }),
                "Most lines of the page",
            ),
            query("cursor", json!({ "type": "string" }), "`next` of the page before"),
        ]
    };
    vec![
        (
            "/charter",
            json!({ "get": get("The charter: partners, audiences, sources, categories, profiles, legal bases per pair", none(), "Charter", wrong::ALWAYS) }),
        ),
        (
            "/reports",
            json!({
                "get": get("Reports that the caller sees, newest first", with(page()), "ReportPage", wrong::READING),
                "post": change("Enter a report", none(), "ReportInput", "201", "Report", wrong::BODY),
            }),
        ),
        (
            "/reports/{id}",
            json!({
                "get": get("A report as the caller sees it", id(), "Report", wrong::FINDING),
                "put": change("Edit: a new version of a report of the caller's unit, made from the version that is named", id(), "ReportEdit", "200", "Report", wrong::CHANGE),
            }),
        ),
        (
            "/reports/{id}/close",
            json!({ "post": change("Close a report", id(), "CloseInput", "200", "Report", wrong::CHANGE) }),
        ),
        (
            "/reports/{id}/tell-change",
            json!({ "post": get("Pass the current version on to all who have the report", id(), "Told", wrong::ACT) }),
        ),
        (
            "/reports/{id}/disclosures",
            json!({ "post": change("Disclose a report to an audience", id(), "TermsInput", "201", "Disclosed", wrong::BODY_FOR) }),
        ),
        (
            "/reports/{id}/preview",
            json!({ "post": change("What the audience would see", id(), "TermsInput", "200", "Preview", wrong::BODY_FOR) }),
        ),
        (
            "/reports/{id}/referrals",
            json!({ "post": change("Refer a report to a unit that can act, and disclose it for that", id(), "ReferralInput", "201", "Referral", wrong::BODY_FOR) }),
        ),
        (
            "/reports/{id}/attachments",
            json!({ "post": {
                "summary": "Add a picture or a PDF to a report: a new version, which recipients get once the change is told",
                "description": "JPEG, PNG, WebP or PDF, told apart by content. Pictures are drawn anew, without any of their data but the colours.",
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
                    query("name", json!({ "type": "string" }), "Name of the file"),
                    { "name": "hidden", "in": "query", "explode": true, "schema": { "type": "array", "items": { "type": "string" } },
                        "description": "Parts to be made unrecognisable: left,top,width,height in percent of the upright picture" },
                ],
                "requestBody": { "required": true, "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } },
                "responses": answers("201", "Report", wrong::FILE_FOR),
            } }),
        ),
        (
            "/attachments/{id}",
            json!({
                "get": {
                    "summary": "The content of an attachment", "parameters": id(),
                    "responses": with_content(answers("200", "Report", wrong::FINDING), &["image/jpeg", "image/png", "application/pdf"]),
                },
                "delete": {
                    "summary": "Remove an attachment: its content is erased for everybody, that it was there stays", "parameters": id(),
                    "responses": answers("200", "Report", wrong::ENDING),
                },
            }),
        ),
        (
            "/referrals",
            json!({ "get": get("Referrals of the caller's units", json!([
                query("side", json!({ "enum": ["sender", "receiver"] }), "Only those sent or those received"),
                query("state", json!({ "enum": ["open", "overdue", "ended"], "default": "open" }), "Where they stand"),
                query("cursor", json!({ "type": "string" }), "`next` of the page before"),
            ]), "ReferralPage", wrong::READING) }),
        ),
        (
            "/referrals/{id}",
            json!({ "get": get("A referral; not found for everybody but its two units", id(), "Referral", wrong::FINDING) }),
        ),
        (
            "/referrals/{id}/steps",
            json!({ "post": change("Accept, return, report progress, finish; or recall", id(), "StepInput", "200", "Referral", wrong::CHANGE) }),
        ),
        (
            "/notices",
            json!({ "get": get("Notices of the caller: open ones and those of the last days; shown to somebody on duty they are received", none(), "NoticeList", wrong::READING) }),
        ),
        (
            "/notices/times",
            json!({ "get": get("How fast notices went, by unit, for who sits in a body of the agreement", none(), "NoticeTimes", wrong::FIGURES) }),
        ),
        (
            "/notices/{id}",
            json!({ "get": get("A notice; not found for everybody but its sender and who is on duty", id(), "Notice", wrong::FINDING) }),
        ),
        (
            "/notices/{id}/steps",
            json!({ "post": change("Take note, or say when it was told by telephone", id(), "NoticeStepInput", "200", "Notice", wrong::CHANGE) }),
        ),
        (
            "/disclosures",
            json!({
                "get": get("Disclosures made by the caller's units, newest first", json!(page()), "DisclosurePage", wrong::READING),
                "post": change("Disclose the caller's own reports of a filter, frozen now", none(), "FilterTermsInput", "201", "Disclosed", wrong::BODY),
            }),
        ),
        (
            "/disclosures/received",
            json!({ "get": get("Disclosures addressed to the caller, newest first, withdrawn ones without content", json!(page()), "ReceivedPage", wrong::READING) }),
        ),
        (
            "/disclosures/{id}/withdraw",
            json!({ "post": change("Withdraw a disclosure", id(), "WithdrawInput", "200", "Withdrawn", wrong::CHANGE) }),
        ),
        (
            "/findings",
            json!({ "get": get("Findings in what the caller's units own and audiences were given, and what partners told", none(), "FindingList", wrong::ALWAYS) }),
        ),
        (
            "/findings/{id}/verdict",
            json!({ "post": change("Say what a finding is worth; the last verdict counts", id(), "VerdictInput", "200", "Finding", wrong::BODY_FOR) }),
        ),
        (
            "/findings/{id}/disclosures",
            json!({ "post": change("Tell a finding in one's own reports to an audience: area, period, category, rounded count; no report. Told once more in the same way it is the same disclosure; told otherwise it is refused", id(), "TermsInput", "201", "Disclosure", wrong::BODY_FOR) }),
        ),
        (
            "/picture/cells",
            json!({ "get": get("Counts by H3 cell", with(vec![
                query("resolution", json!({ "type": "integer", "minimum": 0, "maximum": 11, "default": 9 }), "H3 resolution"),
            ]), "Cells", wrong::ALWAYS) }),
        ),
        (
            "/picture/areas",
            json!({ "get": get("Counts by area, with the same period a year earlier", with(vec![
                query("division", json!({ "type": "string" }), "Division; the quarter division if absent"),
            ]), "Areas", wrong::ALWAYS) }),
        ),
        (
            "/picture/points",
            json!({ "get": get("Reports in a box, as points or centres of disclosed cells", with(vec![
                json!({ "name": "bbox", "in": "query", "required": true, "schema": { "type": "string" }, "description": "west,south,east,north in degrees" }),
            ]), "Points", wrong::ALWAYS) }),
        ),
        (
            "/picture/histogram",
            json!({ "get": get("Counts over time; the period of the filter does not count", with(vec![]), "Histogram", wrong::ALWAYS) }),
        ),
        (
            "/picture/facets",
            json!({ "get": get("Counts beside every value of every filter", with(vec![]), "Facets", wrong::ALWAYS) }),
        ),
        (
            "/picture/trends",
            json!({ "get": get("Counts by category, with the same period a year earlier", with(vec![]), "Trends", wrong::ALWAYS) }),
        ),
        (
            "/picture/map-config",
            json!({ "get": get("Bounds and areas of the map", none(), "MapConfig", wrong::ALWAYS) }),
        ),
        (
            "/events",
            json!({ "get": {
                "summary": "Live events: what changed for the caller, without content",
                "description": "First `hello`, then `appeared`, `changed` and `gone` with `report` and `urgent` as data, `waiting` when something moved that waits for the caller or for which the caller waits, and `everything` when all is to be loaded anew.",
                "responses": {
                    "200": { "description": "Server-sent events", "content": { "text/event-stream": { "schema": { "type": "string" } } } },
                    "401": error(), "422": error(), "503": error(),
                },
            } }),
        ),
        (
            "/openapi.json",
            json!({ "get": {
                "summary": "This document", "security": [],
                "responses": { "200": { "description": "OpenAPI 3.1", "content": { "application/json": { "schema": { "type": "object", "additionalProperties": {} } } } } },
            } }),
        ),
    ]
}

fn get(summary: &str, parameters: Value, schema: &str, wrong: &[&str]) -> Value {
    json!({ "summary": summary, "parameters": parameters, "responses": answers("200", schema, wrong) })
}

fn change(summary: &str, parameters: Value, body: &str, status: &str, schema: &str, wrong: &[&str]) -> Value {
    json!({
        "summary": summary,
        "parameters": parameters,
        "requestBody": { "required": true, "content": { "application/json": { "schema": reference(body) } } },
        "responses": answers(status, schema, wrong),
    })
}

fn answers(status: &str, schema: &str, wrong: &[&str]) -> Value {
    let mut answers: Map<String, Value> =
        wrong.iter().map(|status| ((*status).to_owned(), error())).collect();
    let body = json!({ "application/json": { "schema": reference(schema) } });
    answers.insert(status.to_owned(), json!({ "description": "Done", "content": body }));
    Value::Object(answers)
}

/// The same with a file as the answer.
fn with_content(mut answers: Value, types: &[&str]) -> Value {
    let file =
        |media: &&str| ((*media).to_owned(), json!({ "schema": { "type": "string", "format": "binary" } }));
    answers["200"]["content"] = types.iter().map(file).collect::<Map<_, _>>().into();
    answers
}

fn error() -> Value {
    json!({ "description": "What is wrong, in a sentence", "content": { "application/json": { "schema": reference("Error") } } })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn query(name: &str, schema: Value, description: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": schema, "description": description })
}

fn filter_parameters() -> Vec<Value> {
    let many = |name: &str, description: &str| json!({ "name": name, "in": "query", "explode": true, "schema": { "type": "array", "items": { "type": "string" } }, "description": description });
    let flag =
        |name: &str, description: &str| query(name, json!({ "type": "string", "enum": ["1"] }), description);
    vec![
        query("from", json!({ "type": "string" }), "First day or moment"),
        query("to", json!({ "type": "string" }), "Last day (included) or first moment after"),
        query(
            "preset",
            json!({ "type": "string", "enum": ["shift", "24h", "visit", "13w", "all"] }),
            "Period, if neither from nor to is given",
        ),
        many("category", "Categories"),
        many("prevention", "Fields of prevention: crime, traffic, order, urban"),
        many("kind", "Kinds of source: public, municipal, security"),
        many("source", "Sources"),
        many("origin", "Origins: citizen, officer_observed, unknown"),
        many("partner", "Owning partners"),
        many("area", "Areas as division:area, or areas of the quarter division"),
        query("cell", json!({ "type": "string" }), "One H3 cell"),
        flag("urgent", "Only urgent ones"),
        flag("own", "Only the caller's own unit's"),
        flag("open", "Only open ones"),
    ]
}

fn schemas() -> Value {
    let text = || json!({ "type": "string" });
    let count = || json!({ "type": "integer", "minimum": 0 });
    let maybe_count = || json!({ "type": ["integer", "null"], "minimum": 0 });
    let moment = || json!({ "type": "string", "format": "date-time" });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let maybe_text = || json!({ "type": ["string", "null"] });
    let maybe = || json!({ "type": ["boolean", "null"] });
    let scope = || json!({ "type": "object", "required": ["partner"], "properties": { "unit": text(), "audience": text(), "partner": text() } });
    let counts = || json!({ "type": "object", "additionalProperties": { "type": "integer", "minimum": 0 } });
    let party = || json!({ "type": "object", "required": ["partner", "unit"], "properties": { "partner": text(), "unit": text() } });
    json!({
        "Error": {
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": { "type": "object", "required": ["code", "message"], "properties": { "code": text(), "message": text(), "detail": text(), "current_version": count() } },
                "errors": list(json!({ "type": "object", "required": ["field", "code", "message"], "properties": { "field": text(), "code": text(), "message": text(), "suitable": list(text()) } })),
            },
        },
        "Text": { "type": "object", "required": ["de", "en"], "properties": { "de": text(), "en": text() } },
        "ReportInput": report_input(false),
        "ReportEdit": report_input(true),
        "CloseInput": { "type": "object", "additionalProperties": false, "properties": { "outcome": maybe_text() } },
        "WithdrawInput": { "type": "object", "required": ["reason"], "additionalProperties": false, "properties": { "reason": text() } },
        "TermsInput": terms(false),
        "FilterTermsInput": terms(true),
        "Place": {
            "type": ["object", "null"],
            "properties": {
                "precision": { "enum": ["exact", "50m", "200m", "quarter", "city"] },
                "lon": { "type": "number" }, "lat": { "type": "number" }, "cell": text(),
                "division": maybe_text(), "area": maybe_text(),
            },
        },
        "Report": {
            "type": "object",
            "required": ["id", "partner", "unit", "category", "place", "urgency", "closed", "own", "parts"],
            "properties": {
                "id": { "type": "string", "format": "uuid" }, "partner": text(), "unit": text(), "source": text(),
                "kind": { "enum": ["public", "municipal", "security", null] }, "origin": text(), "category": text(), "place": reference("Place"),
                "urgency": { "enum": ["normal", "immediate"] }, "closed": { "type": "boolean" }, "own": { "type": "boolean" },
                "parts": { "type": "object", "properties": { "place": text(), "time": text(), "text": text(), "attachments": { "type": "boolean" } } },
                "occurred_at": moment(), "occurred_on": { "type": "string", "format": "date" },
                "period": { "type": "object", "properties": { "from": moment(), "to": moment() } },
                "summary": text(), "title": text(), "text": text(), "channel": text(), "modus": maybe_text(),
                "own_ref": maybe_text(), "version": count(), "known_since": maybe_text(), "entered_at": moment(), "changed_at": moment(),
                "household": { "type": "boolean" }, "outcome": maybe_text(), "may_write": { "type": "boolean" },
                "why": list(json!({
                    "type": "object",
                    "required": ["disclosure", "from", "audience", "legal_basis", "purpose", "since", "until"],
                    "properties": { "disclosure": text(), "from": text(), "audience": text(), "profile": maybe_text(), "legal_basis": text(), "purpose": text(), "since": moment(), "until": moment() },
                })),
                "attachments": list(reference("Attachment")),
                "disclosures": list(reference("Disclosure")),
                "person_marks": list(json!({ "type": "object", "properties": { "field": text(), "start": count(), "end": count(), "kind": text() } })),
            },
        },
        "Attachment": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": { "type": "string", "format": "uuid" }, "name": text(),
                "type": { "enum": ["image/jpeg", "image/png", "application/pdf"] }, "bytes": count(),
                "width": count(), "height": count(), "added_at": moment(), "removed_at": moment(),
            },
        },
        "ReportPage": { "type": "object", "required": ["items", "total", "next"], "properties": { "items": list(reference("Report")), "total": count(), "next": maybe_text() } },
        "ReferralInput": {
            "type": "object",
            "required": ["to_unit"],
            "additionalProperties": false,
            "properties": {
                "to_unit": text(), "request": maybe_text(), "audience": maybe_text(), "profile": maybe_text(),
                "expires_at": maybe_text(),
            },
        },
        "StepInput": {
            "type": "object",
            "required": ["what"],
            "additionalProperties": false,
            "properties": {
                "what": { "enum": ["accepted", "returned", "progress", "done", "recalled"] },
                "text": { "type": ["string", "null"], "description": "Needed for all but `accepted`" },
                "result": { "enum": ["resolved", "nothing_found", "not_possible", "", null], "description": "Needed for `done`" },
                "on": { "type": ["string", "null"], "description": "Day of `done`; today if absent" },
            },
        },
        "Referral": {
            "type": "object",
            "required": ["id", "report", "from", "to", "sent_at", "state", "side", "steps", "reaches", "overdue"],
            "properties": {
                "id": { "type": "string", "format": "uuid" }, "report": { "type": "string", "format": "uuid" },
                "from": party(), "to": party(), "sent_at": moment(), "request": text(),
                "state": { "enum": ["sent", "accepted", "returned", "done", "recalled"] },
                "side": { "enum": ["sender", "receiver"] },
                "title": maybe_text(),
                "reaches": { "type": "boolean", "description": "Whether the receiving unit can read the report now" },
                "waiting_since": moment(), "due": moment(), "overdue": { "type": "boolean" },
                "steps": list(json!({ "type": "object", "required": ["what", "at"], "properties": {
                    "what": text(), "at": moment(), "text": text(), "result": text(), "on": { "type": "string", "format": "date" },
                } })),
            },
        },
        "ReferralPage": { "type": "object", "required": ["items", "next"], "properties": { "items": list(reference("Referral")), "next": maybe_text() } },
        "NoticeStepInput": {
            "type": "object",
            "required": ["what"],
            "additionalProperties": false,
            "properties": {
                "what": { "enum": ["acknowledged", "told"] },
                "told_at": { "type": ["string", "null"], "description": "When it was told by telephone; now if absent" },
            },
        },
        "Notice": {
            "type": "object",
            "required": ["id", "report", "from", "to", "unit", "side", "state", "holds", "known_since", "entered_at", "sent_at", "received_at", "acknowledged_at", "goes_on_at", "steps"],
            "properties": {
                "id": { "type": "string", "format": "uuid" }, "report": { "type": "string", "format": "uuid" },
                "from": party(), "to": text(), "unit": maybe_text(), "side": { "enum": ["sender", "receiver"] },
                "state": { "enum": ["sent", "received", "told", "acknowledged"] },
                "holds": { "type": "boolean", "description": "Whether the disclosure that it tells of still holds" },
                "known_since": moment(), "entered_at": moment(), "sent_at": moment(),
                "received_at": maybe_text(), "acknowledged_at": maybe_text(), "goes_on_at": maybe_text(),
                "steps": list(json!({ "type": "object", "required": ["what", "at"], "properties": { "what": text(), "at": moment(), "told_at": moment() } })),
            },
        },
        "NoticeList": { "type": "object", "required": ["items"], "properties": { "items": list(reference("Notice")) } },
        "Quantiles": { "type": ["object", "null"], "description": "Of durations, in milliseconds; null for too few", "properties": { "count": count(), "median": count(), "p95": count() } },
        "NoticeTimes": { "type": "object", "required": ["since", "least", "units"], "properties": { "since": moment(), "least": count(), "units": list(json!({
            "type": "object", "required": ["unit", "entering", "receiving", "acknowledging"],
            "properties": { "unit": text(), "entering": reference("Quantiles"), "receiving": reference("Quantiles"), "acknowledging": reference("Quantiles") },
        })) } },
        "Told": { "type": "object", "required": ["told"], "properties": { "told": count() } },
        "Disclosure": {
            "type": "object",
            "required": ["id", "audience", "partners", "place", "text", "legal_basis", "purpose", "expires_at", "standing"],
            "properties": {
                "id": { "type": "string", "format": "uuid" }, "unit": text(), "audience": text(), "partners": list(text()), "place": text(), "time": text(),
                "text": text(), "attachments": { "type": "boolean" }, "legal_basis": text(), "purpose": text(), "profile": maybe_text(), "rule": maybe_text(),
                "made_at": moment(), "expires_at": moment(), "standing": { "enum": ["valid", "expired", "withdrawn"] },
                "withdrawn_at": moment(), "reason": text(), "version": count(), "reports": count(),
            },
        },
        "Disclosed": { "allOf": [reference("Disclosure"), { "type": "object", "required": ["reports", "disclosures"], "properties": { "reports": count(), "disclosures": list(reference("Disclosure")) } }] },
        "Withdrawn": { "allOf": [reference("Disclosure"), { "type": "object", "required": ["remaining"], "properties": { "remaining": list(reference("Disclosure")) } }] },
        "DisclosurePage": { "type": "object", "required": ["items", "next"], "properties": { "items": list(reference("Disclosure")), "next": maybe_text() } },
        "ReceivedPage": { "type": "object", "required": ["items", "next"], "properties": { "next": maybe_text(), "items": list(json!({
            "type": "object",
            "required": ["id", "from", "audience", "made_at", "expires_at", "standing", "reports"],
            "properties": { "id": text(), "from": text(), "audience": text(), "made_at": moment(), "expires_at": moment(), "standing": text(), "reason": maybe_text(), "withdrawn_at": maybe_text(), "reports": count() },
        })) } },
        "Preview": { "type": "object", "required": ["items"], "properties": { "items": list(json!({
            "type": "object", "required": ["partner", "before", "after"],
            "properties": { "partner": text(), "before": { "oneOf": [reference("Report"), { "type": "null" }] }, "after": { "oneOf": [reference("Report"), { "type": "null" }] } },
        })) } },
        "VerdictInput": { "type": "object", "required": ["verdict"], "additionalProperties": false, "properties": { "verdict": { "enum": ["accepted", "watched", "set_aside", "confirmed"] }, "reason": text() } },
        "Finding": {
            "type": "object",
            "required": ["id", "sentence", "category", "categories", "from", "to", "area", "observed", "expected", "places", "recurrence_days", "doubts", "state", "verdict", "told", "found_at"],
            "properties": {
                "id": { "type": "string", "format": "uuid" }, "sentence": text(), "category": text(), "categories": list(text()),
                "from": { "type": "string", "format": "date" }, "to": { "type": "string", "format": "date" },
                "area": { "type": "object", "required": ["name", "cells"], "properties": { "name": text(), "cells": list(text()) } },
                "observed": count(), "expected": { "type": ["number", "null"] }, "places": maybe_count(), "recurrence_days": maybe_count(),
                "doubts": list(json!({ "type": "object", "required": ["kind", "sentence"], "properties": { "kind": text(), "sentence": text() } })),
                "evidence": { "type": "object", "properties": { "series": maybe(), "hot": maybe(), "near_repeats": maybe() } }, "state": { "enum": ["new", "grown", "steady", "faded", "gone", "told"] },
                "basis": { "enum": ["reported", "observed"] }, "scope": scope(), "also": list(scope()),
                "verdict": { "enum": ["accepted", "watched", "set_aside", "confirmed", "merged", null] },
                "found_at": moment(), "told_at": moment(), "from_partner": text(),
                "told": list(json!({ "type": "object", "required": ["disclosure", "audience", "at"], "properties": { "disclosure": text(), "audience": text(), "at": moment() } })),
            },
        },
        "FindingList": { "type": "object", "required": ["items", "waiting", "night", "record"], "properties": { "items": list(reference("Finding")), "waiting": count(), "night": maybe_text(), "record": reference("FindingRecord") } },
        "FindingRecord": {
            "type": "object", "description": "The last twelve months: what people made of findings, and what these and simple maps would have hit",
            "required": ["found", "taken", "confirmed", "set_aside", "open", "hits"],
            "properties": {
                "found": count(), "taken": count(), "confirmed": count(), "set_aside": count(), "open": count(),
                "hits": list(json!({
                    "type": "object", "required": ["scope", "weeks", "trials", "reports", "percent", "rankings", "announced", "judged", "went_on"],
                    "properties": {
                        "scope": scope(), "weeks": count(), "trials": count(), "reports": count(), "percent": list(count()),
                        "announced": count(), "judged": count(), "went_on": count(),
                        "rankings": list(json!({
                            "type": "object", "required": ["by", "pai", "pei"],
                            "properties": { "by": { "enum": ["findings", "density", "recent"] }, "pai": list(json!({ "type": "number" })), "pei": list(json!({ "type": "number" })) },
                        })),
                    },
                })),
            },
        },
        "Cells": { "type": "object", "required": ["total", "unplaced", "cells"], "properties": { "total": count(), "unplaced": count(),
            "cells": list(json!({ "type": "object", "required": ["cell", "count"], "properties": { "cell": text(), "count": count() } })) } },
        "Areas": { "type": "object", "required": ["division", "total", "previous", "unplaced", "areas"], "properties": { "division": text(), "total": count(), "previous": maybe_count(), "unplaced": count(),
            "areas": list(json!({ "type": "object", "required": ["area", "name", "count", "previous"], "properties": { "area": text(), "name": text(), "count": count(), "previous": maybe_count() } })) } },
        "Points": { "type": "object", "required": ["points", "more"], "properties": { "more": { "type": "boolean" },
            "points": list(json!({ "type": "object", "properties": { "id": text(), "lon": { "type": "number" }, "lat": { "type": "number" }, "kind": { "enum": ["public", "municipal", "security", null] }, "category": text(), "precision": text(), "own": { "type": "boolean" } } })) } },
        "Histogram": { "type": "object", "required": ["days", "bars", "selected"], "properties": { "days": count(),
            "bars": list(json!({ "type": "object", "properties": { "from": moment(), "to": moment(), "count": count() } })),
            "selected": list(maybe_text()) } },
        "Facets": { "type": "object", "required": ["total", "previous", "categories", "kinds", "sources", "origins", "preventions", "partners"], "properties": {
            "total": count(), "previous": maybe_count(), "categories": counts(), "kinds": counts(), "sources": counts(),
            "origins": counts(), "preventions": counts(), "partners": counts() } },
        "Trends": { "type": "object", "required": ["categories"], "properties": { "categories": list(json!({ "type": "object", "properties": { "category": text(), "count": count(), "previous": maybe_count() } })) } },
        "Charter": charter(),
        "MapConfig": { "type": "object", "required": ["centre", "bounds", "divisions", "quarter_division", "city_division"], "properties": {
            "centre": list(json!({ "type": "number" })), "bounds": list(json!({ "type": "number" })),
            "quarter_division": text(), "city_division": text(),
            "divisions": list(json!({ "type": "object", "required": ["id", "name", "areas"], "properties": { "id": text(), "name": text(),
                "areas": list(json!({ "type": "object", "required": ["id", "name", "geometry"], "properties": { "id": text(), "name": text(),
                    "geometry": { "type": "object", "description": "GeoJSON", "additionalProperties": {} } } })) } })),
        } },
    })
}

/// A report as it is typed; for an edit with the version that was edited.
fn report_input(edit: bool) -> Value {
    let text = || json!({ "type": "string" });
    let maybe_text = || json!({ "type": ["string", "null"] });
    let number_or_text = || json!({ "type": ["number", "string", "null"] });
    let required: &[&str] = if edit { &["title", "category", "version"] } else { &["title", "category"] };
    json!({
        "type": "object",
        "required": required,
        "additionalProperties": false,
        "properties": {
            "unit": maybe_text(), "title": text(), "text": maybe_text(), "summary": maybe_text(), "category": text(),
            "modus": maybe_text(), "source": maybe_text(), "origin": maybe_text(), "channel": maybe_text(),
            "occurred_at": maybe_text(),
            "period": { "oneOf": [
                { "type": "string", "description": "A year or a month: 2025, 2025-11" },
                { "type": "object", "required": ["from", "to"], "additionalProperties": false, "properties": { "from": text(), "to": text() } },
                { "type": "null" },
            ] },
            "place": { "type": ["object", "null"], "additionalProperties": false, "properties": { "lon": number_or_text(), "lat": number_or_text(), "household": { "type": "boolean" } } },
            "urgency": maybe_text(), "known_since": maybe_text(), "own_ref": maybe_text(),
            "rules": { "type": "array", "items": text(), "description": "Standing rules whose proposed disclosure is to be made at once" },
            "version": { "type": ["integer", "null"], "description": "For an edit: the version that was edited" },
        },
    })
}

/// The charter: precisely what programs work with, the rest as it stands in the file.
fn charter() -> Value {
    let text = || json!({ "type": "string" });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let as_in_the_file =
        |what: &str| json!({ "type": "object", "description": what, "additionalProperties": {} });
    let named = |more: Value| {
        let mut properties = json!({ "id": text(), "name": reference("Text") });
        if let (Some(properties), Value::Object(more)) = (properties.as_object_mut(), more) {
            properties.extend(more);
        }
        json!({ "type": "object", "required": ["id", "name"], "properties": properties })
    };
    let of_file = |what: &str| list(as_in_the_file(what));
    json!({
        "type": "object",
        "required": ["agreement", "me", "partners", "bodies", "audiences", "sources", "categories", "profiles", "standing_rules", "legal_bases", "legal_bases_per_pair"],
        "properties": {
            "agreement": as_in_the_file("Title, term, bounds, divisions"),
            "me": { "type": "object", "required": ["partner", "units", "writes_for", "bodies"], "properties": {
                "partner": text(), "units": list(text()), "writes_for": list(text()), "bodies": list(text()) } },
            "partners": list(named(json!({ "short": reference("Text"), "kind": text(), "status": text(),
                "units": list(named(json!({ "purpose": text() }))) }))),
            "bodies": of_file("A body with its seats"),
            "audiences": list(named(json!({ "partners": list(text()), "units": list(text()), "bodies": list(text()) }))),
            "sources": list(named(json!({ "kind": { "enum": ["public", "municipal", "security"] }, "units": list(text()), "attribution": { "type": ["string", "null"] } }))),
            "categories": of_file("A category: id, name, prevention, modus, flags"),
            "profiles": list(named(json!({ "explains": reference("Text"), "place": text(), "time": text(), "text": text(),
                "attachments": { "type": "boolean" }, "pairs": of_file("From whom to whom, on which basis, for which purpose, how long") }))),
            "standing_rules": of_file("A standing rule"),
            "legal_bases": of_file("A legal basis: id, citation, source, confidence, toward whom"),
            "legal_bases_per_pair": list(json!({ "type": "object", "required": ["from", "to", "legal_bases"], "properties": {
                "from": text(), "to": text(), "legal_bases": list(text()) } })),
        },
    })
}

fn terms(filter: bool) -> Value {
    let maybe_text = || json!({ "type": ["string", "null"] });
    let mut schema = json!({
        "type": "object",
        "required": ["audience"],
        "additionalProperties": false,
        "description": "A profile presets everything; each field given overrides it. Without a profile all are needed.",
        "properties": {
            "audience": { "type": "string" }, "profile": maybe_text(),
            "place": { "enum": ["exact", "50m", "200m", "quarter", "city", "", null] },
            "time": { "enum": ["exact", "day", "", null] },
            "text": { "enum": ["full", "summary", "none", "", null] },
            "attachments": { "type": ["boolean", "null"] },
            "legal_basis": maybe_text(), "purpose": maybe_text(),
            "expires_at": { "type": ["string", "null"], "description": "A day (included) or a moment" },
        },
    });
    if filter {
        schema["required"] = json!(["audience", "filter"]);
        schema["properties"]["filter"] = json!({ "type": "object", "description": "Keys of the picture's filter, each a text or a list of texts", "additionalProperties": {} });
    } else {
        schema["properties"]["filter"] =
            json!({ "type": "null", "description": "Only for a disclosure by filter" });
    }
    schema
}
