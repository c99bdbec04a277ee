# What stands there with scripts only: appearance, menu, messages of the live channel, map, sheets on the phone
menu-account = Account
theme-dark = Dark appearance
theme-light = Light appearance

live-appeared-one = One new report
live-appeared-other = {"{"}count{"}"} new reports
live-changed-one = One report changed
live-changed-other = {"{"}count{"}"} reports changed
live-gone-one = One report no longer disclosed
live-gone-other = {"{"}count{"}"} reports no longer disclosed
live-everything = Updated
live-urgent = Immediate notice
live-away = No connection. You see the last state.
live-back = Connected again
live-failed = That did not work. Trying again in a few seconds.
live-signed-out = Your session has ended. Please sign in again.

sheet-filters = Filters
sheet-list = List
sheet-close = Close
fold = Hide
unfold-filters = Show filters
unfold-list = Show list
drawer-back = Back to the list
drawer-loading = Loading

locator-label = Place in the city: { $place }

map-tools = Part of the map
map-keys = Move with the arrow keys, zoom with plus and minus. Enter opens what lies in the middle.
map-no-webgl = This browser cannot draw the map. The table shows the same figures.
map-layer = Show by
map-cells-head = Reports per cell (about {"{"}size{"}"} km²)
map-areas-head = Reports per district
map-points-head = Single reports
map-rough = approximate place only (about 200 m)
map-unplaced-one = One report without an exact place is not on the map
map-unplaced-other = {"{"}count{"}"} reports without an exact place are not on the map
map-count-one = One report
map-count-other = {"{"}count{"}"} reports
map-you = Your position
map-near = Near me
map-placed = Place set: {"{"}area{"}"}
map-place-outside = This point lies outside the city.
map-place-none = No place set yet.
map-pick-keys = By keyboard: move the map with the arrow keys, set the place in the middle with Enter.

period-since = since { $day }
period-until = until { $day }
histogram-title = { $days ->
    [1] Reports a day
    [7] Reports a week
   *[other] Reports in { $days } days each
}

# Times in lists and along the time line
yesterday = yesterday
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = June
month-7 = July
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
