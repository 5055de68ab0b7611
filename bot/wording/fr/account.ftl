# Le compte, l'accueil, les réglages.

account-begin = Commencer
    .command = start
    .language = Bonjour ! Hello! · Quelle langue ? Which language?
    .agree = Êtes-vous d'accord ?
    .country = Dans quel pays vivez-vous ? Cela décide des numéros d'urgence. (Choisissez ou écrivez le nom.)
    .born = En quelle année êtes-vous né ou née ? (Par exemple 1980.) L'âge change certains conseils et certaines alertes.
account-greet = Répondre à un bonjour
account-thanks = Répondre à un merci
you-are-welcome = Avec plaisir.
account-help = Voir tout ce que je sais faire
    .command = aide
account-health = Passer dans l'espace santé
    .command = sante
account-everyday = Passer dans l'espace quotidien
    .command = quotidien
account-undo = Annuler le dernier changement
    .command = annuler defaire
    .change = Quel changement ?
account-cancel = Laisser la question en cours
    .command = stop
account-language = Changer de langue
    .command = langue
    .language = Quelle langue ? Which language?
account-country = Changer de pays
    .command = pays
    .country = Dans quel pays vivez-vous ?
account-born = Changer l'année de naissance
    .command = naissance
    .born = En quelle année êtes-vous né ou née ?
account-dates = Dire comment lire les dates en chiffres
    .command = dates
    .order = Pour vous, « 9/3 », c'est :
account-zone = Changer de fuseau horaire
    .command = fuseau
    .zone = Quel fuseau horaire ? (Par exemple Europe/Paris.)
account-nudges = Activer ou couper les rappels
    .command = rappels
    .wanted = Voulez-vous recevoir mes rappels ?
account-privacy = Savoir où sont vos données
    .command = confidentialite
account-export = Tout exporter
    .command = exporter export
account-delete = Tout effacer
    .command = effacer supprimer
    .confirm = **Tout effacer ?** Le carnet, les documents, les conversations et les clés qui les ouvrent seront détruits. Personne ne pourra les retrouver, pas même dans une sauvegarde une fois les clés renouvelées. Vous pouvez d'abord tout exporter avec `/exporter`.
    .yes = Oui, tout effacer

language = Langue
    .fr = français
    .fr-also = french, fr, french please
    .en = anglais
    .en-also = english, en
agree = Accord
    .yes = Je suis d'accord
    .yes-also = oui, ok, okay, d'accord, j'accepte, accord, oui d'accord, ok d'accord, oui je suis d'accord, oui j'accepte, c'est d'accord, je veux bien, oui oui
    .no = Non merci
    .no-also = non, je refuse, no, refuse
nudges = Rappels
    .on = Oui
    .on-also = oui, activer, active, on, yes, remets, remettez, activez
    .off = Non
    .off-also = non, couper, coupe, arrete, arretez, off, no, desactive, desactivez, coupez
nudges-set = Rappels
    .on = Les rappels sont activés.
    .off = Les rappels sont coupés. Vos rendez-vous restent notés.
space = Espace
    .health = santé
    .everyday = quotidien
room = Rubrique
    .account = Compte et données
    .profile = Carnet
    .visits = Rendez-vous
    .labs = Résultats
    .documents = Documents
    .wellness = Bien-être

notice =
    { "" }**Bienvenue. Je suis Carnet, un compagnon de santé.** Avant de commencer, en clair :

    - Je vous aide à rassembler, comprendre et préparer. **Je ne suis pas médecin** : pas de diagnostic, pas d'ordonnance, pas de dose.
    - **En urgence, n'attendez pas ma réponse : appelez le numéro d'urgence** (15 ou 112 en France).
    - Votre carnet est chiffré, avec une clé pour vous seul. Qui tient ce serveur tient aussi la clé principale : choisissez quelqu'un de confiance.
    - { $model }
    - Mes textes médicaux ont des sources, mais aucun clinicien ne les a encore relus.
    - Vous pouvez tout voir, corriger, exporter et effacer, à tout moment. Pas de publicité, pas d'entraînement, pas de mesure d'audience.
