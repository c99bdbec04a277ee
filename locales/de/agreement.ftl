# Vereinbarung
agreement-overview = Überblick
agreement-duties = Pflichten
agreement-partners = Partner
agreement-bodies = Gremien
agreement-sharing = Weitergabe
agreement-sources = Quellen und Kategorien
agreement-bases = Rechtsgrundlagen
clause = Nr. { $clause } der Vereinbarung
clause-short = Nr.
since = seit
yes = ja
no = nein
charter-empty-hint = Die Vereinbarung, die hier geladen ist, nennt dazu nichts. Eine neue Fassung kann es ergänzen.

term-title = Laufzeit
term-runs = { $days ->
    [0] Die Laufzeit endet heute, am { $end }.
    [one] Die Laufzeit endet morgen, am { $end }.
   *[other] Die Laufzeit endet am { $end }, in { $days } Tagen.
}
term-over = Die Vereinbarung ist am { $end } ausgelaufen.
term-no-renewal = Sie verlängert sich nicht von selbst.
term-notice-open = { $days ->
    [0] Sie verlängert sich bis { $until }, wenn nicht noch heute, am { $by }, ein Partner kündigt.
    [one] Sie verlängert sich bis { $until }, wenn kein Partner bis morgen, { $by }, kündigt.
   *[other] Sie verlängert sich bis { $until }, wenn kein Partner bis { $by } kündigt (noch { $days } Tage).
}
term-notice-over = Die Frist zur Kündigung ist am { $by } abgelaufen. Hat kein Partner gekündigt, verlängert sie sich bis { $until }.

agreement-what = Was vereinbart ist
agreement-signed = Unterschrieben
agreement-begins = Beginn
agreement-first-end = Erste Laufzeit bis
agreement-renewal = Verlängerung
agreement-notice = Kündigung
agreement-months = { $months ->
    [0] keine
    [one] jeweils um einen Monat
    [12] jeweils um ein Jahr
   *[other] jeweils um { $months } Monate
}
agreement-months-before = { $months ->
    [0] bis zum letzten Tag
    [one] bis einen Monat vor dem Ende
   *[other] bis { $months } Monate vor dem Ende
}
agreement-partner-count = { $voting } stimmberechtigt, { $associated } assoziiert
agreement-duty-count = { $count ->
    [one] eine, mit ihrem Maßstab
   *[other] { $count }, jede mit ihrem Maßstab
}
agreement-shifts = Schichtbeginn
agreement-dates = Was als Nächstes ansteht
dates-caption = Nächste Fristen
dates-by = Bis
dates-what = Was
due-notice = Letzter Tag für eine Kündigung
due-term-end = Die Laufzeit endet
due-meeting = Sitzung: { $body }

duties-title = Pflichten
duties-lead = Was jede Nummer der Vereinbarung verlangt, und woran man erkennt, dass es geschieht.
duties-caption = Pflichten nach Nummern
duties-empty = Keine Pflichten
duty-text = Pflicht
duty-measure = Woran man sie misst
duty-bodies = Gremium
duty-next = Nächster Termin
duty-continuous = laufend
limits-title = Fristen und Schwellen der täglichen Arbeit
limits-caption = Fristen und Schwellen
limits-empty = Keine Fristen
limit-for = Wofür
limit-value = Wert
limit-referral_acceptance = Eine Abgabe annehmen oder zurückgeben
limit-referral_progress = Nach der Annahme den Sachstand mitteilen, jedes Mal neu
limit-notice_fallback = Eine Sofortmeldung ohne Antwort geht an die Vertretung
limit-notice_reminders = So oft wird eine Sofortmeldung weitergereicht
limit-figures_least = Ab so vielen Sofortmeldungen werden Zeiten gezeigt
limit-duplicate_window = So weit liegen zwei Meldungen eines Vorgangs höchstens auseinander
limit-duplicate_loose = Dasselbe, wenn Ort oder Kategorie nur benachbart oder verwandt sind
limit-duplicate_age = So lange nach einem Vorgang wird nach Doppelungen gefragt
limit-attachment_size = Größe eines Anhangs höchstens, in Megabyte
limit-attachment_count = Anhänge einer Meldung höchstens
limit-minutes = { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
}
limit-hours = { $hours ->
    [one] eine Stunde
   *[other] { $hours } Stunden
}
limit-days = { $days ->
    [one] ein Tag
   *[other] { $days } Tage
}

