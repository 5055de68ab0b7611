### Résultats d'analyses expliqués. Langage simple, jamais de diagnostic.

labs-explain-count =
    { $total ->
        [one] { $total } résultat
       *[other] { $total } résultats
    }
labs-explain-summary-all-within = Tout ce qui a un intervalle est dedans.
labs-explain-summary-outside =
    { $outside ->
        [one] { $outside } est en dehors de l'intervalle du laboratoire.
       *[other] { $outside } sont en dehors de l'intervalle du laboratoire.
    }

labs-explain-heading-today = À faire aujourd'hui
labs-explain-heading-outside = En dehors de l'intervalle
labs-explain-heading-check = À vérifier sur votre papier
labs-explain-heading-within = Dans l'intervalle
labs-explain-heading-no-range = Sans intervalle sur le papier
labs-explain-heading-words = Résultats en mots

labs-explain-value-of = { $name } : { $value }
labs-explain-also = soit { $value }
labs-explain-below = En dessous de l'intervalle du laboratoire ({ $range }).
labs-explain-within = Dans l'intervalle du laboratoire ({ $range }).
labs-explain-above = Au-dessus de l'intervalle du laboratoire ({ $range }).
labs-explain-flagged-low = Le laboratoire le signale comme bas. Aucun intervalle n'est imprimé.
labs-explain-flagged-high = Le laboratoire le signale comme haut. Aucun intervalle n'est imprimé.
labs-explain-flagged = Le laboratoire le signale. Regardez son commentaire.
labs-explain-no-range = Pas d'intervalle donné. Carnet n'en invente pas.
labs-explain-range-in-words = Le laboratoire écrit : « { $range } ».
labs-explain-unclear = Le laboratoire donne une limite ({ $value }) : Carnet ne peut pas dire où elle se place dans { $range }.

labs-explain-range-between = { $low } à { $high }
labs-explain-range-at-most = jusqu'à { $high }
labs-explain-range-at-least = à partir de { $low }
labs-explain-bound-less = moins de { $value }
labs-explain-bound-more = plus de { $value }

labs-explain-trend-higher = Plus haut que le { $date } ({ $value }).
labs-explain-trend-lower = Plus bas que le { $date } ({ $value }).
labs-explain-trend-same = Pareil que le { $date } ({ $value }).
labs-explain-trend-series = Avant : { $series }.
labs-explain-trend-point = { $value } ({ $date })

labs-explain-why = Pourquoi on le dose : { $why }
labs-explain-up = Peut le faire monter : { $up }
labs-explain-down = Peut le faire baisser : { $down }
labs-explain-often = Causes fréquentes : { $causes }
labs-explain-short-range = intervalle : { $range }
labs-explain-short-before = avant : { $value }
labs-explain-ask = À demander : { $ask }

labs-explain-call-today = Appelez le laboratoire ou un médecin **aujourd'hui**. À ce niveau, on demande un avis le jour même. Ce n'est pas un diagnostic.
labs-explain-call-today-doubt = Vérifiez d'abord ce chiffre sur votre papier. S'il est exact, appelez le laboratoire ou un médecin **aujourd'hui**.
labs-explain-call-unwell = Si vous vous sentez mal, n'attendez pas : appelez le numéro d'urgence de votre pays.

labs-explain-unknown = Carnet ne connaît pas cette analyse. Demandez au laboratoire ce qu'elle mesure.
labs-explain-limits = En dehors de l'intervalle ne veut pas dire malade, et dedans ne veut pas dire guéri. Carnet ne pose pas de diagnostic : votre médecin connaît votre histoire.

labs-explain-more = Pour le détail d'une ligne, dites son nom.

labs-explain-picture-range = intervalle du laboratoire
labs-explain-picture-no-range = pas d'intervalle donné
labs-explain-picture-check = à vérifier
labs-explain-picture-below = en dessous
labs-explain-picture-within = dans l'intervalle
labs-explain-picture-above = au-dessus
labs-explain-picture-hidden = { $count ->
        [one] et { $count } autre résultat
       *[other] et { $count } autres résultats
    }
labs-explain-picture-description = Vos résultats sur l'intervalle de votre laboratoire : { $names }.
labs-explain-picture-trend-description = { $name } : évolution de { $first } à { $last }.

doubt-unit = L'unité manque ou ne va pas avec cette analyse. Quelle unité est écrite sur le papier ?
doubt-decimal = La virgule est peut-être mal placée. Quel chiffre est écrit sur le papier ?
doubt-range = L'intervalle imprimé n'est pas clair. Que dit le papier ?
doubt-row = Carnet n'est pas sûr que ce chiffre aille avec ce nom. Regardez le papier.

warning-no-text-layer = Ce document contient une page photographiée ou scannée : Carnet n'y a pas lu de texte.
warning-no-collection-date = La date du prélèvement n'est pas écrite clairement. La date affichée est celle du document.
warning-pages-cut = Seules les { $pages } premières pages ont été lues.
warning-date-not-understood = Une date de ce message n'a pas été comprise. Vérifiez celle qui est notée.
