//! `lagenetz openapi`: the description of the API, without a server.

use crate::{failure::Failure, output};

/// Gibt die Beschreibung der Programmierschnittstelle (OpenAPI) aus
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz openapi > lagenetz.openapi.json")]
pub(crate) struct Args {}

/// Prints it.
pub(crate) fn run(_: Args) -> Result<(), Failure> {
    output::text(&web::openapi())
}
