# Everyday measurements.

wellness-show = See a measure over time
    .command = measure trend
    .measure = Which measure? (Steps, sleep, weight, blood pressure, pulse, glucose…)
    .days = Over how long? (For example “30 days”, “3 months”, “a year”.)
wellness-overview = See what was measured
    .command = measures
wellness-note = Note a measurement
    .command = note-measure
    .text = Which measurement? (For example “BP 130/80”, “I weigh 72.4 kg”, “pulse 64”.)
wellness-pressure = Note blood pressure
    .command = bp
    .readings = Which readings? (For example “132/84 128/82”.)
wellness-pressure-plan = Measure blood pressure for 3 days
    .command = bp-3-days
    .when = From which day?
    .days = For how many days?
wellness-pressure-stop = Stop the planned blood pressure readings
    .command = stop-bp
wellness-pressure-result = See the blood pressure result, for the doctor
    .command = bp-result
wellness-goal = Set yourself a goal
    .command = goal
    .goal = Which goal? (For example “8000 steps a day”, “72 kg”, “7 h of sleep”.)
wellness-goals = See your goals
    .command = goals
wellness-goal-remove = Remove a goal
    .goal = Which goal?
wellness-advice = Guidance on moving, eating, sleeping
    .command = advice guidance
    .topic = About what?

wellness-not-heard-window = I did not understand how long. For example: “30 days”, “3 months”, “all”.
wellness-not-heard-measure = I cannot show that. I know: steps, activity, distance, sleep, weight, blood pressure, heart rate, glucose, saturation, temperature.
wellness-note-how = I found no measurement. For example: “BP 130/80”, “I weigh 72.4 kg”, “pulse 64”, “temperature 37.2”.
wellness-pressure-how = I found no blood pressure. Give both numbers, for example “132/84”.
wellness-local-emergency = your local emergency number

wellness-heading = **{ $measure }** · { $days } days, from { $first } to { $last }
wellness-mean-sum = On average **{ $mean }** per measured day; from { $low } to { $high }.
wellness-mean-sleep = On average **{ $mean }** per measured night; from { $low } to { $high }.
wellness-mean-sample = On average **{ $mean }**; from { $low } to { $high }.
wellness-before = The { $days } days before: { $mean } on average ({ $measured } days measured).
wellness-today = Today, not finished yet: { $value }.
wellness-level-last = Latest: **{ $value }**, on { $day }.
wellness-level-change = Since { $day }: { $change }; between { $low } and { $high }.
wellness-coverage = Days measured: { $measured } of { $days }.
wellness-measured-days = Days measured: { $measured }.
wellness-sources = Device: { $names }.
wellness-overlap-sum = Several devices measured on the same day ({ $days } days): each hour counts only once.
wellness-overlap-sleep = Several devices measured the same night ({ $days } nights): the one that saw the most sleep counts.
wellness-overlap-level = Several devices measured on the same day ({ $days } days): the one that measured the most hours counts.
wellness-device-changed = ⚠ The device changed on { $day }: { $before } → { $after }. What is before and after does not compare well.
wellness-nothing = Nothing is noted for “{ $measure }”. Send the export of your watch or device, or type the measurement.
wellness-nothing-lately = Nothing was measured for “{ $measure }” in { $days } days. The latest measurement is of { $last }.
wellness-all-button = From the beginning
wellness-longer-button = Over { $days } days
wellness-trend-button = See the trend
wellness-until = { $count } { $count ->
        [one] day measured
       *[other] days measured
    }, up to { $last }
wellness-overview-title = **What was measured**
wellness-overview-empty = Nothing is measured yet. Send the export of your watch, phone or sensor, or type for example “BP 130/80”.

wellness-range = Between { $low } and { $high }: **{ $inside }%** of the sensor's readings.
wellness-range-out = Below { $low }: { $below }% (below { $very_low }: { $very_below }%). Above { $high }: { $above }% (above { $very_high }: { $very_above }%).
wellness-range-coverage = The sensor measured { $covered }% of the hours. To speak of it with your doctor, { $days } days and { $coverage }% are better.

