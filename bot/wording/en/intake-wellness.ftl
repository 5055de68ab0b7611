# Reading wellness and calendar files: what to know before keeping anything.

intake-partial = The file stops before its end. Carnet read what was there.
intake-damaged-parts = Part of the file is damaged. The rest was read.
intake-took-too-long = Reading was stopped because it took too long. The rest of the file was not read.
intake-too-large = The file is too large. The rest was not read.
intake-duplicates-dropped = Measurements found twice and counted once: { $count }.
intake-impossible-points = Measurements left out because their date or value is impossible: { $count }.
intake-overlapping-sources = Several devices measured the same thing ({ $measure }) at the same hours, on { $days } day(s). Carnet does not add them up: for each hour it takes the device that measured longest.
intake-routes-counted = Routes counted, without keeping the positions: { $count }.
intake-times-in-utc = This file gives times in universal time. It does not say the local time, so an evening measurement may fall on another day.
intake-date-order-unsure = Nothing in this file says whether the day comes before the month. Please check the dates before keeping them.
intake-unit-missing = The column “{ $column }” gives no unit. Carnet does not guess it.
intake-zone-assumed = The time has no time zone. Carnet took: { $zone }. Please check the time.
intake-zone-unknown = The file names a time zone that Carnet does not know. Please check the time.
intake-appointments-cancelled = Appointments cancelled in this message or file: { $count }.
intake-cancel-without-date = The file cancels an appointment without saying its date.
intake-series-cut = Repeated appointments of which only a part is shown: { $count }.
intake-appointment-time-missing = The time of the appointment is not given.
intake-appointment-relative = The message says “tomorrow” or a weekday, without a date. Please check the day, above all if the message is old.
intake-appointment-date-unclear = A date in the message can be read in two ways, or does not exist. It was not used.
intake-several-users = This file holds the measurements of several users of the device ({ $count }). Please check which ones are yours.

doubt-date-order = The day and the month may be swapped.
