# Lecture des dossiers structurés : FHIR, CDA, cartes santé, archives zip.

record-yes = oui
record-no = non
record-no-value = sans valeur
record-samples = tracé de { $count } points
record-pictures = { $count } image(s), non contenues dans le fichier
record-died-of-it = cause du décès
record-conclusion = Conclusion
record-not-fetched = adresse notée, rien n'a été téléchargé
record-empty-attachment = pièce jointe vide
record-no-name = sans nom
record-unreadable-part = partie illisible
record-no-known-allergy = Aucune allergie connue
record-as-needed = si besoin
record-at-most = au plus { $amount }
record-other-person = autre personne
record-rhythm-one =
    { $unit ->
        [s] { $count } fois par seconde
        [min] { $count } fois par minute
        [h] { $count } fois par heure
        [d] { $count } fois par jour
        [wk] { $count } fois par semaine
        [mo] { $count } fois par mois
        [a] { $count } fois par an
       *[other] { $count } fois par { $unit }
    }
record-rhythm =
    { $unit ->
        [min] { $count } fois toutes les { $every } minutes
        [h] { $count } fois toutes les { $every } heures
        [d] { $count } fois tous les { $every } jours
        [wk] { $count } fois toutes les { $every } semaines
        [mo] { $count } fois tous les { $every } mois
        [a] { $count } fois tous les { $every } ans
       *[other] { $count } fois / { $every } { $unit }
    }
warning-several-people = Ce fichier parle de plusieurs personnes. Vérifiez bien ce que vous gardez.
record-negated = absence notée
record-planned = prévu
record-not-given = non fait

warning-part-unreadable = Une partie du fichier n'a pas pu être lue. Le reste l'a été.
warning-cut-off = Le fichier est coupé ou abîmé. Seul le début a pu être lu.
warning-too-many = Le fichier contient trop d'éléments. Il en manque { $count } dans cette lecture.
warning-signature-invalid = La signature de cette carte est fausse. Son contenu a pu être modifié.
warning-signature-unchecked = La signature de cette carte n'a pas pu être vérifiée. Carnet ne connaît pas celui qui l'a émise.
warning-card-revoked = Cette carte a été annulée par celui qui l'a émise.
warning-card-expired = Cette carte n'est plus valable. Elle a expiré.
warning-link-not-opened = Ce lien mène à des données de santé sur Internet. Carnet ne l'ouvre pas. Vous pouvez télécharger le document et l'envoyer ici.
warning-link-expired = Ce lien de santé a expiré.
warning-link-passcode = Ce lien de santé demande un code secret.
warning-card-incomplete = Il manque une partie de la carte. Envoyez aussi les autres codes QR.
warning-archive-nested = Une archive contenue dans l'archive n'a pas été ouverte.
warning-archive-encrypted = Un fichier de l'archive est protégé par un mot de passe.
warning-archive-unsafe = Un fichier de l'archive a été laissé de côté, par prudence.
warning-archive-limit = L'archive est trop grosse. Une partie n'a pas été lue.

doubt-preliminary = Résultat provisoire : il peut encore changer.
doubt-range-disagrees = Le document dit « normal », mais la valeur est hors de ses propres bornes.
doubt-units-differ = Les bornes du document sont dans une autre unité que la valeur.
