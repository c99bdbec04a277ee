# Agreement
agreement-overview = Overview
agreement-duties = Duties
agreement-partners = Partners
agreement-bodies = Bodies
agreement-sharing = Sharing
agreement-sources = Sources and categories
agreement-bases = Legal bases
clause = No. { $clause } of the agreement
clause-short = No.
since = since
yes = yes
no = no
charter-empty-hint = The agreement that is loaded here says nothing about it. A new version can add it.

term-title = Term
term-runs = { $days ->
    [0] The running term ends today, { $end }.
    [one] The running term ends tomorrow, { $end }.
   *[other] The running term ends on { $end }, in { $days } days.
}
term-over = The agreement ended on { $end }.
term-no-renewal = It does not renew itself.
term-notice-open = { $days ->
    [0] It renews itself until { $until } unless a partner gives notice today, { $by }.
    [one] It renews itself until { $until } unless a partner gives notice by tomorrow, { $by }.
   *[other] It renews itself until { $until } unless a partner gives notice by { $by } ({ $days } days left).
}
term-notice-over = The last day for notice was { $by }. If no partner gave notice, it renews itself until { $until }.

agreement-what = What was agreed
agreement-signed = Signed
agreement-begins = Begins
agreement-first-end = First term until
agreement-renewal = Renewal
agreement-notice = Notice
agreement-months = { $months ->
    [0] none
    [one] by a month each time
    [12] by a year each time
   *[other] by { $months } months each time
}
agreement-months-before = { $months ->
    [0] until the last day
    [one] until a month before the end
   *[other] until { $months } months before the end
}
agreement-partner-count = { $voting } voting, { $associated } associated
agreement-duty-count = { $count ->
    [one] one, with its measure
   *[other] { $count }, each with its measure
}
agreement-shifts = Shifts begin
agreement-dates = What falls due next
dates-caption = Next dates
dates-by = By
dates-what = What
due-notice = Last day to give notice
due-term-end = The running term ends
due-meeting = Meeting: { $body }

