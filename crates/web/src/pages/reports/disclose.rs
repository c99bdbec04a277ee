//! The disclosure panel of a report: two clicks by a profile, opened up on demand, with a preview.

use app::{ActError, Preview, ReportDetail, Target};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    charter::Profile,
    disclosure::{Disclosure, Parts, Standing},
    ids::{DisclosureId, ProfileId, ReportId},
    place::Precision,
    report::FieldError,
    terms::TermsDraft,
    time::Timestamp,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    audiences::{self, Sought},
    locator::locator,
    read::{self, Filled},
};
use crate::{
    answer::{Failure, show, show_with},
    context::Signed,
    form::SignedForm,
    layout,
    pages::{attachments, parts},
};

/// What the panel sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TermsForm {
    audience: String,
    /// A profile's button: discloses at once.
    profile: String,
    /// A profile's preview button.
    preview: String,
    place: String,
    time: String,
    text: String,
    attachments: Option<String>,
    legal_basis: String,
    purpose: String,
    expires_at: String,
    /// Set by the buttons of the opened-up form.
    own_terms: Option<String>,
}

impl TermsForm {
    /// The terms: of the profile alone, unless the form was opened up.
    pub(crate) fn terms(&self) -> TermsDraft {
        let own = self.own_terms.is_some();
        let typed = |text: &String| if own { text.clone() } else { String::new() };
        let profile = if self.preview.is_empty() { &self.profile } else { &self.preview };
        TermsDraft {
            audience: self.audience.clone(),
            profile: if profile == "own" { String::new() } else { profile.clone() },
            place: typed(&self.place),
            time: typed(&self.time),
            text: typed(&self.text),
            attachments: own.then_some(self.attachments.is_some()),
            legal_basis: typed(&self.legal_basis),
            purpose: typed(&self.purpose),
            expires_at: typed(&self.expires_at),
        }
    }

    pub(crate) fn wants_preview(&self) -> bool {
        !self.preview.is_empty()
    }
}

/// A preview with the terms that it previews.
pub(crate) struct Previewed {
    lines: Vec<Preview>,
    own_terms: bool,
}

