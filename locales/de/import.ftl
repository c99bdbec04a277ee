# Einlesen: Dateien werden Meldungen

import-title = Meldungen einlesen
import-explained = Eine Datei wird erst gelesen und geprüft. Sie sehen, was daraus würde; erst dann kommt sie herein, und alles wird auf einmal sichtbar.
import-new = Neue Datei
import-look = Ansehen, was daraus würde
import-back = Zurück zu allen Stapeln
import-wrong = So geht es nicht
import-file = Datei
import-at = Eingegangen
import-stage = Stand
import-line = Zeile
import-column-title = Titel
import-when = Zeit
import-batches = Stapel
import-none = Noch nichts eingelesen
import-none-hint = Was Ihre Dienststelle einliest, steht hier mit seinem Stand.

field-import-profile = Profil
hint-import-profile = Was die Spalten der Datei bedeuten.
import-own-profile = Eigenes Profil (unten)
import-unit-by-source = Nach der Quelle
import-profile-of = Wie zuletzt bei „{ $file }“
import-profile-example = Beispiel: { $name }
import-field-profile_file = Eigenes Profil (TOML)
import-hint-profile_file = Gilt statt des gewählten.
import-field-file = Datei
import-hint-file = CSV, XLSX oder GeoJSON, auch mit gzip gepackt, bis 64 MB. Größere liest die Befehlszeile ein.

import-stage-uploaded = Hochgeladen
import-stage-open = Unterbrochen
import-stage-visible = Sichtbar, noch nicht bestätigt
import-stage-confirmed = Bestätigt
import-stage-discarded = Verworfen

import-read = Zeilen gelesen
import-would-accept = Würden aufgenommen
import-would-reject = Würden abgewiesen
import-accepted = Aufgenommen
import-duplicate = Waren schon da
import-rejected = Abgewiesen
import-without-place = Davon ohne Ort
import-outside = Davon außerhalb der Stadt
import-outside-one = außerhalb der Stadt
import-left-out = Davon mit Auslassung, weil etwas nach einer Person aussah
import-unmapped = { $count ->
    [one] Ein Wert ist keiner Kategorie zugeordnet
   *[other] { $count } Werte sind keiner Kategorie zugeordnet
}
import-empty-value = (leer)
import-first-rows = Die ersten Zeilen, wie sie würden
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
import-confirm-explained = Die Meldungen sieht bisher nur Ihre Dienststelle. Wenn Sie den Stapel angesehen haben, bestätigen Sie ihn; dann geben die Dauerregeln frei.
import-confirm = Stapel bestätigen
import-no-rules = Für diesen Stapel gibt es keine Dauerregel; es wird nichts freigegeben.
import-disclosed = { $count ->
    [0] Bestätigt. Es wurde nichts freigegeben.
    [one] Bestätigt. Eine Meldung wurde freigegeben.
   *[other] Bestätigt. { $count } Meldungen wurden freigegeben.
}

# Im Protokoll

act-batch-uploaded = Datei hochgeladen
act-batch-previewed = Vorschau eines Stapels angesehen
act-batch-begun = Einlesen begonnen
act-batch-staged = Ein Teil des Stapels geschrieben
act-batch-shown = Stapel sichtbar
act-batch-confirmed = Stapel bestätigt
act-batch-discarded = Stapel verworfen
act-batch-rejects_read = Abgewiesene Zeilen geholt
subject-batch = Stapel
fact-accepted = Aufgenommen
fact-duplicate = Schon da
fact-rejected = Abgewiesen
fact-block = Teil
fact-disclosures = Freigaben
fact-rows = Zeilen
fact-source = Quelle
