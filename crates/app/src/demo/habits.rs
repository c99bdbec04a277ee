//! Habits: when and where what happens.

use super::{calendar::Season, ground::Affinity, places::Kind};

/// When and where reports of a category arise.
pub(super) struct Habit {
    pub(super) season: Season,
    /// By weekday, Monday first; nights belong to the day on which they begin.
    pub(super) week: [f64; 7],
    pub(super) hours: Hours,
    pub(super) places: Affinity,
    /// Most hours for which it is not known when it happened; 0 where the moment is known.
    pub(super) unknown_hours: f64,
    /// Whether the place identifies a household.
    pub(super) household: bool,
}

/// Weights of the hours of a day, up to six o'clock of the next.
pub(super) type Hours = [u8; 30];

const NIGHT: Hours =
    hours(&[(19, 1), (20, 2), (21, 5), (22, 9), (23, 10), (24, 8), (25, 5), (26, 3), (27, 2), (28, 1)]);
const EVENING: Hours = hours(&[
    (14, 2),
    (15, 3),
    (16, 4),
    (17, 5),
    (18, 6),
    (19, 7),
    (20, 7),
    (21, 6),
    (22, 5),
    (23, 3),
    (24, 2),
    (25, 1),
]);
const LATE: Hours = hours(&[
    (16, 2),
    (17, 2),
    (18, 3),
    (19, 4),
    (20, 5),
    (21, 6),
    (22, 7),
    (23, 7),
    (24, 6),
    (25, 5),
    (26, 3),
    (27, 2),
    (28, 1),
]);
const DAY: Hours = hours(&[
    (6, 1),
    (7, 4),
    (8, 6),
    (9, 6),
    (10, 6),
    (11, 6),
    (12, 5),
    (13, 5),
    (14, 6),
    (15, 6),
    (16, 7),
    (17, 7),
    (18, 6),
    (19, 4),
    (20, 3),
    (21, 2),
    (22, 1),
]);
const TRAFFIC: Hours = hours(&[
    (5, 1),
    (6, 3),
    (7, 8),
    (8, 6),
    (9, 4),
    (10, 4),
    (11, 4),
    (12, 5),
    (13, 6),
    (14, 6),
    (15, 8),
    (16, 9),
    (17, 8),
    (18, 5),
    (19, 3),
    (20, 2),
    (21, 2),
    (22, 1),
    (23, 1),
]);
const SHOPPING: Hours = hours(&[
    (9, 1),
    (10, 3),
    (11, 5),
    (12, 6),
    (13, 6),
    (14, 6),
    (15, 7),
    (16, 7),
    (17, 6),
    (18, 4),
    (19, 2),
    (20, 1),
]);
const DARK: Hours = hours(&[
    (5, 1),
    (6, 3),
    (7, 3),
    (16, 2),
    (17, 5),
    (18, 7),
    (19, 7),
    (20, 6),
    (21, 5),
    (22, 3),
    (23, 2),
    (24, 1),
]);
/// When offices look.
pub(super) const OFFICE: Hours =
    hours(&[(7, 4), (8, 8), (9, 9), (10, 9), (11, 8), (12, 4), (13, 6), (14, 7), (15, 4), (16, 1)]);
/// When the order service is out.
const PATROL: Hours = hours(&[
    (8, 2),
    (9, 3),
    (10, 4),
    (11, 4),
    (12, 3),
    (13, 3),
    (14, 4),
    (15, 5),
    (16, 5),
    (17, 5),
    (18, 5),
    (19, 5),
    (20, 6),
    (21, 6),
    (22, 5),
    (23, 2),
]);

/// The weekdays of offices.
pub(super) const OFFICE_WEEK: [f64; 7] = [1.1, 1.1, 1.0, 1.05, 0.75, 0.0, 0.0];
/// The weekdays of the order service.
pub(super) const PATROL_WEEK: [f64; 7] = [0.8, 0.85, 0.9, 1.0, 1.25, 1.3, 0.6];

/// Where the federal police are.
pub(super) const STATIONS: Affinity = {
    let mut affinity = [0.0; Kind::COUNT];
    affinity[Kind::Station as usize] = 1.0;
    affinity
};

