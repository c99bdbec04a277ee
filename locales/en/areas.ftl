# Divisions of the city

areas-title = Divisions of the city
areas-explained = Districts, social areas, neighbourhoods: several divisions may overlap. A new one replaces the present one at once; the old one is kept.
areas-none = No division yet
areas-none-hint = The charter names which are needed for “district” and “city”.
areas-name = Name
areas-division = Short name
areas-number = Areas
areas-from = Valid since
areas-until = Valid until
areas-now = valid today
areas-means-quarter = for the precision “district”
areas-means-city = for the precision “city”
areas-new = Load or replace a division
areas-replace = Use from now on
areas-replaced = { $areas ->
    [one] Loaded one area.
   *[other] Loaded { $areas } areas.
} { $repaired ->
    [0] { "" }
    [one] One outline crossed itself and was repaired.
   *[other] { $repaired } outlines crossed themselves and were repaired.
}
areas-wrong = This is not possible: { $why }.
field-division = Short name
hint-division = As the charter has it; lower-case letters, digits, hyphen.
field-division-name = Name
field-areas = File
hint-areas = GeoJSON with areas, longitude and latitude in degrees (WGS 84).
