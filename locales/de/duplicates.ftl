# Doppelungen: zwei Meldungen verschiedener Quellen über einen Vorgang
duplicates-title = Doppelungen
duplicates-check = Doppelungen prüfen
duplicates-lead = Meldungen aus verschiedenen Quellen, die nach Ort, Zeit und Kategorie derselbe Vorgang sein können. Sie entscheiden; zusammengelegt wird nichts. Ein bestätigter Vorgang zählt in Zahlen und Karten einmal, für alle, die beide Meldungen sehen.
duplicates-open = Zu entscheiden
duplicates-none = Nichts zu entscheiden
duplicates-none-hint = Zurzeit gibt es keine zwei Meldungen, über die Sie entscheiden können.
duplicates-others-hint = Über Doppelungen entscheidet die Dienststelle, der eine der Meldungen gehört.
duplicate-apart-minutes = { $count ->
    [0] Zur selben Minute
    [one] Eine Minute auseinander
   *[other] { $count } Minuten auseinander
}
duplicate-apart-hours = { $count ->
    [one] Eine Stunde auseinander
   *[other] { $count } Stunden auseinander
}
duplicate-apart-day = Am selben Tag
duplicate-apart-days = An benachbarten Tagen
duplicate-place-same = gleicher Ort auf rund 200 m
duplicate-place-near = benachbarter Ort
duplicate-category-same = gleiche Kategorie
duplicate-category-related = verwandte Kategorie
duplicates-more = Es gibt weitere; sie rücken nach, wenn Sie hier entschieden haben.
duplicates-decided = Entschieden
duplicate-same = Derselbe Vorgang
duplicate-different = Verschiedene Vorgänge
duplicate-said-same = Derselbe Vorgang:
duplicate-said-different = Verschiedene Vorgänge:
duplicate-by-own = entschieden in Ihrer Behörde, { $at }.
duplicate-by-other = entschieden bei einem anderen Partner, { $at }.
notice-duplicate-same = Gespeichert: Der Vorgang zählt jetzt einmal.
notice-duplicate-different = Gespeichert: Beide zählen für sich.
act-duplicates-listed = Doppelungen angesehen
act-duplicate-decided = Über eine Doppelung entschieden
fact-verdict = Entscheidung