const fn hours(weights: &[(usize, u8)]) -> Hours {
    let mut hours = [0; 30];
    let mut i = 0;
    while i < weights.len() {
        hours[weights[i].0] = weights[i].1;
        i += 1;
    }
    hours
}

const EVEN: [f64; 7] = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
const WEEKEND: [f64; 7] = [0.6, 0.6, 0.7, 0.85, 1.5, 1.8, 0.9];
const WORKDAYS: [f64; 7] = [1.15, 1.15, 1.15, 1.15, 1.2, 0.75, 0.45];
const SHOPPING_DAYS: [f64; 7] = [0.9, 0.9, 0.95, 1.0, 1.3, 1.6, 0.2];
/// When people find time to report.
const EVENINGS_OFF: [f64; 7] = [1.15, 1.05, 1.0, 1.0, 0.95, 0.95, 0.9];

/// When the order service meets what happens at these hours.
pub(super) fn on_patrol(hours: &Hours) -> Hours {
    let mut met = PATROL;
    met.iter_mut().zip(hours).for_each(|(met, weight)| *met *= weight);
    met
}

/// The habit of a category.
pub(super) fn habit(category: &str) -> Habit {
    use Kind::*;
    let (season, week, hours, places): (_, _, _, &[(Kind, f64)]) = match category {
        "laerm" => (
            (0.5, 197),
            WEEKEND,
            NIGHT,
            &[
                (Homes, 1.0),
                (Road, 1.0),
                (Square, 0.6),
                (Park, 1.0),
                (School, 0.8),
                (Parking, 0.7),
                (Water, 0.8),
                (Shops, 0.4),
            ],
        ),
        "vermuellung" => (
            (0.16, 120),
            EVENINGS_OFF,
            DAY,
            &[
                (Homes, 0.9),
                (Containers, 3.2),
                (Park, 0.7),
                (Fields, 2.2),
                (Road, 0.6),
                (Parking, 0.6),
                (Trade, 0.6),
                (Station, 0.2),
            ],
        ),
        "falschparken" => (
            (0.05, 300),
            WORKDAYS,
            DAY,
            &[
                (Homes, 1.0),
                (Road, 1.3),
                (School, 1.6),
                (Shops, 0.5),
                (Square, 0.6),
                (Station, 0.3),
                (Trade, 0.5),
            ],
        ),
        "trinkgelage" => (
            (0.42, 190),
            [0.8, 0.8, 0.85, 0.95, 1.35, 1.5, 0.9],
            LATE,
            &[
                (Station, 1.7),
                (Square, 1.2),
                (Park, 1.2),
                (Underpass, 0.9),
                (Shops, 0.6),
                (Water, 0.8),
                (Homes, 0.08),
                (School, 0.4),
            ],
        ),
        "hunde" => ((0.2, 150), EVENINGS_OFF, DAY, &[(Park, 1.8), (Water, 1.6), (Fields, 2.4), (Homes, 0.5)]),
        "jugendschutz" => (
            (0.15, 180),
            WEEKEND,
            LATE,
            &[(Shops, 0.9), (Square, 1.0), (Park, 1.0), (Station, 0.7), (School, 0.8), (Parking, 0.6)],
        ),
        "streit" => (
            (0.22, 190),
            WEEKEND,
            LATE,
            &[
                (Homes, 0.7),
                (Station, 0.9),
                (Square, 1.0),
                (Shops, 0.8),
                (Road, 0.6),
                (Park, 0.5),
                (School, 0.6),
            ],
        ),
        "belaestigung" => (
            (0.15, 200),
            EVEN,
            EVENING,
            &[
                (Station, 1.1),
                (Shops, 0.9),
                (Square, 0.7),
                (Park, 0.7),
                (Underpass, 0.8),
                (Homes, 0.3),
                (Road, 0.3),
            ],
        ),
        "raub" => (
            (0.25, 340),
            WEEKEND,
            LATE,
            &[(Station, 0.5), (Underpass, 1.0), (Park, 0.6), (Homes, 0.4), (Shops, 0.5), (Road, 0.6)],
        ),
        "taschendiebstahl" => (
            (0.2, 345),
            SHOPPING_DAYS,
            SHOPPING,
            &[(Shops, 1.6), (Station, 0.7), (Square, 0.9), (Parking, 0.4)],
        ),
        "einbruch" => {
            ((0.45, 345), [0.9, 0.9, 0.95, 1.0, 1.25, 1.3, 0.8], DARK, &[(Homes, 1.0), (Fields, 0.6)])
        }
        "einbruch-gewerbe" => {
            ((0.2, 340), EVEN, NIGHT, &[(Trade, 2.2), (Shops, 0.3), (Homes, 0.5), (School, 0.6), (Road, 0.5)])
        }
        "fahrraddiebstahl" => (
            (0.5, 205),
            WORKDAYS,
            DAY,
            &[(Station, 1.6), (Homes, 0.8), (School, 1.2), (Shops, 0.8), (Square, 0.5), (Park, 0.2)],
        ),
        "diebstahl-kfz" => (
            (0.12, 320),
            EVEN,
            NIGHT,
            &[(Homes, 1.0), (Parking, 1.4), (Road, 0.5), (Trade, 0.6), (Fields, 0.3)],
        ),
        "sachbeschaedigung" => (
            (0.12, 150),
            WEEKEND,
            NIGHT,
            &[
                (Homes, 0.6),
                (School, 1.4),
                (Station, 0.4),
                (Underpass, 1.5),
                (Park, 0.8),
                (Parking, 0.8),
                (Road, 0.5),
            ],
        ),
        "drogen-offen" => (
            (0.2, 180),
            EVEN,
            EVENING,
            &[(Station, 1.6), (Park, 1.2), (Underpass, 1.4), (Parking, 0.5), (School, 0.3)],
        ),
        "drogen-kontrolle" => (
            (0.05, 150),
            [0.8, 0.9, 1.1, 1.1, 1.4, 1.2, 0.5],
            EVENING,
            &[(Station, 1.5), (Park, 0.8), (Road, 0.6), (Square, 0.7), (Underpass, 0.7), (Parking, 0.5)],
        ),
        "schwarzarbeit" => {
            ((0.15, 160), OFFICE_WEEK, OFFICE, &[(Trade, 1.6), (Shops, 0.5), (Road, 0.5), (Homes, 0.2)])
        }
        "verkehrsunfall" => (
            (0.12, 310),
            WORKDAYS,
            TRAFFIC,
            &[(Road, 3.2), (Homes, 0.35), (Trade, 0.7), (Parking, 0.4), (Fields, 0.7), (Shops, 0.2)],
        ),
        "raser" => (
            (0.35, 170),
            WEEKEND,
            LATE,
            &[(Road, 2.6), (Trade, 1.2), (Fields, 0.8), (Homes, 0.4), (Parking, 0.6)],
        ),
        "verkehrskontrolle" => (
            (0.08, 130),
            [0.9, 1.1, 1.2, 1.2, 1.2, 0.8, 0.5],
            TRAFFIC,
            &[(Road, 2.8), (School, 0.7), (Trade, 0.5), (Homes, 0.2)],
        ),
        "beleuchtung" => (
            (0.55, 355),
            EVENINGS_OFF,
            DARK,
            &[(Homes, 1.0), (Road, 0.9), (Park, 0.5), (Underpass, 0.9), (Fields, 0.4), (School, 0.5)],
        ),
        "angstraum" => (
            (0.3, 340),
            EVEN,
            EVENING,
            &[(Underpass, 2.2), (Park, 1.2), (Station, 0.5), (Parking, 0.9), (Water, 0.5), (Homes, 0.08)],
        ),
        _ => (
            (0.1, 120),
            EVENINGS_OFF,
            DAY,
            &[(Homes, 1.0), (Trade, 0.8), (Road, 0.6), (Shops, 0.2), (Fields, 0.4)],
        ),
    };
    let mut affinity = [0.0; Kind::COUNT];
    places.iter().for_each(|(kind, weight)| affinity[*kind as usize] = *weight);
    let unknown_hours = match category {
        "einbruch" => 9.0,
        "einbruch-gewerbe" | "diebstahl-kfz" => 11.0,
        "fahrraddiebstahl" => 8.0,
        "sachbeschaedigung" => 10.0,
        _ => 0.0,
    };
    let season = Season { swing: season.0, peak: season.1 };
    Habit { season, week, hours, places: affinity, unknown_hours, household: category == "einbruch" }
}
