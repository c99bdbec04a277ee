# Zwei Menschen bearbeiten dieselbe Meldung.
conflict-title = Inzwischen hat jemand anders gespeichert
conflict-text = { $name } hat diese Meldung gespeichert, während Sie geschrieben haben. Unten steht noch alles, was Sie eingegeben haben. Hier steht, was im gespeicherten Stand anders ist. Wenn Sie speichern, gilt Ihre Eingabe; der andere Stand bleibt im Verlauf.
conflict-nothing = (nichts)
