# Anmelden, Einladung, Konto, Verwaltung
sign-in-title = Anmelden
sign-in = Anmelden
signed-out = Sie sind abgemeldet.
sign-in-wrong = E-Mail-Adresse oder Passwort stimmt nicht.
sign-in-throttled = { $minutes ->
    [one] Von hier gab es zu viele Versuche. Bitte versuchen Sie es in einer Minute noch einmal.
   *[other] Von hier gab es zu viele Versuche. Bitte versuchen Sie es in { $minutes } Minuten noch einmal.
}
sign-in-help = Noch kein Zugang, oder das Passwort vergessen? Die Verwaltung Ihrer Behörde gibt Ihnen einen neuen Link.
demo-people = Rollen der Vorführung
demo-people-hint = Ein Klick meldet Sie in dieser Rolle an.
demo-sign-in-as = Anmelden als { $name }

field-email = E-Mail-Adresse
field-password = Passwort
field-repeat = Passwort wiederholen
field-old_password = Bisheriges Passwort
field-new_password = Neues Passwort
hint-new_password = Mindestens 12 Zeichen. Ein kurzer Satz ist gut zu merken.
field-name = Name
field-language = Sprache
field-occasion = Anlass
hint-occasion = Wofür Sie in dieser Schicht nachsehen.
occasion-early = Frühdienst
occasion-late = Spätdienst
occasion-night = Nachtdienst
occasion-round = Vorbereitung einer Besprechung
occasion-edition = Lagebild erstellen
occasion-request = Anfrage bearbeiten
language-de = Deutsch
language-en = English

problem-not-an-email = „{ $value }“ ist keine E-Mail-Adresse. Beispiel: leitung@stadt.example.
problem-wrong-password = Das ist nicht Ihr bisheriges Passwort.
problem-not-the-same = Die beiden Eingaben sind verschieden.
problem-already = Das ist schon so.
problem-wait = { $minutes ->
    [one] Zu viele Versuche. Bitte in einer Minute noch einmal.
   *[other] Zu viele Versuche. Bitte in { $minutes } Minuten noch einmal.
}

invitation-title = Willkommen bei Lagenetz
invitation-text = Sie sind eingeladen. Wählen Sie ein Passwort mit mindestens 12 Zeichen; danach sind Sie angemeldet. Dieser Link gilt nur einmal.
invitation-until = Link gültig bis
invitation-accept = Passwort festlegen und anmelden
invitation-over = Dieser Link gilt nicht mehr
invitation-over-hint = Er wurde schon benutzt, durch einen neueren ersetzt oder ist älter als sieben Tage. Die Verwaltung Ihrer Behörde gibt Ihnen einen neuen.

account-title = Mein Konto
account-since = Konto seit
rights-title = Rechte
rights-empty = Sie haben noch keine Rechte
rights-empty-hint = Die Verwaltung Ihrer Behörde trägt Sie in Ihre Dienststelle und in Gremien ein.
role-reader = liest
role-officer = liest, bearbeitet und gibt frei
role-admin = Verwaltung der Konten, ohne Einblick in Inhalte
role-data_protection = Datenschutz: liest das Protokoll, ohne Einblick in Inhalte
role-seat = Sitz in: { $body }
membership-since = seit { $since }
membership-until = seit { $since }, bis { $until }
occasion-title = Anlass dieser Schicht
occasion-explained = Steht im Protokoll bei allem, was Sie in dieser Sitzung lesen. Ihre Vorgesetzten sehen das nicht.
notice-occasion = Der Anlass ist gespeichert.
language-title = Sprache der Seiten
notice-language = Die Sprache ist gespeichert.
password-title = Passwort ändern
password-change = Passwort ändern
notice-password = Das Passwort ist geändert. Alle anderen Sitzungen sind beendet.
sessions-title = Angemeldete Geräte
sessions-explained = Eine Sitzung endet nach 30 Minuten ohne Nutzung, spätestens nach 12 Stunden.
session-this = dieses Gerät
session-times = angemeldet { $since }, zuletzt benutzt { $seen }
session-end = Abmelden
session-end-label = Gerät abmelden, angemeldet { $since }
notice-session = Das Gerät ist abgemeldet.
browser-on = { $program } auf { $system }
browser-unknown = Unbekanntes Programm

