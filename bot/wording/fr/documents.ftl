# Les fichiers.

documents-read = Lire un fichier
documents-heading = J'ai lu : **{ $title }**
documents-keep = Garder ce qui a été lu
    .proposal = Quel document ?
    .sure = Seulement ce qui est sûr ?
documents-choose = Choisir les lignes à garder
    .proposal = Quel document ?
    .lines = Que faut-il garder ? (Par exemple « 1-5, 8 ».)
documents-discard = Ne rien garder
    .proposal = Quel document ?
documents-send = Envoyez-moi un fichier : un compte rendu de laboratoire en PDF, par exemple.
document-untitled = Document
documents-nothing-read = Je n'y ai rien trouvé que je sache lire. Je peux garder le fichier tel quel, chiffré.
documents-partial = ⚠ Une partie n'a pas pu être lue : comparez avec le document.
documents-somebody-else = ⚠ Ce document concerne une personne née en { $year } ; votre carnet dit { $own }. Est-ce bien le vôtre ?
documents-same = { $count ->
    [one] Une ligne était déjà dans le carnet : elle ne sera pas doublée.
   *[other] { $count } lignes étaient déjà dans le carnet : elles ne seront pas doublées.
}
documents-conflict = ⚠ Deux valeurs différentes pour le même moment : **{ $old }** dans le carnet, **{ $new }** dans ce document. Les deux seront gardées avec leur source.
documents-not-understood = Ce que je n'ai pas compris ({ $count }) :
documents-keep-button = Garder ({ $count })
documents-keep-sure = Garder le sûr ({ $count })
documents-keep-file = Garder le fichier
documents-choose-button = Choisir
documents-discard-button = Ne rien garder
documents-kept = { $count ->
    [one] C'est gardé dans votre carnet : une ligne, avec le document.
   *[other] C'est gardé dans votre carnet : { $count } lignes, avec le document.
}
documents-file-kept = Le fichier est gardé, chiffré.
documents-discarded = Rien n'est gardé, et le fichier est détruit.
proposal-gone = Cette lecture n'attend plus : elle a déjà été gardée ou écartée.
unreadable-empty = Ce fichier est vide.
unreadable-encrypted = Ce fichier est protégé par un mot de passe. Enlevez la protection, puis renvoyez-le.
unreadable-damaged = Ce fichier est abîmé ou n'est pas ce que son nom annonce : je ne peux pas le lire.
unreadable-too-large = Ce fichier est trop grand pour moi ici (20 Mo au plus). Pour un grand export, demandez un code avec /lier, puis lancez `carnet import FICHIER --code CODE` sur la machine où je tourne : la personne qui m'administre peut le faire pour vous, sans voir ce que le fichier contient. Sinon, envoyez-le en plusieurs parties.
import-not-kept = L'export lui-même n'est pas gardé : seulement ce qui y a été lu.
import-nothing-read = Je n'y ai rien trouvé que je sache lire.
import-kept = { $count ->
    [one] C'est gardé dans votre carnet : une ligne.
   *[other] C'est gardé dans votre carnet : { $count } lignes.
}
import-discarded = Rien n'est gardé.
unreadable-unknown = Je ne connais pas ce genre de fichier.
read-unknown = Je ne connais pas le format de ce fichier. Dans une conversation, il peut être gardé tel quel, chiffré.
unreadable-took-too-long = Lire ce fichier demandait trop de temps ou de mémoire : je me suis arrêté. Rien n'est gardé.

documents-edit = Corriger une ligne avant de garder
    .proposal = Quel document ?
    .line_number = Quelle ligne faut-il corriger ? (Son numéro.)
    .text = Que faut-il lire à la place ? (Par exemple « 5,4 mmol/L ».)
documents-edit-button = Corriger
documents-edit-which = Donnez le numéro d'une seule ligne, par exemple « 3 » ou « 2.4 ».
documents-edited = Corrigé, pas encore gardé : ~~{ $before }~~ → **{ $after }**
documents-reread = Lire un document gardé
    .document = Quel document ?
documents-reread-button = Lire : { $what }
documents-reading = Je lis votre fichier…
documents-grouped = Ce fichier dit { $count } choses. Les voici par groupes :
documents-choose-groups = Répondez par des numéros : « 1, 3 » pour des groupes, « 2.1-2.5 » pour des lignes, « tout sauf 4 ». « Détail 2 » montre les lignes du groupe 2. « 2.3 = 5,4 mmol/L » corrige une ligne.
documents-inside = { $count ->
    [one] Un document est joint : { $names }. Il sera gardé aussi.
   *[other] { $count } documents sont joints : { $names }. Ils seront gardés aussi.
}
documents-conflict-source = ⚠ Deux valeurs différentes pour le même moment : **{ $old }** dans le carnet ({ $source }), **{ $new }** dans ce document. Les deux seront gardées avec leur source.
documents-conflicts-more = ⚠ Et { $count } autres valeurs différentes.
documents-discarded-reading = Rien de plus n'est gardé. Le document reste dans votre carnet.
documents-explain-button = Expliquer
documents-measures-button = Voir mes mesures
group-results = **{ $count } { $count ->
    [one] résultat
   *[other] résultats
}** · { $when }
group-results-undated = **{ $count } { $count ->
    [one] résultat
   *[other] résultats
}** sans date
group-kind = **{ $count }** · { $kind }
group-series = **{ $device }** · { $count } séries ({ $names }) · { $first }–{ $last }
group-further = … et { $count } autres : « détail { $number }.{ $line } »
category = Genre
    .vital-signs = Mesures
    .activity = Activité
    .survey = Questionnaires
    .other = Autres constats
