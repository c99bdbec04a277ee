# For me
mine-title = For me
mine-link = For me
mine-waits = Waits for me
mine-waits-empty = Nothing waits for you
mine-waits-empty-hint = Notices and referrals to your unit appear here by themselves.
mine-new = New for me
mine-since = Since { $since }
mine-new-empty = Nothing new
mine-new-empty-hint = Answers to your referrals and new reports since your last visit appear here.
mine-all-new = All new reports ({ $count })
mine-awaited = I wait for
mine-awaited-empty = You wait for nothing
mine-awaited-empty-hint = What your unit referred or sent as a notice stands here until it is done.
mine-all-notices = All notices
mine-all-referrals = All referrals
