nav-findings = Findings
field-verdict = Verdict
field-finding = Finding

findings-title = Findings
findings-lead = Where reports have piled up of late more than chance explains. Every night searches what you may see.
findings-here = Now
findings-gone = No longer conspicuous
findings-empty = Nothing is conspicuous at present.
findings-empty-hint = Places that always have many reports do not count as new; the map of the picture shows them.
findings-map = On the map
findings-map-label = The city with the cells of the present findings
findings-map-basis = Each ring is a finding, the cells in it belong to it.
findings-night = Last search
findings-no-night = Nothing was searched yet.
findings-last-night = Last night: up to { $day }, computed on { $at }.
findings-what-was-done = What was done and what was left out
findings-method = How it is computed
findings-back = All findings
findings-waiting = { $count ->
    [one] One finding is computed anew next night, because reports were withdrawn, changed or have expired.
   *[other] { $count } findings are computed anew next night, because reports were withdrawn, changed or have expired.
}

finding-title = { $category }: { $area }
finding-and = and
finding-day = { $day } { $month }
finding-month-1 = January
finding-month-2 = February
finding-month-3 = March
finding-month-4 = April
finding-month-5 = May
finding-month-6 = June
finding-month-7 = July
finding-month-8 = August
finding-month-9 = September
finding-month-10 = October
finding-month-11 = November
finding-month-12 = December
finding-times = { $factor ->
    [1] more
    [2] about twice as many
    [3] about three times as many
    [4] about four times as many
    [5] about five times as many
    [6] about six times as many
    [7] about seven times as many
    [8] about eight times as many
    [9] about nine times as many
    [10] about ten times as many
    [11] about eleven times as many
    [12] about twelve times as many
   *[other] more than twelve times as many
}
finding-than = { $factor ->
    [1] than
   *[other] as
}
finding-hardly-any = hardly any
finding-sentence-gone = { $area }: from { $from } until { $to } there were { $times } reports of { $category } here { $than } were to be expected: { $observed } instead of { $expected }, { $places ->
    [one] all from one place
   *[other] from { $places } different places
}.
finding-sentence = { $area }: since { $from } there have been { $times } reports of { $category } here { $than } were to be expected: { $observed } instead of { $expected }, { $places ->
    [one] all from one place
   *[other] from { $places } different places
}.
finding-told-gone = { $area }: from { $from } until { $to } there were conspicuously many reports of { $category } here: about { $observed }.
finding-told = { $area }: since { $from } there have been conspicuously many reports of { $category } here: about { $observed }.
finding-recurs-days = { $number ->
    [1] Without a special reason, this would be expected about every day.
   *[other] Without a special reason, this would be expected about every { $number } days.
}
finding-recurs-weeks = Without a special reason, this would be expected about every { $number } weeks.
finding-recurs-months = Without a special reason, this would be expected about every { $number } months.
finding-recurs-years = Without a special reason, this would be expected about once in { $number } years.
finding-recurs-never = Without a special reason, this would be expected less often than once in a hundred years.
finding-state-new = new
finding-state-grown = grown
finding-state-steady = steady
finding-state-faded = weaker
finding-state-gone = no longer conspicuous
finding-told-by = told: { $partner }
finding-told-hint = Told by the partner, without its reports
finding-scope-unit = Own reports, { $unit }
finding-scope-audience = Disclosed to: { $audience }
finding-also = { $count ->
    [one] also found in one more collection
   *[other] also found in { $count } more collections
}
finding-doubts = { $count ->
    [one] one doubt
   *[other] { $count } doubts
}
finding-period = { $from } to { $to }
finding-where = Where
finding-cells = { $count ->
    [one] One cell of about 200 m radius.
   *[other] { $count } cells of about 200 m radius each.
}
finding-series = Over time
finding-series-basis = Reports of this kind in this area, by week. The band shows what is usual after the weeks before (EARS C2).
finding-series-label = Reports by week with the usual range
finding-series-table = As a table
finding-axis-weeks = Week from
finding-axis-reports = Reports
finding-line-observed = reported
finding-line-expected = expected
finding-line-usual = usual up to
finding-week = Week from { $day }: { $count }
finding-week-expected = Week from { $day }: { $count }, expected { $expected }
finding-sure = How sure
finding-sure-explained = All searches of the same night in this collection are counted in.
finding-against = What speaks against it
finding-basis = Basis
finding-basis-reported = Reports from outside are counted; what officers observed stands apart.
finding-basis-observed = Only what officers observed is counted: it also follows from where they checked.
finding-also-in = The same stands in:
finding-nights = From night to night
finding-night = Night
finding-what-became = State
finding-found-at = First found on { $at }.
finding-told-to = Told
finding-told-line = { $audience }: { $at }, { $waited } after it was found.
finding-withdraw = To withdraw what was told: under disclosures
finding-told-title = Told by the partner
finding-told-explained = Area, period, kind and a rounded number are told. The reports stay with the partner.
finding-told-from = By
finding-told-at = Told on
finding-told-waited = After it was found
finding-hours = { $count ->
    [0] less than an hour
    [one] one hour
   *[other] { $count } hours
}
finding-days = { $count } days
finding-verdicts = Verdicts
finding-judge = What became of it?
finding-judge-button = Save the verdict
finding-hint-reason = Whoever sets something aside says why.
finding-tell = Tell the partner
finding-tell-explained = The partner learns area, period, kind and a rounded number, and no report. One click is enough; legal basis, purpose and expiry stand in the profile.
finding-tell-as = { $profile } ({ $place })
finding-notice-told = The finding was told.
finding-notice-judged = The verdict was saved.

