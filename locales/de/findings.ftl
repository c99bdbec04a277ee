nav-findings = Befunde
field-verdict = Urteil
field-finding = Befund

findings-title = Befunde
findings-lead = Wo sich Meldungen seit Kurzem stärker häufen, als der Zufall erklärt. Gesucht wird jede Nacht in dem, was Sie sehen dürfen.
findings-here = Aktuell
findings-gone = Nicht mehr auffällig
findings-empty = Zurzeit ist nichts auffällig.
findings-empty-hint = Orte, an denen immer viel gemeldet wird, gelten nicht als neu; die Lagekarte zeigt sie.
findings-map = Auf der Karte
findings-map-label = Stadt mit den Zellen der aktuellen Befunde
findings-map-basis = Jeder Ring steht für einen Befund, die Zellen darin gehören zu ihm.
findings-night = Letzte Suche
findings-no-night = Es wurde noch nicht gesucht.
findings-last-night = Zuletzt gesucht am { $at }, in Meldungen bis { $day }.
findings-what-was-done = Was dabei geschah und was ausgelassen wurde
findings-method = Wie gerechnet wird
findings-back = Alle Befunde
findings-waiting = { $count ->
    [one] Ein Befund wird in der nächsten Nacht neu berechnet, weil Meldungen zurückgezogen, geändert oder abgelaufen sind.
   *[other] { $count } Befunde werden in der nächsten Nacht neu berechnet, weil Meldungen zurückgezogen, geändert oder abgelaufen sind.
}

