# Meldungen und Freigaben
reports-title = Meldungen
report-enter = Meldung aufnehmen
report-edit = Meldung bearbeiten
report-own = eigene Meldung
report-closed = abgeschlossen
report-by = Freigabe: { $partner }
report-open = offen
list-empty = Hier ist nichts zu sehen
list-empty-hint = Erweitern Sie den Zeitraum oder nehmen Sie Filter heraus. Was Partner freigeben, erscheint hier von selbst.
list-older = Ältere Meldungen
show-on-map = Auf der Karte zeigen
disclose-selection = Diese Auswahl freigeben
open-report = Meldung öffnen

form-errors = Bitte prüfen Sie diese Angaben
field-optional = freiwillig
field-title = Was ist los?
hint-title = Ein paar Worte, zum Beispiel „Laute Musik, Parkplatz“.
field-category = Kategorie
field-modus = Begehungsweise
field-occurred_at = Wann?
hint-occurred_at = Zum Beispiel 22.11.2026 23:10.
field-period = Zeitraum
field-period_from = Von
field-period_to = Bis
field-when = Wann
field-place = Wo
hint-place = Tippen Sie auf die Karte. Ohne Ort geht es auch.
field-lon = Länge
field-lat = Breite
field-household = Der Ort betrifft einen einzelnen Haushalt (außerhalb Ihrer Dienststelle höchstens auf 200 m genau)
field-summary = Kurzfassung für andere
hint-summary = Ein Satz, den Partner lesen dürfen. Keine Namen, keine Kennzeichen.
field-text = Text
hint-text = Für Ihre Dienststelle. Keine Namen, keine Kennzeichen, keine Telefonnummern.
field-source = Quelle
field-origin = Herkunft
field-channel = Meldeweg
field-urgency = Dringlichkeit
field-known_since = Bekannt seit
hint-known_since = Wichtig bei Sofortmeldungen: seit wann Ihre Dienststelle davon weiß. Leer heißt: seit der Eingabe.
field-own_ref = Aktenzeichen
hint-own_ref = Sieht nur Ihre Dienststelle.
field-state = Stand
field-unit = Dienststelle
field-outcome = Ergebnis
field-audience = Empfängerkreis
field-profile = Profil
field-time = Zeit
field-attachments = Anhänge gehören dazu
field-legal_basis = Rechtsgrundlage
field-purpose = Zweck
field-expires_at = Gilt bis
hint-expires_at = Zum Beispiel 31.12.2026.
field-reason = Grund
hint-reason = Die Empfänger lesen ihn.
field-filter = Auswahl
field-from = Von
field-to = Bis
field-preset = Zeitraum
field-area = Gebiet
field-cell = Zelle
field-partner = Partner
field-kind = Art der Quelle
field-prevention = Präventionsfeld
choose = Bitte wählen
none = keine
by-source = wie bei der Quelle üblich
report-more = Text, Quelle und Weiteres
report-period = Stattdessen ein Zeitraum
report-coordinates = Koordinaten eingeben
my-location = Mein Standort
no-place = Ohne Ort
save = Speichern
cancel = Abbrechen
edit = Bearbeiten
report-close = Meldung abschließen

persons-found = Steht hier etwas über eine Person?
persons-explained = Lagenetz ist kein Personenregister. Diese Stellen sehen nach Angaben zu Personen aus:
persons-leave-out = Auslassen und speichern
persons-keep = Trotzdem so speichern
person-telephone = Telefonnummer
person-email = E-Mail-Adresse
person-plate = Kennzeichen
person-iban = Kontonummer
person-birth_date = Geburtsdatum
person-name = Name
person-address = private Anschrift

rules-title = Wird beim Speichern freigegeben
rules-hint = Nach den Regeln Ihrer Dienststelle, wenn die Kategorie passt. Nehmen Sie den Haken heraus, um die Meldung zurückzuhalten.
rule-automatic = immer

