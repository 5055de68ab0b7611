# Results.

labs-explain = Explain your results, or one test
    .command = results test
    .what = Which test? (“results” for the latest report.)
labs-note = Note results
    .command = value
    .text = Which values? For example “potassium 4.2 mmol/L (3.5-5.1)”.
labs-picture = Your values on the laboratory's range
labs-trend = How your values changed
labs-noted = { $count ->
    [one] The result is noted in your notebook.
   *[other] { $count } results noted in your notebook.
}
labs-none-of = { $name }: I have no result of it in your notebook. Send your report (PDF or photo), or type the value with its unit.
labs-none = There is no result in your notebook yet. Send a report (PDF), or type a value.
labs-unknown = I cannot explain “{ $what }”. I know the common tests: for example “explain my creatinine”.
labs-note-how = I recognised no result in it. For example: “potassium 4.2 mmol/L (3.5-5.1)”.
labs-correct-how = Write the value and the unit, for example “4.2 mmol/L”.
labs-about =
    { "" }**{ $name }**: { $what }

    { "" }**Why it is asked for.** { $why }

    { "" }**What raises it.** { $up }

    { "" }**What lowers it.** { $down }

    { "" }**What to ask.** { $ask }
