//! `POST /meldungen/einlesen`: the file is kept, to be looked at.

use app::{ActError, ImportError, ImportOrder, example_profiles};
use axum::{
    extract::{FromRequest, Multipart, Request, State as Extract},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::BatchId;
use subtle::ConstantTimeEq;

use super::list::{Typed, page, sentence};
use crate::{
    answer::{Failure, show_with},
    context::{Signed, State},
};

/// The parts of the form.
#[derive(Default)]
struct Parts {
    typed: Typed,
    own_profile: String,
    file: String,
    bytes: Vec<u8>,
}

pub(super) async fn upload(Extract(state): Extract<State>, signed: Signed, request: Request) -> Response {
    let unreadable = |key| Failure::Unreadable(StatusCode::BAD_REQUEST, key);
    let parts = match Multipart::from_request(request, &state).await {
        Ok(form) => read(&signed, form).await,
        Err(_) => Err(unreadable("error-unreadable")),
    };
    let parts = match parts {
        Ok(parts) => parts,
        Err(failure) => return signed.fail(failure),
    };
    let typed = parts.typed.clone();
    match keep(&signed, parts).await {
        Ok(id) => Redirect::to(&format!("/meldungen/einlesen/{id}")).into_response(),
        Err(error) => again(&signed, &typed, error).await,
    }
}

async fn again(signed: &Signed, typed: &Typed, error: ImportError) -> Response {
    let shown = match sentence(signed, error) {
        Ok(wrong) => page(signed, typed, Some(&wrong)).await,
        Err(error) => Err(error),
    };
    match shown {
        Ok(markup) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// Reads the form; the secret of the session comes first, before anything is taken in.
async fn read(signed: &Signed, mut form: Multipart) -> Result<Parts, Failure> {
    let unreadable = || Failure::Unreadable(StatusCode::BAD_REQUEST, "error-unreadable");
    let (mut parts, mut proven) = (Parts::default(), false);
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large")
            }
            _ => unreadable(),
        })?;
        if name == "csrf" {
            proven = bool::from(bytes.as_ref().ct_eq(signed.csrf().as_bytes()));
        }
        if !proven {
            return Err(Failure::Stale);
        }
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "source" => parts.typed.source = text(),
            "unit" => parts.typed.unit = text(),
            "import-profile" => parts.typed.profile = text(),
            "profile_file" => parts.own_profile = String::from_utf8_lossy(&bytes).into_owned(),
            "file" => {
                parts.file = base_name(&file.unwrap_or_default());
                parts.bytes = bytes.to_vec();
            }
            _ => {}
        }
    }
    if proven { Ok(parts) } else { Err(Failure::Stale) }
}

/// Some browsers send a whole path.
fn base_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

async fn keep(signed: &Signed, parts: Parts) -> Result<BatchId, ImportError> {
    let missing = |field: &'static str| {
        let error = domain::report::FieldError::new(field, domain::report::Problem::Missing);
        ImportError::Act(ActError::Invalid(vec![error]))
    };
    let source = parts.typed.source.parse().map_err(|_| missing("source"))?;
    let profile = if parts.own_profile.trim().is_empty() {
        chosen(signed, &parts.typed.profile).await?.ok_or_else(|| missing("import-profile"))?
    } else {
        parts.own_profile
    };
    let order = ImportOrder { source, unit: parts.typed.unit, profile, file: parts.file };
    signed.app.upload_batch(&signed.who, &order, parts.bytes).await
}

/// The profile of an earlier batch, or an example.
async fn chosen(signed: &Signed, name: &str) -> Result<Option<String>, ImportError> {
    if let Ok(id) = name.parse::<BatchId>() {
        return Ok(Some(signed.app.batch(&signed.who, id).await?.batch.profile));
    }
    let examples = example_profiles().into_iter();
    Ok(examples.filter(|(id, ..)| *id == name).map(|(.., text)| text.to_owned()).next())
}
