//! The attachments on the page of a report, and the form that adds one.

use app::{AttachmentView, ReportDetail};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{charter::LimitKind, report::FieldError};
use maud::{Markup, html};

use crate::{
    context::{Signed, Visit},
    layout,
    pages::parts,
};

/// How many parts can be given without scripts; with them, rows are added.
const ROWS: usize = 3;
/// What a browser offers to choose from.
const ACCEPT: &str = "image/jpeg,image/png,image/webp,application/pdf";

/// A part to be made unrecognisable, as it is typed: in percent of the upright picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct HiddenRow {
    pub(super) left: String,
    pub(super) top: String,
    pub(super) width: String,
    pub(super) height: String,
}

impl HiddenRow {
    pub(super) fn numbers(&self) -> [&str; 4] {
        [&self.left, &self.top, &self.width, &self.height]
    }
}

/// The section: what is there, and the form for whoever may add.
pub(crate) fn section(
    signed: &Signed,
    detail: &ReportDetail,
    rows: &[HiddenRow],
    errors: &[FieldError],
) -> Markup {
    let may_add = detail.may_write && !detail.seen.closed;
    if detail.attachments.is_empty() && !may_add {
        return html! {};
    }
    html! {
        section.ln-text id="anhaenge" {
            h2 { (signed.t("attachments-title")) }
            @if !detail.attachments.is_empty() { (list(signed, detail, detail.may_write)) }
            @if may_add { (form(signed, detail, rows, errors)) }
        }
    }
}

/// What is there, without a way to change it.
pub(crate) fn list(visit: &Visit, detail: &ReportDetail, may_remove: bool) -> Markup {
    let (there, removed): (Vec<_>, Vec<_>) =
        detail.attachments.iter().partition(|view| view.attachment.removed.is_none());
    html! {
        @if !there.is_empty() {
            ul.ln-attachments {
                @for view in there { li.ln-attachment { (one(visit, view, may_remove)) } }
            }
        }
        @for (at, _) in removed.iter().filter_map(|view| view.attachment.removed) {
            p.ln-muted { (visit.words.with("attachment-removed", &[("at", visit.words.moment(at).into())])) }
        }
    }
}

fn one(visit: &Visit, view: &AttachmentView, may_remove: bool) -> Markup {
    let (words, attachment) = (&visit.words, &view.attachment);
    let address = format!("/anhaenge/{}", attachment.id);
    let kind = visit.t(&format!("attachment-kind-{}", attachment.kind.ending()));
    html! {
        // The link with the name says where both lead.
        a.ln-attachment__picture href=(address) aria-hidden="true" tabindex="-1" {
            @match &view.small {
                Some(small) => img src={ "data:image/jpeg;base64," (STANDARD.encode(small)) } alt="" {},
                None => span.ln-attachment__kind { (kind) },
            }
        }
        div.ln-attachment__body {
            a.ln-attachment__name href=(address) { (attachment.name) }
            p.ln-muted {
                @if attachment.kind.is_picture() {
                    @if let Some((width, height)) = attachment.pixels { (width) " × " (height) " · " }
                } @else {
                    (visit.t("attachment-downloads")) " · "
                }
                (size(visit, attachment.bytes)) " · " (words.moment(attachment.added_at))
            }
            @if may_remove {
                details.ln-unfold data-key=(attachment.id) {
                    summary { (visit.t("attachment-remove")) span.ln-hidden { " " (attachment.name) } }
                    form.ln-form method="post" action={ (address) "/entfernen" } {
                        (layout::csrf(visit))
                        p { (visit.t("attachment-remove-text")) }
                        (parts::button("secondary", &visit.t("attachment-remove-do")))
                    }
                }
            }
        }
    }
}

/// A length in kilobytes or megabytes, as people read it.
fn size(visit: &Visit, bytes: u32) -> String {
    let kilobytes = bytes.div_ceil(1024);
    if kilobytes < 1024 {
        return visit.words.with("size-kb", &[("number", kilobytes.into())]);
    }
    let tenths = (u64::from(bytes) * 10) >> 20;
    visit.words.with("size-mb", &[("number", (tenths as f64 / 10.0).into())])
}

fn form(signed: &Signed, detail: &ReportDetail, rows: &[HiddenRow], errors: &[FieldError]) -> Markup {
    let megabytes = signed.charter.threshold(LimitKind::AttachmentSize).unwrap_or(0);
    let most = signed.charter.threshold(LimitKind::AttachmentCount).unwrap_or(0);
    let there = detail.attachments.iter().filter(|view| view.attachment.removed.is_none()).count();
    if there >= most as usize {
        return html! { p.ln-muted { (signed.words.with("attachments-full", &[("most", most.into())])) } };
    }
    let described = |hint: &str, field: &str| match parts::described(errors, field) {
        Some(error) => format!("{hint} {error}"),
        None => hint.to_owned(),
    };
    let hidden_wrong = errors.iter().any(|error| error.field == "hidden");
    let empty = HiddenRow::default();
    let rows: Vec<&HiddenRow> =
        rows.iter().chain(std::iter::repeat_n(&empty, ROWS.saturating_sub(rows.len()))).collect();
    html! {
        details.ln-unfold open[!errors.is_empty()] {
            summary { (signed.t("attachment-add")) }
            form.ln-form method="post" enctype="multipart/form-data" action={ "/meldungen/" (detail.seen.id) "/anhaenge#anhaenge" } {
                (layout::csrf(signed))
                div.kern-form-input {
                    label.kern-label for="field-file" { (signed.t("field-file")) }
                    p.kern-hint id="field-file-hint" { (signed.words.with("attachment-file-hint", &[("megabytes", megabytes.into())])) }
                    input.kern-form-input__input type="file" id="field-file" name="file" required accept=(ACCEPT)
                        aria-describedby=(described("field-file-hint", "file"));
                    (parts::field_error(signed, errors, "file"))
                }
                details.ln-unfold open[hidden_wrong] id="field-hidden" {
                    summary { (signed.t("field-hidden")) }
                    div.ln-cover data-hint=(signed.t("cover-hint")) data-undo=(signed.t("cover-undo")) {}
                    p.kern-hint id="field-hidden-hint" { (signed.t("attachment-hidden-hint")) }
                    (parts::field_error(signed, errors, "hidden"))
                    details.ln-unfold.ln-cover__numbers open {
                        summary { (signed.t("cover-numbers")) }
                        p.kern-hint { (signed.t("cover-numbers-hint")) }
                        @for (number, row) in rows.iter().enumerate() { (part(signed, number + 1, row, &described("field-hidden-hint", "hidden"))) }
                    }
                }
                (parts::button("secondary", &signed.t("attachment-add-do")))
            }
        }
    }
}

/// Four numbers of one part.
fn part(visit: &Visit, number: usize, row: &HiddenRow, described: &str) -> Markup {
    let [left, top, width, height] = row.numbers();
    html! {
        fieldset.ln-cover__row aria-describedby=(described) {
            legend { (visit.words.with("cover-part", &[("number", number.into())])) }
            @for (name, value) in [("left", left), ("top", top), ("width", width), ("height", height)] {
                label { span { (visit.t(&format!("cover-{name}"))) }
                    input.kern-form-input__input type="text" inputmode="decimal" name=(name) value=(value) autocomplete="off"; }
            }
        }
    }
}
