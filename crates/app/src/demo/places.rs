//! The named places and the settlements of the invented city. Real are at most the names; nothing happened there.

/// What kind of place; decides what is reported there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// Houses and flats.
    Homes,
    /// A main road.
    Road,
    /// Station and bus station.
    Station,
    /// Shops and pedestrian zone.
    Shops,
    /// A square or market place.
    Square,
    /// Park, playground, green.
    Park,
    /// School and sports grounds.
    School,
    /// River, canal, lake.
    Water,
    /// Underpass or bridge.
    Underpass,
    /// Car park.
    Parking,
    /// Containers for glass and paper.
    Containers,
    /// Trade and industry.
    Trade,
    /// Fields and farms.
    Fields,
}

impl Kind {
    /// How many kinds there are.
    pub(super) const COUNT: usize = Self::Fields as usize + 1;
}

/// A place with a name of its own.
pub(super) struct Place {
    /// Where, as a sentence says it.
    pub(super) at: &'static str,
    pub(super) kind: Kind,
    pub(super) lon: f64,
    pub(super) lat: f64,
    /// How far it reaches, in metres.
    pub(super) reach: f64,
    /// How much happens there, beside a street of 1.
    pub(super) weight: f64,
}

/// Where people live: streets lie around its middle.
pub(super) struct Settlement {
    pub(super) lon: f64,
    pub(super) lat: f64,
    /// Deviation of the streets' distance from the middle, in metres.
    pub(super) reach: f64,
    pub(super) streets: usize,
    /// How much happens in one of its streets.
    pub(super) weight: f64,
    /// Of every hundred streets: main roads, trade, fields; the others are homes.
    pub(super) mix: [usize; 3],
}

const fn place(at: &'static str, kind: Kind, lon: f64, lat: f64, reach: f64, weight: f64) -> Place {
    Place { at, kind, lon, lat, reach, weight }
}

const fn settlement(
    (lon, lat): (f64, f64),
    reach: f64,
    streets: usize,
    weight: f64,
    mix: [usize; 3],
) -> Settlement {
    Settlement { lon, lat, reach, streets, weight, mix }
}

/// The forecourt of the station: the first hotspot that persists.
pub(super) const STATION: (f64, f64) = (7.8085, 51.6782);
/// Containers by the old mine: the second hotspot that persists.
pub(super) const CONTAINERS: (f64, f64) = (7.7480, 51.6690);
/// The Nordring: the hotspot that emerges.
pub(super) const NORDRING: (f64, f64) = (7.8172, 51.6840);

