# Import: files become reports

import-title = Import reports
import-explained = The file is checked first. You see which reports it would become; they are taken over only when you say so.
import-new = New file
import-look = Check
import-back = All imported files
import-wrong = This is not possible
import-file = File
import-at = Received
import-stage = Stage
import-line = Line
import-column-title = Title
import-when = Time
import-batches = Imported files
import-none = Nothing imported yet
import-none-hint = What your unit imports stands here with its stage.

field-import-profile = Layout of the file
hint-import-profile = Which column means what. Take the layout with which you imported last.
import-own-title = Upload a layout of your own
import-unit-by-source = By the source
import-profile-of = As last time with "{ $file }"
import-profile-example = Included: { $name }
import-field-profile_file = Description of the layout (TOML)
import-hint-profile_file = Holds instead of the chosen one. Your IT writes it; the handbook has examples.
import-field-file = File
import-hint-file = CSV, Excel (XLSX) or GeoJSON, also packed with gzip, up to 64 MB. Your IT imports larger files.

import-stage-uploaded = Waits for your decision
import-stage-open = Interrupted
import-stage-visible = Waits for your confirmation
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
import-left-out = Of these shortened (possibly about a person)
import-unmapped = { $count ->
    [one] One value is mapped to no category
   *[other] { $count } values are mapped to no category
}
import-empty-value = (empty)
import-first-rows = What the first reports would look like
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
import-confirm-explained = Only your unit sees the reports so far. With your confirmation the standing rules apply and disclose them.
import-confirm = Confirm
import-no-rules = No standing rule applies to these reports; nothing is disclosed.
import-disclosed = { $count ->
    [0] Confirmed. Nothing was disclosed.
    [one] Confirmed. One report was disclosed.
   *[other] Confirmed. { $count } reports were disclosed.
}

# In the journal

act-batch-uploaded = File uploaded
act-batch-previewed = Preview of a file looked at
act-batch-begun = Import begun
act-batch-staged = Part of a file written
act-batch-shown = Imported file visible
act-batch-confirmed = Imported file confirmed
act-batch-discarded = Imported file discarded
act-batch-rejects_read = Rejected rows fetched
subject-batch = File
fact-accepted = Accepted
fact-duplicate = Known
fact-rejected = Rejected
fact-block = Part
fact-disclosures = Disclosures
fact-rows = Rows
fact-source = Source
