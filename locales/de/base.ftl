# Rahmen aller Seiten
skip-to-content = Zum Inhalt springen
demo-label = Hinweis
demo-banner = Vorführung: Alle Daten sind erfunden.
nav-label = Hauptnavigation
nav-picture = Lage
nav-reports = Meldungen
nav-disclosures = Freigaben
nav-agreement = Vereinbarung
nav-privacy = Datenschutz
nav-admin = Verwaltung
sign-out = Abmelden

# Fehler: Überschrift und was zu tun ist
error-back = Zur Lage
error-not-found = Das gibt es hier nicht
error-not-found-hint = Entweder gibt es diese Seite nicht, oder sie ist nicht für Sie freigegeben.
error-denied = Dazu haben Sie kein Recht
error-denied-hint = Die Verwaltung Ihrer Behörde vergibt die Rechte. Wenden Sie sich dorthin, wenn Sie dieses Recht brauchen.
error-invalid = Die Eingabe stimmt noch nicht
error-invalid-hint = Bitte gehen Sie zurück und berichtigen Sie die genannten Felder.
error-conflict = Inzwischen hat jemand anderes gespeichert
error-conflict-hint = Ihre Fassung wurde nicht gespeichert. Laden Sie die Meldung neu und tragen Sie Ihre Änderung dort ein.
error-ended = Das ist schon abgeschlossen
error-ended-hint = Die Meldung ist geschlossen oder die Freigabe zurückgezogen. Geändert wurde nichts.
error-taken = Zu dieser E-Mail-Adresse gibt es schon ein Konto
error-taken-hint = Prüfen Sie die Adresse, oder geben Sie dem bestehenden Konto die Mitgliedschaft.
error-behind = Das Lagebild ist gerade nicht auf dem neuesten Stand
error-behind-hint = Wir zeigen nichts Veraltetes. In wenigen Sekunden geht es weiter.
error-full = Der Speicherplatz ist voll
error-full-hint = Es wurde nichts gespeichert und nichts halb gespeichert. Bitte verständigen Sie den Betrieb.
error-unavailable = Die Datenbank antwortet nicht
error-unavailable-hint = Es wurde nichts gespeichert. Bitte versuchen Sie es in einer Minute noch einmal.
error-sign-in = Bitte melden Sie sich an
error-sign-in-hint = Ihre Sitzung ist abgelaufen, oder Sie sind nicht angemeldet.
error-stale = Diese Seite war zu lange offen
error-stale-hint = Zu Ihrer Sicherheit wurde nichts geändert. Laden Sie die Seite neu und versuchen Sie es noch einmal.
error-too-large = Das ist zu groß
error-too-large-hint = Eine Eingabe darf höchstens ein Megabyte groß sein.
error-no-text = Darin steht ein Zeichen, das kein Text ist
error-no-text-hint = Es hat die Nummer 0. Bitte tippen Sie den Text neu, statt ihn einzufügen.
error-unreadable = Die Anfrage ist nicht lesbar
error-unreadable-hint = Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.
error-wrong-method = Das geht unter dieser Adresse nicht
error-wrong-method-hint = Öffnen Sie die Seite neu; Programme finden in openapi.json, was jede Adresse annimmt.

# Was an einem Feld nicht stimmt
problem-missing = Bitte ausfüllen.
problem-too-short = Bitte mindestens { $least } Zeichen eingeben.
problem-too-long = Bitte höchstens { $most } Zeichen eingeben.
problem-too-few = Es sind weniger als { $least }; so kleine Zahlen werden nicht weitergegeben.
problem-too-many = Höchstens { $most } sind auf einmal möglich.
problem-unknown = „{ $value }“ steht hier nicht zur Auswahl.
problem-not-a-time = „{ $value }“ ist kein Datum, das es gibt. Beispiel: 22.11.2026 23:10.
problem-future = Das liegt in der Zukunft.
problem-end-before-start = Das Ende muss nach dem Beginn liegen.
problem-not-a-coordinate = „{ $value }“ ist keine Koordinate. Beispiel: 7,82 und 51,68.
problem-half = Bitte beide Werte angeben, oder keinen.
problem-outside-city = Dieser Ort liegt außerhalb des Stadtgebiets.
problem-moment-and-period = Bitte entweder einen Zeitpunkt oder einen Zeitraum angeben.
problem-source-of-others = Aus dieser Quelle darf Ihre Dienststelle nicht eingeben.
problem-unsuitable-basis =
    { $count ->
        [0] Diese Rechtsgrundlage trägt die Freigabe an diesen Empfängerkreis nicht, und keine andere tut es.
       *[other] Diese Rechtsgrundlage trägt die Freigabe an diesen Empfängerkreis heute nicht. Geeignet: { $suitable }.
    }
problem-unsuitable-profile = Für diesen Empfängerkreis gibt es dieses Profil nicht. Wählen Sie ein anderes, oder geben Sie Rechtsgrundlage, Zweck und Ablauf selbst an.
problem-not-in-future = Das muss in der Zukunft liegen.
problem-no-summary = Es gibt noch keine Kurzfassung. Schreiben Sie einen Satz, den andere lesen dürfen.
