//! The frame of every page: head, ways round, foot.

use app::Who;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::context::{Visit, encode};

/// A way round: address, key of its words, for whom it is there.
type Way = (&'static str, &'static str, fn(&Who) -> bool);

/// The ways round, one level deep. Only what exists, and only where it leads to something for who is signed in.
const WAYS: [Way; 8] = [
    ("/", "nav-picture", |who| who.viewer.reads_content()),
    ("/meldungen", "nav-reports", |who| who.viewer.reads_content()),
    ("/befunde", "nav-findings", |who| who.viewer.reads_content()),
    ("/freigaben", "nav-disclosures", |who| who.viewer.reads_content()),
    ("/abgaben", "nav-referrals", |who| !who.viewer.units().is_empty()),
    ("/vereinbarung", "nav-agreement", |_| true),
    ("/datenschutz", "nav-privacy", |who| who.actor.protects()),
    ("/verwaltung", "nav-admin", |who| who.actor.administers()),
];

/// Words of the live channel, for its island.
const LIVE_WORDS: [&str; 13] = [
    "live-notice",
    "live-appeared-one",
    "live-appeared-other",
    "live-changed-one",
    "live-changed-other",
    "live-gone-one",
    "live-gone-other",
    "live-everything",
    "live-urgent",
    "live-away",
    "live-back",
    "live-failed",
    "live-signed-out",
];

/// A page to read: title and body in one column.
pub(crate) fn page(visit: &Visit, title: &str, body: Markup) -> Markup {
    page_with(visit, title, &[], body)
}

/// The same with islands.
pub(crate) fn page_with(visit: &Visit, title: &str, scripts: &[&str], body: Markup) -> Markup {
    frame(visit, title, "ln-body", scripts, html! { main.ln-page id="main" tabindex="-1" { (body) } })
}

/// A page of one form or of a few sentences.
pub(crate) fn narrow(visit: &Visit, title: &str, body: Markup) -> Markup {
    frame(
        visit,
        title,
        "ln-body",
        &[],
        html! { main.ln-page.ln-page--narrow id="main" tabindex="-1" { (body) } },
    )
}

/// A page that takes the whole window, such as the picture; `scripts` are islands under `/assets/`.
pub(crate) fn frame(visit: &Visit, title: &str, class: &str, scripts: &[&str], body: Markup) -> Markup {
    let words = &visit.words;
    let name = words.of(&visit.charter.agreement.name);
    html! {
        (DOCTYPE)
        html lang=(words.language.as_str()) data-kern-theme=[visit.theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content=(visit.theme.unwrap_or("light dark"));
                title { (title) " · Lagenetz" }
                link rel="stylesheet" href="/assets/lagenetz.css";
                link rel="icon" href="/assets/favicon.svg" type="image/svg+xml";
                script type="module" src="/assets/live.js" {}
                @for script in scripts {
                    script type="module" src={ "/assets/" (script) } {}
                }
            }
            body class=(class) data-signed-in[visit.who.is_some()] {
                a.ln-skip href="#main" { (visit.t("skip-to-content")) }
                (head(visit, name))
                @if visit.app.is_demo() {
                    aside.ln-banner aria-label=(visit.t("demo-label")) { (visit.t("demo-banner")) }
                }
                (body)
            }
        }
    }
}

fn head(visit: &Visit, name: &str) -> Markup {
    let path = visit.here.split('?').next().unwrap_or("/");
    // What may be one happening is looked at among the reports.
    let path = if path == "/doppelungen" { "/meldungen" } else { path };
    let current = |way: &str| if way == "/" { path == "/" } else { path.starts_with(way) };
    html! {
        header.ln-header {
            a.ln-brand href="/" {
                span.ln-brand__mark { "Lagenetz" }
                span.ln-brand__name { (name) }
            }
            @if let Some(who) = &visit.who {
                nav.ln-nav aria-label=(visit.t("nav-label")) {
                    ul {
                        @for (way, key, _) in WAYS.into_iter().filter(|(_, _, leads)| leads(who)) {
                            li { a href=(way) aria-current=[current(way).then_some("page")] { (visit.t(key)) } }
                        }
                    }
                }
            }
            div.ln-header__end {
                @if let Some(who) = &visit.who {
                    (for_me(visit, who))
                    p.ln-live id="live" role="status" data-words=(script_words(visit, &LIVE_WORDS)) {}
                    details.ln-menu {
                        summary { span.ln-account { (who.account.name) } }
                        div.ln-menu__list {
                            a href="/konto" { (visit.t("menu-account")) }
                            (language_switch(visit))
                            (theme_switch(visit))
                            form method="post" action="/abmelden" {
                                (csrf(visit))
                                button type="submit" { (visit.t("sign-out")) }
                            }
                        }
                    }
                } @else {
                    (theme_switch(visit))
                    (language_switch(visit))
                }
            }
        }
    }
}

/// What waits for who is signed in: one key away from everywhere.
fn for_me(visit: &Visit, who: &Who) -> Markup {
    let count = visit.app.for_me(who).total();
    let here = visit.here.split('?').next() == Some("/fuer-mich");
    html! {
        a.ln-mine id="for-me" data-live href="/fuer-mich" accesskey="m" aria-current=[here.then_some("page")] {
            (visit.t("mine-link"))
            @if count > 0 { " " span.ln-badge.ln-badge--mine { (visit.words.number(count as u64)) } }
        }
    }
}

fn language_switch(visit: &Visit) -> Markup {
    let (other, name) = match visit.words.language {
        domain::people::Language::De => ("en", "English"),
        domain::people::Language::En => ("de", "Deutsch"),
    };
    let href = format!("/sprache/{other}?weiter={}", encode(&visit.here));
    html! { a.ln-language id="switch-language" href=(href) lang=(other) hreflang=(other) { (name) } }
}

/// Light or dark by hand. Both stand there; the style sheet shows the one that changes something.
fn theme_switch(visit: &Visit) -> Markup {
    let href = |theme: &str| format!("/darstellung/{theme}?weiter={}", encode(&visit.here));
    html! {
        a.ln-theme.ln-theme--dark id="switch-dark" data-theme="dark" href=(href("dark")) { (visit.t("theme-dark")) }
        a.ln-theme.ln-theme--light id="switch-light" data-theme="light" href=(href("light")) { (visit.t("theme-light")) }
    }
}

/// The words that an island shows, as JSON for a `data-words` attribute.
pub(crate) fn script_words(visit: &Visit, keys: &[&str]) -> String {
    let words: serde_json::Map<String, serde_json::Value> =
        keys.iter().map(|key| ((*key).to_owned(), visit.t(key).into())).collect();
    serde_json::Value::Object(words).to_string()
}

/// The hidden field that proves that a form is from a page of this session.
pub(crate) fn csrf(visit: &Visit) -> Markup {
    html! { input type="hidden" name="csrf" value=(visit.csrf()); }
}

/// The line that every entry page has: this is no emergency line.
pub(crate) fn emergency(visit: &Visit) -> Markup {
    html! { p.ln-emergency { (visit.words.of(&visit.charter.agreement.emergency)) } }
}

/// A symbol of the sprite, decorative: words stand beside it.
pub(crate) fn symbol(name: &str) -> Markup {
    let safe: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    PreEscaped(format!(
        "<svg class=\"ln-symbol\" aria-hidden=\"true\" focusable=\"false\"><use href=\"/assets/symbols.svg#{safe}\"/></svg>"
    ))
}
