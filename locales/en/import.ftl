# Import: files become reports

import-title = Import reports
import-explained = A file is read and checked first. You see what would become of it; only then does it come in, and everything becomes visible at once.
import-new = New file
import-look = See what would become of it
import-back = Back to all batches
import-wrong = This is not possible
import-file = File
import-at = Received
import-stage = Stage
import-line = Line
import-column-title = Title
import-when = Time
import-batches = Batches
import-none = Nothing imported yet
import-none-hint = What your unit imports stands here with its stage.

field-import-profile = Profile
hint-import-profile = What the columns of the file mean.
import-own-profile = Own profile (below)
import-unit-by-source = By the source
import-profile-of = As last time with "{ $file }"
import-profile-example = Example: { $name }
import-field-profile_file = Own profile (TOML)
import-hint-profile_file = Holds instead of the chosen one.
import-field-file = File
import-hint-file = CSV, XLSX or GeoJSON, also packed with gzip, up to 64 MB. The command line imports larger ones.

import-stage-uploaded = Uploaded
import-stage-open = Interrupted
import-stage-visible = Visible, not confirmed yet
import-stage-confirmed = Confirmed
import-stage-discarded = Discarded

import-read = Rows read
import-would-accept = Would be accepted
import-would-reject = Would be rejected
import-accepted = Accepted
import-duplicate = Were there already
import-rejected = Rejected
import-without-place = Of these without a place
import-outside = Of these outside the city
import-outside-one = outside the city
import-left-out = Of these with an omission, because something looked like a person
import-unmapped = { $count ->
    [one] One value is mapped to no category
   *[other] { $count } values are mapped to no category
}
import-empty-value = (empty)
import-first-rows = The first rows as they would become
import-first-rejected = The first rejected rows
import-in-line = Line { $line }

import-start = Import
import-continue = Continue
import-stop = Stop
import-discard = Discard
import-refused-hint = Correct the file or the profile and upload it again.
import-open-explained = A part is written, nothing is visible yet. You can continue or discard all of it.
import-runs = Importing
import-runs-hint = The page reloads every two seconds. You may leave it; the import goes on.
import-rows = { $count ->
    [one] one row
   *[other] { $count } rows
}
import-rejects = Download rejected rows
import-rejects-hint = The same form as the file, with the reason in each row. Corrected and imported again they come in.
import-confirm-title = Confirm
import-confirm-explained = Only your unit sees the reports so far. Once you have looked at the batch, confirm it; then the standing rules disclose.
import-confirm = Confirm batch
import-no-rules = No standing rule applies to this batch; nothing is disclosed.
import-disclosed = { $count ->
    [0] Confirmed. Nothing was disclosed.
    [one] Confirmed. One report was disclosed.
   *[other] Confirmed. { $count } reports were disclosed.
}

# In the journal

act-batch-uploaded = File uploaded
act-batch-previewed = Preview of a batch looked at
act-batch-begun = Import begun
act-batch-staged = Part of the batch written
act-batch-shown = Batch visible
act-batch-confirmed = Batch confirmed
act-batch-discarded = Batch discarded
act-batch-rejects_read = Rejected rows fetched
subject-batch = Batch
fact-accepted = Accepted
fact-duplicate = Known
fact-rejected = Rejected
fact-block = Part
fact-disclosures = Disclosures
fact-rows = Rows
fact-source = Source