partners-title = Partner
partners-lead = Wer an der Kooperation teilnimmt, mit welchen Dienststellen, und an wen man sich wendet.
partner-voting = stimmberechtigt
partner-associated = assoziiert
partner-foreseen = vorgesehen
partner-no-units = Noch keine Dienststelle.
unit-danger-aversion = Gefahrenabwehr
unit-prosecution = Verfolgung von Straftaten und Ordnungswidrigkeiten
unit-planning = Planung und Prävention
unit-press = Presse
unit-administration = Verwaltung
unit-enforcement = Vollzug
unit-taxation = Besteuerung
contacts-title = Ständige Ansprechstellen
contacts-caption = Ansprechstellen nach Thema
contacts-empty = Keine Ansprechstellen
contact-subject = Thema
contact-unit = Ansprechstelle
contact-deputy = Vertretung
contact-notices = nimmt Sofortmeldungen an
letters-title = Vorgesehene Absichtserklärungen
letters-empty = Keine vorgesehen
letters-empty-hint = Alle Behörden, die die Vereinbarung nennt, sind beigetreten. Weitere nimmt die Lenkungsgruppe auf.
letter-clauses = Aktivitäten: Nr. { $clauses }
letter-bodies = Gremien: { $bodies }

bodies-title = Gremien
bodies-lead = Wie oft jedes Gremium tagt und welche Sitze noch frei sind. Wer einen Sitz hat, weiß nur seine Behörde.
bodies-empty = Keine Gremien
body-intended = beabsichtigt
body-no-seats = Die Vereinbarung verteilt hier keine Sitze.
cadence-per-year = { $count ->
    [1] einmal im Jahr
    [2] zweimal im Jahr
    [4] jedes Vierteljahr
    [12] jeden Monat
    [26] alle zwei Wochen
    [52] jede Woche
   *[other] { $count }-mal im Jahr
}
cadence-on-occasion = bei Anlass
cadence-own-choice = Rhythmus frei gewählt
cadence-next = Nächste Sitzung bis
seats-title = Sitze
seats-explained = Besetzte Sitze je Partner. Freie besetzt die Verwaltung des jeweiligen Partners.
seats-caption = Besetzte Sitze nach Partnern und Gremien
seats-of = { $taken } von { $number }
seats-no-vote = ohne Stimme
seats-missing = { $count ->
    [one] Ein Sitz ist frei.
   *[other] { $count } Sitze sind frei.
}
seats-all-taken = Alle Sitze sind besetzt.