tokens-title = Zugangsschlüssel für Programme
tokens-explained = Mit einem Zugangsschlüssel liest ein Programm Lagenetz mit Ihren Rechten oder weniger. Alles, was es liest, steht in Ihrem Namen im Protokoll.
tokens-manage = Zugangsschlüssel verwalten
tokens-caption = Ihre Zugangsschlüssel
tokens-empty = Kein Zugangsschlüssel
tokens-empty-hint = Sie brauchen nur einen, wenn ein Programm in Ihrem Namen auf Lagenetz zugreifen soll. Erstellen Sie ihn dann hier.
field-scope = Darf
field-days = Gültig
scope-read = nur lesen
scope-write = lesen und eingeben
token-since = Erstellt
token-until = gültig bis { $at }
token-over = abgelaufen am { $at }
token-revoked-at = zurückgenommen am { $at }
token-days = { $days } Tage
token-revoke = Zurücknehmen
token-revoke-label = Zugangsschlüssel „{ $name }“ zurücknehmen
token-create-title = Neuer Zugangsschlüssel
token-create-hint = Der Name sagt, welches Programm ihn benutzt.
token-create = Erstellen
token-made = Ihr neuer Zugangsschlüssel
token-made-hint = Kopieren Sie ihn jetzt. Er wird kein zweites Mal angezeigt.
notice-token-revoked = Der Zugangsschlüssel ist zurückgenommen und gilt ab sofort nicht mehr.
table-actions = Aktionen

admin-title = Verwaltung
admin-lead = Sie entscheiden, wer in Ihrer Behörde ({ $partner }) was darf.
admin-limit-content = Einblick in Meldungen haben Sie dadurch nicht.
admin-limit-self = Sich selbst können Sie kein Recht geben oder nehmen.
admin-limit-partner = Die Konten anderer Partner sehen Sie nicht.
admin-limit-journal = Jede Änderung steht im Protokoll, das die Datenschutzbeauftragten Ihrer Behörde lesen.
admin-caption = Konten: { $partner }
admin-you = Sie
admin-no-rights = noch keine
account-active = aktiv
account-disabled = gesperrt
invite-title = Jemanden einladen
invite-hint = Das Konto hat zuerst keine Rechte. Der Name kann eine Rolle sein, zum Beispiel „Leitung Ordnungsamt“.
invite = Einladen
link-title = Link für { $name }
link-hint = Geben Sie ihn persönlich weiter. Er gilt einmal, bis { $until }, und wird kein zweites Mal angezeigt.
link-rights = Rechte geben
admin-own = Das ist Ihr eigenes Konto. Ihre Rechte ändert eine andere Person der Verwaltung.
admin-rights-empty = Noch keine Rechte
admin-rights-empty-hint = Geben Sie unten das erste Recht. Ohne Rechte kann diese Person sich anmelden, sieht aber keine Meldungen.
membership-end = Beenden
membership-end-label = Beenden: { $what }
grant-title = Recht geben
grant = Recht geben
grant-units = Dienststellen
grant-bodies = Gremien
grant-partner = Behörde
field-of = Recht
field-until = Letzter Tag
hint-until = Zum Beispiel 31.12.2026. Leer gilt es, bis Sie es beenden.
access-title = Zugang
renew-title = Neuer Link zum Anmelden
renew-hint = Für vergessene Passwörter und abgelaufene Einladungen. Frühere Links gelten dann nicht mehr; das bisherige Passwort gilt, bis der neue Link benutzt wird.
renew = Link erstellen
disable-title = Konto sperren
disable-hint = Die Person wird überall abgemeldet und kann sich nicht mehr anmelden. Ihre Meldungen bleiben bei der Dienststelle.
disable = Sperren
enable-hint = Die Person kann sich danach mit ihrem Passwort wieder anmelden und hat die Rechte, die noch gelten.
enable = Entsperren
notice-granted = Das Recht ist gegeben und gilt sofort.
notice-ended = Das Recht ist beendet, auch in laufenden Sitzungen.
notice-disabled = Das Konto ist gesperrt, alle Sitzungen sind beendet.
notice-enabled = Das Konto ist entsperrt.
admin-changed-meanwhile = Das hat inzwischen jemand anderes erledigt. Sie sehen den neuen Stand.

no-rights-title = Sie haben noch keine Rechte
no-rights-text = Ihr Konto ist da, aber noch in keiner Dienststelle und keinem Gremium. Die Verwaltung Ihrer Behörde trägt Sie ein; laden Sie dann diese Seite neu.
task-admin = Konten Ihrer Behörde: einladen, Rechte geben und beenden, sperren.
task-privacy = Protokoll Ihrer Behörde: wer wann aus welchem Anlass was gelesen und weitergegeben hat.
task-agreement = Was die Partner vereinbart haben: Pflichten, Laufzeit, Gremien, Rechtsgrundlagen.
task-account = Ihre Rechte, Ihr Passwort, Ihre angemeldeten Geräte.

disclosures-newest = Gezeigt sind die neuesten { $shown } von { $count }.
disclosure-title = Freigabe: { $audience }
disclosure-from = Von
disclosure-parts = Umfang
disclosure-partners = Partner
disclosure-made = Freigegeben am
disclosure-reports = { $count ->
    [one] Die Meldung
   *[other] { $count } Meldungen
}
disclosure-empty = Keine Meldung mehr zu sehen
disclosure-empty-hint = Die Freigabe gilt nicht mehr. Was andere Freigaben zeigen, steht weiter in Ihrer Liste der Meldungen.
admin-limits = Was die Verwaltung nicht kann
admin-tab-people = Konten
admin-tab-areas = Gliederungen
