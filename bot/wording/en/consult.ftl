consult-offer = I can note it in your notebook, or keep a question for your next appointment.
consult-question-button = Keep a question
episode-ended = Good. I no longer repeat the call. If a sign comes back, tell me and call at once.