sharing-title = Wer gibt wem was weiter
sharing-lead = Ohne Freigabe sieht eine Meldung nur die Dienststelle, der sie gehört. Diese Wege sind vereinbart.
ways-title = Wege
ways-explained = Jeder Weg hat Profil, Rechtsgrundlage, Zweck und Ablauf. Was hier nicht steht, verlangt eine ausdrückliche Wahl.
ways-empty = Kein Weg gilt heute
ways-empty-hint = Keine Rechtsgrundlage der Profile ist heute in Kraft. Prüfen Sie den Katalog der Rechtsgrundlagen.
ways-of = { $count ->
    [one] { $partner }: ein Weg
   *[other] { $partner }: { $count } Wege
}
ways-caption = Was { $partner } weitergibt
ways-to = { $names } und { $count } weitere
ways-days = { $days ->
    [365] ein Jahr
    [730] zwei Jahre
    [one] ein Tag
   *[other] { $days } Tage
}
profiles-title = Profile
profiles-caption = Was die Empfänger je Profil sehen
profiles-empty = Keine Profile
profile-attachments = Anhänge
profile-explains = In einem Satz
audiences-title = Empfängerkreise
audiences-explained = Welche Partner dazugehören, wird bei der Freigabe festgehalten; wer sie liest, richtet sich nach den Rechten am Tag des Lesens.
audiences-caption = Empfängerkreise
audience-partners = Partner
audience-people = Beschränkt auf
audience-everybody = nicht beschränkt
standing-rules-title = Daueraufträge
standing-rules-caption = Was bei der Eingabe vorgeschlagen oder sofort weitergegeben wird
standing-rules-empty = Keine Daueraufträge
standing-rules-empty-hint = Jede Freigabe wird von Hand entschieden.
rule-name = Name
rule-unit = Dienststelle
rule-for = Für
rule-mode = Wie
rule-all-reports = alle Meldungen
rule-urgent-only = nur dringende
rule-mode-prefill = wird vorgeschlagen
rule-mode-automatic = sofort, nur Eckdaten auf höchstens 200 m
sensitive-title = Geschützte Orte
sensitive-explained = Solche Orte werden außerhalb der eigenen Dienststelle nie genau gezeigt und nie genannt.
sensitive-empty = Keine Arten geschützter Orte
sensitive-empty-hint = Die Vereinbarung nennt keine. Prüfen Sie, ob Schutzunterkünfte fehlen.
sensitive-at-most = höchstens: { $precision }

sources-title = Quellen und Kategorien
sources-lead = Woher Meldungen kommen, wovon sie handeln und wie lange sie bleiben.
sources-of = Quellen
sources-caption = Quellen nach ihrer Art
source-units = Eingeben dürfen
categories-title = Kategorien nach Präventionsfeldern
categories-explained = Eine Kategorie kann zu mehreren Feldern gehören. „Zählt Kontrollen“: Die Zahl misst, wie oft kontrolliert wird, nicht wie oft es geschieht; daraus entstehen keine Befunde.
categories-caption = Kategorien und ihre Präventionsfelder
category-police = Polizei: { $name }
category-months = { $months ->
    [one] ein Monat
   *[other] { $months } Monate
}
category-kept = Aufbewahrung
category-checking = zählt Kontrollen
retention-title = Aufbewahrung
retention-caption = Löschfristen
retention-class = Klasse
retention-months = Monate nach Abschluss
retention-empty = Keine Löschfristen

bases-title = Rechtsgrundlagen
bases-lead = Worauf sich eine Weitergabe stützen kann: wo der Wortlaut gelesen wurde, wann, und wie sicher das ist. Dies ist keine Rechtsberatung; vor dem Betrieb prüfen die Datenschutzbeauftragten jede Zeile. Personenbezogene Daten trägt eine Grundlage erst, wenn die Datenschutzbeauftragten beider Seiten sie freigeschaltet haben.
bases-unverified = { $count ->
    [one] Ein Eintrag ist nicht geprüft
   *[other] { $count } Einträge sind nicht geprüft
}
bases-unverified-demo = In dieser Vorführung lassen sie sich benutzen, weil alle Daten erfunden sind. Im Betrieb trägt keiner davon eine Freigabe.
bases-unverified-real = Sie tragen keine Freigabe, bis jemand sie am Gesetz geprüft hat und eine neue Fassung der Vereinbarung das festhält.
bases-known = { $count ->
    [one] Ein weiterer Eintrag beruht auf Fachwissen; sein Wortlaut ist noch nicht gelesen.
   *[other] { $count } weitere Einträge beruhen auf Fachwissen; ihr Wortlaut ist noch nicht gelesen.
}
basis-source = Fundstelle
basis-read = gelesen am
basis-as-of = Stand
basis-holds = Gilt
basis-toward = Von wem an wen
basis-within = nur innerhalb der eigenen Behörde
basis-confidence = Wie sicher
basis-not-in-force = heute nicht in Kraft
basis-personal = auch für personenbezogene Daten
confidence-verified = am Wortlaut geprüft
confidence-cross-referenced = durch eine andere Vorschrift bestätigt
confidence-known = aus Fachwissen, Wortlaut nicht gelesen
confidence-unverified = nicht geprüft
