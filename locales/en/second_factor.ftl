# Second factor: a device's code, recovery codes
code-title = Enter the code
code-text = The password for { $email } is right. Open the authenticator app on your device and enter the code that it shows for Lagenetz.
field-code = Code
hint-code = Six digits. A recovery code works, too.
problem-wrong-code = This code does not count or was used already. Wait for the next one, and check the time of your device.
code-lost = Device not at hand?
code-lost-hint = Enter one of your recovery codes; each counts once. Without those, too, your authority's administration resets the second factor.
code-other-account = Sign in with another account

factor-title = Second factor
factor-explained = When you sign in, Lagenetz also asks for a code that only your device knows. A stolen password alone helps nobody then.
factor-demanded = With your rights the agreement demands a second factor. Set it up, and you go on from there.
factor-app = You need an authenticator app on a device of your authority, for example the one it hands out. The app works offline and learns nothing about your work.
factor-begin = Connect a device
factor-set-up = Set up a second factor
factor-manage = Manage the second factor
factor-since = Set up since { $since }.
factor-codes-left = { $left ->
    [0] You have no recovery code left.
    [one] You have one recovery code left.
   *[other] You have { $left } recovery codes left.
}
factor-scan = Connect the device
factor-scan-hint = Read this picture with the authenticator app.
factor-qr = QR code for the authenticator app; the same key stands below as text
factor-key = Or enter the key by hand:
factor-key-hint = Time-based, six digits, 30 seconds. Show the key to nobody.
factor-confirm-title = Confirm a code
factor-confirm = Confirm
factor-done = The second factor is set up
factor-codes-renewed = New recovery codes
factor-codes-title = Keep these recovery codes.
factor-codes-hint = Each replaces the code of your device once, if you do not have it at hand. They are not shown again; earlier ones do not count any more.
factor-codes-label = Recovery codes
factor-codes-keep = Best on paper in a locked place, not on the same device.
factor-codes-kept = I have kept them
factor-change-title = Change
factor-change-hint = With a code of your device you get new recovery codes, or you disconnect the device to connect another one. Disconnecting ends all other sessions.
factor-renew-codes = New recovery codes
factor-remove = Disconnect the device
notice-factor-removed = The device is disconnected. All other sessions have ended.

sessions-end = Sign all others out
notice-sessions = All other devices are signed out.
session-awaited = waiting for the code
session-both = with second factor

admin-factor = Second factor
admin-factor-set-up = set up
admin-factor-missing = not set up
admin-factor-demanded = not set up, demanded at the next sign-in
factor-reset-title = Reset the second factor
factor-reset-hint = Only if device and recovery codes are lost and you are sure who the person is. All their sessions end; after that the password is enough until they set up a second factor again.
factor-reset = Reset
notice-factor-reset = The second factor is reset, all sessions have ended.

act-session-awaited = Password right, code asked for
act-factor-begun = Second factor begun
act-factor-set_up = Second factor set up
act-factor-refused = Wrong code refused
act-factor-codes = Recovery codes renewed
act-factor-removed = Second factor removed
act-factor-reset = Second factor reset
fact-factor = Second factor
factor-code = code of the device
factor-recovery = recovery code
