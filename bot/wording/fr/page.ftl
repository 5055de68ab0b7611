# La page de Carnet, et ce qui se dit devant d'autres.

public-hint = Je réponds à cela en privé seulement : ici, d'autres peuvent lire. Ouvrez une conversation privée avec moi.
public-hint-button = Ouvrir une conversation privée
page-welcome =
    # Carnet

    Bonjour. Je vous aide à garder vos papiers, à préparer vos rendez-vous et à comprendre. Vous êtes la seule personne à voir cette page.
page-begin = Commencer
page-next = Prochains rendez-vous
page-none = Aucun rendez-vous prévu.
page-notebook = Carnet
page-nudges = Rappels
    .on = Les rappels sont activés. Ils arrivent dans votre conversation privée, sans détail dans la notification.
    .off = Les rappels sont désactivés.
page-privacy = Confidentialité
    .text = Vous êtes la seule personne à voir cette page. Le carnet est chiffré. `/export` vous donne tout, `/supprimer` détruit tout.
page-form-sent = Envoyer
page-form-close = Annuler
page-form-optional = { $question } (facultatif)
page-form-wait = Votre réponse arrive dans la conversation.
notice-workplace = **Cet espace de travail appartient à une organisation.** Elle peut parfois exporter les messages, même privés. Ce que vous m'écrivez ici pourrait donc être lu par votre employeur. Pour garder la santé hors du travail, parlez-moi plutôt ailleurs. Ici, les commandes commencent par « ! » : par exemple `!aide`.
refused-shared = Cette conversation est partagée avec d'autres personnes ou une autre organisation : je n'y réponds pas. Écrivez-moi en privé.
prompt = À dire
    .appointments = Mes rendez-vous
    .prepare = Préparer mon rendez-vous
    .notebook = Que savez-vous de moi ?
    .help = Aide
status-thinking = réfléchit…
