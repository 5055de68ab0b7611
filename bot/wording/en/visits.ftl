# Appointments.

visits-note = Note an appointment
    .command = appointment
    .who = Who is it with, or what is it for?
    .when = Which day and what time?
    .time = What time?
    .where = Where?
    .subject = Who is it for?
visits-series = Note appointments that come back
    .command = series
    .words = Who with, which days and what time? For example “physio every Tuesday at 5pm”.
    .how_many = How many times, or until when? For example “10 sessions” or “until 15 January”.
visits-routine = Be reminded regularly
    .command = remind
    .words = Of what, and when? For example “take my blood pressure every Monday at 8am”.
visits-list = See appointments and what is left to do
    .command = agenda appointments
    .about = When, or with whom?
visits-prepare = Prepare an appointment
    .command = prepare
    .appointment = Which appointment?
visits-ask = Keep a question for an appointment
    .command = question
    .what = Which question?
    .appointment = For which appointment?
visits-move = Move an appointment
    .command = move
    .when = To which day and time?
    .appointment = Which appointment?
    .time = What time?
visits-correct = Correct the appointment noted last
    .when = To which day and time?
    .time = What time?
visits-cancel = Note that an appointment is cancelled
    .command = cancel-appointment
    .appointment = Which appointment?
visits-cancel-all = Note that several appointments are cancelled
    .about = Which ones?
    .confirm = **Note all these appointments as cancelled?** I tell nobody.
    .yes = Yes, all
visits-debrief = Tell how an appointment went
    .command = debrief
    .words = In your own words: what do you remember, and what do you have to do now?
    .appointment = Which appointment?
    .who = Who was it with?
    .when = Which day was it?
    .subject = Who was it for?
visits-follow-up = Note something to do
    .command = todo
    .what = What is to be done?
    .when = By when?
    .task = Which line?
visits-done = Tick off what is done
    .command = done
    .task = What is done?

appointment-noted = Noted: **{ $line }**.
appointment-moved = Moved: **{ $line }**.
appointment-already = This appointment is already noted: { $line }.
appointment-cancelled = Noted as cancelled: { $line }. I tell nobody: remember to call the practice.
appointments-cancelled = { $count ->
    [one] One appointment is noted as cancelled.
   *[other] { $count } appointments are noted as cancelled.
}
    .call = I tell nobody: remember to call each practice.
appointments-none-about = No appointment is planned for “{ $what }”.
appointment-past = This moment has passed: { $moment }.
day-heard = **{ $who }**, { $day }.
hour-unknown = I do not know yet
hour-unknown-said = i don't know · i do not know · i don't know yet · i do not know yet · dont know · not sure · not sure yet · no idea · not yet · later · they will tell me · i'll tell you · tbc · to be confirmed · no time yet · unknown · all day
hour-missing = The time is missing. Say it when you know it, for example “{ $who } at 9am”.
visit-for = for { $who ->
    [il] him
    [elle] her
    [ils] them
    [elles] them
    [he] him
    [she] her
    [they] them
   *[other] { $who }
}
nudges-planned = I will remind you: { $moments }.
no-appointment = No appointment is planned. Say for example “Dentist appointment next Tuesday 9am”.
no-such-appointment = This appointment is no longer in the notebook.
no-such-task = This line is no longer in the notebook.
prepare-button = Prepare
card-button = See my card
add-question-button = Add a question
question-noted = Question kept: “{ $what }”
card-first = Say first
card-ask = Ask
card-bring = Bring
card-another = This visit is not your own: your conditions, medicines and results are not on this card. Remember to bring those of the person you go with.
card-another-child = This visit is a child's: your conditions, medicines and results are not on this card.
card-write = _Write down: what I was told, and what I have to do. Ask them to repeat or to draw._
card-conditions = I have: { $what }
card-medicines = I take: { $what }
card-allergies = Allergies: { $what }
card-no-allergies = Allergies: none noted, please check
nudge-evening = **Tomorrow**: { $line }. Here is your card.
nudge-hour = **In one hour**: { $line }.
nudge-debrief = **{ $who }**: how did it go? In your own words: what do you remember, and **what do you have to do now?** Just answer here.
nudge-task = **To do today**: { $line }.
debrief-not-held-said = i missed · i have missed · i've missed · i forgot · i skipped · missed it · it was cancelled · cancelled · i didn't go · i did not go · it didn't happen · canceled
# What may be said beside it without telling anything of the visit.
debrief-not-held-beside = sorry · actually · unfortunately · completely · in the end · oh · well · no · and · i · i've · he · she · they · we · it · was · were · had · has · have · been · my · the · a · an · this · that · to · for · of · at · with · about · go · going · appointment · appt · visit · session · yesterday · today · this morning
debrief-later-said = not now · tomorrow · not yet
debrief-how = **{ $who }**: how did it go?
debrief-was-not-held = Noted: this appointment did not take place ({ $who }).
debrief-none-held = All right: that appointment did not take place. I noted nothing. To note another one, say for example “Dentist appointment next Tuesday 9am”.
debrief-not-held = It did not happen
debrief-later = Later
debrief-kept = Kept ({ $who }).
debrief-follow-ups = This is what I understand you have to do:
debrief-no-follow-up = I found nothing to do in it. If there is, say for example “remind me to repeat the blood test in 3 months”.
debrief-questions = You also wanted to ask:
debrief-check = If that is not it, undo and tell it in other words. If something is not clear, call the practice: forgetting is normal.
task-done = Done: { $what }
task-done-button = It is done
task-later-button = Tomorrow
task-noted = To do, noted: { $line }
task-marked-done = Well done, ticked off: { $what }
series-how = Say who, which days and what time: “physio every Tuesday at 5pm for 6 weeks”. I can note what comes back every day, every week or every month.
series-how-many-unheard = I did not understand how many times.
series-none = That falls on no coming day.
series-unnamed = Appointment
series-noted = { $count ->
    [one] One appointment is noted:
   *[other] { $count } appointments are noted:
}
routine-how = I can remind you every day, on some days of the week, or on some days of the month.
routine-noted = Noted: **{ $what }**, { $when }. To stop: “my appointments”, then “Stop”.
routine-nudges-off = Your reminders are off: `/reminders` turns them on.
nudge-routine = **It is time**: { $what }.
routine-stop-button = Stop this reminder
task-stop = Stop: { $what }
routine-stopped = I no longer remind you of this: { $what }
debrief-unplanned = a visit that was not noted
no-appointment-about = Nothing is noted for “{ $what }”. Here is everything planned.
