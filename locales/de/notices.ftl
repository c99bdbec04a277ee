# Sofortmeldungen
notices-title = Sofortmeldungen
notices-one = Sofortmeldung
notices-explained = Was keinen Aufschub duldet, geht an die diensthabende Stelle jedes Partners. Sobald Sie eine hier sehen, gilt sie als empfangen.
notices-to-us = An uns
notices-from-us = Von uns
notices-empty = Keine Sofortmeldungen
notices-empty-hint = Eine Sofortmeldung entsteht, wenn eine Meldung mit der Dringlichkeit „sofort“ einzeln freigegeben wird.
notices-open = Sofortmeldung öffnen
notices-without-report = Sofortmeldung ohne Meldung

notices-sent = noch nicht empfangen
notices-received = empfangen
notices-told = telefonisch mitgeteilt
notices-acknowledged = zur Kenntnis genommen
notices-step-received = Empfangen
notices-step-acknowledged = Zur Kenntnis genommen
notices-step-told = Telefonisch mitgeteilt am
notices-step-passed_on = Weitergegeben nach Schweigen

notices-known = Bekannt seit
notices-entered = Eingegeben
notices-sent-at = Gesendet
notices-received-at = Empfangen
notices-acknowledged-at = Zur Kenntnis genommen
notices-goes-on = Nimmt bis { $at } niemand Kenntnis, geht sie an die nächste Stelle ({ $minutes } Minuten je Stelle).
notices-ended = Die Freigabe gilt nicht mehr. Die empfangende Stelle sieht diese Sofortmeldung nicht mehr.

notices-acknowledge = Zur Kenntnis nehmen
notices-tell = Telefonisch mitgeteilt
notices-tell-save = Zeitpunkt speichern
field-told_at = Mitgeteilt am
hint-told_at = Zum Beispiel 22.11.2026 14:05. Leer heißt: jetzt.
notices-said-acknowledged = Zur Kenntnis genommen. Die sendende Stelle sieht es.
notices-said-told = Gespeichert. Die telefonische Mitteilung gilt als Empfang.

notices-figures-title = Zeiten der Sofortmeldungen
notices-figures-explained = Wie schnell Sofortmeldungen eingegeben, empfangen und zur Kenntnis genommen werden. Für das Controlling (Nr. 7).
notices-figures-basis = Gesendet seit { $since }. Nur Dienststellen mit mindestens { $least } Personen und Zeiten aus mindestens { $least } Sofortmeldungen.
notices-figures-caption = Je Dienststelle: Median · 95. Perzentil (Anzahl)
notices-figures-empty = Noch keine Zeiten
notices-figures-empty-hint = Gezeigt werden nur Dienststellen mit mindestens { $least } Personen.
notices-entering = Bekannt bis eingegeben
notices-receiving = Gesendet bis empfangen
notices-acknowledging = Empfangen bis zur Kenntnis genommen
notices-too-few = zu wenige
notices-quantiles = { $median } · { $p95 } ({ $count })
notices-seconds = { $number } s
notices-minutes = { $number } min
notices-hours = { $number } h

live-notice = Neue Sofortmeldung
mail-notice-subject = Neue Sofortmeldung in Lagenetz
mail-notice-body = In Lagenetz liegt eine neue Sofortmeldung für Ihre Dienststelle. Bitte melden Sie sich an: { $url }

act-notices-listed = Sofortmeldungen aufgelistet
act-notice-read = Sofortmeldung gelesen
act-notices-counted = Zeiten der Sofortmeldungen angesehen
act-notice-sent = Sofortmeldung gesendet
act-notice-received = Sofortmeldung empfangen
act-notice-acknowledged = Sofortmeldung zur Kenntnis genommen
act-notice-told = Sofortmeldung telefonisch mitgeteilt
act-notice-passed_on = Sofortmeldung weitergegeben
acts-notices = Sofortmeldungen
acts-notices-all = Alles zu Sofortmeldungen
subject-notice = Sofortmeldung
notices-way = von { $from } an { $to }
