# Ce que Carnet dit à la place d'une réponse du modèle qui n'a pas pu être vérifiée.
# $number est la ligne à appeler, ou « none » quand aucune n'est connue pour ce pays.

answer-safe = Je préfère ne pas répondre à cela sans être sûr. Posez la question à votre médecin ou à votre pharmacien. Je peux la noter pour votre prochaine visite.
answer-safe-medicine = Je ne donne pas de conseil sur une dose ou un médicament. Votre pharmacien ou votre médecin peut vous répondre pour votre cas. Ne changez rien sans leur avis. Voulez-vous que je note la question ?
answer-safe-diagnosis = Je ne peux pas dire ce que vous avez : il faut un examen. Je peux noter vos signes, depuis quand, et vos questions pour le médecin.
answer-safe-urgent = { $number ->
    [none] Voyez un médecin aujourd'hui. Si aucun n'est libre, appelez le numéro de soins urgents de votre pays.
   *[other] Voyez un médecin aujourd'hui. Si aucun n'est libre, appelez le { $number }.
}
answer-safe-emergency = { $number ->
    [none] Appelez maintenant le numéro d'urgence de votre pays. N'attendez pas ma réponse.
   *[other] Appelez le { $number } maintenant. N'attendez pas ma réponse.
}
answer-safe-crisis = { $number ->
    [none] Vous n'êtes pas seul. Appelez maintenant une ligne d'écoute ou le numéro d'urgence de votre pays : quelqu'un vous répondra.
   *[other] Vous n'êtes pas seul. Appelez le { $number } maintenant : quelqu'un vous répondra.
}
