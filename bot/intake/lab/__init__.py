"""Laboratory reports as born-digital PDFs: from letters on a page to rows of results.

``page`` finds words and cells, ``quantity`` reads numbers, ranges and flags, ``columns`` finds the
table's columns, ``rows`` reads its rows, ``paper`` reads the dates and names around it, and
``reader`` puts a :class:`~bot.intake.reading.Reading` together, doubts included.
"""
