//! A disclosure of the reports of a filter: frozen then.

use app::{ActError, Target};
use axum::{
    extract::RawQuery,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{report::FieldError, terms::TermsDraft};
use maud::{Markup, html};

use super::list::MADE;
use crate::{
    answer::{Failure, show, show_with},
    context::Signed,
    form::SignedForm,
    layout,
    pages::{
        parts,
        reports::{
            audiences::{Sought, search_form},
            panel::{TermsForm, terms_fields},
        },
    },
    query::{self, Pairs},
};

/// `GET /freigaben/neu?<filter>`: how many there are, and by which terms.
pub(super) async fn ask(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    match page(&signed, &pairs, &TermsDraft::default(), &[]) {
        Ok(markup) => show(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// `POST /freigaben/neu?<filter>`.
pub(super) async fn disclose(
    RawQuery(raw): RawQuery,
    SignedForm(signed, form): SignedForm<TermsForm>,
) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let terms = form.terms();
    let filter = query::filter(&pairs, &signed.who, &signed.app);
    let disclosed = match filter {
        Ok(filter) => signed.app.disclose(&signed.who, &Target::Filter(Box::new(filter)), &terms).await,
        Err(errors) => Err(ActError::Invalid(errors)),
    };
    match disclosed {
        Ok(disclosed) => Redirect::to(&format!("{MADE}&freigegeben={}", disclosed.reports)).into_response(),
        Err(ActError::Invalid(errors)) => match page(&signed, &pairs, &terms, &errors) {
            Ok(markup) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
            Err(error) => signed.fail(Failure::from(error)),
        },
        Err(error) => signed.fail(Failure::from(error)),
    }
}

fn page(
    signed: &Signed,
    pairs: &Pairs,
    terms: &TermsDraft,
    errors: &[FieldError],
) -> Result<Markup, ActError> {
    if signed.who.actor.writes_for().is_empty() {
        return Err(ActError::Denied);
    }
    let filter = query::filter(pairs, &signed.who, &signed.app).map_err(ActError::Invalid)?;
    let count = signed.app.count_to_disclose(&signed.who, &filter)?;
    let action = query::address("/freigaben/neu", pairs, &[], &[]);
    let sought = Sought::of("/freigaben/neu", pairs);
    let heading = signed.t("bulk-title");
    let body = html! {
        h1 { (heading) }
        (parts::error_summary(signed, errors))
        p.ln-lead { (signed.words.with("bulk-explained", &[("count", count.into())])) }
        p { a.ln-link href=(query::address("/meldungen", pairs, &[], &[])) { (signed.t("bulk-look")) } }
        @if count == 0 {
            (parts::empty(&signed.t("bulk-empty"), &signed.t("bulk-empty-hint")))
        } @else {
            section.ln-card.ln-disclose {
                (search_form(&sought))
                form method="post" action=(action) {
                    (layout::csrf(signed))
                    (terms_fields(signed, terms, errors, &sought, false, false))
                }
            }
        }
    };
    Ok(layout::page_with(signed, &heading, &["disclose.js"], body))
}
