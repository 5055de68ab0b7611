# Reading photographs and scans of reports.

warning-read-by-eye = Read from a photograph: compare every line with the paper.
unreadable-picture-format = Carnet cannot open this picture format. Send the photo again as JPEG or PNG, or take a screenshot.
warning-photo-cut = The photograph does not show the whole width of the page. Take it again with all four corners in view.
warning-photo-unfinished = There was not time to read all of the photograph. Send it again, or send one page at a time.
