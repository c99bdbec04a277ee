# Two people edit the same report.
conflict-title = Somebody else has saved meanwhile
conflict-text = { $name } saved this report while you were writing. Below you find everything that you entered. Here is what differs in the saved version. If you save, your entry holds; the other version stays in the history.
conflict-nothing = (nothing)
