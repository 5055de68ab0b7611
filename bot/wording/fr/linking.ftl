# Relier plusieurs messageries à un seul carnet.

account-link = Relier une autre messagerie à ce carnet
    .command = relier lier
    .code = Quel est le code ?
account-link-take = Relier cette conversation
    .code = Quel est le code ?
account-link-accept = Accepter une liaison
    .place = Quelle conversation ?
    .until = Jusqu’à quand ?
account-link-refuse = Refuser une liaison
account-unlink = Détacher une messagerie de ce carnet
    .command = detacher delier
    .place = Quelle messagerie ?
    .confirm = **Détacher cette messagerie ?** Ce qui y sera écrit n’ira plus dans ce carnet. Le carnet, lui, reste ici.
    .yes = Oui, détacher
account-nudge-place = Choisir où arrivent les rappels
    .command = lieu-rappels
    .place = Où voulez-vous recevoir les rappels ?
account-mute = Couper les rappels sur une messagerie
    .command = couper-rappels
    .place = Sur quelle messagerie ?

link-code =
    Voici le code, valable { $minutes } minutes et une seule fois :

    `{ $code }`

    Écrivez-le dans la conversation privée avec Carnet sur l’autre messagerie. Je vous demanderai ensuite de confirmer ici. Ne donnez ce code à personne : il ouvre votre carnet.
link-not-a-code = Ce n’est pas un code de liaison : il a 26 lettres et chiffres, par groupes de cinq.
link-from-there = Si vous avez déjà un carnet sur une autre messagerie : demandez-y un code avec `/relier`, puis écrivez-le ici.
link-take = Relier cette conversation au carnet qui a donné ce code ? Ce qui a été dit ici jusque-là sera effacé, et vous verrez ici l’autre carnet.
link-take-yes = Oui, relier
link-asked = Bien. Si le code est juste, l’autre conversation vous demande maintenant de confirmer.
link-accept = Une conversation sur **{ $place }** a donné votre code et demande à être reliée à ce carnet. Elle pourra tout lire et tout changer. Est-ce bien vous ? (Réponse possible pendant 10 minutes.)
link-workplace = Cette conversation se trouve dans l’espace de travail d’une organisation, qui peut parfois exporter les messages : votre employeur pourrait lire ce qui s’y écrit.
link-accept-yes = Oui, c’est moi
link-accept-no = Non, refuser
link-done = C’est relié : ce carnet s’ouvre aussi sur { $place }. `/detacher` pour revenir en arrière, `/lieu-rappels` pour choisir où arrivent les rappels.
link-done-there = C’est relié. Cette conversation ouvre maintenant votre carnet.
link-refused = Refusé. Rien n’est relié, et le code ne vaut plus rien. Si ce n’était pas vous, quelqu’un a eu votre code : n’en donnez à personne.
link-late = Il est trop tard pour ce code. Demandez-en un nouveau avec `/relier`.
link-own-notebook = Cette conversation a déjà son propre carnet, et deux carnets ne se mélangent pas. Vous pouvez demander un code ici avec `/relier` et l’écrire de l’autre côté ; ou bien l’exporter (`/export`) puis tout effacer ici (`/effacer`) et recommencer.
link-too-often = Trop d’essais. Réessayez dans une heure.
unlink-last = C’est la seule messagerie de ce carnet : elle ne peut pas être détachée. `/effacer` efface tout.
unlinked = C’est fait : { $place } ne mène plus à ce carnet.
nudge-place-set = Les rappels arriveront sur { $place }, et là seulement.
muted = Plus de rappels sur { $place }. Il n’y a pas d’autre messagerie pour les recevoir.
muted-elsewhere = Plus de rappels sur { $place }. Ils arriveront sur { $other }.
