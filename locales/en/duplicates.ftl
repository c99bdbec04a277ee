# Duplicates: two reports of different sources about one incident
duplicates-title = Duplicates
duplicates-check = Check duplicates
duplicates-lead = Reports from different sources that may be the same incident by place, time and category. You decide; nothing is merged. A confirmed incident counts once in figures and maps, for everybody who sees both reports.
duplicates-open = To be decided
duplicates-none = Nothing to decide
duplicates-none-hint = At present there are no two reports for you to decide about.
duplicates-others-hint = Duplicates are decided by the unit that owns one of the reports.
duplicate-apart-minutes = { $count ->
    [0] In the same minute
    [one] One minute apart
   *[other] { $count } minutes apart
}
duplicate-apart-hours = { $count ->
    [one] One hour apart
   *[other] { $count } hours apart
}
duplicate-apart-day = On the same day
duplicate-apart-days = On neighbouring days
duplicate-place-same = same place within about 200 m
duplicate-place-near = neighbouring place
duplicate-category-same = same category
duplicate-category-related = related category
duplicates-more = There are more; they move up when you have decided here.
duplicates-decided = Decided
duplicate-same = Same incident
duplicate-different = Different incidents
duplicate-said-same = Same incident:
duplicate-said-different = Different incidents:
duplicate-by-own = decided in your authority, { $at }.
duplicate-by-other = decided at another partner, { $at }.
notice-duplicate-same = Saved: the incident counts once now.
notice-duplicate-different = Saved: each counts for itself.
act-duplicates-listed = Duplicates looked at
act-duplicate-decided = Duplicate decided
fact-verdict = Decision
