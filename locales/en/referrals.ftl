# Referrals
nav-referrals = Referrals
referrals-title = Referrals
referrals-explained = Reports that go to the unit that can act, and what came of them.
referrals-side = Direction
referrals-both = All
referrals-to-us = To us
referrals-from-us = From us
referrals-open = Open
referrals-overdue = Waiting too long
referrals-ended = Ended
referrals-empty = No referrals
referrals-empty-hint = Open one of your reports and choose under "Refer" the unit that can act. What is referred to you appears here by itself.
referrals-more = More referrals
referral-open = Open referral
referral-without-report = Referral without report
referral-from = from { $unit } on { $at }
referral-to = to { $unit } on { $at }

referral-sent = not accepted yet
referral-accepted = in progress
referral-returned = returned
referral-done = done
referral-recalled = recalled
referral-waits-acceptance = Has waited for acceptance since { $since };
referral-waits-progress = Last heard of on { $since };
referral-due = due by { $until }.
referral-overdue = was due by { $until }.

referral-step-sent = Sent
referral-step-accepted = Accepted
referral-step-returned = Returned
referral-step-progress = Progress
referral-step-done = Done
referral-step-recalled = Recalled
outcome-resolved = put right
outcome-nothing_found = nothing found
outcome-not_possible = not possible

referral-accept = Accept
referral-return = Return
referral-progress = Report progress
referral-finish = Report as done
referral-recall = Recall
referral-words-returned = Why do you return the referral?
referral-words-progress = How does it stand?
referral-words-done = What was done?
referral-words-recalled = Why do you recall the referral?
hint-referral-words = The other unit reads it. No names, no number plates.
field-what = Step
field-result = Outcome
field-on = On
hint-on = For example 22.11.2026. Empty means today.

notice-referral-sent = The report is referred, and disclosed for that.
notice-referral-accepted = The referral is accepted. The sending unit sees it.
notice-referral-returned = The referral is returned. The sending unit reads your reason.
notice-referral-progress = The progress is reported.
notice-referral-done = The referral is done. The sending unit reads outcome and date.
notice-referral-recalled = The referral is recalled, its disclosure withdrawn.

referral-disclosure-withdrawn = The disclosure for this referral was withdrawn on { $at }: { $reason }
referral-disclosure-expired = The disclosure for this referral expired on { $at }
referral-disclosure-narrowed = The receiving unit does not see the report any more
referral-unreachable-sender = The receiving unit cannot read the report any more. Disclose it again, or recall the referral.
referral-unreachable-receiver = The report itself cannot be seen any more. What you write here still reaches the sending unit.

refer-title = Refer
refer = Refer
refer-explained = To the unit that can act. It is disclosed by the profile "{ $profile }": { $parts }
refer-with-audience = { $unit } (audience: { $audience })
refer-terms = Disclose differently
refer-usual = as usual
field-to_unit = To whom?
field-request = Request
hint-request = What the unit is to do. No names, no number plates.
problem-audience-misses = This audience does not reach the unit.
problem-referred-already = The report has been referred to this unit already.

act-referrals-listed = Referrals listed
act-referral-read = Referral read
act-referral-sent = Referred
act-referral-accepted = Referral accepted
act-referral-returned = Referral returned
act-referral-progressed = Progress reported
act-referral-done = Referral finished
act-referral-recalled = Referral recalled
acts-referrals = Referrals
acts-referrals-all = All about referrals
subject-referral = Referral
fact-to = To

outcomes-title = Outcomes as a file
outcomes-explained = What came of the referred reports of a source, with its own number: to be read in there.
outcomes-own_ref = Report number
outcomes-on = Date
outcomes-words = Answer
