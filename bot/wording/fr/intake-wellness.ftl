# Lecture des fichiers de bien-être et de calendriers : ce qu'il faut savoir avant de garder.

intake-partial = Le fichier s'arrête avant la fin. Carnet a lu ce qui y était.
intake-damaged-parts = Une partie du fichier est abîmée. Le reste a été lu.
intake-took-too-long = La lecture a été arrêtée parce qu'elle durait trop longtemps. La suite du fichier n'a pas été lue.
intake-too-large = Le fichier est trop grand. La suite n'a pas été lue.
intake-duplicates-dropped = Mesures en double, comptées une seule fois : { $count }.
intake-impossible-points = Mesures laissées de côté, car leur date ou leur valeur est impossible : { $count }.
intake-overlapping-sources = Plusieurs appareils ont mesuré la même chose ({ $measure }) aux mêmes heures, pendant { $days } jour(s). Carnet ne les additionne pas : pour chaque heure, il prend l'appareil qui a mesuré le plus longtemps.
intake-routes-counted = Trajets comptés, sans garder les positions : { $count }.
intake-times-in-utc = Ce fichier donne les heures en temps universel. L'heure locale n'y est pas : une mesure du soir peut tomber sur un autre jour.
intake-date-order-unsure = Dans ce fichier, rien ne dit si le jour est écrit avant le mois. Vérifiez les dates avant de garder.
intake-unit-missing = La colonne « { $column } » ne donne pas d'unité. Carnet ne la devine pas.
intake-zone-assumed = L'heure est notée sans fuseau horaire. Carnet a pris : { $zone }. Vérifiez l'heure.
intake-zone-unknown = Le fichier nomme un fuseau horaire que Carnet ne connaît pas. Vérifiez l'heure.
intake-appointments-cancelled = Rendez-vous annulés dans ce message ou ce fichier : { $count }.
intake-cancel-without-date = Le fichier annule un rendez-vous sans dire sa date.
intake-series-cut = Rendez-vous répétés dont seule une partie est montrée : { $count }.
intake-appointment-time-missing = L'heure du rendez-vous n'est pas donnée.
intake-appointment-relative = Le message dit « demain » ou un jour de la semaine, sans date. Vérifiez le jour, surtout si le message est ancien.
intake-appointment-date-unclear = Une date du message peut se lire de deux façons, ou n'existe pas. Elle n'a pas été prise.
intake-several-users = Ce fichier contient les mesures de plusieurs utilisateurs de l'appareil ({ $count }). Vérifiez lesquelles sont les vôtres.

doubt-date-order = Le jour et le mois peuvent être inversés.
