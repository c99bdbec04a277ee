# Reports and disclosures
reports-title = Reports
report-enter = Enter a report
report-edit = Edit report
report-own = own report
report-by = disclosed: { $partner }
report-closed = closed
report-open = open
list-empty = There is nothing to see here
list-empty-hint = Widen the period or take filters out. What partners disclose appears here by itself.
list-older = Older reports
show-on-map = Show on the map
disclose-selection = Disclose this selection
open-report = Open report

form-errors = Please check these entries
field-optional = optional
field-title = What is going on?
hint-title = A few words, such as “Loud music, car park”.
field-category = Category
field-modus = Modus
field-occurred_at = When?
hint-occurred_at = For example 22.11.2026 23:10.
field-period = Period
field-period_from = From
field-period_to = To
field-when = When
field-place = Where
hint-place = Tap the map. It works without a place, too.
field-lon = Longitude
field-lat = Latitude
field-household = The place concerns a single household (outside your unit 200 m at most)
field-summary = Summary for others
hint-summary = A sentence that partners may read. No names, no plates.
field-text = Text
hint-text = For your unit. No names, no plates, no telephone numbers.
field-source = Source
field-origin = Origin
field-channel = Channel
field-urgency = Urgency
field-known_since = Known since
hint-known_since = Matters for immediate notices: since when your unit has known of it. Empty means: since it was entered.
field-own_ref = Own reference
hint-own_ref = Only your unit sees it.
field-state = State
field-unit = Unit
field-outcome = Outcome
field-audience = Audience
field-profile = Profile
field-time = Time
field-attachments = Attachments belong to it
field-legal_basis = Legal basis
field-purpose = Purpose
field-expires_at = Valid until
hint-expires_at = For example 31.12.2026.
field-reason = Reason
hint-reason = The recipients read it.
field-filter = Selection
field-from = From
field-to = To
field-preset = Period
field-area = Area
field-cell = Cell
field-partner = Partner
field-kind = Kind of source
field-prevention = Field of prevention
choose = Please choose
none = none
by-source = as usual for the source
report-more = Text, source and more
report-period = A period instead
report-coordinates = Enter coordinates
my-location = My location
no-place = Without a place
save = Save
cancel = Cancel
edit = Edit
report-close = Close this report

persons-found = Is there something about a person here?
persons-explained = Lagenetz is no register of persons. These places look like details of persons:
persons-leave-out = Leave out and save
persons-keep = Save like this all the same
person-telephone = telephone number
person-email = e-mail address
person-plate = number plate
person-iban = bank account
person-birth_date = date of birth
person-name = name
person-address = private address

rules-title = Will be disclosed on saving
rules-hint = By the rules of your unit, if the category fits. Untick to hold the report back.
rule-automatic = always

notice-entered = { $count ->
    [0] The report is saved. Only your unit sees it.
    [one] The report is saved and disclosed to one audience.
   *[other] The report is saved and disclosed to { $count } audiences.
}
notice-held-back = { $count ->
    [one] One proposed disclosure waits: it needs a summary. Write a sentence, then disclose below.
   *[other] { $count } proposed disclosures wait: they need a summary. Write a sentence, then disclose below.
}
notice-saved = The new version is saved. Recipients see it as soon as you tell the change.
notice-told = { $count ->
    [0] All recipients had this version already.
    [one] The change is told through one disclosure.
   *[other] The change is told through { $count } disclosures.
}
notice-disclosed = The report is disclosed.
notice-closed = The report is closed.
notice-bulk = { $count ->
    [one] One report is disclosed.
   *[other] { $count } reports are disclosed.
}
notice-withdrawn = { $count ->
    [0] The disclosure is withdrawn. The recipients see no content any more.
    [one] The disclosure is withdrawn. Reports of it can still be seen through another disclosure.
   *[other] The disclosure is withdrawn. Reports of it can still be seen through { $count } other disclosures.
}

why-title = Why I see this
why-own = This report belongs to your unit.
why-disclosed = Disclosed on { $since } ({ $partner }) to “{ $audience }”, valid until { $until }.
no-text-disclosed = Texts are not disclosed.
history-title = { $count ->
    [one] One version
   *[other] { $count } versions
}
history-version = Version { $version }

disclose-title = Disclose
disclose-open-up = Set each part
disclose-so = Disclose like this
disclosed-so-far = Disclosures so far
preview = Preview
preview-title = This is what the recipients see
preview-nothing = Nothing.
textpart-none = without text and source
textpart-summary = with summary
textpart-full = full text
time-exact = exact
time-day = the day only
standing-valid = valid
standing-expired = expired
standing-withdrawn = withdrawn
standing-valid-until = valid until { $day }
standing-expired-on = expired on { $day }
standing-withdrawn-on = withdrawn on { $day }
version-passed = version { $version }
outdated-title = Recipients have an older version
outdated-text = You have changed the report since it was disclosed; the recipients still see it as it was then.
tell-change = Tell the change
withdraw = Withdraw

disclosures-title = Disclosures
received-title = To us
received-explained = What partners and other units disclosed to you.
received-empty = Nothing disclosed yet
received-empty-hint = As soon as a partner discloses something to you, it is here and in the picture.
made-title = By us
made-explained = What your unit disclosed.
made-empty = Nothing disclosed yet
made-empty-hint = Open one of your reports and choose audience and profile.
reports-count = { $count ->
    [one] one report
   *[other] { $count } reports
}
disclosures-older = Older disclosures
disclosures-unfold = Show each
disclosure-to = to “{ $audience }”
disclosure-gone = No longer disclosed
withdrawn-with-reason = Withdrawn on { $at }: { $reason }
bulk-title = Disclose a selection
bulk-explained = { $count ->
    [one] One report of yours fits this selection. Exactly this one is disclosed.
   *[other] { $count } reports of yours fit this selection. Exactly these are disclosed; later ones are not added.
}
bulk-look = Look at the selection
bulk-empty = No report of yours fits
bulk-empty-hint = Only the unit that owns a report discloses it. Change the filters.
error-not-json = The request must be JSON
error-not-json-hint = Send the header Content-Type: application/json.
error-unreadable-json = The JSON cannot be read
error-unreadable-json-hint = Nothing was saved. Where it fails is told under "detail".

audience-search = Find an audience
audience-find = Find
audience-others = Other audiences
audience-all = Show all
audience-none = No audience fits “{ $text }”.
audience-bodies = Bodies
audience-own = Own house
audience-single = Single partners and units
audience-joint = Joint audiences
disclose-as = Disclose as
disclose-as-hint = One click discloses at once.
rule-discloses = To “{ $audience }” as “{ $profile }”