/// `POST /meldungen/{id}/freigeben`.
pub(super) async fn disclose(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<TermsForm>,
) -> Response {
    let result = async {
        let report: ReportId = id.parse().map_err(|_| ActError::NotFound)?;
        let terms = form.terms();
        let errors = if form.wants_preview() {
            match signed.app.preview(&signed.who, report, &terms).await {
                Ok(lines) => {
                    let detail = signed.app.read_report(&signed.who, report).await?;
                    let previewed = Previewed { lines, own_terms: form.own_terms.is_some() };
                    let filled = Filled { terms, previewed: Some(&previewed), ..Filled::default() };
                    return Ok(show(read::page(&signed, &detail, &filled)));
                }
                Err(ActError::Invalid(errors)) => errors,
                Err(error) => return Err(error),
            }
        } else {
            match signed.app.disclose(&signed.who, &Target::Report(report), &terms).await {
                Ok(_) => return Ok(Redirect::to(&format!("/meldungen/{id}?freigegeben=1")).into_response()),
                Err(ActError::Invalid(errors)) => errors,
                Err(error) => return Err(error),
            }
        };
        let detail = signed.app.read_report(&signed.who, report).await?;
        let filled = Filled { terms, errors: &errors, ..Filled::default() };
        Ok(show_with(StatusCode::UNPROCESSABLE_ENTITY, read::page(&signed, &detail, &filled)))
    };
    match result.await {
        Ok(response) => response,
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The panel.
pub(super) fn panel(signed: &Signed, detail: &ReportDetail, filled: &Filled<'_>) -> Markup {
    let Filled { terms, errors, previewed, .. } = filled;
    let sought = &Sought::word(&format!("/meldungen/{}#freigeben", detail.seen.id), &filled.sought);
    html! {
        section.ln-card.ln-disclose id="freigeben" {
            h2 { (signed.t("disclose-title")) }
            @if let Some(previewed) = previewed { (preview(signed, detail, previewed)) }
            (audiences::search_form(sought))
            form method="post" action={ "/meldungen/" (detail.seen.id) "/freigeben#freigeben" } {
                (layout::csrf(signed))
                (terms_fields(signed, terms, errors, sought, true, previewed.is_some_and(|p| p.own_terms)))
            }
            (read::disclosures(signed, detail))
        }
    }
}

/// Audience, profile buttons, and the form opened up.
pub(crate) fn terms_fields(
    signed: &Signed,
    terms: &TermsDraft,
    errors: &[FieldError],
    sought: &Sought,
    with_preview: bool,
    opened: bool,
) -> Markup {
    let words = &signed.words;
    let today = signed.app.now().day(&words.zone).date();
    let bases: Vec<(String, String)> = signed
        .charter
        .legal_bases
        .iter()
        .filter(|b| {
            b.in_force(today) && b.toward.iter().any(|t| t.from.contains(&signed.who.account.partner))
        })
        .map(|b| (b.id.to_string(), format!("{} – {}", b.citation, words.of(&b.allows))))
        .collect();
    html! {
        (audiences::choice(signed, &terms.audience, sought, errors))
        (parts::field_error(signed, errors, "profile"))
        (parts::field_error(signed, errors, "summary"))
        div.ln-profiles id="field-profile" role="group" aria-labelledby="disclose-as" {
            p id="disclose-as" { strong { (signed.t("disclose-as")) } " " span.ln-muted { (signed.t("disclose-as-hint")) } }
            @for profile in &signed.charter.profiles {
                div.ln-profile {
                    button.kern-btn.kern-btn--secondary type="submit" name="profile" value=(profile.id) {
                        span.kern-label { (words.of(&profile.name)) }
                    }
                    p.ln-muted { (words.of(&profile.explains)) }
                    @if with_preview {
                        button.ln-link type="submit" name="preview" value=(profile.id) aria-label={ (signed.t("preview")) ": " (words.of(&profile.name)) } { (signed.t("preview")) }
                    }
                }
            }
        }
        details.ln-unfold open[opened || errors.iter().any(|e| ["legal_basis", "purpose", "expires_at", "place", "text", "time"].contains(&e.field))] {
            summary { (signed.t("disclose-open-up")) }
            (parts::select(signed, errors, "place", &precisions(signed), &terms.place, None))
            (parts::select(signed, errors, "time", &choices(signed, "time", &["exact", "day"]), &terms.time, None))
            (parts::select(signed, errors, "text", &choices(signed, "textpart", &["none", "summary", "full"]), &terms.text, None))
            label.ln-check { input type="checkbox" name="attachments" value="1" checked[terms.attachments == Some(true)]; span.ln-check__name { (signed.t("field-attachments")) } }
            (parts::select(signed, errors, "legal_basis", &bases, &terms.legal_basis, Some(signed.t("choose"))))
            (parts::input(signed, errors, "purpose", "text", &terms.purpose, false))
            (parts::input(signed, errors, "expires_at", "text", &terms.expires_at, false))
            div.ln-form__foot {
                button.kern-btn.kern-btn--secondary type="submit" name="own_terms" value="1" { span.kern-label { (signed.t("disclose-so")) } }
            }
        }
    }
}

fn precisions(signed: &Signed) -> Vec<(String, String)> {
    Precision::ALL.iter().rev().map(|p| (p.as_str().to_owned(), parts::precision(signed, *p))).collect()
}

fn choices(signed: &Signed, group: &str, values: &[&str]) -> Vec<(String, String)> {
    values.iter().map(|value| ((*value).to_owned(), signed.t(&format!("{group}-{value}")))).collect()
}

/// Exactly what the audience will see, for each of its partners.
fn preview(signed: &Signed, own: &ReportDetail, previewed: &Previewed) -> Markup {
    let words = &signed.words;
    html! {
        div.ln-preview role="status" {
            h3 { (signed.t("preview-title")) }
            @for line in &previewed.lines {
                h4 { (signed.charter.partner(&line.partner).map_or(line.partner.as_str(), |p| words.of(&p.name))) }
                @match &line.after {
                    None => p { (signed.t("preview-nothing")) },
                    Some(seen) => {
                        @let attachments = if seen.grant.parts.attachments { own.attachments.clone() } else { Vec::new() };
                        @let detail = ReportDetail { seen: seen.clone(), why: Vec::new(), disclosures: Vec::new(), history: Vec::new(), attachments, referrals: Vec::new(), notices: Vec::new(), may_write: false };
                        p { strong { (parts::title(signed, seen)) } }
                        (read::facts(signed, &detail))
                        (read::texts(signed, &detail))
                        (attachments::list(signed, &detail, false))
                        (locator(signed, &seen.place))
                    }
                }
            }
        }
    }
}

/// How much a disclosure tells: the name of its profile, or its parts in a few words.
pub(crate) fn terms_in_words(signed: &Signed, profile: Option<&ProfileId>, parts: Parts) -> String {
    match profile.and_then(|id| signed.charter.profile(id)) {
        Some(profile) => signed.words.of(&profile.name).to_owned(),
        None => {
            let text = signed.t(&format!("textpart-{}", parts.text.as_str()));
            format!("{}, {text}", parts::precision(signed, parts.place))
        }
    }
}

/// The parts of a disclosure in a few words.
pub(crate) fn parts_in_words(signed: &Signed, disclosure: &Disclosure) -> String {
    let profile: Option<&Profile> = disclosure.profile.as_ref().and_then(|id| signed.charter.profile(id));
    let name = profile.map(|p| format!("{}: ", signed.words.of(&p.name))).unwrap_or_default();
    let text = signed.t(&format!("textpart-{}", disclosure.parts.text.as_str()));
    let words = format!("{name}{}, {text}", parts::precision(signed, disclosure.parts.place));
    if disclosure.parts.attachments { format!("{words}, {}", signed.t("with-attachments")) } else { words }
}

/// The name of a standing in keys.
pub(crate) fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "valid",
        Standing::Expired => "expired",
        Standing::Withdrawn => "withdrawn",
    }
}

