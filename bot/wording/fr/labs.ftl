# Les résultats.

labs-explain = Expliquer vos résultats, ou une analyse
    .command = resultats analyse
    .what = Quelle analyse ? (« résultats » pour le dernier compte rendu.)
labs-note = Noter des résultats
    .command = valeur
    .text = Quelles valeurs ? Par exemple « potassium 4,2 mmol/L (3,5-5,1) ».
labs-picture = Vos valeurs sur l'intervalle du laboratoire
labs-trend = L'évolution de vos valeurs
labs-noted = { $count ->
    [one] Le résultat est noté dans votre carnet.
   *[other] { $count } résultats notés dans votre carnet.
}
labs-none-of = { $name } : je n'en ai aucun résultat dans votre carnet. Envoyez votre compte rendu (PDF ou photo), ou écrivez la valeur avec son unité.
labs-none = Il n'y a pas encore de résultat dans votre carnet. Envoyez un compte rendu (PDF), ou écrivez une valeur.
labs-unknown = Je ne sais pas expliquer « { $what } ». Je connais les analyses courantes : par exemple « explique ma créatinine ».
labs-note-how = Je n'y ai pas reconnu de résultat. Par exemple : « potassium 4,2 mmol/L (3,5-5,1) ».
labs-correct-how = Écrivez la valeur et l'unité, par exemple « 4,2 mmol/L ».
labs-about =
    { "" }**{ $name }** : { $what }

    { "" }**Pourquoi on la demande.** { $why }

    { "" }**Ce qui la fait monter.** { $up }

    { "" }**Ce qui la fait baisser.** { $down }

    { "" }**À demander.** { $ask }
