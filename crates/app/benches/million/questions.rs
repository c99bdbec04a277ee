//! The questions that the benches ask: twenty filters, as an address of the API writes them.

/// What is asked, the state of the picture in the address, and the resolution of the cells.
pub(crate) const QUESTIONS: [(&str, &str, u8); 20] = [
    ("alles, Zellen der Stufe 8", "", 8),
    ("alles, Stufe 7", "", 7),
    ("alles, Stufe 9", "", 9),
    ("alles, Stufe 11", "", 11),
    ("letzte 24 Stunden", "from=2026-11-22T11:00:00Z", 8),
    ("letzte 13 Wochen", "from=2026-08-24", 8),
    ("letztes Jahr", "from=2025-11-24", 8),
    ("ein Monat vor zwei Jahren", "from=2024-11-01&to=2024-11-30", 8),
    ("eine Kategorie", "category=laerm", 8),
    (
        "fünf Kategorien",
        "category=laerm&category=vermuellung&category=streit&category=einbruch&category=raser",
        8,
    ),
    ("ein Präventionsfeld", "prevention=order", 8),
    ("öffentliche Quellen", "kind=public", 8),
    ("Sicherheitsbehörden", "kind=security", 8),
    ("Bürgermeldungen", "origin=citizen", 8),
    ("Partner Polizei", "partner=polizei", 8),
    ("ein Stadtbezirk", "area=stadtbezirke:mitte", 8),
    ("zwei Sozialräume", "area=sozialraeume:innenstadt&area=sozialraeume:hoevel", 8),
    ("nur eilige", "urgent=1", 8),
    ("nur offene", "open=1", 8),
    ("Kategorie, 13 Wochen, Stadtbezirk", "category=laerm&from=2026-08-24&area=stadtbezirke:mitte", 8),
];
