//! `lagenetz areas`: a division of the city, from GeoJSON.

use std::{fs, path::PathBuf};

use domain::{geography::Area, ids::DivisionId, people::Language};
use exchange::geojson;
use serde_json::json;

use crate::{
    config::{Config, Place, Serving},
    failure::Failure,
    output::{self, in_language},
    serve,
};

/// Lädt eine Gliederung der Stadt (Stadtbezirke, Sozialräume …) aus GeoJSON; die alte bleibt als Geschichte
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Beispiel:\n  lagenetz areas --division stadtbezirke --name Stadtbezirke stadtbezirke.geojson"
)]
pub(crate) struct Args {
    /// Kürzel der Gliederung, wie es die Vereinbarung nennt
    #[arg(long, value_name = "KÜRZEL")]
    division: DivisionId,
    /// Name der Gliederung; üblich: der bisherige, sonst das Kürzel
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Eigenschaft mit dem Kürzel eines Gebiets; üblich: was danach aussieht
    #[arg(long, value_name = "EIGENSCHAFT")]
    id_property: Option<String>,
    /// Eigenschaft mit dem Namen eines Gebiets; üblich: was danach aussieht
    #[arg(long, value_name = "EIGENSCHAFT")]
    name_property: Option<String>,
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
    /// Datei mit den Gebieten (GeoJSON, Länge und Breite in Grad)
    #[arg(value_name = "DATEI")]
    file: PathBuf,
}

/// Replaces the division's areas.
pub(crate) fn run(args: Args, language: Language) -> Result<(), Failure> {
    let (areas, repaired) = read(&args)?;
    let config = Config::resolve(args.place, Serving::default())?;
    let number = areas.len();
    serve::runtime()?.block_on(async {
        let app = serve::open(&config).await?;
        let known = app.geography().division(&args.division).map(|division| division.name.clone());
        let name = args.name.or(known).unwrap_or_else(|| args.division.to_string());
        app.replace_areas(&args.division, &name, areas).await?;
        app.close().await?;
        Ok::<(), Failure>(())
    })?;
    if args.json {
        return output::json(&json!({ "division": args.division, "areas": number, "repaired": repaired }));
    }
    output::text(&said(&args.division, number, &repaired, language))
}

fn said(division: &DivisionId, number: usize, repaired: &[usize], language: Language) -> String {
    let loaded = match language {
        Language::De => format!("{number} Gebiete der Gliederung „{division}“ geladen."),
        Language::En => format!("Loaded {number} areas of the division \"{division}\"."),
    };
    if repaired.is_empty() {
        return loaded;
    }
    let numbers: Vec<String> = repaired.iter().map(ToString::to_string).collect();
    let crossed = in_language(
        language,
        "Umrisse, die sich kreuzten, berichtigt in Nr.",
        "Repaired crossing outlines in no.",
    );
    format!("{loaded} {crossed} {}.", numbers.join(", "))
}

fn read(args: &Args) -> Result<(Vec<Area>, Vec<usize>), Failure> {
    let text = fs::read_to_string(&args.file).map_err(|error| Failure::file(&args.file, &error))?;
    let (id, name) = (args.id_property.as_deref(), args.name_property.as_deref());
    geojson::usual_areas(&text, id, name).map_err(|problem| {
        let file = args.file.display();
        let (de, en) = (problem.say(Language::De), problem.say(Language::En));
        Failure::new(format!("{file}: {de}."), format!("{file}: {en}."))
    })
}
