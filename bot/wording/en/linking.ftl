# Linking several messengers to one notebook.

account-link = Link another messenger to this notebook
    .command = link
    .code = What is the code?
account-link-take = Link this conversation
    .code = What is the code?
account-link-accept = Accept a link
    .place = Which conversation?
    .until = Until when?
account-link-refuse = Refuse a link
account-unlink = Take a messenger away from this notebook
    .command = unlink
    .place = Which messenger?
    .confirm = **Unlink this messenger?** What is written there will no longer reach this notebook. The notebook itself stays here.
    .yes = Yes, unlink
account-nudge-place = Choose where reminders arrive
    .command = reminders-place
    .place = Where do you want the reminders?
account-mute = Turn reminders off on one messenger
    .command = mute
    .place = On which messenger?

link-code =
    Here is the code. It works for { $minutes } minutes, and once:

    `{ $code }`

    Type it into the private conversation with Carnet on the other messenger. I will then ask you to confirm here. Give this code to nobody: it opens your notebook.
link-not-a-code = That is not a linking code: it has 26 letters and digits, in groups of five.
link-from-there = If you have a notebook on another platform already: ask for a code there with `/link`, then type it here.
link-take = Link this conversation to the notebook that issued this code? What was said here until then will be deleted, and you will see the other notebook here.
link-take-yes = Yes, link
link-asked = Good. If the code is right, the other conversation now asks you to confirm.
link-accept = A conversation on **{ $place }** gave your code and asks to be linked to this notebook. It will be able to read and change everything. Is it you? (You can answer for 10 minutes.)
link-workplace = That conversation is in an organisation’s workspace, which can sometimes export messages: your employer could read what is written there.
link-accept-yes = Yes, it is me
link-accept-no = No, refuse
link-done = Linked: this notebook also opens on { $place }. `/unlink` to go back, `/reminders-place` to choose where reminders arrive.
link-done-there = Linked. This conversation now opens your notebook.
link-refused = Refused. Nothing is linked, and the code is worthless now. If it was not you, somebody had your code: give it to nobody.
link-late = It is too late for this code. Ask for a new one with `/link`.
link-own-notebook = This conversation has a notebook of its own, and two notebooks are never mixed. You can ask for a code here with `/link` and type it on the other side; or export it (`/export`), delete everything here (`/delete`) and begin again.
link-too-often = Too many attempts. Try again in an hour.
unlink-last = This is the only messenger of this notebook: it cannot be unlinked. `/delete` deletes everything.
unlinked = Done: { $place } no longer leads to this notebook.
nudge-place-set = Reminders will arrive on { $place }, and only there.
muted = No more reminders on { $place }. There is no other messenger to receive them.
muted-elsewhere = No more reminders on { $place }. They will arrive on { $other }.