finding-title = { $category }: { $area }
finding-and = und
finding-day = { $day }. { $month }
finding-month-1 = Januar
finding-month-2 = Februar
finding-month-3 = März
finding-month-4 = April
finding-month-5 = Mai
finding-month-6 = Juni
finding-month-7 = Juli
finding-month-8 = August
finding-month-9 = September
finding-month-10 = Oktober
finding-month-11 = November
finding-month-12 = Dezember
finding-times = { $factor ->
    [1] mehr
    [2] etwa doppelt so viele
    [3] etwa dreimal so viele
    [4] etwa viermal so viele
    [5] etwa fünfmal so viele
    [6] etwa sechsmal so viele
    [7] etwa siebenmal so viele
    [8] etwa achtmal so viele
    [9] etwa neunmal so viele
    [10] etwa zehnmal so viele
    [11] etwa elfmal so viele
    [12] etwa zwölfmal so viele
   *[other] mehr als zwölfmal so viele
}
finding-than = { $factor ->
    [1] als
   *[other] wie
}
finding-hardly-any = fast keiner
finding-sentence-gone = { $area }: Vom { $from } bis zum { $to } gingen hier { $times } Meldungen über { $category } ein { $than } zu erwarten: { $observed } statt { $expected }, { $places ->
    [one] alle von einem Ort
   *[other] von { $places } verschiedenen Orten
}.
finding-sentence = { $area }: Seit dem { $from } gehen hier { $times } Meldungen über { $category } ein { $than } zu erwarten: { $observed } statt { $expected }, { $places ->
    [one] alle von einem Ort
   *[other] von { $places } verschiedenen Orten
}.
finding-told-gone = { $area }: Vom { $from } bis zum { $to } gingen hier auffällig viele Meldungen über { $category } ein: rund { $observed }.
finding-told = { $area }: Seit dem { $from } gehen hier auffällig viele Meldungen über { $category } ein: rund { $observed }.
finding-recurs-days = { $number ->
    [1] Ohne besonderen Grund wäre das etwa jeden Tag zu erwarten.
   *[other] Ohne besonderen Grund wäre das etwa alle { $number } Tage zu erwarten.
}
finding-recurs-weeks = Ohne besonderen Grund wäre das etwa alle { $number } Wochen zu erwarten.
finding-recurs-months = Ohne besonderen Grund wäre das etwa alle { $number } Monate zu erwarten.
finding-recurs-years = Ohne besonderen Grund wäre das etwa einmal in { $number } Jahren zu erwarten.
finding-recurs-never = Ohne besonderen Grund wäre das seltener als einmal in hundert Jahren zu erwarten.
finding-state-new = neu
finding-state-grown = gewachsen
finding-state-steady = unverändert
finding-state-faded = schwächer
finding-state-gone = nicht mehr auffällig
finding-told-by = Mitteilung: { $partner }
finding-told-hint = Vom Partner mitgeteilt, ohne seine Meldungen
finding-scope-unit = Eigene Meldungen, { $unit }
finding-scope-audience = Freigegeben an: { $audience }
finding-also = { $count ->
    [one] auch in einem weiteren Datenbestand gefunden
   *[other] auch in { $count } weiteren Datenbeständen gefunden
}
finding-doubts = { $count ->
    [one] ein Einwand
   *[other] { $count } Einwände
}
finding-period = { $from } bis { $to }
finding-where = Wo
finding-cells = { $count ->
    [one] Eine Zelle von etwa 200 m Halbmesser.
   *[other] { $count } Zellen von je etwa 200 m Halbmesser.
}
finding-series = Verlauf
finding-series-basis = Meldungen dieser Art in diesem Gebiet, je Woche. Das Band zeigt, was nach den Wochen davor üblich ist (EARS C2).
finding-series-label = Meldungen je Woche mit dem üblichen Bereich
finding-series-table = Als Tabelle
finding-axis-weeks = Woche ab
finding-axis-reports = Meldungen
finding-line-observed = gemeldet
finding-line-expected = erwartet
finding-line-usual = üblich bis
finding-week = Woche ab { $day }: { $count }
finding-week-expected = Woche ab { $day }: { $count }, erwartet { $expected }
finding-sure = Wie sicher
finding-sure-explained = Alle Suchen derselben Nacht in diesem Datenbestand sind dabei mitgezählt.
finding-against = Was dagegen spricht
finding-basis = Grundlage
finding-basis-reported = Gezählt sind Meldungen von außen; dienstliche Feststellungen stehen für sich.
finding-basis-observed = Gezählt sind nur dienstliche Feststellungen: sie folgen auch daraus, wo kontrolliert wurde.
finding-also-in = Dieselbe Häufung steht auch in:
finding-nights = Von Nacht zu Nacht
finding-night = Nacht
finding-what-became = Stand
finding-found-at = Zuerst gefunden am { $at }.
finding-told-to = Mitgeteilt
finding-told-line = { $audience }: { $at }, { $waited } nach dem Fund.
finding-withdraw = Mitteilungen zurückziehen: unter Freigaben
finding-told-title = Mitteilung des Partners
finding-told-explained = Mitgeteilt sind Gebiet, Zeitraum, Art und eine gerundete Zahl. Die Meldungen selbst bleiben beim Partner.
finding-told-from = Von
finding-told-at = Mitgeteilt am
finding-told-waited = Nach dem Fund
finding-hours = { $count ->
    [0] weniger als eine Stunde
    [one] eine Stunde
   *[other] { $count } Stunden
}
finding-days = { $count } Tage
finding-verdicts = Urteile
finding-judge = Was ist daraus geworden?
finding-judge-button = Urteil festhalten
finding-hint-reason = Wer etwas beiseitelegt, sagt warum.
finding-tell = Dem Partner mitteilen
finding-tell-explained = Der Partner erfährt Gebiet, Zeitraum, Art und eine gerundete Zahl, keine Meldung. Ein Klick genügt; Rechtsgrundlage, Zweck und Frist stehen im Profil.
finding-tell-as = { $profile } ({ $place })
finding-notice-told = Der Befund ist mitgeteilt.
finding-notice-judged = Das Urteil ist festgehalten.

verdict-accepted = angenommen
verdict-watched = wird beobachtet
verdict-set_aside = beiseitegelegt
verdict-confirmed = hat sich bestätigt

evidence-series-yes = Der Wochenverlauf des Gebiets liegt über dem üblichen Bereich.
evidence-series-no = Der Wochenverlauf des Gebiets allein ist nicht auffällig.
evidence-series-unknown = Für den Wochenverlauf ist die Vergangenheit zu kurz.
evidence-hot-yes = Auch im Vergleich mit der übrigen Stadt ist es hier in dieser Zeit besonders viel (Gi*).
evidence-hot-no = Im Vergleich mit der übrigen Stadt ist es hier in dieser Zeit nicht besonders viel (Gi*).
evidence-hot-unknown = Für den Vergleich mit der übrigen Stadt (Gi*) reicht es nicht.
evidence-near-yes = Meldungen dieser Art folgen in der Stadt oft nah aufeinander (Knox).
evidence-near-no = Dass Meldungen dieser Art nah aufeinander folgen, ist nicht zu erkennen (Knox).
evidence-near-unknown = Ob Meldungen dieser Art nah aufeinander folgen, lässt sich nicht sagen (Knox).

