# Notices
notices-title = Immediate notices
notices-one = Immediate notice
notices-explained = What cannot wait goes to the unit on duty of each partner. Once it is shown to you here, it counts as received.
notices-to-us = To us
notices-from-us = From us
notices-empty = No immediate notices
notices-empty-hint = A notice arises when a report with the urgency "immediate" is disclosed on its own.
notices-open = Open notice
notices-without-report = Notice without report

notices-sent = not received yet
notices-received = received
notices-told = told by telephone
notices-acknowledged = acknowledged
notices-step-received = Received
notices-step-acknowledged = Taken note of
notices-step-told = Told by telephone at
notices-step-passed_on = Passed on after silence

notices-known = Known since
notices-entered = Entered
notices-sent-at = Sent
notices-received-at = Received
notices-acknowledged-at = Taken note of
notices-goes-on = If nobody takes note until { $at }, it goes to the next unit ({ $minutes } minutes for each).
notices-ended = The disclosure no longer holds. The receiving unit does not see this notice any more.

notices-acknowledge = Take note
notices-tell = Told by telephone
notices-tell-save = Save the time
field-told_at = Told at
hint-told_at = For example 22.11.2026 14:05. Empty means now.
notices-said-acknowledged = Noted. The sending unit sees it.
notices-said-told = Saved. Being told by telephone counts as receipt.

notices-figures-title = Times of notices
notices-figures-explained = How fast notices are entered, received and acknowledged. For the controlling (clause 7).
notices-figures-basis = Sent since { $since }. Only units with at least { $least } people, and times of at least { $least } notices.
notices-figures-caption = For each unit: median · 95th percentile (number)
notices-figures-empty = No times yet
notices-figures-empty-hint = Only units with at least { $least } people are shown.
notices-entering = Known to entered
notices-receiving = Sent to received
notices-acknowledging = Received to acknowledged
notices-too-few = too few
notices-quantiles = { $median } · { $p95 } ({ $count })
notices-seconds = { $number } s
notices-minutes = { $number } min
notices-hours = { $number } h

live-notice = New immediate notice
mail-notice-subject = New immediate notice in Lagenetz
mail-notice-body = There is a new immediate notice for your unit in Lagenetz. Please sign in: { $url }

act-notices-listed = Notices listed
act-notice-read = Notice read
act-notices-counted = Times of notices looked at
act-notice-sent = Notice sent
act-notice-received = Notice received
act-notice-acknowledged = Notice acknowledged
act-notice-told = Notice told by telephone
act-notice-passed_on = Notice passed on
acts-notices = Notices
acts-notices-all = All about notices
subject-notice = Notice
notices-way = from { $from } to { $to }
