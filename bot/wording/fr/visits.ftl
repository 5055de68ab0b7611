# Les rendez-vous.

visits-note = Noter un rendez-vous
    .command = rdv rendezvous
    .who = Avec qui, ou pour quoi ?
    .when = Quel jour et à quelle heure ?
    .time = À quelle heure ?
    .where = Où ?
    .subject = Pour qui ?
visits-series = Noter des rendez-vous qui reviennent
    .command = serie
    .words = Avec qui, quels jours et à quelle heure ? Par exemple « kiné tous les mardis à 17h ».
    .how_many = Combien de fois, ou jusqu'à quand ? Par exemple « 10 séances » ou « jusqu'au 15 janvier ».
visits-routine = Être rappelé régulièrement
    .command = rappel
    .words = De quoi, et quand ? Par exemple « prendre ma tension tous les lundis à 8h ».
visits-list = Voir les rendez-vous et ce qui reste à faire
    .command = agenda rendez-vous
    .about = Quand, ou avec qui ?
visits-prepare = Préparer un rendez-vous
    .command = preparer
    .appointment = Quel rendez-vous ?
visits-ask = Garder une question pour un rendez-vous
    .command = question
    .what = Quelle question ?
    .appointment = Pour quel rendez-vous ?
visits-move = Déplacer un rendez-vous
    .command = deplacer
    .when = À quel jour et à quelle heure ?
    .appointment = Quel rendez-vous ?
    .time = À quelle heure ?
visits-correct = Corriger le dernier rendez-vous noté
    .when = À quel jour et à quelle heure ?
    .time = À quelle heure ?
visits-cancel = Noter qu'un rendez-vous est annulé
    .command = annuler-rdv
    .appointment = Quel rendez-vous ?
visits-cancel-all = Noter que plusieurs rendez-vous sont annulés
    .about = Lesquels ?
    .confirm = **Noter tous ces rendez-vous comme annulés ?** Je ne préviens personne.
    .yes = Oui, tous
visits-debrief = Raconter un rendez-vous
    .command = bilan
    .words = Avec vos mots : qu'avez-vous retenu, et que devez-vous faire maintenant ?
    .appointment = Quel rendez-vous ?
    .who = Avec qui était-ce ?
    .when = Quel jour était-ce ?
    .subject = Pour qui était-ce ?
visits-follow-up = Noter quelque chose à faire
    .command = afaire
    .what = Que faut-il faire ?
    .when = Pour quand ?
    .task = Quelle ligne ?
visits-done = Cocher ce qui est fait
    .command = fait
    .task = Qu'est-ce qui est fait ?

appointment-noted = C'est noté : **{ $line }**.
appointment-moved = C'est déplacé : **{ $line }**.
appointment-already = Ce rendez-vous est déjà noté : { $line }.
appointment-cancelled = C'est noté comme annulé : { $line }. Je ne préviens personne : pensez à appeler le cabinet.
appointments-cancelled = { $count ->
    [one] Un rendez-vous est noté comme annulé.
   *[other] { $count } rendez-vous sont notés comme annulés.
}
    .call = Je ne préviens personne : pensez à appeler chaque cabinet.