verdict-accepted = accepted
verdict-watched = watched
verdict-set_aside = set aside
verdict-confirmed = proved true

evidence-series-yes = The area's weekly figures are above the usual range.
evidence-series-no = The area's weekly figures alone do not stand out.
evidence-series-unknown = For the weekly figures the past is too short.
evidence-hot-yes = Compared with the rest of the city, too, there is unusually much here in this time (Gi*).
evidence-hot-no = Compared with the rest of the city, there is not unusually much here in this time (Gi*).
evidence-hot-unknown = There is too little for a comparison with the rest of the city (Gi*).
evidence-near-yes = Reports of this kind often follow each other closely in the city (Knox).
evidence-near-no = Reports of this kind do not visibly follow each other closely (Knox).
evidence-near-unknown = Whether reports of this kind follow each other closely cannot be said (Knox).

doubt-growing_channel = The channel "{ $channel }" now brings { $now } % of all reports, { $before } % before: perhaps only more is reported.
doubt-few_reports = There are few reports.
doubt-one_place = All are from one place.
doubt-late_reports = { $share } % of the reports came late.
doubt-officer_observed = This is what officers observed: they find where they check.
doubt-unknown_origin = For { $share } % it is not known who noticed.
doubt-series_quiet = The area's weekly figures alone do not stand out.
doubt-short_past = The comparison is with { $days } days only.
doubt-always-reporters = Whether a single person reports often is not known to the system: it knows no persons.
doubt-always-unknown = Construction sites, events and earlier patrols there are not known to the search; please check yourself.

run-looked = { $reports } reports, { $analyses } searches.
run-coarse = { $number } left out because their place is missing or too coarse.
run-checking = { $number } found by checking left out: they measure the checking.
run-unknown = { $number } left out because their category is no more.
run-held = { $count ->
    [one] One accumulation held back
   *[other] { $number } accumulations held back
}: mostly reports that came late and at once; the next night decides.
run-beyond = { $number } more accumulations not announced: there were more than are announced in a night.
run-young = { $number } reports of the source "{ $source }" left out: it has not delivered for long enough.

