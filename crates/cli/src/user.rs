//! `lagenetz user`: accounts, for whoever operates the server. Rights inside a partner are granted by its own
//! administrators, in the browser; from here comes only the first one, and help when nobody can get in.

use clap::Subcommand;
use domain::{access::Role, ids::PartnerId, people::Language};
use serde_json::json;

use crate::{
    config::{Config, Place, Serving},
    failure::Failure,
    output::{self, in_language},
    serve,
};

/// Konten für den Betrieb: auflisten, einladen, sperren
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz user list --dir lagenetz-data")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(ListArgs),
    Invite(InviteArgs),
    Disable(DisableArgs),
    ResetFactor(ResetFactorArgs),
}

/// Zeigt alle Konten
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz user list --json")]
struct ListArgs {
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Legt ein Konto an, oder erneuert den Zugang zu einem, und zeigt einen einmaligen Link
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz user invite it@polizei.example --partner polizei --admin")]
struct InviteArgs {
    /// E-Mail-Adresse
    #[arg(value_name = "E-MAIL")]
    email: String,
    /// Kürzel des Partners; nötig für ein neues Konto
    #[arg(long, value_name = "KÜRZEL")]
    partner: Option<PartnerId>,
    /// Name: eine Rolle oder der eigene; üblich: die E-Mail-Adresse
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Ein neues Konto verwaltet die Konten seines Partners
    #[arg(long)]
    admin: bool,
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Sperrt ein Konto: seine Sitzungen enden, anmelden geht nicht mehr
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz user disable it@polizei.example")]
struct DisableArgs {
    /// E-Mail-Adresse
    #[arg(value_name = "E-MAIL")]
    email: String,
    #[command(flatten)]
    place: Place,
}

/// Nimmt einem Konto den zweiten Faktor, wenn Gerät und Notfallcodes verloren sind
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz user reset-factor it@polizei.example")]
struct ResetFactorArgs {
    /// E-Mail-Adresse
    #[arg(value_name = "E-MAIL")]
    email: String,
    #[command(flatten)]
    place: Place,
}

/// Runs the command.
pub(crate) fn run(args: Args, language: Language) -> Result<(), Failure> {
    serve::log();
    let runtime = serve::runtime()?;
    match args.command {
        Command::List(args) => runtime.block_on(list(args, language)),
        Command::Invite(args) => runtime.block_on(invite(args, language)),
        Command::Disable(args) => runtime.block_on(disable(args, language)),
        Command::ResetFactor(args) => runtime.block_on(reset_factor(args, language)),
    }
}

async fn list(args: ListArgs, language: Language) -> Result<(), Failure> {
    let app = serve::open_without_picture(&Config::resolve(args.place, Serving::default())?).await?;
    let accounts = app.operator_accounts();
    app.close().await?;
    if args.json {
        let line = |(account, roles): &(domain::people::Account, Vec<Role>)| {
            json!({ "email": account.email, "name": account.name, "partner": account.partner,
                    "roles": roles, "disabled": account.disabled_at.is_some() })
        };
        return output::json(&accounts.iter().map(line).collect());
    }
    let rows: Vec<Vec<String>> = accounts
        .into_iter()
        .map(|(account, roles)| {
            let roles: Vec<&str> = roles.iter().map(|role| role_name(*role, language)).collect();
            let locked = account.disabled_at.map_or("", |_| in_language(language, "gesperrt", "disabled"));
            vec![
                account.partner.to_string(),
                account.name,
                account.email,
                roles.join(", "),
                locked.to_owned(),
            ]
        })
        .collect();
    let headings: [&str; 5] = match language {
        Language::De => ["Partner", "Name", "E-Mail", "Rollen", ""],
        Language::En => ["Partner", "Name", "E-mail", "Roles", ""],
    };
    output::text(&output::table(&headings, &rows))
}

fn role_name(role: Role, language: Language) -> &'static str {
    match role {
        Role::Reader => in_language(language, "liest", "reads"),
        Role::Officer => in_language(language, "bearbeitet", "works"),
        Role::Admin => in_language(language, "verwaltet", "administers"),
        Role::DataProtection => in_language(language, "Datenschutz", "data protection"),
    }
}

async fn invite(args: InviteArgs, language: Language) -> Result<(), Failure> {
    let config = Config::resolve(args.place, Serving::default())?;
    let app = serve::open_without_picture(&config).await?;
    let name = args.name.unwrap_or_else(|| args.email.clone());
    let partner = args.partner.as_ref();
    let invitation = app.operator_invite(&args.email, &name, partner, args.admin).await?;
    app.close().await?;
    let link = format!("{}/einladung/{}", config.link_base(), invitation.secret);
    if args.json {
        return output::json(
            &json!({ "link": link, "expires_at": invitation.expires_at.to_jiff().to_string() }),
        );
    }
    let once =
        in_language(language, "Einmaliger Link, sieben Tage gültig:", "One-time link, valid for seven days:");
    output::text(&format!("{once}\n  {link}"))
}

async fn disable(args: DisableArgs, language: Language) -> Result<(), Failure> {
    let app = serve::open_without_picture(&Config::resolve(args.place, Serving::default())?).await?;
    app.operator_disable(&args.email).await?;
    app.close().await?;
    output::text(in_language(language, "Das Konto ist gesperrt.", "The account is disabled."))
}

async fn reset_factor(args: ResetFactorArgs, language: Language) -> Result<(), Failure> {
    let app = serve::open_without_picture(&Config::resolve(args.place, Serving::default())?).await?;
    app.operator_reset_second_factor(&args.email).await?;
    app.close().await?;
    output::text(in_language(
        language,
        "Der zweite Faktor ist zurückgesetzt, die Sitzungen sind beendet.",
        "The second factor is reset, the sessions have ended.",
    ))
}