doubt-growing_channel = Der Meldeweg „{ $channel }“ bringt inzwischen { $now } % aller Meldungen, früher { $before } %: vielleicht wird nur mehr gemeldet.
doubt-few_reports = Es sind wenige Meldungen.
doubt-one_place = Alle kommen von einem Ort.
doubt-late_reports = { $share } % der Meldungen kamen verspätet.
doubt-officer_observed = Es sind dienstliche Feststellungen: gefunden wird, wo kontrolliert wird.
doubt-unknown_origin = Bei { $share } % ist nicht bekannt, wer es bemerkt hat.
doubt-series_quiet = Der Wochenverlauf des Gebiets allein ist nicht auffällig.
doubt-short_past = Verglichen wird nur mit { $days } Tagen.
doubt-always-reporters = Ob eine einzelne Person oft meldet, weiß das System nicht: es kennt keine Personen.
doubt-always-unknown = Baustellen, Veranstaltungen und frühere Streifen am Ort kennt die Suche nicht; bitte selbst prüfen.

run-looked = { $reports } Meldungen, { $analyses } Suchen.
run-coarse = { $number } ausgelassen, weil ihr Ort fehlt oder zu grob ist.
run-checking = { $number } aus Kontrollen ausgelassen: sie messen das Kontrollieren.
run-unknown = { $number } ausgelassen, weil es ihre Kategorie nicht mehr gibt.
run-held = { $count ->
    [one] Eine Häufung zurückgestellt
   *[other] { $number } Häufungen zurückgestellt
}: sie beruht vor allem auf Meldungen, die verspätet und auf einmal kamen; die nächste Nacht entscheidet.
run-beyond = { $number } weitere Häufungen nicht gemeldet: es waren mehr, als in einer Nacht gemeldet werden.
run-young = { $number } Meldungen der Quelle „{ $source }“ ausgelassen: sie liefert noch nicht lange genug.

method-title = Wie Befunde entstehen
method-lead = Ein Verfahren findet, andere prüfen nach. Es sagt, wo etwas neu ist, nicht wo es immer viel ist, und nie, wer es war.
method-scan = Die Suche
method-scan-text = Kreise jeder Größe um jede Zelle und Zeiträume jeder Länge bis heute werden verglichen (Raum-Zeit-Permutations-Scan). Erwartet wird, dass Ort und Zeit nichts miteinander zu tun haben: ein Ort mit immer vielen Meldungen und eine Woche, in der überall mehr gemeldet wird, fallen deshalb nicht auf.
method-scan-expected = erwartet = Meldungen des Gebiets × Meldungen des Zeitraums ÷ alle Meldungen
method-scan-ratio = Stärke = b · ln(b/e) + (A−b) · ln((A−b)/(A−e)); b beobachtet, e erwartet, A alle
method-recurrence = Wie oft der Zufall allein etwas so Starkes hervorbringt, zeigen 199 durchgemischte Datensätze (Gumbel-Verteilung ihrer Höchstwerte). Alle Suchen einer Nacht in demselben Datenbestand zählen mit.
method-recurrence-formula = Wiederkehr in Tagen = 1 ÷ (1 − (1 − p)^Suchen der Nacht)
method-left-out = Was nicht mitzählt
method-left-out-text = Kategorien, die das Kontrollieren messen. Orte, die gröber als eine Zelle bekannt sind. Die letzten Tage, deren Meldungen noch nicht alle da sind. Quellen, die noch nicht lange liefern. Was verspätet und auf einmal kommt, wird eine Nacht zurückgestellt.
method-others = Was nachprüft
method-others-text = Der Wochenverlauf mit seinem üblichen Bereich (EARS C2), der Vergleich mit der übrigen Stadt (Getis-Ord Gi*) und ob Meldungen nah aufeinander folgen (Knox). Sie ändern den Befund nicht; sie stehen daneben.
method-rights = Wer was sieht
method-rights-text = Gesucht wird für jede Dienststelle in ihren eigenen Meldungen und für jeden Empfängerkreis in dem, was ihm freigegeben ist, am freigegebenen Ort. Bei jedem Aufruf wird neu gezählt; fehlen inzwischen Meldungen, verschwindet der Befund bis zur nächsten Nacht.
method-values = Die Werte dieser Vereinbarung
method-source = { $source } ({ $day }).
method-value-past_days = Verglichene Tage
method-value-longest_days = Längster Zeitraum in Tagen
method-value-radius_m = Größter Halbmesser in Metern
method-value-lag_days = Ausgelassene letzte Tage
method-value-least_reports = Mindestens so viele Meldungen
method-value-announce_days = Gemeldet, wenn seltener als alle … Tage
method-value-keep_days = Weiter verfolgt, wenn seltener als alle … Tage
method-value-gap_days = Nach so vielen Tagen Pause ein neuer Befund
method-value-most_new = Höchstens neue Befunde je Nacht und Datenbestand
method-value-told_step = Mitgeteilte Zahlen gerundet auf
method-papers = Quellen
method-paper-1 = Kulldorff, Heffernan, Hartman, Assunção, Mostashari 2005: A space-time permutation scan statistic for disease outbreak detection. doi.org/10.1371/journal.pmed.0020059
method-paper-2 = Abrams, Kleinman, Kulldorff 2010: Gumbel based p-value approximations for spatial scan statistics. doi.org/10.1186/1476-072X-9-61
method-paper-3 = Getis, Ord 1992: The analysis of spatial association by use of distance statistics. doi.org/10.1111/j.1538-4632.1992.tb00261.x
method-paper-4 = Knox 1964: The detection of space-time interactions. doi.org/10.2307/2985220

