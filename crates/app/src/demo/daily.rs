//! What is open between units when the demo begins: referrals at every stage, and something urgent. It is done by the acts
//! themselves, as people would.

use domain::{ids::ReportId, people::Account, referral::StepDraft, terms::TermsDraft};

use crate::{ActError, App, Credential, Filter, ReferralDraft, Target, Who};

/// A referral: by whom, to whom, to which unit, what is asked, and what happened since.
struct Asked {
    from: &'static str,
    to: &'static str,
    unit: &'static str,
    request: &'static str,
    steps: &'static [(&'static str, &'static str)],
}

const ASKED: &[Asked] = &[
    Asked {
        from: "buergerservice@stadt.example",
        to: "kod@stadt.example",
        unit: "kod",
        request: "Bitte vor Ort ansehen und dem Bürgerservice antworten.",
        steps: &[],
    },
    Asked {
        from: "buergerservice@stadt.example",
        to: "bezirksdienst@polizei.example",
        unit: "bezirksdienst",
        request: "Bitte auf der Fußstreife berücksichtigen.",
        steps: &[("accepted", ""), ("progress", "Für die Abendstreife vorgemerkt.")],
    },
    Asked {
        from: "buergerservice@stadt.example",
        to: "kod@stadt.example",
        unit: "kod",
        request: "Wiederholte Beschwerde, bitte prüfen.",
        steps: &[("accepted", ""), ("done", "Vor Ort gesprochen, Ruhe hergestellt.")],
    },
    Asked {
        from: "ordnungsamt@stadt.example",
        to: "bezirksdienst@polizei.example",
        unit: "bezirksdienst",
        request: "Gemeinsamer Termin vor Ort erbeten.",
        steps: &[],
    },
    Asked {
        from: "lagedienst@polizei.example",
        to: "ordnungsamt@stadt.example",
        unit: "ordnungsamt",
        request: "Bitte in eigener Zuständigkeit prüfen.",
        steps: &[("returned", "Privatgrund, keine Zuständigkeit der Stadt.")],
    },
];

/// Opens what is open.
pub(super) async fn exchange(app: &App) -> Result<(), ActError> {
    let mut used: Vec<ReportId> = Vec::new();
    for asked in ASKED {
        let (Some(from), Some(to)) = (who(app, asked.from), who(app, asked.to)) else { continue };
        let draft = ReferralDraft {
            to: asked.unit.to_owned(),
            request: asked.request.to_owned(),
            ..ReferralDraft::default()
        };
        let own = Filter { own: true, open: true, ..Filter::default() };
        for seen in app.list_reports(&from, &own, None, 20).await?.items {
            if used.contains(&seen.id) {
                continue;
            }
            used.push(seen.id);
            // A report without a summary cannot be referred by every profile; the next one can.
            let Ok(view) = app.refer(&from, seen.id, &draft).await else { continue };
            for (what, text) in asked.steps {
                let step = StepDraft {
                    what: (*what).to_owned(),
                    text: (*text).to_owned(),
                    outcome: "resolved".to_owned(),
                    on: String::new(),
                };
                app.answer_referral(&to, view.referral.id, &step).await?;
            }
            break;
        }
    }
    urgent(app).await
}

/// The newest urgent report of the public order office reaches the situation desk of the police.
async fn urgent(app: &App) -> Result<(), ActError> {
    let Some(office) = who(app, "ordnungsamt@stadt.example") else { return Ok(()) };
    let filter = Filter { own: true, open: true, urgent: true, ..Filter::default() };
    let terms = TermsDraft {
        audience: "polizei-lage".to_owned(),
        profile: "lage".to_owned(),
        ..TermsDraft::default()
    };
    for seen in app.list_reports(&office, &filter, None, 5).await?.items {
        if app.disclose(&office, &Target::Report(seen.id), &terms).await.is_ok() {
            break;
        }
    }
    Ok(())
}

/// Somebody of the demo, signed in by nothing but the demo itself.
fn who(app: &App, email: &str) -> Option<Who> {
    let id = {
        let people = app.0.people.read();
        people
            .values()
            .find(|(account, _): &&(Account, _)| account.email == email)
            .map(|(account, _)| account.id)
    }?;
    let credential = Credential::Session { hash: [0; 32], csrf: String::new() };
    app.who(id, credential, Some("Vorführung".to_owned()))
}