wellness-noted = Noted: **{ $what }**.
wellness-last-time = The time before: { $value }, on { $day }.
wellness-pressure-noted = Noted: blood pressure **{ $readings }** mmHg.
wellness-pressure-usual = That is below { $limit }, the limit at home.
wellness-pressure-high = That is at or above the limit at home ({ $limit }). One reading alone settles nothing: stress, pain, coffee or effort raise it.
wellness-pressure-very-high = That is very high (over { $limit }). Sit down for 5 minutes, then measure three times. If it is still that high, see a doctor promptly. **Call { $emergency } at once** if there is a violent headache, trouble with sight, speech or strength, chest pain or trouble breathing.
wellness-pressure-pregnant = That is { $limit } or more, and you are pregnant: call your midwife, maternity unit or doctor today.
wellness-pressure-child = The limits for adults do not hold before 18: show this reading to the doctor.
wellness-pressure-plan-hint = To know, measure morning and evening for 3 days: say “blood pressure for 3 days”.
wellness-average-usual = This average is below { $limit }, the limit for blood pressure at home.
wellness-average-high = This average reaches or passes the limit at home ({ $limit }). Show it to your doctor; do not change your treatment on your own.
wellness-average-very-high = This average is very high. Call your doctor today.
wellness-pressure-mean = Average: **{ $value }** mmHg ({ $count } { $count ->
        [one] reading
       *[other] readings
    }, { $days } { $days ->
        [one] day
       *[other] days
    }).
wellness-pressure-high-count = At { $limit } or more: { $count } of { $total }.
wellness-pressure-last = Latest: { $value }, on { $day }.
wellness-pressure-few = It takes at least { $days } days of readings for the average to mean something.

wellness-plan-text = Blood pressure at home, 2 readings morning and evening, { $days } days
wellness-plan-button = Measure for 3 days
wellness-plan-started = It is planned from { $first }, for { $days } days: I will remind you at { $morning } and { $evening }.

    Sit quietly for 5 minutes, arm resting at heart height, without talking. **Two readings one minute apart**, in the morning before medicines, and in the evening.
wellness-plan-past = That day is past.
wellness-plan-already = Blood pressure readings are already under way. Say “stop blood pressure” to stop them.
wellness-plan-none = No blood pressure readings are planned. Say “blood pressure for 3 days” to begin.
wellness-plan-stopped = Stopped: I will not remind you about blood pressure. What was measured stays.
wellness-plan-stop-button = Stop
wellness-plan-nothing = No blood pressure was noted in these days.
wellness-plan-average = **Blood pressure at home: { $value } mmHg on average** ({ $count } { $count ->
        [one] reading
       *[other] readings
    }, { $days } { $days ->
        [one] day
       *[other] days
    }).
wellness-plan-missing = Readings missing: { $count }. The average is less certain.
wellness-plan-table = For your doctor:
wellness-plan-doctor = This is no diagnosis: your doctor decides.
wellness-plan-progress = { $missing } { $missing ->
        [one] reading
       *[other] readings
    } still to do.
wellness-plan-complete = All readings are there: average **{ $value }** mmHg. Say “blood pressure result” for the table.
wellness-morning = morning
wellness-evening = evening
wellness-card-pressure = Blood pressure at home: { $value } on average ({ $count } { $count ->
        [one] reading
       *[other] readings
    }, { $days } { $days ->
        [one] day
       *[other] days
    })
wellness-nudge-morning = **Time for the morning reading.** Sit for 5 minutes, then two readings one minute apart. Answer here, for example “132/84 128/82”.
wellness-nudge-evening = **Time for the evening reading.** Sit for 5 minutes, then two readings one minute apart. Answer here, for example “132/84 128/82”.

wellness-weight-unit = In kilograms or in pounds? Write it with its unit, for example “I weigh 80 kg”.
wellness-goal-how = Say a measure and a number, for example “8000 steps a day”, “72 kg”, “7 h of sleep”.
wellness-goal-daily = I count goals by the day, not by the week.
wellness-goal-which-weight = I count a weight to reach.
wellness-goal-no-weight = To count a difference of { $change } I need your weight, and I do not know it. Say the weight you aim for; to note today's, write for example “I weigh 80 kg” afterwards.
wellness-goal-bounds = That number is not plausible: between { $low } and { $high }.
wellness-goal-set = Your goal: { $measure }, **{ $target }**.
wellness-goal-none = No goal is noted. Say for example “goal 8000 steps a day”.
wellness-goal-nothing = nothing measured in these 30 days
wellness-goal-reached = reached on { $reached } days of { $days }
wellness-goal-left = latest { $value } on { $day }, { $left } away
wellness-goal-line = Your goal, { $target }: { $progress }.
wellness-goal-removed = Goal removed: { $measure }.
wellness-goal-button = Set myself a goal
wellness-advice-how = I know guidance on moving, eating, alcohol and sleeping.
wellness-advice-source = _Source: { $source }. This is guidance for everybody, not a prescription._

wellness-picture = Trend: { $measure }
wellness-picture-week = weekly means
wellness-picture-month = monthly means
wellness-picture-goal = goal
wellness-picture-sleep = sleep per night
wellness-picture-pressure = mmHg, mean of each day · limit at home: { $limit }
