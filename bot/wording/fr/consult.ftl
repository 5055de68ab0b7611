consult-offer = Je peux le noter dans votre carnet, ou garder une question pour votre prochain rendez-vous.
consult-question-button = Garder une question
episode-ended = Bien, je ne rappelle plus l'appel. Si un signe revient, dites-le-moi et appelez aussitôt.