acts-findings = Befunde
acts-findings-all = Alles zu Befunden
act-findings-searched = Nach Befunden gesucht
act-finding-judged = Befund beurteilt
fact-day = Tag
fact-scopes = Datenbestände
fact-new = Neu
fact-followed = Weiter verfolgt
subject-finding = Befund
finding-here = Seit dem { $from } gehen hier { $times } Meldungen über { $category } ein { $than } zu erwarten:
finding-figures = { $observed } statt { $expected }
finding-places = { $places ->
    [one] , alle von einem Ort.
   *[other] , von { $places } verschiedenen Orten.
}
finding-told-here = Seit dem { $from } gehen hier auffällig viele Meldungen über { $category } ein:
finding-told-figure = rund { $observed }
finding-line = Meldungen je Woche in { $weeks } Wochen, zuletzt { $count }
finding-open = Ansehen
map-finding = Befund
problem-told-already = Diesem Empfängerkreis ist das schon auf andere Weise mitgeteilt. Bitte zuerst die Mitteilung zurückziehen.

findings-record-none = In den letzten zwölf Monaten wurde nichts gefunden, worüber jemand urteilen konnte.
findings-hits = Trefferquote, nachgerechnet
findings-hits-none = Für eine Trefferquote ist die Vergangenheit noch zu kurz, oder es wurde noch nicht gesucht.
findings-hits-basis = PAI: wievielmal so viele Meldungen wie auf beliebiger Fläche derselben Größe. PEI: Anteil am Bestmöglichen, 1 ist vollkommen. Fläche: alle Zellen mit Meldungen und die Zellen daneben. Gerechnet in der letzten Nacht mit den Meldungen, die Sie sehen dürfen. Ein Befund sagt, wo etwas neu ist; wo es immer viel ist, sagen die anderen beiden besser.
findings-hits-others = { $count ->
    [one] Ein weiterer Datenbestand
   *[other] { $count } weitere Datenbestände
}
hits-order = Reihenfolge der Zellen
hits-pai = PAI
hits-pei = PEI
hits-percent = { $percent } %
hits-by-findings = Befunde, dann Dichte
hits-by-density = Dichte der Wochen davor
hits-by-recent = wie im letzten Monat
hits-sentence = Über { $weeks } Wochen lagen auf { $percent } % der Fläche { $findings } % der folgenden Meldungen, wenn Befunde vorangestellt werden; { $density } % nach der Dichte allein; { $recent } %, wenn es wie im letzten Monat weitergegangen wäre ({ $reports } Meldungen).
hits-no-findings = Vor der letzten Nacht wurde in dieser Zeit kein Befund gemeldet: Die erste Zeile ist die Dichte allein.
hits-too-young = { $announced ->
    [one] Ein Befund wurde gemeldet; ob es dort weiterging, zeigt sich erst in den Wochen danach.
   *[other] { $announced } Befunde wurden gemeldet; ob es dort weiterging, zeigt sich erst in den Wochen danach.
}
hits-went-on = Von { $judged ->
    [one] einem Befund, der alt genug ist,
   *[other] { $judged } Befunden, die alt genug sind,
} ging es bei { $went_on } in den Wochen danach mit mehr Meldungen als üblich weiter.

method-value-held_percent = Zurückgestellt, wenn so viel Prozent verspätet und auf einmal kamen
method-value-share_percent = Als Einwand genannt ab so viel Prozent
method-value-record_days = Tage der Bilanz
method-value-record_ahead_weeks = Wochen, in denen ein Treffer zählt