notice-entered = { $count ->
    [0] Die Meldung ist gespeichert. Nur Ihre Dienststelle sieht sie.
    [one] Die Meldung ist gespeichert und an einen Empfängerkreis freigegeben.
   *[other] Die Meldung ist gespeichert und an { $count } Empfängerkreise freigegeben.
}
notice-held-back = { $count ->
    [one] Eine vorgeschlagene Freigabe wartet: Sie braucht eine Kurzfassung. Schreiben Sie einen Satz, dann geben Sie unten frei.
   *[other] { $count } vorgeschlagene Freigaben warten: Sie brauchen eine Kurzfassung. Schreiben Sie einen Satz, dann geben Sie unten frei.
}
notice-saved = Die neue Fassung ist gespeichert. Empfänger sehen sie, sobald Sie die Änderung mitteilen.
notice-told = { $count ->
    [0] Alle Empfänger hatten diese Fassung schon.
    [one] Die Änderung ist über eine Freigabe mitgeteilt.
   *[other] Die Änderung ist über { $count } Freigaben mitgeteilt.
}
notice-disclosed = Die Meldung ist freigegeben.
notice-closed = Die Meldung ist geschlossen.
notice-bulk = { $count ->
    [one] Eine Meldung ist freigegeben.
   *[other] { $count } Meldungen sind freigegeben.
}
notice-withdrawn = { $count ->
    [0] Die Freigabe ist zurückgezogen. Die Empfänger sehen keinen Inhalt mehr.
    [one] Die Freigabe ist zurückgezogen. Über eine andere Freigabe sind Meldungen daraus weiter zu sehen.
   *[other] Die Freigabe ist zurückgezogen. Über { $count } andere Freigaben sind Meldungen daraus weiter zu sehen.
}

why-title = Warum ich das sehe
why-own = Diese Meldung gehört Ihrer Dienststelle.
why-disclosed = Freigegeben am { $since } ({ $partner }) an „{ $audience }“, gültig bis { $until }.
no-text-disclosed = Texte sind nicht freigegeben.
history-title = { $count ->
    [one] Eine Fassung
   *[other] { $count } Fassungen
}
history-version = Fassung { $version }

disclose-title = Freigeben
disclose-open-up = Einzeln festlegen
disclose-so = So freigeben
disclosed-so-far = Bisherige Freigaben
preview = Vorschau
preview-title = Das sehen die Empfänger
preview-nothing = Nichts.
textpart-none = ohne Text und Quelle
textpart-summary = mit Kurzfassung
textpart-full = ganzer Text
time-exact = genau
time-day = nur der Tag
standing-valid = gültig
standing-expired = abgelaufen
standing-withdrawn = zurückgezogen
standing-valid-until = gültig bis { $day }
standing-expired-on = abgelaufen am { $day }
standing-withdrawn-on = zurückgezogen am { $day }
version-passed = Fassung { $version }
outdated-title = Empfänger haben eine ältere Fassung
outdated-text = Sie haben die Meldung seit der Freigabe geändert; die Empfänger sehen noch den Stand von damals.
tell-change = Änderung mitteilen
withdraw = Zurückziehen

disclosures-title = Freigaben
received-title = An uns
received-explained = Was Partner und andere Dienststellen Ihnen freigegeben haben.
received-empty = Noch nichts freigegeben
received-empty-hint = Sobald ein Partner etwas für Sie freigibt, steht es hier und im Lagebild.
made-title = Von uns
made-explained = Was Ihre Dienststelle freigegeben hat.
made-empty = Noch nichts freigegeben
made-empty-hint = Öffnen Sie eine Ihrer Meldungen und wählen Sie Empfängerkreis und Profil.
reports-count = { $count ->
    [one] eine Meldung
   *[other] { $count } Meldungen
}
disclosures-older = Ältere Freigaben
disclosures-unfold = Einzeln zeigen
disclosure-to = an „{ $audience }“
disclosure-gone = Nicht mehr freigegeben
withdrawn-with-reason = Am { $at } zurückgezogen: { $reason }
bulk-title = Auswahl freigeben
bulk-explained = { $count ->
    [one] Eine eigene Meldung passt zu dieser Auswahl. Freigegeben wird genau sie.
   *[other] { $count } eigene Meldungen passen zu dieser Auswahl. Freigegeben werden genau diese; spätere kommen nicht hinzu.
}
bulk-look = Auswahl ansehen
bulk-empty = Keine eigene Meldung passt
bulk-empty-hint = Nur die Dienststelle, der eine Meldung gehört, gibt sie frei. Ändern Sie die Filter.
error-not-json = Die Anfrage muss JSON sein
error-not-json-hint = Senden Sie den Kopf Content-Type: application/json.
error-unreadable-json = Das JSON ist nicht lesbar
error-unreadable-json-hint = Es wurde nichts gespeichert. Wo es hakt, steht unter „detail“.

audience-search = Empfängerkreis suchen
audience-find = Suchen
audience-others = Andere Empfängerkreise
audience-all = Alle zeigen
audience-none = Kein Empfängerkreis passt zu „{ $text }“.
audience-bodies = Gremien
audience-own = Eigenes Haus
audience-single = Einzelne Partner und Dienststellen
audience-joint = Gemeinsame Kreise
disclose-as = Freigeben als
disclose-as-hint = Ein Klick gibt sofort frei.
rule-discloses = An „{ $audience }“ als „{ $profile }“
