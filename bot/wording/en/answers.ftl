# What Carnet says in place of a model's answer that could not be vouched for.
# $number is the line to call, or "none" when none is known for that country.

answer-safe = I would rather not answer that without being sure. Please ask your doctor or pharmacist. I can note the question for your next visit.
answer-safe-medicine = I give no advice on a dose or a medicine. Your pharmacist or doctor can answer for your case. Change nothing without asking them. Shall I note the question?
answer-safe-diagnosis = I can't say what you have: that takes an examination. I can note your signs, since when, and your questions for the doctor.
answer-safe-urgent = { $number ->
    [none] See a doctor today. If nobody is free, call your country's urgent care number.
   *[other] See a doctor today. If nobody is free, call { $number }.
}
answer-safe-emergency = { $number ->
    [none] Call your local emergency number now. Don't wait for my answer.
   *[other] Call { $number } now. Don't wait for my answer.
}
answer-safe-crisis = { $number ->
    [none] You are not alone. Call a crisis line or your local emergency number now: somebody will answer.
   *[other] You are not alone. Call { $number } now: somebody will answer.
}