/// Distances and sizes in metres, places in degrees.
pub(super) const PLACES: &[Place] = &[
    place("auf dem Bahnhofsvorplatz", Kind::Station, STATION.0, STATION.1, 60.0, 11.0),
    place("am Busbahnhof", Kind::Station, 7.8094, 51.6790, 50.0, 7.0),
    place("in der Bahnhofsunterführung", Kind::Underpass, 7.8072, 51.6777, 40.0, 6.0),
    place("am Parkhaus Bahnhof", Kind::Parking, 7.8101, 51.6771, 40.0, 5.0),
    place("in der Fußgängerzone", Kind::Shops, 7.8142, 51.6798, 130.0, 8.0),
    place("in der Bahnhofstraße", Kind::Shops, 7.8115, 51.6795, 110.0, 6.0),
    place("auf dem Marktplatz", Kind::Square, 7.8197, 51.6806, 60.0, 7.0),
    place("am Einkaufszentrum", Kind::Shops, 7.8108, 51.6804, 70.0, 6.0),
    place("am Nordring", Kind::Road, NORDRING.0, NORDRING.1, 160.0, 6.0),
    place("am Ostring", Kind::Road, 7.8272, 51.6812, 160.0, 4.0),
    place("am Südring", Kind::Road, 7.8190, 51.6765, 160.0, 4.5),
    place("am Westring", Kind::Road, 7.8128, 51.6822, 120.0, 4.5),
    place("in den Ringanlagen", Kind::Park, 7.8225, 51.6838, 150.0, 5.0),
    place("am Stadthaus", Kind::Square, 7.8170, 51.6790, 50.0, 4.0),
    place("im Kurpark", Kind::Park, 7.8475, 51.6850, 200.0, 5.0),
    place("an der Kanalpromenade", Kind::Water, 7.8240, 51.6872, 260.0, 5.0),
    place("am Hafen", Kind::Trade, 7.7880, 51.6812, 220.0, 3.0),
    place("im Park am Schacht", Kind::Park, 7.7520, 51.6710, 180.0, 5.0),
    place("am Containerstandort Alte Zeche", Kind::Containers, CONTAINERS.0, CONTAINERS.1, 45.0, 14.0),
    place("auf dem Markt in Herringen", Kind::Square, 7.7562, 51.6662, 60.0, 5.0),
    place("am Schulzentrum Herringen", Kind::School, 7.7605, 51.6640, 80.0, 3.0),
    place("am Containerstandort Schachtstraße", Kind::Containers, 7.7665, 51.6668, 25.0, 3.0),
    place("auf dem Marktplatz in Bockum-Hövel", Kind::Square, 7.7625, 51.6985, 60.0, 6.0),
    place("am Schulzentrum Bockum-Hövel", Kind::School, 7.7560, 51.7032, 90.0, 3.5),
    place("im Stadtteilpark Hövel", Kind::Park, 7.7678, 51.7040, 140.0, 4.0),
    place("am Haltepunkt Bockum-Hövel", Kind::Station, 7.7510, 51.6962, 50.0, 3.0),
    place("am Containerstandort Hövel", Kind::Containers, 7.7702, 51.6955, 25.0, 3.0),
    place("auf dem Heessener Markt", Kind::Square, 7.8382, 51.7052, 60.0, 6.0),
    place("am Bahnhof Heessen", Kind::Station, 7.8350, 51.7025, 60.0, 4.0),
    place("am Schulzentrum Heessen", Kind::School, 7.8435, 51.7082, 90.0, 3.0),
    place("im Sportzentrum Heessen", Kind::School, 7.8300, 51.7095, 120.0, 2.0),
    place("am Containerstandort Heessen", Kind::Containers, 7.8462, 51.7020, 25.0, 3.0),
    place("am Einkaufszentrum Werries", Kind::Shops, 7.8812, 51.6868, 80.0, 4.0),
    place("im Freizeitpark Ostwennemar", Kind::Park, 7.8740, 51.6790, 200.0, 4.0),
    place("an der Schleuse Werries", Kind::Water, 7.8858, 51.6902, 120.0, 2.5),
    place("am Wohnmobilplatz Uentrop", Kind::Parking, 7.9250, 51.6862, 60.0, 1.5),
    place("im Gewerbepark Uentrop", Kind::Trade, 7.9400, 51.6805, 300.0, 3.0),
    place("am Kirchplatz in Uentrop", Kind::Square, 7.9555, 51.6868, 50.0, 1.5),
    place("auf dem Dorfplatz in Rhynern", Kind::Square, 7.8618, 51.6345, 50.0, 4.0),
    place("auf dem Autohof Rhynern", Kind::Parking, 7.8705, 51.6268, 120.0, 4.0),
    place("im Gewerbegebiet Rhynern", Kind::Trade, 7.8535, 51.6255, 300.0, 3.5),
    place("am Schulzentrum Rhynern", Kind::School, 7.8660, 51.6378, 80.0, 2.0),
    place("auf dem Pelkumer Platz", Kind::Square, 7.7660, 51.6490, 50.0, 5.0),
    place("im Selbachpark", Kind::Park, 7.7720, 51.6455, 170.0, 4.0),
    place("am Containerstandort Pelkum", Kind::Containers, 7.7588, 51.6478, 25.0, 3.0),
    place("am Haltepunkt Wiescherhöfen", Kind::Station, 7.7872, 51.6562, 50.0, 2.0),
    place("im Gewerbegebiet Wiescherhöfen", Kind::Trade, 7.7810, 51.6602, 220.0, 3.0),
    place("im Friedrichspark", Kind::Park, 7.8250, 51.6700, 140.0, 4.0),
    place("am Berufskolleg", Kind::School, 7.8085, 51.6702, 100.0, 4.0),
    place("auf dem Spielplatz im Westen", Kind::Park, 7.7960, 51.6762, 60.0, 4.0),
    place("am Westentorplatz", Kind::Square, 7.8055, 51.6812, 60.0, 5.0),
    place("in der Unterführung Dortmunder Straße", Kind::Underpass, 7.7965, 51.6738, 40.0, 3.5),
    place("in der Unterführung Werler Straße", Kind::Underpass, 7.8208, 51.6722, 40.0, 3.5),
    place("am Fachmarktzentrum", Kind::Parking, 7.8035, 51.6688, 140.0, 5.0),
    place("am Klinikum", Kind::Parking, 7.8430, 51.6740, 120.0, 3.0),
    place("am Baggersee", Kind::Water, 7.8010, 51.6958, 160.0, 3.0),
];

