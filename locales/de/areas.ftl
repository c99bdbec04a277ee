# Gliederungen der Stadt

areas-title = Gliederungen der Stadt
areas-explained = Stadtbezirke, Sozialräume, Wohnbereiche: Mehrere Gliederungen dürfen sich überschneiden. Eine neue ersetzt die bisherige sofort; die alte bleibt gespeichert.
areas-none = Noch keine Gliederung
areas-none-hint = Die Vereinbarung nennt, welche für „Stadtbezirk“ und „Stadt“ gebraucht werden.
areas-name = Name
areas-division = Kürzel
areas-number = Gebiete
areas-from = Gültig seit
areas-until = Gültig bis
areas-now = heute gültig
areas-means-quarter = für die Genauigkeit „Stadtbezirk“
areas-means-city = für die Genauigkeit „Stadt“
areas-new = Gliederung laden oder ersetzen
areas-replace = Ab sofort verwenden
areas-replaced = { $areas ->
    [one] Ein Gebiet geladen.
   *[other] { $areas } Gebiete geladen.
} { $repaired ->
    [0] { "" }
    [one] Ein Umriss kreuzte sich selbst und wurde berichtigt.
   *[other] { $repaired } Umrisse kreuzten sich selbst und wurden berichtigt.
}
areas-wrong = So geht es nicht: { $why }.
field-division = Kürzel
hint-division = Wie es die Vereinbarung nennt; Kleinbuchstaben, Ziffern, Bindestrich.
field-division-name = Name
field-areas = Datei
hint-areas = GeoJSON mit Flächen, Länge und Breite in Grad (WGS 84).
