# Abgaben
nav-referrals = Abgaben
referrals-title = Abgaben
referrals-explained = Meldungen, die an die Stelle gehen, die handeln kann, und was daraus geworden ist.
referrals-side = Richtung
referrals-both = Alle
referrals-to-us = An uns
referrals-from-us = Von uns
referrals-open = Offen
referrals-overdue = Warten zu lange
referrals-ended = Beendet
referrals-empty = Keine Abgaben
referrals-empty-hint = Öffnen Sie eine Ihrer Meldungen und wählen Sie unter „Abgeben“ die Stelle, die handeln kann. Was an Sie abgegeben wird, erscheint hier von selbst.
referrals-more = Weitere Abgaben
referral-open = Abgabe öffnen
referral-without-report = Abgabe ohne Meldung
referral-from = von { $unit } am { $at }
referral-to = an { $unit } am { $at }

referral-sent = noch nicht angenommen
referral-accepted = in Arbeit
referral-returned = zurückgegeben
referral-done = erledigt
referral-recalled = zurückgerufen
referral-waits-acceptance = Wartet seit { $since } auf Annahme;
referral-waits-progress = Zuletzt gehört am { $since };
referral-due = Frist bis { $until }.
referral-overdue = Frist am { $until } abgelaufen.

referral-step-sent = Abgegeben
referral-step-accepted = Angenommen
referral-step-returned = Zurückgegeben
referral-step-progress = Sachstand
referral-step-done = Erledigt
referral-step-recalled = Zurückgerufen
outcome-resolved = behoben
outcome-nothing_found = nichts festgestellt
outcome-not_possible = nicht möglich

referral-accept = Annehmen
referral-return = Zurückgeben
referral-progress = Sachstand mitteilen
referral-finish = Als erledigt melden
referral-recall = Zurückrufen
referral-words-returned = Warum geben Sie die Abgabe zurück?
referral-words-progress = Wie ist der Stand?
referral-words-done = Was wurde getan?
referral-words-recalled = Warum rufen Sie die Abgabe zurück?
hint-referral-words = Die andere Stelle liest es. Keine Namen, keine Kennzeichen.
field-what = Schritt
field-result = Ergebnis
field-on = Am
hint-on = Zum Beispiel 22.11.2026. Leer heißt: heute.

notice-referral-sent = Die Meldung ist abgegeben und dafür freigegeben.
notice-referral-accepted = Die Abgabe ist angenommen. Die abgebende Stelle sieht es.
notice-referral-returned = Die Abgabe ist zurückgegeben. Die abgebende Stelle liest Ihren Grund.
notice-referral-progress = Der Sachstand ist mitgeteilt.
notice-referral-done = Die Abgabe ist erledigt. Die abgebende Stelle liest Ergebnis und Datum.
notice-referral-recalled = Die Abgabe ist zurückgerufen, ihre Freigabe zurückgezogen.

referral-disclosure-withdrawn = Die Freigabe zu dieser Abgabe wurde am { $at } zurückgezogen: { $reason }
referral-disclosure-expired = Die Freigabe zu dieser Abgabe ist am { $at } abgelaufen
referral-disclosure-narrowed = Die empfangende Stelle sieht die Meldung nicht mehr
referral-unreachable-sender = Die empfangende Stelle kann die Meldung nicht mehr lesen. Geben Sie sie erneut frei, oder rufen Sie die Abgabe zurück.
referral-unreachable-receiver = Die Meldung selbst ist nicht mehr zu sehen. Was Sie hier schreiben, erreicht die abgebende Stelle weiterhin.

refer-title = Abgeben
refer = Abgeben
refer-explained = An die Stelle, die handeln kann. Freigegeben wird dabei nach dem Profil „{ $profile }“: { $parts }
refer-with-audience = { $unit } (Kreis: { $audience })
refer-terms = Anders freigeben
refer-usual = wie üblich
field-to_unit = An wen?
field-request = Bitte
hint-request = Was die Stelle tun soll. Keine Namen, keine Kennzeichen.
problem-audience-misses = Dieser Empfängerkreis erreicht die Stelle nicht.
problem-referred-already = An diese Stelle ist die Meldung schon abgegeben.

act-referrals-listed = Abgaben aufgelistet
act-referral-read = Abgabe gelesen
act-referral-sent = Abgegeben
act-referral-accepted = Abgabe angenommen
act-referral-returned = Abgabe zurückgegeben
act-referral-progressed = Sachstand mitgeteilt
act-referral-done = Abgabe erledigt
act-referral-recalled = Abgabe zurückgerufen
acts-referrals = Abgaben
acts-referrals-all = Alles zu Abgaben
subject-referral = Abgabe
fact-to = An

outcomes-title = Ergebnisse als Datei
outcomes-explained = Was aus den abgegebenen Meldungen einer Quelle wurde, mit deren eigener Nummer: zum Einlesen dort.
outcomes-own_ref = Meldungsnummer
outcomes-on = Datum
outcomes-words = Antwort