/// Of the middle ones the sketchy continuum between the centres; the last ones are villages.
pub(super) const SETTLEMENTS: &[Settlement] = &[
    settlement((7.8185, 51.6805), 700.0, 70, 1.7, [18, 2, 0]),
    settlement((7.8000, 51.6765), 800.0, 55, 1.25, [14, 10, 0]),
    settlement((7.8200, 51.6670), 900.0, 60, 1.1, [12, 3, 0]),
    settlement((7.8430, 51.6790), 1000.0, 50, 0.9, [12, 2, 0]),
    settlement((7.8180, 51.6935), 700.0, 30, 0.9, [12, 4, 2]),
    settlement((7.7630, 51.6990), 1100.0, 70, 1.2, [12, 4, 0]),
    settlement((7.7800, 51.7080), 1300.0, 30, 0.5, [10, 3, 10]),
    settlement((7.8390, 51.7050), 1100.0, 65, 1.1, [12, 5, 0]),
    settlement((7.8660, 51.7080), 1200.0, 22, 0.4, [10, 4, 20]),
    settlement((7.7560, 51.6660), 850.0, 50, 1.2, [12, 6, 0]),
    settlement((7.7660, 51.6480), 900.0, 50, 1.1, [12, 8, 2]),
    settlement((7.7850, 51.6560), 800.0, 30, 0.8, [14, 14, 0]),
    settlement((7.8640, 51.6345), 1000.0, 50, 0.9, [12, 8, 6]),
    settlement((7.8800, 51.6850), 900.0, 42, 0.9, [14, 4, 0]),
    settlement((7.8650, 51.6720), 900.0, 30, 0.7, [12, 3, 3]),
    settlement((7.8300, 51.6480), 900.0, 26, 0.5, [14, 3, 12]),
    settlement((7.9180, 51.6880), 1500.0, 16, 0.25, [14, 10, 30]),
    settlement((7.9560, 51.6860), 700.0, 12, 0.3, [12, 4, 30]),
    settlement((7.9100, 51.6620), 1600.0, 16, 0.2, [14, 4, 50]),
    settlement((7.9050, 51.6300), 1500.0, 14, 0.2, [12, 2, 60]),
    settlement((7.8500, 51.6050), 1600.0, 18, 0.2, [14, 2, 60]),
    settlement((7.8250, 51.6250), 1200.0, 12, 0.2, [14, 2, 60]),
    settlement((7.7060, 51.6450), 1500.0, 18, 0.25, [14, 4, 50]),
    settlement((7.7300, 51.7100), 1100.0, 16, 0.25, [12, 2, 45]),
    settlement((7.7800, 51.6300), 1000.0, 12, 0.25, [14, 4, 45]),
    settlement((7.8200, 51.7250), 1200.0, 12, 0.2, [12, 2, 60]),
];

/// The Lippe, from west to east; nobody lives beside it.
pub(super) const RIVER: &[(f64, f64)] = &[
    (7.6900, 51.6690),
    (7.7280, 51.6775),
    (7.7570, 51.6805),
    (7.7780, 51.6835),
    (7.7950, 51.6868),
    (7.8080, 51.6898),
    (7.8300, 51.6890),
    (7.8480, 51.6898),
    (7.8660, 51.6935),
    (7.8850, 51.6925),
    (7.9050, 51.6955),
    (7.9300, 51.6910),
    (7.9580, 51.6945),
];

