# Was nur mit Skripten dasteht: Darstellung, Menü, Meldungen des Live-Kanals, Karte, Blätter auf dem Telefon
menu-account = Konto
theme-dark = Dunkle Darstellung
theme-light = Helle Darstellung

live-appeared-one = Eine neue Meldung
live-appeared-other = {"{"}count{"}"} neue Meldungen
live-changed-one = Eine Meldung geändert
live-changed-other = {"{"}count{"}"} Meldungen geändert
live-gone-one = Eine Meldung nicht mehr freigegeben
live-gone-other = {"{"}count{"}"} Meldungen nicht mehr freigegeben
live-everything = Aktualisiert
live-urgent = Sofortmeldung
live-away = Keine Verbindung. Sie sehen den letzten Stand.
live-back = Wieder verbunden
live-failed = Das hat nicht geklappt. Neuer Versuch in wenigen Sekunden.
live-signed-out = Ihre Sitzung ist beendet. Bitte melden Sie sich wieder an.

sheet-filters = Filter
sheet-list = Liste
sheet-close = Schließen
fold = Ausblenden
unfold-filters = Filter zeigen
unfold-list = Liste zeigen
drawer-back = Zurück zur Liste
drawer-loading = Wird geladen

locator-label = Lage in der Stadt: { $place }

map-tools = Kartenausschnitt
map-keys = Mit den Pfeiltasten verschieben, mit Plus und Minus vergrößern und verkleinern. Eingabe öffnet, was in der Mitte liegt.
map-no-webgl = Dieser Browser kann die Karte nicht zeichnen. Die Tabelle zeigt dieselben Zahlen.
map-layer = Darstellen nach
map-cells-head = Meldungen je Zelle (rund {"{"}size{"}"} km²)
map-areas-head = Meldungen je Stadtbezirk
map-points-head = Einzelne Meldungen
map-rough = nur ungefährer Ort (rund 200 m)
map-unplaced-one = Eine Meldung ohne genauen Ort fehlt auf der Karte
map-unplaced-other = {"{"}count{"}"} Meldungen ohne genauen Ort fehlen auf der Karte
map-count-one = Eine Meldung
map-count-other = {"{"}count{"}"} Meldungen
map-you = Ihr Standort
map-near = In der Nähe
map-placed = Ort gesetzt: {"{"}area{"}"}
map-place-outside = Dieser Punkt liegt außerhalb des Stadtgebiets.
map-place-none = Noch kein Ort gesetzt.
map-pick-keys = Mit der Tastatur: Karte mit den Pfeiltasten verschieben, mit der Eingabetaste den Ort in der Mitte setzen.

period-since = seit dem { $day }
period-until = bis { $day }
histogram-title = { $days ->
    [1] Meldungen je Tag
    [7] Meldungen je Woche
   *[other] Meldungen je { $days } Tage
}

# Zeiten in Listen und an der Zeitleiste
yesterday = gestern
month-1 = Jan.
month-2 = Feb.
month-3 = März
month-4 = Apr.
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = Aug.
month-9 = Sep.
month-10 = Okt.
month-11 = Nov.
month-12 = Dez.
