# Carnet's page, and what is said in front of others.

public-hint = I answer this in private only: others can read here. Open a private conversation with me.
public-hint-button = Open a private conversation
page-welcome =
    # Carnet

    Hello. I help you keep your papers, prepare your appointments and understand. Only you see this page.
page-begin = Begin
page-next = Next appointments
page-none = No appointment is planned.
page-notebook = Notebook
page-nudges = Reminders
    .on = Reminders are on. They come to your private conversation, with no detail in the notification.
    .off = Reminders are off.
page-privacy = Privacy
    .text = Only you see this page. The notebook is encrypted. `/export` gives you everything, `/delete` destroys everything.
page-form-sent = Send
page-form-close = Cancel
page-form-optional = { $question } (optional)
page-form-wait = The answer comes in the conversation.
notice-workplace = **This workspace belongs to an organisation.** It can sometimes export messages, private ones too. What you write to me here could therefore be read by your employer. To keep health out of work, talk to me elsewhere. Here, commands begin with “!”: for example `!help`.
refused-shared = This conversation is shared with other people or another organisation: I do not answer here. Write to me in private.
prompt = To say
    .appointments = My appointments
    .prepare = Prepare my appointment
    .notebook = What do you know about me?
    .help = Help
status-thinking = is thinking…
