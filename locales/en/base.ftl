# Frame of all pages
skip-to-content = Skip to content
demo-label = Note
demo-banner = Demonstration: all data are invented.
nav-label = Main navigation
nav-picture = Picture
nav-reports = Reports
nav-disclosures = Disclosures
nav-agreement = Agreement
nav-privacy = Data protection
nav-admin = Administration
sign-out = Sign out

# Errors: heading and what to do
error-back = To the picture
error-not-found = There is no such thing here
error-not-found-hint = Either this page does not exist, or it was not disclosed to you.
error-denied = You have no right to do this
error-denied-hint = The administration of your authority grants rights. Ask there if you need this one.
error-invalid = The input is not right yet
error-invalid-hint = Please go back and correct the fields named.
error-conflict = Somebody else saved in the meantime
error-conflict-hint = Your version was not saved. Load the report again and make your change there.
error-ended = This is already finished
error-ended-hint = The report is closed or the disclosure withdrawn. Nothing was changed.
error-taken = There is an account with this e-mail address
error-taken-hint = Check the address, or grant the membership to the existing account.
error-behind = The picture is not up to date right now
error-behind-hint = We show nothing outdated. It goes on in a few seconds.
error-full = The disk is full
error-full-hint = Nothing was saved, and nothing half. Please tell operations.
error-unavailable = The database does not answer
error-unavailable-hint = Nothing was saved. Please try again in a minute.
error-sign-in = Please sign in
error-sign-in-hint = Your session has ended, or you are not signed in.
error-stale = This page was open for too long
error-stale-hint = For your safety nothing was changed. Load the page again and try once more.
error-too-large = This is too large
error-too-large-hint = An input may have one megabyte at most.
error-no-text = There is a character in it that is no text
error-no-text-hint = It has the number 0. Please type the text instead of pasting it.
error-unreadable = The request cannot be read
error-unreadable-hint = Please load the page again and try once more.
error-wrong-method = This address does not take that
error-wrong-method-hint = Open the page again; programs find in openapi.json what each address takes.

# What is wrong with a field
problem-missing = Please fill this in.
problem-too-short = Please enter at least { $least } characters.
problem-too-long = Please enter at most { $most } characters.
problem-too-few = There are fewer than { $least }; numbers as small as that are not passed on.
problem-too-many = At most { $most } are possible at once.
problem-unknown = “{ $value }” is not one of the choices here.
problem-not-a-time = “{ $value }” is not a date that exists. Example: 22.11.2026 23:10.
problem-future = This lies in the future.
problem-end-before-start = The end must be after the beginning.
problem-not-a-coordinate = “{ $value }” is not a coordinate. Example: 7.82 and 51.68.
problem-half = Please give both values, or none.
problem-outside-city = This place is outside the city.
problem-moment-and-period = Please give either a moment or a period.
problem-source-of-others = Your unit may not enter reports from this source.
problem-unsuitable-basis =
    { $count ->
        [0] This legal basis does not carry a disclosure to this audience, and no other does.
       *[other] This legal basis does not carry a disclosure to this audience today. Suitable: { $suitable }.
    }
problem-unsuitable-profile = There is no such profile for this audience. Choose another, or give legal basis, purpose and expiry yourself.
problem-not-in-future = This must lie in the future.
problem-no-summary = There is no summary yet. Write a sentence that others may read.
