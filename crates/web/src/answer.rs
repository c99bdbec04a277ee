//! Answers when something is wrong: the same cases for pages and for the API, each with a sentence.

use app::{ActError, SignInError};
use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use domain::{
    attachment::FileProblem,
    report::{FieldError, Problem},
};
use fluent_templates::fluent_bundle::FluentValue;
use maud::{Markup, html};
use serde_json::json;

use crate::{context::Visit, layout, words::Words};

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The act did not happen.
    Act(ActError),
    /// Nobody is signed in.
    SignIn,
    /// The form is not from a page of this session, or too old.
    Stale,
    /// The request itself cannot be read; the key of the sentence that says why.
    Unreadable(StatusCode, &'static str),
}

impl Failure {
    /// There is such an address, but nothing can be sent to it, or not in this way.
    pub(crate) const WRONG_METHOD: Self =
        Self::Unreadable(StatusCode::METHOD_NOT_ALLOWED, "error-wrong-method");
}

impl From<ActError> for Failure {
    fn from(error: ActError) -> Self {
        Self::Act(error)
    }
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Act(error) => Self::Act(error),
            _ => Self::SignIn,
        }
    }
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::Act(error) => match error {
                ActError::NotFound => StatusCode::NOT_FOUND,
                ActError::Denied => StatusCode::FORBIDDEN,
                ActError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                ActError::Conflict { .. } | ActError::Ended | ActError::Taken => StatusCode::CONFLICT,
                ActError::Behind | ActError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
                ActError::Full => StatusCode::INSUFFICIENT_STORAGE,
            },
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Stale => StatusCode::FORBIDDEN,
            Self::Unreadable(status, _) => *status,
        }
    }

    /// The key of the sentence.
    fn key(&self) -> &'static str {
        match self {
            Self::Act(error) => match error {
                ActError::NotFound => "error-not-found",
                ActError::Denied => "error-denied",
                ActError::Invalid(_) => "error-invalid",
                ActError::Conflict { .. } => "error-conflict",
                ActError::Ended => "error-ended",
                ActError::Taken => "error-taken",
                ActError::Behind => "error-behind",
                ActError::Full => "error-full",
                ActError::Unavailable(_) => "error-unavailable",
            },
            Self::SignIn => "error-sign-in",
            Self::Stale => "error-stale",
            Self::Unreadable(_, key) => key,
        }
    }

    fn log(&self) {
        if let Self::Act(error @ (ActError::Unavailable(_) | ActError::Full)) = self {
            tracing::error!(%error, "an act did not happen");
        }
    }

    /// The answer of the API: `error` with a code and a sentence, and all `errors` of fields.
    pub(crate) fn json(&self, words: &Words) -> Response {
        self.log();
        let mut body = json!({ "error": { "code": self.key().trim_start_matches("error-"), "message": message(words, self.key()) } });
        match self {
            Self::Act(ActError::Invalid(errors)) => body["errors"] = field_errors(words, errors),
            Self::Act(ActError::Conflict { current }) => body["error"]["current_version"] = json!(current),
            _ => {}
        }
        let mut response = (self.status(), Json(body)).into_response();
        self.advise(response.headers_mut());
        response
    }

    /// What programs are told besides: how to sign in, or when to come back.
    fn advise(&self, headers: &mut HeaderMap) {
        let (name, value) = match self.status() {
            StatusCode::UNAUTHORIZED => (header::WWW_AUTHENTICATE, "Bearer"),
            StatusCode::SERVICE_UNAVAILABLE => (header::RETRY_AFTER, "2"),
            _ => return,
        };
        headers.insert(name, header::HeaderValue::from_static(value));
    }
}

/// What is wrong and what to do about it, as whole sentences.
pub(crate) fn message(words: &Words, key: &str) -> String {
    let hint = words.find(&format!("{key}-hint")).unwrap_or_default();
    format!("{}. {hint}", words.t(key)).trim_end().to_owned()
}

fn field_errors(words: &Words, errors: &[FieldError]) -> serde_json::Value {
    let error = |error: &FieldError| {
        let mut body = json!({
            "field": error.field,
            "code": problem_key(&error.problem).trim_start_matches("problem-"),
            "message": sentence(words, error),
        });
        if let Problem::UnsuitableBasis { suitable } = &error.problem {
            body["suitable"] = json!(suitable);
        }
        body
    };
    errors.iter().map(error).collect()
}

impl Visit {
    /// A page that says what is wrong and what to do.
    pub(crate) fn fail(&self, failure: Failure) -> Response {
        failure.log();
        let status = failure.status();
        let body = html! {
            h1 { (self.t(failure.key())) }
            p { (self.t(&format!("{}-hint", failure.key()))) }
            p { a.kern-btn.kern-btn--secondary href="/" { span.kern-label { (self.t("error-back")) } } }
        };
        let mut response = show_with(status, layout::page(self, &self.t(failure.key()), body));
        failure.advise(response.headers_mut());
        response
    }
}

