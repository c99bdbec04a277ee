//! The question before free text is saved: does something in it look like a person?

use domain::persons;
use maud::{Markup, html};
use serde::Deserialize;

use super::parts;
use crate::context::Signed;

/// What the person decided about the marks: nothing yet, to keep them, or to leave them out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct PersonsChoice(String);

impl PersonsChoice {
    /// Whether the question has to be asked before these texts are saved.
    pub(crate) fn asks(&self, texts: &[&str]) -> bool {
        self.0.is_empty() && texts.iter().any(|text| !persons::find(text).is_empty())
    }

    /// The text as it was decided to be saved.
    pub(crate) fn apply(&self, text: &str) -> String {
        match self.0.as_str() {
            "leave_out" => persons::leave_out(text, &persons::find(text)),
            _ => text.to_owned(),
        }
    }
}

/// What looks like a person in these texts.
pub(crate) fn warning(signed: &Signed, texts: &[&str]) -> Markup {
    html! {
        div.kern-alert.kern-alert--warning role="alert" {
            div.kern-alert__header {
                span.kern-icon.kern-icon--warning aria-hidden="true" {}
                span.kern-title { (signed.t("persons-found")) }
            }
            div.kern-alert__body {
                p { (signed.t("persons-explained")) }
                ul {
                    @for text in texts {
                        @for mark in persons::find(text) {
                            li { mark { (&text[mark.start..mark.end]) } " (" (signed.t(&format!("person-{}", mark.kind.as_str()))) ")" }
                        }
                    }
                }
            }
        }
    }
}

/// The button of a form; two of them while the question is asked.
pub(crate) fn buttons(signed: &Signed, asks: bool, label: &str) -> Markup {
    html! {
        div.ln-form__foot {
            @if asks {
                button.kern-btn.kern-btn--primary type="submit" name="persons" value="leave_out" { span.kern-label { (signed.t("persons-leave-out")) } }
                button.kern-btn.kern-btn--secondary type="submit" name="persons" value="keep" { span.kern-label { (signed.t("persons-keep")) } }
            } @else {
                (parts::button("primary", label))
            }
        }
    }
}