duties-title = Duties
duties-lead = What each clause of the agreement asks, and how one knows that it is done.
duties-caption = Duties by clause
duties-empty = No duties
duty-text = Duty
duty-measure = How it is measured
duty-bodies = Body
duty-next = Next date
duty-continuous = continuous
limits-title = Periods and thresholds of daily work
limits-caption = Periods and thresholds
limits-empty = No periods
limit-for = What for
limit-value = Value
limit-referral_acceptance = Accept a referral or return it
limit-referral_progress = Report progress after accepting, each time anew
limit-notice_fallback = A notice without answer goes to the deputy
limit-notice_reminders = How often a notice goes on
limit-figures_least = Fewest of which times are shown
limit-duplicate_window = How far two reports of one happening lie apart at most
limit-duplicate_loose = The same where place or category are only neighbouring or related
limit-duplicate_age = How long after a happening one is asked about duplicates
limit-attachment_size = How large an attachment may be at most, in megabytes
limit-attachment_count = How many attachments a report has at most
limit-minutes = { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
limit-hours = { $hours ->
    [one] one hour
   *[other] { $hours } hours
}
limit-days = { $days ->
    [one] one day
   *[other] { $days } days
}

partners-title = Partners
partners-lead = Who takes part in the cooperation, with which units, and whom one turns to.
partner-voting = voting
partner-associated = associated
partner-foreseen = foreseen
partner-no-units = No unit yet.
unit-danger-aversion = averting danger
unit-prosecution = prosecuting offences
unit-planning = planning and prevention
unit-press = press
unit-administration = administration
unit-enforcement = enforcing sentences
unit-taxation = taxation
contacts-title = Permanent contacts
contacts-caption = Contacts by subject
contacts-empty = No contacts
contact-subject = Subject
contact-unit = Contact
contact-deputy = Deputy
contact-notices = takes notices
letters-title = Letters of intent foreseen
letters-empty = None foreseen
letters-empty-hint = All authorities that the agreement names have joined. The steering group lets further ones in.
letter-clauses = Activities: no. { $clauses }
letter-bodies = Bodies: { $bodies }

bodies-title = Bodies
bodies-lead = Who has seats where, how often a body meets, and which seats nobody takes yet. Who has a seat is known to the authority alone.
bodies-empty = No bodies
body-intended = intended
body-no-seats = The agreement gives no seats here.
cadence-per-year = { $count ->
    [1] once a year
    [2] twice a year
    [4] every quarter
    [12] every month
    [26] every two weeks
    [52] every week
   *[other] { $count } times a year
}
cadence-on-occasion = on occasion
cadence-own-choice = own rhythm
cadence-next = Next meeting by
seats-title = Seats
seats-explained = Seats taken by each partner. The administrators of that partner fill what is open.
seats-caption = Seats taken by partner and body
seats-of = { $taken } of { $number }
seats-no-vote = without a vote
seats-missing = { $count ->
    [one] One seat is open.
   *[other] { $count } seats are open.
}
seats-all-taken = All seats are taken.

sharing-title = Who gives whom what
sharing-lead = Without a disclosure a report is seen by nobody but the unit that owns it. These ways were agreed.
ways-title = Ways
ways-explained = Each way has profile, legal basis, purpose and expiry. What is not here takes an explicit choice.
ways-empty = No way holds today
ways-empty-hint = No legal basis of the profiles is in force today. Look at the catalogue of legal bases.
ways-of = { $count ->
    [one] { $partner }: one way
   *[other] { $partner }: { $count } ways
}
ways-caption = What { $partner } passes on
ways-to = { $names } and { $count } more
ways-days = { $days ->
    [365] one year
    [730] two years
    [one] one day
   *[other] { $days } days
}
profiles-title = Profiles
profiles-caption = What recipients see by each profile
profiles-empty = No profiles
profile-attachments = Attachments
profile-explains = In a sentence
audiences-title = Audiences
audiences-explained = Which partners belong is fixed when something is disclosed; who reads it follows from the rights on the day of reading.
audiences-caption = Audiences
audience-partners = Partners
audience-people = Limited to
audience-everybody = not limited
standing-rules-title = Standing rules
standing-rules-caption = What is proposed or passed on at entry
standing-rules-empty = No standing rules
standing-rules-empty-hint = Every disclosure is decided by hand.
rule-name = Name
rule-unit = Unit
rule-for = For
rule-mode = How
rule-all-reports = all reports
rule-urgent-only = urgent ones only
rule-mode-prefill = is proposed
rule-mode-automatic = at once, key facts at 200 m or coarser only
sensitive-title = Protected places
sensitive-explained = Outside the own unit such places are never shown exactly and never named.
sensitive-empty = No kinds of protected place
sensitive-empty-hint = The agreement names none. Check whether shelters are missing.
sensitive-at-most = at most: { $precision }

sources-title = Sources and categories
sources-lead = Where reports come from, what they are about and how long they stay.
sources-of = Sources
sources-caption = Sources by their kind
source-units = Entered by
categories-title = Categories by field of prevention
categories-explained = A category may belong to several fields. “Counts checks”: the number measures how often somebody checks, not how often it happens; it raises no findings.
categories-caption = Categories and their fields of prevention
category-police = Police: { $name }
category-months = { $months ->
    [one] one month
   *[other] { $months } months
}
category-kept = Retention
category-checking = counts checks
retention-title = Retention
retention-caption = Retention periods
retention-class = Class
retention-months = Months after closing
retention-empty = No retention periods

bases-title = Legal bases
bases-lead = What a disclosure can rest on: where the wording was read, when, and how sure that is. This is no legal advice; before operation the data-protection officers check every line. A basis carries personal data only once the data-protection officers of both sides have activated it.
bases-unverified = { $count ->
    [one] One entry is not verified
   *[other] { $count } entries are not verified
}
bases-unverified-demo = They can be used in this demo because all data are invented. In operation none of them carries a disclosure.
bases-unverified-real = They carry no disclosure until somebody has checked them against the law and a new version of the agreement says so.
bases-known = { $count ->
    [one] One more entry rests on expert knowledge; its text has not been read yet.
   *[other] { $count } more entries rest on expert knowledge; their text has not been read yet.
}
basis-source = Where read
basis-read = read on
basis-as-of = as of
basis-holds = Holds
basis-toward = From whom to whom
basis-within = within the own authority only
basis-confidence = How sure
basis-not-in-force = not in force today
basis-personal = personal data, too
confidence-verified = checked against its text
confidence-cross-referenced = confirmed by another norm
confidence-known = by expert knowledge, text not read
confidence-unverified = not verified
