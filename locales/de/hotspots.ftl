findings-tab = Befunde
hotspots-tab = Register
findings-ways = Befunde und Register
hotspots-title = Beschwerdehotspots und Angsträume
hotspots-lead = Orte, an denen etwas getan werden muss: vom ersten Hinweis über die Begehung bis zur Wirkung der Maßnahme.
hotspots-own = In Arbeit
hotspots-empty = Noch steht nichts im Register.
hotspots-empty-hint = Ein Befund kommt mit einem Klick hinein, ein eigener Eintrag mit „Neuer Eintrag“.
hotspots-told = Von Partnern mitgeteilt
hotspots-over = { $count ->
    [one] Ein erledigter Eintrag
   *[other] { $count } erledigte Einträge
}
hotspots-map-label = Die Stadt mit den Orten des Registers
hotspots-map-basis = Jeder Ring ist ein Eintrag. Die Liste daneben sagt dasselbe.
hotspots-back = Zum Register
hotspot-complaint_hotspot = Beschwerdehotspot
hotspot-fear_space = Angstraum
hotspot-last = zuletzt { $at }
hotspot-told-title = { $kind }: { $category }, { $area }
hotspot-told-line = Im Register des Partners seit { $since }, Stand: { $state }. Mitgeteilt am { $at }.
hotspot-take-up = In unser Register
hotspot-new = Neuer Eintrag
hotspot-new-lead = Ein Beschwerdehotspot ist ein Ort, über den viele klagen. Ein Angstraum ist ein Ort, den Menschen meiden, auch wenn dort wenig geschieht.
hotspot-private = Nur { $unit } sieht diesen Eintrag. Er ist nie öffentlich.

hotspot-state-noticed = bemerkt
hotspot-state-inspected = begangen
hotspot-state-measure = Maßnahme läuft
hotspot-state-observed = wird beobachtet
hotspot-state-resolved = erledigt

hotspot-steps = Was geschah
hotspot-step-opened = ins Register aufgenommen
hotspot-step-inspected = Begehung
hotspot-step-measure = Maßnahme
hotspot-step-observed = Beobachtung
hotspot-step-resolved = erledigt
hotspot-step-reopened = wieder aufgenommen
hotspot-inspected-on = Begehung am { $day }.
hotspot-measure-from = Ab { $day }.

hotspot-do-inspected = Begehung eintragen
hotspot-do-measure = Maßnahme eintragen
hotspot-do-observed = Beobachtung eintragen
hotspot-do-resolved = Erledigt
hotspot-do-reopened = Wieder aufnehmen
hotspot-on-inspected = Tag der Begehung
hotspot-on-measure = Erster Tag der Maßnahme
hint-hotspot-on = Leer lassen für heute. Sonst zum Beispiel 3.11.2026.
hotspot-causes = Was dahinterstecken kann
hotspot-words-inspected = Was zu sehen war
hotspot-words-measure = Was getan wird
hotspot-words-observed = Was zu beobachten ist
hotspot-words-resolved = Warum es erledigt ist
hotspot-words-reopened = Warum es wieder da ist
hint-hotspot-words = Orte und Sachen, keine Personen.
hotspot-done-opened = Der Eintrag steht im Register.
hotspot-done-taken = Der Befund steht im Register.
hotspot-done-inspected = Die Begehung wurde eingetragen.
hotspot-done-measure = Die Maßnahme wurde eingetragen.
hotspot-done-observed = Die Beobachtung wurde eingetragen.
hotspot-done-resolved = Der Eintrag ist erledigt.
hotspot-done-reopened = Der Eintrag ist wieder in Arbeit.
hotspot-done-told = Der Eintrag wurde mitgeteilt.

cause-lighting = zu dunkel
cause-sightlines = schlecht einsehbar
cause-vegetation = zugewachsen
cause-litter = Müll, Schmutz
cause-damage = Schäden, Graffiti
cause-vacancy = Leerstand
cause-deserted = wenig belebt
cause-conflicts = Streit um die Nutzung
cause-alcohol = Trinken im Freien
cause-drugs = Drogen
cause-venues = Gastronomie, Veranstaltungen
cause-traffic = Verkehr, Parken
cause-construction = Baustelle, Umleitung
cause-other = anderes

field-hotspot_kind = Art des Ortes
field-note = Warum er ins Register kommt
hint-note = Für Ihre Dienststelle. Orte und Sachen, keine Personen.
field-rings = Größe
field-causes = Was dahinterstecken kann
hint-hotspot-place = Tippen Sie auf die Mitte des Ortes.
hotspot-rings = { $rings ->
    [0] eine Zelle, etwa 200 m im Halbmesser
    [1] bis etwa 500 m
    [2] bis etwa 900 m
    [3] bis etwa 1.200 m
   *[other] bis etwa 1.500 m
}
hotspot-findings = Woher er kommt
hotspot-series-basis = Meldungen dieser Art in diesem Gebiet, je Woche, nur aus den Meldungen Ihrer Dienststelle. Das Band zeigt, was nach den Wochen davor üblich ist (EARS C2).
hotspot-told-to-line = { $audience }: { $at }.
hotspot-tell-explained = Der Partner erfährt Art, Kategorie, Gebiet und Stand des Eintrags; keine Worte, keine Meldung und keine Zahl. Ein Klick genügt; Rechtsgrundlage, Zweck und Ablauf stehen im Profil.