notice-model = Quand je réponds librement, notre conversation récente et, dans l'espace santé, un résumé du carnet sont envoyés au modèle de langue { $model }. L'espace quotidien n'envoie jamais rien du carnet.
notice-photos = La photo d'un compte rendu n'est envoyée au modèle que si vous le demandez, chaque fois, par un bouton.
notice-no-model = Aucun modèle de langue n'est branché : rien ne quitte ce serveur.
notice-refused = C'est votre droit. Rien n'est gardé dans un carnet. Écrivez-moi si vous changez d'avis.
account-welcome =
    C'est prêt. Vous êtes dans l'**espace santé**. Quelques idées pour commencer :

    - « J'ai du diabète et de l'hypertension » · « Je prends metformine 500 mg matin et soir » · « Allergique à la pénicilline »
    - « RDV cardiologue mardi prochain 14h30 », puis « Prépare mon rendez-vous »
    - Envoyez un compte rendu de laboratoire (PDF) : je vous l'explique
    - « Que sais-tu de moi ? » pour tout voir

    `/aide` montre tout.
account-minor = Vous avez moins de { $age } ans : un parent doit ouvrir le carnet avec vous. En attendant, je ne note rien. En France, le 119 (enfance en danger) et le 3114 (idées suicidaires) répondent gratuitement, jour et nuit.
welcome-back = Bonjour. Je suis là. `/aide` montre ce que je sais faire.
language-set = Je parle français maintenant.
country-set = Pays : { $country }.
country-unknown = non précisé
born-set = Année de naissance : { $year }.
zone-set = Fuseau horaire : { $zone }. Il y est { $time }.
zone-unknown = Je ne connais pas ce fuseau. Essayez un nom comme Europe/Paris ou America/Montreal.
space-now-health = Vous êtes dans l'**espace santé**. Ce qui se dit ici peut être noté dans le carnet.
space-now-everyday = Vous êtes dans l'**espace quotidien**. Ici, je ne vois pas votre carnet.
space-everyday-no-model = Sans modèle de langue, je n'y réponds pas aux questions libres.
privacy =
    { "" }**Où sont vos données**

    - Sur le serveur de la personne qui a installé Carnet, chiffrées avec une clé pour vous seul.
    - Les noms de maladies, les rendez-vous, vos messages et votre identité ne sont lisibles dans aucun fichier.
    - Qui tient la clé principale de ce serveur pourrait les ouvrir : c'est une question de confiance.
    - { $model }
    - L'espace quotidien ne reçoit jamais rien du carnet.
    - Accord donné le { $date }. `/exporter` vous donne tout, `/effacer` détruit tout.
help-intro = Vous êtes dans l'espace { $space }. Voici ce que je sais faire :
help-outro-health = Vous pouvez aussi l'écrire avec vos mots, ou m'envoyer un fichier.
help-outro-everyday = Pour tout ce qui touche à votre santé : `/sante`.
cancelled = D'accord, on laisse cela.
undone = C'est annulé :
undo-back = remis : { $line }
undo-gone = retiré : { $line }
undone-already = C'est déjà annulé.
undo-later-first = Ces lignes ont changé depuis. Annulez d'abord le changement le plus récent avec `/annuler`.
nothing-to-undo = Il n'y a rien à annuler.
deleted = Tout est effacé, et les clés sont détruites. Prenez soin de vous.
exported = Voici tout ce que je garde ({ $count } lignes du carnet, vos documents, votre compte). Ce fichier n'est pas chiffré : rangez-le en lieu sûr.
export-title = Mon carnet
export-readme =
    Ce dossier contient tout ce que Carnet garde sur vous.
    carnet.md : le carnet, lisible. notebook.json : le même, pour un logiciel. results.csv : les résultats en tableau.
    account.json : le compte. changes.json : chaque changement. log.json : le journal. documents/ : vos fichiers. measurements/ : chaque point de vos appareils.
    Il n'est pas chiffré : gardez-le en lieu sûr.
account-acknowledge = Répondre à un mot sur un rappel
    .answer = Est-ce fait ?
acknowledged = Répondre à un mot sur un rappel
    .done = fait
    .done-also = fait, c'est fait, pris, c'est pris, prise, donné, c'est donné, bien pris, oui fait, ok fait, je l'ai pris, je l'ai fait, c'est bon, done, taken
    .later = plus tard
    .later-also = plus tard, pas encore, pas maintenant, tout à l'heure, later, not yet
    .skipped = pas pris
    .skipped-also = pas pris, pas fait, sauté, oublié, j'ai oublié, je ne l'ai pas pris, je l'ai oublié, skipped
acknowledge-done = C'est bien. Je n'en garde pas la trace. Pour la garder, dites « note que… ».
acknowledge-later = D'accord. Dites « rappelle-moi dans 1 heure de… » et je vous le redirai.
acknowledge-skipped = C'est entendu. Je n'en garde pas la trace. Si c'est un médicament et que vous hésitez, la notice ou votre pharmacien vous diront quoi faire.
account-goodbye = Répondre à un au revoir
goodbye = À bientôt. Vos rappels continuent.
