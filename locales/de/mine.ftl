# Für mich
mine-title = Für mich
mine-link = Für mich
mine-waits = Wartet auf mich
mine-waits-empty = Nichts wartet auf Sie
mine-waits-empty-hint = Sofortmeldungen und Abgaben an Ihre Dienststelle erscheinen hier von selbst.
mine-new = Neu für mich
mine-since = Seit { $since }
mine-new-empty = Nichts Neues
mine-new-empty-hint = Antworten auf Ihre Abgaben und neue Meldungen seit Ihrem letzten Besuch erscheinen hier.
mine-all-new = Alle neuen Meldungen ({ $count })
mine-awaited = Darauf warte ich
mine-awaited-empty = Sie warten auf nichts
mine-awaited-empty-hint = Was Ihre Dienststelle abgegeben oder sofort gemeldet hat, steht hier, bis es erledigt ist.
mine-all-notices = Alle Sofortmeldungen
mine-all-referrals = Alle Abgaben
