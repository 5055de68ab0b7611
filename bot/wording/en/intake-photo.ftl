# Reading photographs and scans of reports.

warning-read-by-eye = Read from a photograph: compare every line with the paper.
unreadable-picture-format = Carnet cannot open this picture format. Send the photo again as JPEG or PNG, or take a screenshot.
warning-photo-cut = The photograph does not show the whole width of the page. Take it again with all four corners in view.
warning-photo-unfinished = There was not time to read all of the photograph. Send it again, or send one page at a time.

# The photograph read by the model too, where the person asks for it.

documents-check = Have the photo read by the model too
    .proposal = Which photo?
documents-check-button = Have the model check it
documents-check-ask = Have this reading checked by the model { $model }? The picture of the sheet is then sent to { $where }, with everything written on it, your name too. Nothing is sent unless you press this button.
documents-check-elsewhere = the computer { $where }
documents-check-heading = **Two readings compared**: { $title }
documents-check-agreed = { $count ->
    [0] No line reads the same in both.
    [one] One line reads the same in both.
   *[other] { $count } lines read the same in both.
}
documents-check-doubtful = { $count ->
    [one] One line is to be checked on the paper.
   *[other] { $count } lines are to be checked on the paper.
}
documents-check-as-read = Carnet's reading stays as it is: compare every line with the paper.
documents-check-not-here = This photo cannot be checked by the model.
warning-read-twice = Read by Carnet and by the model. Two readings can be wrong together: keep the paper.
warning-not-read-twice = Read by Carnet only.
doubt-readings-differ = Carnet reads { $own }; the model reads { $other }. What does the paper say?
doubt-only-carnet = Carnet reads this line, the model does not. Please look at the paper.
doubt-only-model = The model reads this line, Carnet does not. Please look at the paper.
vision-late = The model did not answer in time. The picture may have been sent to it.
vision-refused = The model would not read this picture.
vision-cut = The model's answer was cut before its end: it is not used.
vision-down = The model could not answer properly. The picture may have been sent to it.
vision-unfit = The model's answer was not in the form it should have: it is not used.
vision-misconfigured = The model is not set up properly, or cannot read pictures. Whoever runs this server can mend it.
vision-no-picture = I could not prepare the picture: nothing was sent.
