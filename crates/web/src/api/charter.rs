//! The charter as far as programs need it: partners, audiences, sources, categories, profiles, legal bases per pair.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::charter::{Charter, Confidence, LegalBasis, Partner};
use serde_json::{Value, json};

use crate::context::{Caller, Plain};

/// `GET /charter`.
pub(crate) async fn charter(Plain(caller): Plain) -> Response {
    let Caller { app, who, .. } = caller;
    let charter = app.charter();
    let today = app.now().day(&app.zone()).date();
    let usable = |basis: &&LegalBasis| app.is_demo() || basis.confidence < Confidence::Unverified;
    let mut pairs: Vec<Value> = Vec::new();
    for from in &charter.partners {
        for to in &charter.partners {
            let holds = |basis: &&LegalBasis| basis.holds(&from.id, std::slice::from_ref(&to.id), today);
            let bases: Vec<&str> = charter
                .legal_bases
                .iter()
                .filter(usable)
                .filter(holds)
                .map(|basis| basis.id.as_str())
                .collect();
            if !bases.is_empty() {
                pairs.push(json!({ "from": from.id, "to": to.id, "legal_bases": bases }));
            }
        }
    }
    Json(json!({
        "agreement": charter.agreement,
        "me": {
            "partner": who.viewer.partner(),
            "units": who.viewer.units(),
            "writes_for": who.actor.writes_for(),
            "bodies": who.viewer.bodies(),
        },
        "partners": charter.partners.iter().map(partner).collect::<Vec<_>>(),
        "bodies": charter.bodies,
        "audiences": charter.audiences,
        "sources": charter.sources,
        "categories": charter.categories,
        "profiles": profiles(&charter),
        "standing_rules": charter.standing_rules,
        "legal_bases": charter.legal_bases,
        "legal_bases_per_pair": pairs,
    }))
    .into_response()
}

fn partner(partner: &Partner) -> Value {
    json!({
        "id": partner.id, "name": partner.name, "short": partner.short, "kind": partner.kind,
        "status": partner.status, "units": partner.units,
    })
}

fn profiles(charter: &Charter) -> Vec<Value> {
    charter
        .profiles
        .iter()
        .map(|p| {
            json!({
                "id": p.id, "name": p.name, "explains": p.explains, "place": p.place, "time": p.time, "text": p.text,
                "attachments": p.attachments, "pairs": p.pairs,
            })
        })
        .collect()
}
