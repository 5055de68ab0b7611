# La porte : invitation, liste d'attente, quota, avis.

door-closed = Bonjour. Ici, Carnet est réservé aux personnes invitées. Si vous avez un code d'invitation, écrivez-le-moi. En cas d'urgence, appelez le 15 ou le 112.
door-code-wrong = Ce code n'est pas valable, ou il a déjà servi. Demandez-en un autre à la personne qui vous a invité.
door-waiting = Bonjour. Vous êtes sur la liste d'attente : je vous écrirai ici dès qu'une place se libère. Un code d'invitation ouvre tout de suite. En cas d'urgence, appelez le 15 ou le 112.
door-open = Bonne nouvelle : une place s'est libérée pour vous. Écrivez-moi quand vous voulez, ou `/start`.
door-spent = C'est tout pour aujourd'hui : { $count } messages, c'est la limite de ce serveur. Les commandes et vos rappels marchent toujours, et je réponds toujours à une urgence.
edit-seen = J'ai vu votre correction. Ce qui est déjà dans le carnet ne change pas tout seul : `/annuler` ou `/corriger` si besoin.

account-feedback = Donner votre avis sur une réponse
    .rating = Cette réponse vous a-t-elle aidé ?
    .at = Quelle réponse ?
account-feedback-give = Transmettre votre avis
    .rating = Cette réponse vous a-t-elle aidé ?
    .at = Quelle réponse ?
    .text = Avec le texte ?
rating = Avis
    .up = utile
    .down = pas utile
feedback-with = Avec le texte
    .yes = oui
    .no = non
feedback-ask = Merci. La personne qui tient ce serveur peut-elle garder cet avis ? Sans votre nom. Le texte de la question et de la réponse n'est joint que si vous le voulez.
feedback-only = L'avis seul
feedback-text = Avec le texte
feedback-nothing = Ne rien garder
feedback-thanks = C'est transmis. Merci.
reading-progress = Je lis votre fichier… { $seconds } s. Pour arrêter : /stop
reading-progress-share = Je lis votre fichier… { $percent } % ({ $seconds } s). Pour arrêter : /stop
