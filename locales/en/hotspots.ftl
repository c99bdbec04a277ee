findings-tab = Findings
hotspots-tab = Register
findings-ways = Findings and register
hotspots-title = Complaint hotspots and fear spaces
hotspots-lead = Places where something has to be done: from the first hint through the site visit to what the measure did.
hotspots-own = In progress
hotspots-empty = There is nothing in the register yet.
hotspots-empty-hint = A finding gets in with one click, an entry of your own with "New entry".
hotspots-told = Told by partners
hotspots-over = { $count ->
    [one] One resolved entry
   *[other] { $count } resolved entries
}
hotspots-map-label = The city with the places of the register
hotspots-map-basis = Each ring is an entry. The list beside it says the same.
hotspots-back = To the register
hotspot-complaint_hotspot = Complaint hotspot
hotspot-fear_space = Fear space
hotspot-last = latest { $at }
hotspot-told-title = { $kind }: { $category }, { $area }
hotspot-told-line = In the partner's register since { $since }, state: { $state }. Told on { $at }.
hotspot-take-up = Into our register
hotspot-new = New entry
hotspot-new-lead = A complaint hotspot is a place that many complain about. A fear space is a place that people avoid, even if little happens there.
hotspot-private = Only { $unit } sees this entry. It is never public.

hotspot-state-noticed = noticed
hotspot-state-inspected = inspected
hotspot-state-measure = measure under way
hotspot-state-observed = being watched
hotspot-state-resolved = resolved

hotspot-steps = What happened
hotspot-step-opened = entered in the register
hotspot-step-inspected = Site visit
hotspot-step-measure = Measure
hotspot-step-observed = Observation
hotspot-step-resolved = resolved
hotspot-step-reopened = taken up again
hotspot-inspected-on = Site visit on { $day }.
hotspot-measure-from = From { $day }.

hotspot-do-inspected = Enter a site visit
hotspot-do-measure = Enter a measure
hotspot-do-observed = Enter an observation
hotspot-do-resolved = Resolved
hotspot-do-reopened = Take up again
hotspot-on-inspected = Day of the site visit
hotspot-on-measure = First day of the measure
hint-hotspot-on = Leave empty for today. Otherwise for instance 2026-11-03.
hotspot-causes = What may be behind it
hotspot-words-inspected = What was to be seen
hotspot-words-measure = What is done
hotspot-words-observed = What can be observed
hotspot-words-resolved = Why it is resolved
hotspot-words-reopened = Why it is back
hint-hotspot-words = Places and things, no persons.
hotspot-done-opened = The entry is in the register.
hotspot-done-taken = The finding is in the register.
hotspot-done-inspected = The site visit was entered.
hotspot-done-measure = The measure was entered.
hotspot-done-observed = The observation was entered.
hotspot-done-resolved = The entry is resolved.
hotspot-done-reopened = The entry is in progress again.
hotspot-done-told = The entry was told.

cause-lighting = too dark
cause-sightlines = hard to see into
cause-vegetation = overgrown
cause-litter = litter, dirt
cause-damage = damage, graffiti
cause-vacancy = empty buildings
cause-deserted = few people about
cause-conflicts = conflicts of use
cause-alcohol = drinking in public
cause-drugs = drugs
cause-venues = bars, events
cause-traffic = traffic, parking
cause-construction = construction, diversion
cause-other = something else

field-hotspot_kind = Kind of place
field-note = Why it is entered
hint-note = For your unit. Places and things, no persons.
field-rings = Size
field-causes = What may be behind it
hint-hotspot-place = Tap the middle of the place.
hotspot-rings = { $rings ->
    [0] one cell, about 200 m in radius
    [1] up to about 500 m
    [2] up to about 900 m
    [3] up to about 1,200 m
   *[other] up to about 1,500 m
}
hotspot-findings = Where it comes from
hotspot-series-basis = Reports of this kind in this area, by week, from the reports of your unit only. The band shows what is usual after the weeks before (EARS C2).
hotspot-told-to-line = { $audience }: { $at }.
hotspot-tell-explained = The partner learns kind, category, area and state of the entry; no words, no report and no number. One click is enough; legal basis, purpose and expiry stand in the profile.

hotspot-effect = Before and after
hotspot-effect-none = There is a comparison after the first full week of the measure, if there are reports to compare with.
hotspot-effect-fewer = In { $weeks ->
    [one] one week
   *[other] { $weeks } weeks
} with the measure there were { $after } reports, in the place and its surroundings together { $change } fewer than the comparison lets expect (between { $least } and { $most }).
hotspot-effect-more = In { $weeks ->
    [one] one week
   *[other] { $weeks } weeks
} with the measure there were { $after } reports, in the place and its surroundings together { $change } more than the comparison lets expect (between { $least } and { $most }).
hotspot-effect-sure = Chance alone hardly explains that.
hotspot-effect-unsure = That may be chance.
hotspot-effect-visible = With these counts, a change of fewer than { $number } reports could not be told from chance.
hotspot-effect-where = Area
hotspot-effect-before = { $weeks ->
    [one] week before
   *[other] { $weeks } weeks before
}
hotspot-effect-after = { $weeks ->
    [one] week with measure
   *[other] { $weeks } weeks with measure
}
hotspot-effect-area = Place
hotspot-effect-around = Surroundings
hotspot-effect-control = Comparison
hotspot-effect-control-around = Surroundings of the comparison
hotspot-effect-basis = Measure from { $day }; compared with an area of the same size in { $area } that ran most alike before, chosen by the time before alone. Own reports; weighted displacement difference (WDD).
caution-small = Before, one of the areas had only { $least } reports: small numbers jump.
caution-peak = The time before lay { $above } reports above the long mean of this place: by about so many it would have fallen without any measure.
caution-peak-unknown = The place stood out because so much was going on; the short record does not tell how much of that would have passed by itself.
caution-control-after = The comparison was chosen when the result could be known.
caution-unlike = Place and comparison differed { $ratio } times before.
caution-apart = Place and comparison ran apart before the measure, too.
caution-overdispersed = The counts scatter { $times } times as much as assumed; the range is too narrow.
caution-displaced = In the surroundings the number rose: a good part may have moved there.
caution-diffused = A good part of the change lies in the surroundings, not in the place itself.
caution-always = If people report more or less often after the measure, the number changes without the place changing.

finding-take-up = Into the register
finding-take-up-explained = One click accepts the finding and makes it an entry: for site visit, measure and effect.
finding-take-up-as = As { $kind }
finding-merge = Belongs to an entry that there is already
finding-merge-button = Merge
field-entry = Entry
verdict-merged = merged
tells-finding = finding
tells-hotspot = entry of the register
run-twice = { $number } reported by several and counted once.

acts-hotspots = Register
acts-hotspots-all = Everything about the register
act-hotspots-listed = Register listed
act-hotspot-read = Entry of the register read
act-hotspot-opened = Entered in the register
act-hotspot-continued = Entry of the register continued
act-hotspot-merged = Finding merged with an entry
fact-step = Step
subject-hotspot = Entry of the register
fact-state = State
disclosure-tells = Told
disclosure-tells-hint = No report goes out with this disclosure.
report-to-register = Take up as hotspot or fear space
findings-record = Record of the last twelve months
findings-record-line = { $found ->
    [one] One finding
   *[other] { $found } findings
}: { $taken } accepted, of which { $confirmed } proved true; { $set_aside } set aside, { $open } open.
findings-record-false = False alarms: { $set_aside } of { $judged } judged.
findings-record-basis = By the assessments of your authority; the same finding in several collections counts once.
