//! What is open when the demo begins: referrals at every stage, something urgent, a register. It is done by the acts
//! themselves, as people would.

use domain::{
    hotspot::{self, Draft},
    ids::ReportId,
    people::Account,
    referral::StepDraft,
    terms::TermsDraft,
    time::Day,
};

use super::places;
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
    urgent(app).await?;
    register(app).await
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

/// The public order office keeps two places in its register: one with a measure that has run for a while, one that was
/// just noticed.
async fn register(app: &App) -> Result<(), ActError> {
    let Some(office) = who(app, "ordnungsamt@stadt.example") else { return Ok(()) };
    let zone = app.zone();
    let ago = |days: i32| Day(app.now().day(&zone).0 - days).date().strftime("%d.%m.%Y").to_string();
    let draft = |kind: &str, category: &str, title: &str, note: &str, (lon, lat): (f64, f64)| Draft {
        kind: kind.to_owned(),
        category: category.to_owned(),
        title: title.to_owned(),
        note: note.to_owned(),
        lon: lon.to_string(),
        lat: lat.to_string(),
        rings: "1".to_owned(),
        ..Draft::default()
    };
    let station = draft(
        "complaint_hotspot",
        "trinkgelage",
        "Bahnhofsvorplatz",
        "Seit dem Frühjahr fast täglich Beschwerden über Trinkgruppen, vor allem nachmittags und abends.",
        places::STATION,
    );
    let entry = app.open_hotspot(&office, &station).await?;
    let step = |what: &str, on: String, text: &str, causes: &[&str]| hotspot::StepDraft {
        what: what.to_owned(),
        on,
        text: text.to_owned(),
        causes: causes.iter().map(|cause| (*cause).to_owned()).collect(),
    };
    let visit =
        "Mit Polizei und Streetwork vor Ort. Zwei Leuchten sind aus, der Kiosk verkauft bis Mitternacht.";
    let measure = "Gemeinsame Streife werktags ab 16 Uhr, Leuchten instand gesetzt, Gespräch mit dem Kiosk.";
    for step in
        [step("inspected", ago(75), visit, &["lighting", "venues"]), step("measure", ago(63), measure, &[])]
    {
        app.continue_hotspot(&office, entry.id, &step).await?;
    }
    let underpass = draft(
        "fear_space",
        "trinkgelage",
        "Bahnhofsunterführung",
        "In der Bürgersprechstunde mehrfach genannt: Frauen meiden den Weg nach Einbruch der Dunkelheit.",
        (7.8072, 51.6777),
    );
    app.open_hotspot(&office, &underpass).await?;
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
