# Signing in, invitation, account, administration
sign-in-title = Sign in
sign-in = Sign in
signed-out = You are signed out.
sign-in-wrong = E-mail address or password is wrong.
sign-in-throttled = { $minutes ->
    [one] There were too many attempts from here. Please try again in a minute.
   *[other] There were too many attempts from here. Please try again in { $minutes } minutes.
}
sign-in-help = No access yet, or password forgotten? The administrators of your authority give you a new link.
demo-people = Roles of the demo
demo-people-hint = One click signs you in as this role.
demo-sign-in-as = Sign in as { $name }

field-email = E-mail address
field-password = Password
field-repeat = Repeat the password
field-old_password = Present password
field-new_password = New password
hint-new_password = At least 12 characters. A short sentence is easy to remember.
field-name = Name
field-language = Language
field-occasion = Occasion
hint-occasion = What you look things up for in this shift.
occasion-early = Early shift
occasion-late = Late shift
occasion-night = Night shift
occasion-round = Preparing a meeting
occasion-edition = Drawing up the picture
occasion-request = Working on a request
language-de = Deutsch
language-en = English

problem-not-an-email = “{ $value }” is not an e-mail address. Example: head@city.example.
problem-wrong-password = This is not your present password.
problem-not-the-same = The two entries differ.
problem-already = It is so already.
problem-wait = { $minutes ->
    [one] Too many attempts. Please try again in a minute.
   *[other] Too many attempts. Please try again in { $minutes } minutes.
}

invitation-title = Welcome to Lagenetz
invitation-text = You are invited. Choose a password of at least 12 characters; you are signed in then. This link works once.
invitation-until = Link valid until
invitation-accept = Set password and sign in
invitation-over = This link does not work any more
invitation-over-hint = It was used already, replaced by a newer one, or is older than seven days. The administrators of your authority give you a new one.

account-title = My account
account-since = Account since
rights-title = Rights
rights-empty = You have no rights yet
rights-empty-hint = The administrators of your authority enter you in your unit and in bodies.
role-reader = reads
role-officer = reads, edits and discloses
role-admin = administers accounts, without insight into content
role-data_protection = Data protection: reads the journal, without insight into content
role-seat = Seat in: { $body }
membership-since = since { $since }
membership-until = since { $since }, until { $until }
occasion-title = Occasion of this shift
occasion-explained = Stands in the journal beside everything that you read in this session. Your superiors do not see it.
notice-occasion = The occasion is saved.
language-title = Language of the pages
notice-language = The language is saved.
password-title = Change password
password-change = Change password
notice-password = The password is changed. All other sessions have ended.
sessions-title = Signed-in devices
sessions-explained = A session ends after 30 minutes without use, and after 12 hours at the latest.
session-this = this device
session-times = signed in { $since }, last used { $seen }
session-end = Sign out
session-end-label = Sign out the device signed in { $since }
notice-session = The device is signed out.
browser-on = { $program } on { $system }
browser-unknown = Unknown program

tokens-title = Access tokens for programs
tokens-explained = With an access token a program reads Lagenetz with your rights or fewer. Everything that it reads stands in the journal under your name.
tokens-manage = Manage access tokens
tokens-caption = Your access tokens
tokens-empty = No access token
tokens-empty-hint = You need one only if a program is to use Lagenetz in your name. Make it here then.
field-scope = May
field-days = Valid
scope-read = read only
scope-write = read and enter
token-since = Made
token-until = valid until { $at }
token-over = expired on { $at }
token-revoked-at = revoked on { $at }
token-days = { $days } days
token-revoke = Revoke
token-revoke-label = Revoke access token “{ $name }”
token-create-title = New access token
token-create-hint = The name says which program uses it.
token-create = Make token
token-made = Your new access token
token-made-hint = Copy it now. It will not be shown again.
notice-token-revoked = The access token is revoked and does not work any more.
table-actions = Actions

admin-title = Administration
admin-lead = You decide who may do what in your authority ({ $partner }).
admin-limit-content = This gives you no insight into reports.
admin-limit-self = You can neither give nor take a right of your own.
admin-limit-partner = You do not see the accounts of other partners.
admin-limit-journal = Every change stands in the journal that the data-protection officers of your authority read.
admin-caption = Accounts: { $partner }
admin-you = you
admin-no-rights = none yet
account-active = active
account-disabled = disabled
invite-title = Invite somebody
invite-hint = The account has no rights at first. The name may be a role, such as “Head of public order office”.
invite = Invite
link-title = Link for { $name }
link-hint = Hand it over in person. It works once, until { $until }, and will not be shown again.
link-rights = Give rights
admin-own = This is your own account. Another administrator changes your rights.
admin-rights-empty = No rights yet
admin-rights-empty-hint = Give the first right below. Without rights this person can sign in but sees no reports.
membership-end = End
membership-end-label = End: { $what }
grant-title = Give a right
grant = Give right
grant-units = Units
grant-bodies = Bodies
grant-partner = Authority
field-of = Right
field-until = Last day
hint-until = Such as 31.12.2026. Left empty, it holds until you end it.
access-title = Access
renew-title = New link to sign in
renew-hint = For forgotten passwords and expired invitations. Earlier links do not work any more then; the present password works until the new link is used.
renew = Make link
disable-title = Disable account
disable-hint = The person is signed out everywhere and cannot sign in any more. Their reports stay with the unit.
disable = Disable
enable-hint = The person can then sign in again with their password and has those rights that still hold.
enable = Enable
notice-granted = The right is given and holds at once.
notice-ended = The right has ended, in running sessions, too.
notice-disabled = The account is disabled, all its sessions have ended.
notice-enabled = The account is enabled.
admin-changed-meanwhile = Somebody else did this in the meantime. You see the new state.

no-rights-title = You have no rights yet
no-rights-text = Your account is there, but in no unit and no body yet. The administrators of your authority will enter you; then reload this page.
task-admin = Accounts of your authority: invite, give and end rights, disable.
task-privacy = Journal of your authority: who read and passed on what, when and on which occasion.
task-agreement = What the partners agreed: duties, term, bodies, legal bases.
task-account = Your rights, your password, your signed-in devices.

disclosures-newest = Shown are the newest { $shown } of { $count }.
disclosure-title = Disclosure: { $audience }
disclosure-from = From
disclosure-parts = Parts
disclosure-partners = Partners
disclosure-made = Disclosed
disclosure-reports = { $count ->
    [one] The report
   *[other] { $count } reports
}
disclosure-empty = No report to be seen any more
disclosure-empty-hint = The disclosure does not hold any more. What other disclosures show is still in your list of reports.
admin-limits = What administration cannot do
admin-tab-people = Accounts
admin-tab-areas = Divisions
