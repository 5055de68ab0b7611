# The door: invitation, waiting list, quota, feedback.

door-closed = Hello. Here, Carnet is for people who were invited. If you have an invitation code, write it to me. In an emergency, call your emergency number (112 in Europe, 999 in the UK, 911 in North America).
door-code-wrong = This code is not valid, or it was used already. Ask the person who invited you for another.
door-waiting = Hello. You are on the waiting list: I will write to you here as soon as there is a place. An invitation code opens at once. In an emergency, call your emergency number (112 in Europe, 999 in the UK, 911 in North America).
door-open = Good news: there is a place for you now. Write to me whenever you like, or `/start`.
door-spent = That is all for today: { $count } messages is the limit of this server. Commands and your reminders still work, and I always answer an emergency.
edit-seen = I saw your correction. What is already in the notebook does not change by itself: `/undo` or `/correct` if needed.

account-feedback = Rate an answer
    .rating = Did this answer help you?
    .at = Which answer?
account-feedback-give = Pass on your feedback
    .rating = Did this answer help you?
    .at = Which answer?
    .text = With the text?
rating = Rating
    .up = helpful
    .down = not helpful
feedback-with = With the text
    .yes = yes
    .no = no
feedback-ask = Thank you. May the person who runs this server keep this? Without your name. The text of the question and the answer is included only if you want.
feedback-only = The rating only
feedback-text = With the text
feedback-nothing = Keep nothing
feedback-thanks = Passed on. Thank you.
reading-progress = I am reading your file… { $seconds } s. To stop: /stop
reading-progress-share = I am reading your file… { $percent } % ({ $seconds } s). To stop: /stop
