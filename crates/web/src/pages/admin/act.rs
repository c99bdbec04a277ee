//! What an administrator does about one person.

use app::ActError;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{MemberOf, Role},
    ids::{AccountId, MembershipId},
    report::{FieldError, Problem, read_time},
    time::{Day, Timestamp},
};
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::{people, person};
use crate::{
    answer::{Failure, show_with},
    context::Signed,
    form::SignedForm,
    pages::parts,
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Nothing {}

/// A right to be given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct GrantForm {
    /// As [`GrantForm::value`] writes it.
    pub(super) of: String,
    pub(super) until: String,
}

impl GrantForm {
    /// A right as the value of a choice: `unit:ordnungsamt:officer`, `body:koordination:reader`, `partner::admin`.
    pub(super) fn value(of: &MemberOf, role: Role) -> String {
        let role = role.as_str();
        match of {
            MemberOf::Unit(unit) => format!("unit:{unit}:{role}"),
            MemberOf::Body(body) => format!("body:{body}:{role}"),
            MemberOf::Partner => format!("partner::{role}"),
        }
    }

    fn right(&self) -> Result<(MemberOf, Role), Problem> {
        if self.of.is_empty() {
            return Err(Problem::Missing);
        }
        let read = || {
            let (kind, rest) = self.of.split_once(':')?;
            let (name, role) = rest.split_once(':')?;
            let of = match kind {
                "unit" => MemberOf::Unit(name.parse().ok()?),
                "body" => MemberOf::Body(name.parse().ok()?),
                "partner" if name.is_empty() => MemberOf::Partner,
                _ => return None,
            };
            Some((of, role.parse().ok()?))
        };
        read().ok_or_else(|| Problem::Unknown { value: self.of.clone() })
    }

    /// The first moment at which it no longer holds; a day counts in full.
    fn until(&self, zone: &TimeZone) -> Result<Option<Timestamp>, Problem> {
        if self.until.trim().is_empty() {
            return Ok(None);
        }
        let read = read_time(&self.until, zone);
        let (at, whole_day) = read.ok_or_else(|| Problem::NotATime { value: self.until.clone() })?;
        Ok(Some(if whole_day { Day(at.day(zone).0 + 1).start(zone) } else { at }))
    }
}

/// `POST /verwaltung/{account}/rechte`.
pub(super) async fn grant(
    Path(account): Path<String>,
    SignedForm(signed, form): SignedForm<GrantForm>,
) -> Response {
    let granted = match (id::<AccountId>(&account), form.right(), form.until(&signed.words.zone)) {
        (Err(error), _, _) => Err(error),
        (Ok(id), Ok((of, role)), Ok(until)) => {
            signed.app.grant_membership(&signed.who, id, of, role, until).await.map(|_| ())
        }
        (Ok(_), of, until) => {
            let errors = [("of", of.err()), ("until", until.err())].into_iter();
            let errors = errors.filter_map(|(field, problem)| Some(FieldError::new(field, problem?)));
            Err(ActError::Invalid(errors.collect()))
        }
    };
    match granted {
        Err(ActError::Invalid(errors)) => match person::page(&signed, &account, &form, &errors, None).await {
            Ok(markup) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
            Err(error) => signed.fail(Failure::from(error)),
        },
        granted => answer(&signed, granted, &account, "gegeben").await,
    }
}

/// `POST /verwaltung/{account}/rechte/{membership}`: ends it.
pub(super) async fn end(
    Path((account, membership)): Path<(String, String)>,
    SignedForm(signed, _): SignedForm<Nothing>,
) -> Response {
    let ended = match id::<MembershipId>(&membership) {
        Ok(id) => signed.app.end_membership(&signed.who, id).await,
        Err(error) => Err(error),
    };
    answer(&signed, ended, &account, "beendet").await
}

/// `POST /verwaltung/{account}/sperren`.
pub(super) async fn disable(
    Path(account): Path<String>,
    SignedForm(signed, _): SignedForm<Nothing>,
) -> Response {
    let disabled = match id(&account) {
        Ok(id) => signed.app.disable_account(&signed.who, id).await,
        Err(error) => Err(error),
    };
    answer(&signed, disabled, &account, "gesperrt").await
}

/// `POST /verwaltung/{account}/entsperren`.
pub(super) async fn enable(
    Path(account): Path<String>,
    SignedForm(signed, _): SignedForm<Nothing>,
) -> Response {
    let enabled = match id(&account) {
        Ok(id) => signed.app.enable_account(&signed.who, id).await,
        Err(error) => Err(error),
    };
    answer(&signed, enabled, &account, "entsperrt").await
}

/// `POST /verwaltung/{account}/zweiter-faktor`: takes it away.
pub(super) async fn reset_factor(
    Path(account): Path<String>,
    SignedForm(signed, _): SignedForm<Nothing>,
) -> Response {
    let reset = match id(&account) {
        Ok(id) => signed.app.reset_second_factor(&signed.who, id).await,
        Err(error) => Err(error),
    };
    answer(&signed, reset, &account, "faktor").await
}

/// `POST /verwaltung/{account}/einladung`: a new link, which stands in this answer and nowhere else.
pub(super) async fn renew(
    Path(account): Path<String>,
    headers: HeaderMap,
    SignedForm(signed, _): SignedForm<Nothing>,
) -> Response {
    let result = async {
        let invitation = signed.app.renew_invitation(&signed.who, id(&account)?).await?;
        let name = person::find(&signed, &account)?.account.name;
        let link = people::link(&signed, &headers, &invitation, &name);
        person::page(&signed, &account, &GrantForm::default(), &[], Some(link)).await
    };
    match result.await {
        Ok(markup) => show_with(StatusCode::CREATED, markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, ActError> {
    text.parse().map_err(|_| ActError::NotFound)
}

/// Back to the person; an act that somebody else did in the meantime is said on their page.
async fn answer(signed: &Signed, done: Result<(), ActError>, account: &str, said: &str) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/verwaltung/{account}?{said}=1")).into_response(),
        Err(ActError::Ended) => {
            let ended = parts::alert(&signed.t("admin-changed-meanwhile"));
            match person::page(signed, account, &GrantForm::default(), &[], Some(ended)).await {
                Ok(markup) => show_with(StatusCode::CONFLICT, markup),
                Err(error) => signed.fail(Failure::from(error)),
            }
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}