/// Markup as an answer.
pub(crate) fn show(markup: Markup) -> Response {
    Html(markup.into_string()).into_response()
}

/// Markup as an answer with a status, such as a form with its errors.
pub(crate) fn show_with(status: StatusCode, markup: Markup) -> Response {
    (status, Html(markup.into_string())).into_response()
}

/// What is wrong with a field, as a whole sentence.
pub(crate) fn sentence(words: &Words, error: &FieldError) -> String {
    let text = |text: &str| FluentValue::from(text.to_owned());
    let key = problem_key(&error.problem);
    let values: Vec<(&'static str, FluentValue<'_>)> = match &error.problem {
        Problem::TooShort { least } => vec![("least", FluentValue::from(*least))],
        Problem::TooFew { least } => vec![("least", FluentValue::from(*least))],
        Problem::TooLong { most } | Problem::TooMany { most } => vec![("most", FluentValue::from(*most))],
        Problem::Unknown { value }
        | Problem::NotATime { value }
        | Problem::NotACoordinate { value }
        | Problem::NotAnEmail { value } => vec![("value", text(value))],
        Problem::Wait { minutes } => vec![("minutes", FluentValue::from(*minutes))],
        Problem::File(problem) => file_values(problem),
        Problem::UnsuitableBasis { suitable } => {
            let list: Vec<&str> = suitable.iter().map(|basis| basis.as_str()).collect();
            vec![("suitable", text(&list.join(", "))), ("count", FluentValue::from(list.len()))]
        }
        _ => Vec::new(),
    };
    words.with(key, &values)
}

fn problem_key(problem: &Problem) -> &'static str {
    match problem {
        Problem::Missing => "problem-missing",
        Problem::TooShort { .. } => "problem-too-short",
        Problem::TooFew { .. } => "problem-too-few",
        Problem::TooLong { .. } => "problem-too-long",
        Problem::TooMany { .. } => "problem-too-many",
        Problem::Unknown { .. } => "problem-unknown",
        Problem::NotATime { .. } => "problem-not-a-time",
        Problem::Future => "problem-future",
        Problem::EndBeforeStart => "problem-end-before-start",
        Problem::NotACoordinate { .. } => "problem-not-a-coordinate",
        Problem::Half => "problem-half",
        Problem::OutsideCity => "problem-outside-city",
        Problem::MomentAndPeriod => "problem-moment-and-period",
        Problem::SourceOfOthers => "problem-source-of-others",
        Problem::UnsuitableBasis { .. } => "problem-unsuitable-basis",
        Problem::UnsuitableProfile => "problem-unsuitable-profile",
        Problem::NotInFuture => "problem-not-in-future",
        Problem::NoSummary => "problem-no-summary",
        Problem::NotAnEmail { .. } => "problem-not-an-email",
        Problem::WrongPassword => "problem-wrong-password",
        Problem::WrongCode => "problem-wrong-code",
        Problem::NotTheSame => "problem-not-the-same",
        Problem::Already => "problem-already",
        Problem::Wait { .. } => "problem-wait",
        Problem::AudienceMisses => "problem-audience-misses",
        Problem::ReferredAlready => "problem-referred-already",
        Problem::ToldAlready => "problem-told-already",
        Problem::File(problem) => file_key(problem),
    }
}

fn file_values(problem: &FileProblem) -> Vec<(&'static str, FluentValue<'static>)> {
    match problem {
        FileProblem::TooLarge { megabytes } => vec![("megabytes", FluentValue::from(*megabytes))],
        FileProblem::TooMany { most } | FileProblem::TooManyRegions { most } => {
            vec![("most", FluentValue::from(*most))]
        }
        FileProblem::TooManyPixels { millions } => vec![("millions", FluentValue::from(*millions))],
        _ => Vec::new(),
    }
}

fn file_key(problem: &FileProblem) -> &'static str {
    match problem {
        FileProblem::Empty => "problem-file-empty",
        FileProblem::TooLarge { .. } => "problem-file-too-large",
        FileProblem::TooMany { .. } => "problem-file-too-many",
        FileProblem::UnknownKind => "problem-file-unknown-kind",
        FileProblem::BrokenPicture => "problem-file-broken-picture",
        FileProblem::TooManyPixels { .. } => "problem-file-too-many-pixels",
        FileProblem::BrokenPdf => "problem-file-broken-pdf",
        FileProblem::ActivePdf => "problem-file-active-pdf",
        FileProblem::SealedPdf => "problem-file-sealed-pdf",
        FileProblem::NotARegion => "problem-file-not-a-region",
        FileProblem::TooManyRegions { .. } => "problem-file-too-many-regions",
        FileProblem::RegionsInPdf => "problem-file-regions-in-pdf",
    }
}
