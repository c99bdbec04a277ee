//! `lagenetz areas`: a division of the city, from GeoJSON.

use std::{fs, path::PathBuf};

use domain::{geography::Area, ids::DivisionId, people::Language};
use exchange::geojson;
use serde_json::{Map, Value, json};

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
    let properties = first_properties(&text);
    let id =
        args.id_property.clone().or_else(|| guess(&properties, &["id", "ags", "nr", "nummer", "schluessel"]));
    let name = args.name_property.clone().or_else(|| guess(&properties, &["name", "gen", "bezeichnung"]));
    geojson::areas(&text, &id.unwrap_or_default(), &name.unwrap_or_default()).map_err(|problem| {
        let file = args.file.display();
        Failure::new(format!("{file}: {}.", german(&problem)), format!("{file}: {problem}."))
    })
}

/// The properties of the first feature; none if there is no such thing.
fn first_properties(text: &str) -> Map<String, Value> {
    let read: Value = serde_json::from_str(text).unwrap_or_default();
    let feature = read.get("features").and_then(|features| features.get(0)).unwrap_or(&read);
    feature.get("properties").and_then(Value::as_object).cloned().unwrap_or_default()
}

/// The property that is called so, or ends so after an underscore (`STB_NAME`), whatever its case.
fn guess(properties: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let fits = |key: &str, name: &str| {
        let key = key.to_lowercase();
        key == name || key.strip_suffix(name).is_some_and(|before| before.ends_with('_'))
    };
    names.iter().find_map(|name| properties.keys().find(|key| fits(key, name)).cloned())
}

fn german(problem: &geojson::Problem) -> String {
    use geojson::{POINTS_MAX, Problem};
    match problem {
        Problem::NotGeoJson(why) => format!("das ist kein GeoJSON ({why})"),
        Problem::NotAPolygon => "ein Gebiet ist keine Fläche".to_owned(),
        Problem::TooLarge => format!("ein Gebiet hat mehr als {POINTS_MAX} Punkte"),
        Problem::NotDegrees => "die Koordinaten müssen Grad sein, zuerst die Länge".to_owned(),
        Problem::Crossing => "ein Umriss kreuzt sich selbst und ließ sich nicht berichtigen".to_owned(),
        Problem::Nameless(number) => format!("Gebiet Nr. {number} hat weder Kürzel noch Namen"),
        Problem::Empty => "es ist kein Gebiet darin".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_the_ways_in_which_offices_write_them() {
        let properties = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap();
        let district = properties(r#"{"STB_NR":"7","STB_NAME":"Porz","SHAPE_LEN":1.0}"#);
        assert_eq!(guess(&district, &["id", "ags", "nr"]).as_deref(), Some("STB_NR"));
        assert_eq!(guess(&district, &["name", "gen"]).as_deref(), Some("STB_NAME"));
        let town = properties(r#"{"AGS":"05915000","GEN":"Hamm"}"#);
        assert_eq!(guess(&town, &["name", "gen"]).as_deref(), Some("GEN"));
        assert_eq!(guess(&town, &["nr"]), None);
    }
}
