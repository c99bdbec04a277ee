//! The binary `lagenetz`: configuration and commands. It joins everything and decides nothing.
//!
//! A command is a file with an `Args` and a `run`. It answers with what it wrote to standard output, or fails with one
//! sentence ([`failure::Failure`]); the exit code is 0 only when all went well.

mod areas;
mod backup;
mod charter;
mod config;
mod demo;
mod detect;
mod failure;
mod import;
mod journal;
mod mail;
mod openapi;
mod output;
mod real;
mod redraw;
mod scan;
mod serve;
mod user;
mod words;

use std::{ffi::OsString, process::ExitCode};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use domain::people::Language;

use crate::failure::Failure;

/// Gemeinsames Lagebild einer Sicherheitspartnerschaft
#[derive(Debug, Parser)]
#[command(name = "lagenetz", version, max_term_width = 100)]
#[command(after_help = "Beispiel:\n  lagenetz demo")]
struct Cli {
    /// Sprache der Ausgaben: de oder en
    #[arg(long, global = true, value_name = "SPRACHE", value_parser = ["de", "en"], hide_possible_values = true)]
    lang: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Serve(serve::Args),
    Detect(detect::Args),
    Charter(charter::Args),
    Areas(areas::Args),
    Import(import::Args),
    Scan(Box<scan::Args>),
    User(user::Args),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Journal(journal::Args),
    Openapi(openapi::Args),
}

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if let [_, command, hidden @ ..] = args.as_slice()
        && command == redraw::COMMAND
    {
        return redraw::run(hidden);
    }
    let language = words::language(&args, |name| std::env::var(name).ok());
    let parsed = words::localise(Cli::command(), language)
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => match run(cli.command, language) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => fail(failure.say(language), 1),
        },
        Err(error) if !error.use_stderr() => {
            _ = output::text(&words::help(&error.render().to_string(), language));
            ExitCode::SUCCESS
        }
        Err(error) => fail(&words::usage(&error, language), 2),
    }
}

fn run(command: Command, language: Language) -> Result<(), Failure> {
    match command {
        Command::Demo(args) => demo::run(args, language),
        Command::Serve(args) => serve::run(args, language),
        Command::Detect(args) => detect::run(args, language),
        Command::Charter(args) => charter::run(args, language),
        Command::Areas(args) => areas::run(args, language),
        Command::Import(args) => import::run(args, language),
        Command::Scan(args) => scan::run(*args, language),
        Command::User(args) => user::run(args, language),
        Command::Backup(args) => backup::backup(args, language),
        Command::Restore(args) => backup::restore(args, language),
        Command::Journal(args) => journal::run(args, language),
        Command::Openapi(args) => openapi::run(args),
    }
}

fn fail(sentence: &str, code: u8) -> ExitCode {
    _ = output::error(sentence);
    ExitCode::from(code)
}