/// Where a disclosure stands, with the day that tells it.
pub(crate) fn standing_in_words(
    signed: &Signed,
    standing: Standing,
    expires_at: Timestamp,
    withdrawn_at: Option<Timestamp>,
) -> String {
    let (key, at) = match standing {
        Standing::Valid => ("standing-valid-until", expires_at),
        Standing::Expired => ("standing-expired-on", expires_at),
        Standing::Withdrawn => ("standing-withdrawn-on", withdrawn_at.unwrap_or(expires_at)),
    };
    let words = &signed.words;
    words.with(key, &[("day", words.day(at.day(&words.zone)).into())])
}

/// Identifier of the field for the reason of a withdrawal.
pub(crate) fn reason_field(id: DisclosureId) -> String {
    format!("reason-{id}")
}

/// Takes a disclosure back, with a reason; leads back to `back`. It is unfolded for who asked for it, with what was
/// typed and is wrong.
pub(crate) fn withdraw_form(
    signed: &Signed,
    id: DisclosureId,
    back: &str,
    typed: Option<(&str, &[FieldError])>,
) -> Markup {
    let (reason, errors) = typed.unwrap_or_default();
    let (field, wrong) = (reason_field(id), !errors.is_empty());
    html! {
        details.ln-unfold open[typed.is_some()] data-key=(id) {
            summary { (signed.t("withdraw")) }
            form.ln-form method="post" action={ "/freigaben/" (id) "/zurueckziehen" } {
                (layout::csrf(signed))
                input type="hidden" name="back" value=(back);
                div.kern-form-input.kern-form-input--error[wrong] {
                    label.kern-label for=(field) { (signed.t("field-reason")) }
                    p.kern-hint { (signed.t("hint-reason")) }
                    input.kern-form-input__input id=(field) name="reason" type="text" required value=[(!reason.is_empty()).then_some(reason)]
                        aria-describedby=[wrong.then_some("error-reason")] aria-invalid=[wrong.then_some("true")];
                    (parts::field_error(signed, errors, "reason"))
                }
                (parts::button("secondary", &signed.t("withdraw")))
            }
        }
    }
}
