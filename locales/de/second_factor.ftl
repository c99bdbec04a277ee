# Zweiter Faktor: Code eines Geräts, Notfallcodes
code-title = Code eingeben
code-text = Das Passwort für { $email } stimmt. Öffnen Sie die Authenticator-App auf Ihrem Gerät und geben Sie den Code ein, der dort für Lagenetz steht.
field-code = Code
hint-code = Sechs Ziffern. Ein Notfallcode geht auch.
problem-wrong-code = Dieser Code gilt nicht oder wurde schon benutzt. Warten Sie auf den nächsten, und prüfen Sie die Uhrzeit des Geräts.
code-lost = Gerät nicht zur Hand?
code-lost-hint = Geben Sie einen Ihrer Notfallcodes ein; jeder gilt einmal. Haben Sie auch die nicht, setzt die Verwaltung Ihrer Behörde den zweiten Faktor zurück.
code-other-account = Mit einem anderen Konto anmelden

factor-title = Zweiter Faktor
factor-explained = Beim Anmelden fragt Lagenetz zusätzlich nach einem Code, den nur Ihr Gerät kennt. Ein gestohlenes Passwort allein hilft dann niemandem.
factor-demanded = Mit Ihren Rechten verlangt die Vereinbarung einen zweiten Faktor. Richten Sie ihn ein, dann geht es weiter.
factor-app = Sie brauchen eine Authenticator-App auf einem dienstlichen Gerät, zum Beispiel die Ihrer Behörde. Die App braucht kein Netz und erfährt nichts über Ihre Arbeit.
factor-begin = Gerät verbinden
factor-set-up = Zweiten Faktor einrichten
factor-manage = Zweiten Faktor verwalten
factor-since = Eingerichtet seit { $since }.
factor-codes-left = { $left ->
    [0] Sie haben keinen Notfallcode mehr.
    [one] Sie haben noch einen Notfallcode.
   *[other] Sie haben noch { $left } Notfallcodes.
}
factor-scan = Gerät verbinden
factor-scan-hint = Lesen Sie dieses Bild mit der Authenticator-App ein.
factor-qr = QR-Code für die Authenticator-App; derselbe Schlüssel steht darunter als Text
factor-key = Oder geben Sie den Schlüssel von Hand ein:
factor-key-hint = Zeitbasiert, sechs Ziffern, 30 Sekunden. Zeigen Sie den Schlüssel niemandem.
factor-confirm-title = Code bestätigen
factor-confirm = Bestätigen
factor-done = Der zweite Faktor ist eingerichtet
factor-codes-renewed = Neue Notfallcodes
factor-codes-title = Bewahren Sie diese Notfallcodes auf.
factor-codes-hint = Jeder ersetzt einmal den Code Ihres Geräts, falls Sie es nicht zur Hand haben. Sie werden kein zweites Mal angezeigt; frühere gelten nicht mehr.
factor-codes-label = Notfallcodes
factor-codes-keep = Am besten ausgedruckt an einem verschlossenen Ort, nicht auf demselben Gerät.
factor-codes-kept = Ich habe sie verwahrt
factor-change-title = Ändern
factor-change-hint = Mit einem Code Ihres Geräts bekommen Sie neue Notfallcodes, oder Sie trennen das Gerät, um ein anderes zu verbinden. Beim Trennen enden alle anderen Sitzungen.
factor-renew-codes = Neue Notfallcodes
factor-remove = Gerät trennen
notice-factor-removed = Das Gerät ist getrennt. Alle anderen Sitzungen sind beendet.

sessions-end = Alle anderen abmelden
notice-sessions = Alle anderen Geräte sind abgemeldet.
session-awaited = wartet auf den Code
session-both = mit zweitem Faktor

admin-factor = Zweiter Faktor
admin-factor-set-up = eingerichtet
admin-factor-missing = nicht eingerichtet
admin-factor-demanded = nicht eingerichtet, beim nächsten Anmelden verlangt
factor-reset-title = Zweiten Faktor zurücksetzen
factor-reset-hint = Nur wenn Gerät und Notfallcodes verloren sind und Sie die Person sicher erkannt haben. Alle ihre Sitzungen enden; danach genügt das Passwort, bis sie den zweiten Faktor neu einrichtet.
factor-reset = Zurücksetzen
notice-factor-reset = Der zweite Faktor ist zurückgesetzt, alle Sitzungen sind beendet.

act-session-awaited = Passwort richtig, Code erfragt
act-factor-begun = Zweiten Faktor begonnen
act-factor-set_up = Zweiten Faktor eingerichtet
act-factor-refused = Falscher Code abgewiesen
act-factor-codes = Notfallcodes erneuert
act-factor-removed = Zweiten Faktor entfernt
act-factor-reset = Zweiten Faktor zurückgesetzt
fact-factor = Zweiter Faktor
factor-code = Code des Geräts
factor-recovery = Notfallcode
