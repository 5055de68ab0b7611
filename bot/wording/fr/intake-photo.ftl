# Lecture des photos et des scans de comptes rendus.

warning-read-by-eye = Lu sur une photo : comparez chaque ligne avec le papier.
unreadable-picture-format = Carnet ne sait pas ouvrir ce format d'image. Renvoyez la photo en JPEG ou en PNG, ou faites une capture d'écran.
warning-photo-cut = La photo ne montre pas toute la largeur de la page. Reprenez-la avec les quatre coins visibles.
warning-photo-unfinished = Le temps a manqué pour lire toute la photo. Renvoyez-la, ou envoyez une page à la fois.

# La photo lue aussi par le modèle, quand la personne le demande.

documents-check = Faire lire la photo aussi par le modèle
    .proposal = Quelle photo ?
documents-check-button = Faire vérifier par le modèle
documents-check-ask = Faire vérifier cette lecture par le modèle { $model } ? L'image de la feuille est alors envoyée à { $where }, avec tout ce qui y est écrit, votre nom aussi. Rien n'est envoyé si vous ne pressez pas ce bouton.
documents-check-elsewhere = l'ordinateur { $where }
documents-check-heading = **Deux lectures comparées** : { $title }
documents-check-agreed = { $count ->
    [0] Aucune ligne ne se lit pareil dans les deux.
    [one] Une ligne se lit pareil dans les deux.
   *[other] { $count } lignes se lisent pareil dans les deux.
}
documents-check-doubtful = { $count ->
    [one] Une ligne est à vérifier sur le papier.
   *[other] { $count } lignes sont à vérifier sur le papier.
}
documents-check-as-read = La lecture de Carnet reste telle quelle : comparez chaque ligne avec le papier.
documents-check-not-here = Cette photo ne peut pas être vérifiée par le modèle.
warning-read-twice = Lu par Carnet et par le modèle. Deux lectures peuvent se tromper ensemble : gardez le papier.
warning-not-read-twice = Lu par Carnet seulement.
doubt-readings-differ = Carnet lit { $own } ; le modèle lit { $other }. Que dit le papier ?
doubt-only-carnet = Carnet lit cette ligne, le modèle ne la lit pas. Regardez le papier.
doubt-only-model = Le modèle lit cette ligne, Carnet ne la lit pas. Regardez le papier.
vision-late = Le modèle n'a pas répondu à temps. L'image lui a peut-être été envoyée.
vision-refused = Le modèle n'a pas voulu lire cette image.
vision-cut = La réponse du modèle a été coupée avant la fin : elle n'est pas utilisée.
vision-down = Le modèle n'a pas pu répondre comme il faut. L'image lui a peut-être été envoyée.
vision-unfit = La réponse du modèle n'avait pas la forme attendue : elle n'est pas utilisée.
vision-misconfigured = Le modèle est mal réglé, ou ne sait pas lire d'images. La personne qui tient ce serveur peut y remédier.
vision-no-picture = Je n'ai pas pu préparer l'image : rien n'a été envoyé.
