# Les mesures de tous les jours.

wellness-show = Voir une mesure dans le temps
    .command = mesure courbe
    .measure = Quelle mesure ? (Pas, sommeil, poids, tension, pouls, glucose…)
    .days = Sur combien de temps ? (Par exemple « 30 jours », « 3 mois », « un an ».)
wellness-overview = Voir ce qui a été mesuré
    .command = mesures
wellness-note = Noter une mesure
    .command = noter-mesure
    .text = Quelle mesure ? (Par exemple « tension 13/8 », « je pèse 72,4 kg », « pouls 64 ».)
wellness-pressure = Noter la tension
    .command = tension
    .readings = Quelles mesures ? (Par exemple « 132/84 128/82 », ou « 13/8 ».)
wellness-pressure-plan = Mesurer la tension pendant 3 jours
    .command = tension-3-jours
    .when = À partir de quel jour ?
    .days = Pendant combien de jours ?
wellness-pressure-stop = Arrêter les mesures de tension prévues
    .command = arreter-tension
wellness-pressure-result = Voir le bilan de la tension, pour le médecin
    .command = bilan-tension
wellness-goal = Se donner un objectif
    .command = objectif
    .goal = Quel objectif ? (Par exemple « 8000 pas par jour », « 72 kg », « 7 h de sommeil ».)
wellness-goals = Voir les objectifs
    .command = objectifs
wellness-goal-remove = Retirer un objectif
    .goal = Quel objectif ?
wellness-advice = Repères pour bouger, manger, dormir
    .command = conseils reperes
    .topic = Sur quoi ?

wellness-not-heard-window = Je n'ai pas compris la durée. Par exemple : « 30 jours », « 3 mois », « tout ».
wellness-not-heard-measure = Je ne sais pas montrer cela. Je connais : pas, activité, distance, sommeil, poids, tension, fréquence cardiaque, glucose, saturation, température.
wellness-note-how = Je n'ai pas trouvé de mesure. Par exemple : « tension 13/8 », « je pèse 72,4 kg », « pouls 64 », « température 37,2 ».
wellness-pressure-how = Je n'ai pas trouvé de tension. Donnez les deux nombres, par exemple « 132/84 » ou « 13/8 ».
wellness-local-emergency = votre numéro d'urgence

wellness-heading = **{ $measure }** · { $days } jours, du { $first } au { $last }
wellness-mean-sum = En moyenne **{ $mean }** par jour mesuré ; de { $low } à { $high }.
wellness-mean-sleep = En moyenne **{ $mean }** par nuit mesurée ; de { $low } à { $high }.
wellness-mean-sample = En moyenne **{ $mean }** ; de { $low } à { $high }.
wellness-before = Les { $days } jours d'avant : { $mean } en moyenne ({ $measured } jours mesurés).
wellness-today = Aujourd'hui, pas encore fini : { $value }.
wellness-level-last = Dernière mesure : **{ $value }**, le { $day }.
wellness-level-change = Depuis le { $day } : { $change } ; entre { $low } et { $high }.
wellness-coverage = Jours mesurés : { $measured } sur { $days }.
wellness-measured-days = Jours mesurés : { $measured }.
wellness-sources = Appareil : { $names }.
wellness-overlap-sum = Plusieurs appareils ont mesuré le même jour ({ $days } j) : chaque heure ne compte qu'une fois.
wellness-overlap-sleep = Plusieurs appareils ont mesuré la même nuit ({ $days } nuits) : celui qui a vu le plus de sommeil compte.
wellness-overlap-level = Plusieurs appareils ont mesuré le même jour ({ $days } j) : celui qui a mesuré le plus d'heures compte.
wellness-device-changed = ⚠ L'appareil a changé le { $day } : { $before } → { $after }. Ce qui est avant et après ne se compare pas bien.
wellness-nothing = Rien n'est noté pour « { $measure } ». Envoyez l'export de votre montre ou de votre appareil, ou écrivez la mesure.
wellness-nothing-lately = Rien n'est mesuré pour « { $measure } » depuis { $days } jours. La dernière mesure date du { $last }.
wellness-all-button = Depuis le début
wellness-longer-button = Sur { $days } jours
wellness-trend-button = Voir la courbe
wellness-until = { $count } { $count ->
        [one] jour mesuré
       *[other] jours mesurés
    }, jusqu'au { $last }
wellness-overview-title = **Ce qui a été mesuré**
wellness-overview-empty = Rien n'est encore mesuré. Envoyez l'export de votre montre, de votre téléphone ou de votre capteur, ou écrivez par exemple « tension 13/8 ».

wellness-range = Entre { $low } et { $high } : **{ $inside } %** des mesures du capteur.
wellness-range-out = En dessous de { $low } : { $below } % (dont sous { $very_low } : { $very_below } %). Au-dessus de { $high } : { $above } % (dont plus de { $very_high } : { $very_above } %).
wellness-range-coverage = Le capteur a mesuré { $covered } % des heures. Pour en parler avec votre médecin, il faut plutôt { $days } jours et { $coverage } %.