appointments-none-about = Aucun rendez-vous prévu pour « { $what } ».
appointment-past = Ce moment est déjà passé : { $moment }.
day-heard = **{ $who }**, { $day }.
hour-unknown = Je ne sais pas encore
hour-unknown-said = je ne sais pas · je sais pas · je ne sais pas encore · je ne sais plus · je sais plus · pas encore · aucune idée · je verrai · plus tard · je vous dirai · je te dirai · on me dira · pas d'heure · sans heure · heure à confirmer · à confirmer · inconnue · toute la journée
hour-missing = Il y manque l'heure. Dites-la quand vous la saurez, par exemple « { $who } à 9h ».
visit-for = pour { $who ->
    [il] lui
    [elle] elle
    [ils] eux
    [elles] elles
    [he] lui
    [she] elle
    [they] eux
   *[other] { $who }
}
nudges-planned = Je vous le rappellerai : { $moments }.
no-appointment = Aucun rendez-vous n'est prévu. Dites par exemple « RDV dentiste mardi prochain 9h ».
no-such-appointment = Ce rendez-vous n'est plus dans le carnet.
no-such-task = Cette ligne n'est plus dans le carnet.
prepare-button = Préparer
card-button = Voir ma fiche
add-question-button = Ajouter une question
question-noted = Question gardée : « { $what } »
card-first = À dire d'abord
card-ask = À demander
card-bring = À apporter
card-another = Cette visite n'est pas la vôtre : vos maladies, vos médicaments et vos résultats ne sont pas sur cette fiche. Pensez à apporter ceux de la personne que vous accompagnez.
card-another-child = Cette visite est celle d'un enfant : vos maladies, vos médicaments et vos résultats ne sont pas sur cette fiche.
card-write = _À noter : ce qu'on m'a dit, et ce que je dois faire. Demandez qu'on répète ou qu'on dessine._
card-conditions = J'ai : { $what }
card-medicines = Je prends : { $what }
card-allergies = Allergies : { $what }
card-no-allergies = Allergies : rien de noté, à vérifier
nudge-evening = **Demain** : { $line }. Voici votre fiche.
nudge-hour = **Dans une heure** : { $line }.
nudge-debrief = **{ $who }** : comment cela s'est-il passé ? Avec vos mots : qu'avez-vous retenu, et **que devez-vous faire maintenant ?** Répondez simplement ici.
nudge-task = **À faire aujourd'hui** : { $line }.
debrief-not-held-said = je n'y suis pas allé · je n'y suis pas allée · pas eu lieu · annulé · il a été annulé · j'ai oublié d'y aller · je l'ai raté · raté · j'ai raté · j'ai manqué · j'ai loupé · j'ai zappé · j'ai oublié · je ne suis pas allé · je suis pas allé · j'y suis pas allé · j'y suis pas allée · annulée · je l'ai oublié · je l'ai manqué · je l'ai loupé · je l'ai zappé
# Ce qui peut se dire à côté sans rien raconter de la visite.
debrief-not-held-beside = désolé · désolée · pardon · en fait · finalement · hélas · malheureusement · complètement · euh · ah · oh · non · et · du coup · je l'ai · j'ai · il · elle · on · nous · avons · ils · elles · ont · a été · n'a · était · c'était · mon · ma · mes · le · la · les · l' · ce · cette · de · d' · du · au · aux · à · chez · avec · y · aller · rdv · rendez-vous · visite · consultation · séance · hier · aujourd'hui · ce matin
debrief-later-said = pas maintenant · tout à l'heure · demain
debrief-how = **{ $who }** : comment cela s'est-il passé ?
debrief-was-not-held = C'est noté : ce rendez-vous n'a pas eu lieu ({ $who }).
debrief-none-held = D'accord : ce rendez-vous n'a pas eu lieu. Je n'ai rien noté. Pour en noter un autre, dites par exemple « RDV dentiste mardi prochain 9h ».
debrief-not-held = Il n'a pas eu lieu
debrief-later = Plus tard
debrief-kept = C'est gardé ({ $who }).
debrief-follow-ups = Voici ce que je comprends qu'il faut faire :
debrief-no-follow-up = Je n'y ai pas trouvé de chose à faire. S'il y en a une, dites par exemple « rappelle-moi de refaire une prise de sang dans 3 mois ».
debrief-questions = Vous vouliez aussi demander :
debrief-check = Si ce n'est pas cela, annulez et racontez-le autrement. Si un point n'est pas clair, rappelez le cabinet : c'est normal d'oublier.
task-done = Fait : { $what }
task-done-button = C'est fait
task-later-button = Demain
task-noted = À faire, noté : { $line }
task-marked-done = Bravo, c'est coché : { $what }
series-how = Dites qui, quels jours et à quelle heure : « kiné tous les mardis à 17h pendant 6 semaines ». Je sais noter ce qui revient chaque jour, chaque semaine ou chaque mois.
series-how-many-unheard = Je n'ai pas compris combien de fois.
series-none = Cela ne tombe sur aucun jour à venir.
series-unnamed = Rendez-vous
series-noted = { $count ->
    [one] Un rendez-vous est noté :
   *[other] { $count } rendez-vous sont notés :
}
routine-how = Je sais rappeler chaque jour, certains jours de la semaine, ou certains jours du mois.
routine-noted = C'est noté : **{ $what }**, { $when }. Pour arrêter : « mes rdv », puis « Arrêter ».
routine-nudges-off = Vos rappels sont coupés : `/rappels` les remet.
nudge-routine = **C'est l'heure** : { $what }.
routine-stop-button = Arrêter ce rappel
task-stop = Arrêter : { $what }
routine-stopped = Je ne le rappelle plus : { $what }
debrief-unplanned = visite sans rendez-vous noté
no-appointment-about = Rien de noté pour « { $what } ». Voici tout ce qui est prévu.