method-title = How findings arise
method-lead = One method finds, others check. It says where something is new, not where there is always much, and never who it was.
method-scan = The search
method-scan-text = Circles of every size around every cell and periods of every length up to now are compared (space-time permutation scan). What is expected is that place and time have nothing to do with each other: a place that always has many reports, and a week with more reports everywhere, are therefore nothing special.
method-scan-expected = expected = reports of the area × reports of the period ÷ all reports
method-scan-ratio = strength = o · ln(o/e) + (A−o) · ln((A−o)/(A−e)); o observed, e expected, A all
method-recurrence = How often chance alone brings something as strong is shown by 199 shuffled data sets (Gumbel distribution of their maxima). All searches of a night in the same collection are counted in.
method-recurrence-formula = recurrence in days = 1 ÷ (1 − (1 − p)^searches of the night)
method-left-out = What does not count
method-left-out-text = Categories that measure checking. Places known more coarsely than a cell. The last days, whose reports are not all there yet. Sources that have not delivered for long. What comes late and at once is held back for a night.
method-others = What checks
method-others-text = The weekly figures with their usual range (EARS C2), the comparison with the rest of the city (Getis-Ord Gi*), and whether reports follow each other closely (Knox). They do not change the finding; they stand beside it.
method-rights = Who sees what
method-rights-text = Each unit's own reports are searched for the unit, and what was disclosed to an audience for that audience, at the place as it was disclosed. Every look counts anew; where reports are missing since, the finding disappears until the next night.
method-values = The values of this agreement
method-source = { $source } ({ $day }).
method-value-past_days = Days compared
method-value-longest_days = Longest period in days
method-value-radius_m = Largest radius in metres
method-value-lag_days = Last days left out
method-value-least_reports = At least so many reports
method-value-announce_days = Announced if rarer than every … days
method-value-keep_days = Followed while rarer than every … days
method-value-gap_days = A new finding after so many days of pause
method-value-most_new = Most new findings a night and collection
method-value-told_step = Told numbers rounded to
method-papers = Sources
method-paper-1 = Kulldorff, Heffernan, Hartman, Assunção, Mostashari 2005: A space-time permutation scan statistic for disease outbreak detection. doi.org/10.1371/journal.pmed.0020059
method-paper-2 = Abrams, Kleinman, Kulldorff 2010: Gumbel based p-value approximations for spatial scan statistics. doi.org/10.1186/1476-072X-9-61
method-paper-3 = Getis, Ord 1992: The analysis of spatial association by use of distance statistics. doi.org/10.1111/j.1538-4632.1992.tb00261.x
method-paper-4 = Knox 1964: The detection of space-time interactions. doi.org/10.2307/2985220

acts-findings = Findings
acts-findings-all = Everything about findings
act-findings-searched = Searched for findings
act-finding-judged = Finding judged
fact-day = Day
fact-scopes = Collections
fact-new = New
fact-followed = Followed
subject-finding = finding
finding-here = Since { $from } there have been { $times } reports of { $category } here { $than } were to be expected:
finding-figures = { $observed } instead of { $expected }
finding-places = { $places ->
    [one] , all from one place.
   *[other] , from { $places } different places.
}
finding-told-here = Since { $from } there have been conspicuously many reports of { $category } here:
finding-told-figure = about { $observed }
finding-line = Reports by week in { $weeks } weeks, { $count } in the last
finding-open = Look
map-finding = Finding
problem-told-already = This has been told to this audience in another way already. Please withdraw that first.

findings-record-none = In the last twelve months nothing was found that anybody could judge.
findings-hits = Hit rate, tried on the past
findings-hits-none = There is too little past for a hit rate yet, or nothing was searched.
findings-hits-basis = PAI: how many times as many reports as on any area of the same size. PEI: share of the best possible, 1 is perfect. Area: all cells with reports and those beside them. Computed last night with the reports that you may see. A finding says where something is new; where there is always much, the other two say better.
findings-hits-others = { $count ->
    [one] One more collection
   *[other] { $count } more collections
}
hits-order = Order of the cells
hits-pai = PAI
hits-pei = PEI
hits-percent = { $percent } %
hits-by-findings = Findings, then density
hits-by-density = Density of the weeks before
hits-by-recent = as in the last month
hits-sentence = Over { $weeks } weeks, { $percent } % of the area held { $findings } % of the reports that followed if findings come first; { $density } % by the density alone; { $recent } % if it had gone on as in the last month ({ $reports } reports).
hits-no-findings = Before last night no finding was announced in this time: the first row is the density alone.
hits-too-young = { $announced ->
    [one] One finding was announced; whether it went on there shows in the weeks after only.
   *[other] { $announced } findings were announced; whether it went on there shows in the weeks after only.
}
hits-went-on = Of { $judged ->
    [one] one finding that is old enough,
   *[other] { $judged } findings that are old enough,
} { $went_on } went on with more reports than usual in the weeks after.

method-value-held_percent = Held back if so many percent came late and at once
method-value-share_percent = Named as a doubt from so many percent on
method-value-record_days = Days of the record
method-value-record_ahead_weeks = Weeks in which a hit counts