/// Names of streets of homes. Every town has them.
pub(super) const STREETS: &[&str] = &[
    "Lindenstraße",
    "Gartenstraße",
    "Schulstraße",
    "Kirchstraße",
    "Bergstraße",
    "Feldstraße",
    "Waldstraße",
    "Wiesenweg",
    "Birkenweg",
    "Ahornweg",
    "Buchenweg",
    "Eichenweg",
    "Erlenweg",
    "Eschenweg",
    "Fichtenweg",
    "Kiefernweg",
    "Tannenweg",
    "Ulmenweg",
    "Weidenweg",
    "Kastanienallee",
    "Akazienweg",
    "Holunderweg",
    "Haselweg",
    "Schlehenweg",
    "Ginsterweg",
    "Heideweg",
    "Rosenweg",
    "Tulpenweg",
    "Nelkenweg",
    "Asternweg",
    "Dahlienweg",
    "Veilchenweg",
    "Fliederweg",
    "Lerchenweg",
    "Amselweg",
    "Drosselweg",
    "Finkenweg",
    "Meisenweg",
    "Starenweg",
    "Schwalbenweg",
    "Falkenweg",
    "Habichtweg",
    "Sperberweg",
    "Bussardweg",
    "Reiherweg",
    "Kranichweg",
    "Mühlenweg",
    "Mühlenstraße",
    "Brunnenstraße",
    "Marktstraße",
    "Poststraße",
    "Bachstraße",
    "Teichstraße",
    "Parkstraße",
    "Nordstraße",
    "Oststraße",
    "Südstraße",
    "Weststraße",
    "Hochstraße",
    "Mittelstraße",
    "Querstraße",
    "Kurze Straße",
    "Lange Straße",
    "Neue Straße",
    "Alte Straße",
    "Ringstraße",
    "Wallstraße",
    "Grabenstraße",
    "Brückenstraße",
    "Uferstraße",
    "Hafenweg",
    "Kanalstraße",
    "Schachtstraße",
    "Knappenweg",
    "Steigerweg",
    "Hauerstraße",
    "Flözstraße",
    "Zechenweg",
    "Kohlenweg",
    "Siedlerweg",
    "Heimstättenweg",
    "Kolpingstraße",
    "Genossenschaftsweg",
    "Sonnenweg",
    "Morgenstraße",
    "Abendweg",
    "Sternstraße",
    "Mondweg",
    "Kornweg",
    "Roggenkamp",
    "Weizenkamp",
    "Haferkamp",
    "Gerstenkamp",
    "Kleekamp",
    "Eichkamp",
    "Birkenkamp",
    "Rehwinkel",
    "Hasenkamp",
    "Fuchsweg",
    "Dachsweg",
    "Igelweg",
    "Eichhörnchenweg",
    "Glockenweg",
    "Kapellenweg",
    "Klosterstraße",
    "Stiftstraße",
    "Pfarrweg",
    "Schützenstraße",
    "Turnerweg",
    "Sportplatzweg",
    "Festwiesenweg",
    "Schmiedestraße",
    "Töpferweg",
    "Weberstraße",
    "Färberweg",
    "Gerberstraße",
    "Bäckerweg",
    "Müllerweg",
    "Schreinerweg",
    "Zimmererweg",
];

/// Names of main roads.
pub(super) const ROADS: &[&str] = &[
    "Münsterstraße",
    "Dortmunder Straße",
    "Werler Straße",
    "Soester Straße",
    "Ahlener Straße",
    "Kamener Straße",
    "Ostwennemarstraße",
    "Heessener Straße",
    "Hammer Straße",
    "Bockumer Weg",
    "Römerstraße",
    "Warendorfer Straße",
    "Unnaer Straße",
    "Lippestraße",
    "Hansastraße",
    "Marker Allee",
    "Wilhelmstraße",
    "Friedrichstraße",
    "Hafenstraße",
    "Bahnhofsallee",
    "Nordenwall",
    "Ostenallee",
    "Alleestraße",
    "Lange Wende",
    "Rathenaustraße",
    "Horster Straße",
    "Sachsenweg",
    "Westfalenring",
];

/// Names of streets of trade.
pub(super) const TRADE: &[&str] = &[
    "Gewerbestraße",
    "Industriestraße",
    "Siemensstraße",
    "Dieselstraße",
    "Ottostraße",
    "Daimlerstraße",
    "Robert-Bosch-Straße",
    "Am Güterbahnhof",
    "Speicherstraße",
    "Werkstraße",
    "Zum Umspannwerk",
    "Am Frachthof",
    "Kranstraße",
    "Containerstraße",
];

/// Names of roads through fields.
pub(super) const FIELDS: &[&str] = &[
    "Bauernweg",
    "Hofstraße",
    "Zur Heide",
    "Im Bruch",
    "Auf dem Kamp",
    "Zum Lippedeich",
    "An der Landwehr",
    "Im Busch",
    "Zum Hölzken",
    "Dorfstraße",
    "Kreisstraße",
    "Am Feldrain",
    "Zur Aue",
    "Waldrandweg",
    "Alter Postweg",
    "Wirtschaftsweg",
];