hotspot-effect = Vorher und nachher
hotspot-effect-none = Eine Gegenüberstellung gibt es nach der ersten vollen Woche der Maßnahme, wenn es Meldungen zum Vergleichen gibt.
hotspot-effect-fewer = In { $weeks ->
    [one] einer Woche
   *[other] { $weeks } Wochen
} mit der Maßnahme kamen { $after } Meldungen, im Ort und seinem Umfeld zusammen { $change } weniger als nach dem Vergleich zu erwarten (zwischen { $least } und { $most }).
hotspot-effect-more = In { $weeks ->
    [one] einer Woche
   *[other] { $weeks } Wochen
} mit der Maßnahme kamen { $after } Meldungen, im Ort und seinem Umfeld zusammen { $change } mehr als nach dem Vergleich zu erwarten (zwischen { $least } und { $most }).
hotspot-effect-sure = Zufall allein erklärt das kaum.
hotspot-effect-unsure = Das kann auch Zufall sein.
hotspot-effect-visible = Eine Änderung von weniger als { $number } Meldungen ließe sich mit diesen Zahlen nicht vom Zufall unterscheiden.
hotspot-effect-where = Gebiet
hotspot-effect-before = { $weeks ->
    [one] Woche davor
   *[other] { $weeks } Wochen davor
}
hotspot-effect-after = { $weeks ->
    [one] Woche mit Maßnahme
   *[other] { $weeks } Wochen mit Maßnahme
}
hotspot-effect-area = Ort
hotspot-effect-around = Umfeld
hotspot-effect-control = Vergleich
hotspot-effect-control-around = Umfeld des Vergleichs
hotspot-effect-basis = Maßnahme ab { $day }; verglichen mit einem gleich großen Gebiet in { $area }, das vorher am ähnlichsten verlief, ausgesucht allein nach der Zeit davor. Eigene Meldungen; gewichtete Verlagerungsdifferenz (WDD).
caution-small = Davor waren es in einem der Gebiete nur { $least } Meldungen: Kleine Zahlen springen.
caution-peak = Davor lagen { $above } Meldungen über dem langen Mittel dieses Ortes: Um so viel wäre die Zahl wohl auch ohne Maßnahme gefallen.
caution-peak-unknown = Der Ort fiel auf, weil gerade viel los war; wie viel davon von selbst vorüberging, lässt die kurze Vorgeschichte nicht sagen.
caution-control-after = Das Vergleichsgebiet wurde ausgesucht, als das Ergebnis zu kennen war.
caution-unlike = Ort und Vergleich unterscheiden sich davor um das { $ratio }-fache.
caution-apart = Ort und Vergleich liefen schon vor der Maßnahme auseinander.
caution-overdispersed = Die Zahlen streuen { $times }-mal so stark wie angenommen; der Bereich ist zu eng.
caution-displaced = Im Umfeld hat die Zahl zugenommen: Ein guter Teil kann dorthin gewandert sein.
caution-diffused = Ein guter Teil der Änderung liegt im Umfeld, nicht im Ort selbst.
caution-always = Wird nach der Maßnahme öfter oder seltener gemeldet, ändert sich die Zahl, ohne dass sich der Ort ändert.

finding-take-up = Ins Register
finding-take-up-explained = Ein Klick nimmt den Befund an und macht ihn zu einem Eintrag: für Begehung, Maßnahme und Wirkung.
finding-take-up-as = Als { $kind }
finding-merge = Gehört zu einem Eintrag, den es schon gibt
finding-merge-button = Zusammenführen
field-entry = Eintrag
verdict-merged = zusammengeführt
tells-finding = Befund
tells-hotspot = Eintrag des Registers
run-twice = { $number } von mehreren gemeldet und einmal gezählt.

acts-hotspots = Register
acts-hotspots-all = Alles zum Register
act-hotspots-listed = Register aufgelistet
act-hotspot-read = Eintrag des Registers gelesen
act-hotspot-opened = Ins Register aufgenommen
act-hotspot-continued = Eintrag des Registers fortgeschrieben
act-hotspot-merged = Befund mit einem Eintrag zusammengeführt
fact-step = Schritt
subject-hotspot = Eintrag des Registers
fact-state = Stand
disclosure-tells = Mitgeteilt
disclosure-tells-hint = Mit dieser Freigabe geht keine Meldung hinaus.
report-to-register = Als Hotspot oder Angstraum aufnehmen
findings-record = Bilanz der letzten zwölf Monate
findings-record-line = { $found ->
    [one] Ein Befund
   *[other] { $found } Befunde
}: { $taken } angenommen, davon { $confirmed } bestätigt; { $set_aside } beiseitegelegt, { $open } offen.
findings-record-false = Fehlalarme: { $set_aside } von { $judged } beurteilten.
findings-record-basis = Nach den Urteilen in Ihrer Behörde; derselbe Befund in mehreren Datenbeständen zählt einmal.
