# The account, the welcome, the settings.

account-begin = Begin
    .command = start
    .language = Bonjour ! Hello! · Quelle langue ? Which language?
    .agree = Do you agree?
    .country = Which country do you live in? It decides the emergency numbers. (Choose, or type the name.)
    .born = In which year were you born? (For example 1980.) Age changes some advice and some warnings.
account-greet = Answer a greeting
account-thanks = Answer a thank-you
you-are-welcome = You are welcome.
account-help = See everything I can do
    .command = help
account-health = Go to the health space
    .command = health
account-everyday = Go to the everyday space
    .command = everyday
account-undo = Undo the last change
    .command = undo
    .change = Which change?
account-cancel = Leave the open question
    .command = cancel
account-language = Change the language
    .command = language
    .language = Quelle langue ? Which language?
account-country = Change the country
    .command = country
    .country = Which country do you live in?
account-born = Change the year of birth
    .command = born
    .born = In which year were you born?
account-dates = Say how to read dates in figures
    .command = dates
    .order = For you, “9/3” is:
account-zone = Change the time zone
    .command = timezone
    .zone = Which time zone? (For example Europe/London.)
account-nudges = Turn reminders on or off
    .command = reminders
    .wanted = Do you want my reminders?
account-privacy = Know where your data are
    .command = privacy
account-export = Export everything
    .command = export
account-delete = Delete everything
    .command = delete
    .confirm = **Delete everything?** The notebook, documents, conversations and the keys that open them will be destroyed. Nobody can bring them back, not even from a backup once the keys have been rotated. You can export everything first with `/export`.
    .yes = Yes, delete everything

language = Language
    .fr = French
    .fr-also = francais, français, fr
    .en = English
    .en-also = anglais, en, english please
agree = Agreement
    .yes = I agree
    .yes-also = yes, ok, okay, agree, agreed, i accept, oui, y, sure, yes sure, yes i agree, yes i do, i do, fine, that's fine
    .no = No thank you
    .no-also = no, i refuse, refuse, no thanks, non, n
nudges = Reminders
    .on = Yes
    .on-also = yes, on, turn on, enable, resume, oui
    .off = No
    .off-also = no, off, turn off, disable, stop, non
nudges-set = Reminders
    .on = Reminders are on.
    .off = Reminders are off. Your appointments stay noted.
space = Space
    .health = health
    .everyday = everyday
room = Section
    .account = Account and data
    .profile = Notebook
    .visits = Appointments
    .labs = Results
    .documents = Documents
    .wellness = Wellness

notice =
    { "" }**Welcome. I am Carnet, a health companion.** Before we begin, plainly:

    - I help you gather, understand and prepare. **I am not a doctor**: no diagnosis, no prescription, no dose.
    - **In an emergency, do not wait for my answer: call the emergency number** (112 in Europe, 999 in the UK, 911 in the US).
    - Your notebook is encrypted, with a key for you alone. Whoever runs this server also holds the master key: choose somebody you trust.
    - { $model }
    - My medical texts have sources, but no clinician has reviewed them yet.
    - You can see, correct, export and delete everything, at any time. No advertising, no training, no tracking.
notice-model = When I answer freely, our recent conversation and, in the health space, a summary of the notebook are sent to the language model { $model }. The everyday space never sends anything of the notebook.
notice-photos = The photo of a report is sent to the model only when you ask for it, each time, by a button.
notice-no-model = No language model is connected: nothing leaves this server.
notice-refused = That is your right. Nothing is kept in a notebook. Write to me if you change your mind.
account-welcome =
    All set. You are in the **health space**. Some ideas to begin with:

    - “I have diabetes and high blood pressure” · “I take metformin 500 mg morning and evening” · “Allergic to penicillin”
    - “Cardiologist appointment next Tuesday 2:30pm”, then “Prepare my appointment”
    - Send a laboratory report (PDF): I will explain it
    - “What do you know about me?” to see everything

    `/help` shows it all.
account-minor = You are under { $age }: a parent has to open the notebook with you. Until then I note nothing. Your country's child helpline can be reached free of charge: childhelplineinternational.org lists them.
welcome-back = Hello. I am here. `/help` shows what I can do.
language-set = I speak English now.
country-set = Country: { $country }.
country-unknown = not given
born-set = Year of birth: { $year }.
zone-set = Time zone: { $zone }. It is { $time } there.
zone-unknown = I do not know this time zone. Try a name such as Europe/London or America/Toronto.
space-now-health = You are in the **health space**. What is said here can be noted in the notebook.
space-now-everyday = You are in the **everyday space**. Here I do not see your notebook.
space-everyday-no-model = Without a language model I do not answer free questions here.
privacy =
    { "" }**Where your data are**

    - On the server of whoever installed Carnet, encrypted with a key for you alone.
    - Names of illnesses, appointments, your messages and your identity are not readable in any file.
    - Whoever holds this server's master key could open them: that is a matter of trust.
    - { $model }
    - The everyday space never receives anything of the notebook.
    - You agreed on { $date }. `/export` gives you everything, `/delete` destroys everything.
help-intro = You are in the { $space } space. This is what I can do:
help-outro-health = You can also say it in your own words, or send me a file.
help-outro-everyday = For anything about your health: `/health`.
cancelled = All right, we leave it at that.
undone = Undone:
undo-back = back: { $line }
undo-gone = taken out: { $line }
undone-already = That was undone already.
undo-later-first = These lines have changed since. Undo the latest change first, with `/undo`.
nothing-to-undo = There is nothing to undo.
deleted = Everything is deleted, and the keys are destroyed. Take care.
exported = This is everything I keep ({ $count } lines of the notebook, your documents, your account). This file is not encrypted: keep it in a safe place.
export-title = My notebook
export-readme =
    This folder holds everything Carnet keeps about you.
    carnet.md: the notebook, readable. notebook.json: the same for software. results.csv: the results as a table.
    account.json: the account. changes.json: every change. log.json: the log. documents/: your files. measurements/: every point of your devices.
    It is not encrypted: keep it in a safe place.
account-acknowledge = Answer a word about a reminder
    .answer = Is it done?
acknowledged = Answer a word about a reminder
    .done = done
    .done-also = done, it's done, taken, i took it, i've taken it, i did it, all done, ok done, yes done, given, fait, pris
    .later = later
    .later-also = later, not yet, not now, plus tard
    .skipped = skipped
    .skipped-also = skipped, not taken, forgot, i forgot, i skipped it, i forgot it, i didn't take it, pas pris
acknowledge-done = Well done. I keep no record of it. To keep one, say “note that…”.
acknowledge-later = All right. Say “remind me in 1 hour to…” and I will tell you again.
acknowledge-skipped = Understood. I keep no record of it. If it is a medicine and you are unsure, its leaflet or your pharmacist can tell you what to do.
account-goodbye = Answer a goodbye
goodbye = See you soon. Your reminders go on.
