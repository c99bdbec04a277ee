# Einlesen: Dateien werden Meldungen

import-title = Meldungen einlesen
import-explained = Die Datei wird zuerst geprüft. Sie sehen, welche Meldungen entstehen; übernommen wird sie erst, wenn Sie es sagen.
import-new = Neue Datei
import-look = Prüfen
import-back = Alle eingelesenen Dateien
import-wrong = So geht es nicht
import-file = Datei
import-at = Eingegangen
import-stage = Stand
import-line = Zeile
import-column-title = Titel
import-when = Zeit
import-batches = Eingelesene Dateien
import-none = Noch nichts eingelesen
import-none-hint = Was Ihre Dienststelle einliest, steht hier mit seinem Stand.

field-import-profile = Aufbau der Datei
hint-import-profile = Welche Spalte was bedeutet. Nehmen Sie den Aufbau, mit dem Sie zuletzt eingelesen haben.
import-own-title = Eigenen Aufbau hochladen
import-unit-by-source = Nach der Quelle
import-profile-of = Wie zuletzt bei „{ $file }“
import-profile-example = Mitgeliefert: { $name }
import-field-profile_file = Beschreibung des Aufbaus (TOML)
import-hint-profile_file = Gilt statt des gewählten. Ihre IT schreibt sie; Beispiele stehen im Handbuch.
import-field-file = Datei
import-hint-file = CSV, Excel (XLSX) oder GeoJSON, auch mit gzip gepackt, bis 64 MB. Größere Dateien liest Ihre IT ein.

import-stage-uploaded = Wartet auf Ihre Entscheidung
import-stage-open = Unterbrochen
import-stage-visible = Wartet auf Ihre Bestätigung
import-stage-confirmed = Bestätigt
import-stage-discarded = Verworfen

import-read = Gelesene Zeilen
import-would-accept = Würden aufgenommen
import-would-reject = Würden abgewiesen
import-accepted = Aufgenommen
import-duplicate = Waren schon da
import-rejected = Abgewiesen
import-without-place = Davon ohne Ort
import-outside = Davon außerhalb der Stadt
import-outside-one = außerhalb der Stadt
import-left-out = Davon gekürzt (möglicher Personenbezug)
import-unmapped = { $count ->
    [one] Ein Wert ist keiner Kategorie zugeordnet
   *[other] { $count } Werte sind keiner Kategorie zugeordnet
}
import-empty-value = (leer)
import-first-rows = So sähen die ersten Meldungen aus
import-first-rejected = Die ersten abgewiesenen Zeilen
import-in-line = Zeile { $line }

import-start = Einlesen
import-continue = Fortsetzen
import-stop = Anhalten
import-discard = Verwerfen
import-refused-hint = Berichtigen Sie die Datei oder das Profil und laden Sie sie noch einmal hoch.
import-open-explained = Ein Teil ist geschrieben, sichtbar ist noch nichts. Sie können fortsetzen oder alles verwerfen.
import-runs = Wird eingelesen
import-runs-hint = Die Seite lädt sich alle zwei Sekunden neu. Sie können sie verlassen; das Einlesen geht weiter.
import-rows = { $count ->
    [one] eine Zeile
   *[other] { $count } Zeilen
}
import-rejects = Abgewiesene Zeilen herunterladen
import-rejects-hint = Dieselbe Form wie die Datei, mit dem Grund in jeder Zeile. Berichtigt und noch einmal eingelesen kommen sie herein.
import-confirm-title = Bestätigen
import-confirm-explained = Die Meldungen sieht bisher nur Ihre Dienststelle. Mit Ihrer Bestätigung gelten die Dauerregeln und geben sie frei.
import-confirm = Bestätigen
import-no-rules = Für diese Meldungen gibt es keine Dauerregel; es wird nichts freigegeben.
import-disclosed = { $count ->
    [0] Bestätigt. Es wurde nichts freigegeben.
    [one] Bestätigt. Eine Meldung wurde freigegeben.
   *[other] Bestätigt. { $count } Meldungen wurden freigegeben.
}

# Im Protokoll

act-batch-uploaded = Datei hochgeladen
act-batch-previewed = Vorschau einer Datei angesehen
act-batch-begun = Einlesen begonnen
act-batch-staged = Ein Teil einer Datei geschrieben
act-batch-shown = Eingelesene Datei sichtbar
act-batch-confirmed = Eingelesene Datei bestätigt
act-batch-discarded = Eingelesene Datei verworfen
act-batch-rejects_read = Abgewiesene Zeilen geholt
subject-batch = Datei
fact-accepted = Aufgenommen
fact-duplicate = Schon da
fact-rejected = Abgewiesen
fact-block = Teil
fact-disclosures = Freigaben
fact-rows = Zeilen
fact-source = Quelle