wellness-noted = Noté : **{ $what }**.
wellness-last-time = La fois d'avant : { $value }, le { $day }.
wellness-pressure-noted = Noté : tension **{ $readings }** mmHg.
wellness-pressure-usual = C'est en dessous de { $limit }, la limite à la maison.
wellness-pressure-high = C'est à la limite ou au-dessus (à la maison : { $limit }). Une mesure seule ne suffit pas pour conclure : stress, douleur, café ou effort la font monter.
wellness-pressure-very-high = C'est très haut (plus de { $limit }). Asseyez-vous 5 minutes, puis mesurez trois fois. Si c'est toujours aussi haut, voyez un médecin rapidement. **Appelez { $emergency } tout de suite** en cas de mal de tête violent, de trouble de la vue, de la parole ou de la force, de douleur dans la poitrine ou de mal à respirer.
wellness-pressure-pregnant = C'est { $limit } ou plus, et vous êtes enceinte : appelez votre sage-femme, votre maternité ou votre médecin aujourd'hui.
wellness-pressure-child = Les limites d'un adulte ne valent pas avant 18 ans : montrez cette mesure au médecin.
wellness-pressure-plan-hint = Pour savoir, mesurez matin et soir pendant 3 jours : dites « tension sur 3 jours ».
wellness-average-usual = Cette moyenne est en dessous de { $limit }, la limite pour la tension à la maison.
wellness-average-high = Cette moyenne atteint ou dépasse la limite à la maison ({ $limit }). Montrez-la à votre médecin ; ne changez pas votre traitement seul.
wellness-average-very-high = Cette moyenne est très haute. Appelez votre médecin aujourd'hui.
wellness-pressure-mean = Moyenne : **{ $value }** mmHg ({ $count } { $count ->
        [one] mesure
       *[other] mesures
    }, { $days } { $days ->
        [one] jour
       *[other] jours
    }).
wellness-pressure-high-count = À { $limit } ou plus : { $count } sur { $total }.
wellness-pressure-last = Dernière : { $value }, le { $day }.
wellness-pressure-few = Il faut au moins { $days } jours de mesures pour que la moyenne veuille dire quelque chose.

wellness-plan-text = Tension à la maison, 2 mesures matin et soir, { $days } jours
wellness-plan-button = Mesurer 3 jours
wellness-plan-started = C'est prévu à partir du { $first }, pendant { $days } jours : je vous le rappellerai à { $morning } et à { $evening }.

    Assis, au calme depuis 5 minutes, le bras posé à hauteur du cœur, sans parler. **Deux mesures à une minute d'écart**, le matin avant les médicaments, et le soir.
wellness-plan-past = Ce jour est passé.
wellness-plan-already = Des mesures de tension sont déjà en cours. Dites « arrêter la tension » pour les arrêter.
wellness-plan-none = Aucune série de mesures de tension n'est prévue. Dites « tension sur 3 jours » pour commencer.
wellness-plan-stopped = C'est arrêté : je ne rappellerai plus la tension. Ce qui est mesuré reste.
wellness-plan-stop-button = Arrêter
wellness-plan-nothing = Aucune tension n'a été notée pendant ces jours.
wellness-plan-average = **Tension à la maison : { $value } mmHg en moyenne** ({ $count } { $count ->
        [one] mesure
       *[other] mesures
    }, { $days } { $days ->
        [one] jour
       *[other] jours
    }).
wellness-plan-missing = Il manque { $count } { $count ->
        [one] mesure
       *[other] mesures
    } : la moyenne est moins sûre.
wellness-plan-table = Pour votre médecin :
wellness-plan-doctor = Ceci n'est pas un diagnostic : c'est votre médecin qui conclut.
wellness-plan-progress = Il reste { $missing } { $missing ->
        [one] mesure
       *[other] mesures
    } à faire.
wellness-plan-complete = Toutes les mesures sont là : moyenne **{ $value }** mmHg. Dites « bilan de la tension » pour le tableau.
wellness-morning = matin
wellness-evening = soir
wellness-card-pressure = Tension à la maison : { $value } en moyenne ({ $count } { $count ->
        [one] mesure
       *[other] mesures
    }, { $days } { $days ->
        [one] jour
       *[other] jours
    })
wellness-nudge-morning = **C'est l'heure de la mesure du matin.** Assis 5 minutes, puis deux mesures à une minute d'écart. Répondez ici, par exemple « 132/84 128/82 ».
wellness-nudge-evening = **C'est l'heure de la mesure du soir.** Assis 5 minutes, puis deux mesures à une minute d'écart. Répondez ici, par exemple « 132/84 128/82 ».

wellness-weight-unit = Un poids en kilos ou en livres ? Écrivez-le avec son unité, par exemple « je pèse 80 kg ».
wellness-goal-how = Dites une mesure et un nombre, par exemple « 8000 pas par jour », « 72 kg », « 7 h de sommeil ».
wellness-goal-daily = Je compte les objectifs par jour, pas par semaine.
wellness-goal-which-weight = Je compte un poids à atteindre.
wellness-goal-no-weight = Pour compter { $change } de différence, il me faut votre poids, et je ne le connais pas. Dites le poids que vous visez ; pour noter celui d'aujourd'hui, écrivez ensuite par exemple « je pèse 80 kg ».
wellness-goal-bounds = Ce nombre n'est pas vraisemblable : entre { $low } et { $high }.
wellness-goal-set = Votre objectif : { $measure }, **{ $target }**.
wellness-goal-none = Aucun objectif n'est noté. Dites par exemple « objectif 8000 pas par jour ».
wellness-goal-nothing = rien de mesuré ces 30 jours
wellness-goal-reached = atteint { $reached } jours sur { $days }
wellness-goal-left = dernière mesure { $value } le { $day }, écart { $left }
wellness-goal-line = Votre objectif, { $target } : { $progress }.
wellness-goal-removed = Objectif retiré : { $measure }.
wellness-goal-button = Me donner un objectif
wellness-advice-how = Je connais des repères pour bouger, manger, l'alcool et dormir.
wellness-advice-source = _Source : { $source }. Ce sont des repères pour tous, pas une prescription._

wellness-picture = Courbe : { $measure }
wellness-picture-week = moyennes par semaine
wellness-picture-month = moyennes par mois
wellness-picture-goal = objectif
wellness-picture-sleep = durée de sommeil par nuit
wellness-picture-pressure = mmHg, moyenne de chaque jour · limite à la maison : { $limit }
