### Laboratory results explained. Plain language, never a diagnosis.

labs-explain-count =
    { $total ->
        [one] { $total } result
       *[other] { $total } results
    }
labs-explain-summary-all-within = Everything that has a range is within it.
labs-explain-summary-outside =
    { $outside ->
        [one] { $outside } is outside the laboratory's range.
       *[other] { $outside } are outside the laboratory's range.
    }

labs-explain-heading-today = To do today
labs-explain-heading-outside = Outside the range
labs-explain-heading-check = Please check on your paper
labs-explain-heading-within = Within the range
labs-explain-heading-no-range = No range on the paper
labs-explain-heading-words = Results in words

labs-explain-value-of = { $name }: { $value }
labs-explain-also = that is { $value }
labs-explain-below = Below the laboratory's range ({ $range }).
labs-explain-within = Within the laboratory's range ({ $range }).
labs-explain-above = Above the laboratory's range ({ $range }).
labs-explain-flagged-low = The laboratory marks it as low. No range is printed.
labs-explain-flagged-high = The laboratory marks it as high. No range is printed.
labs-explain-flagged = The laboratory marks it. See its comment.
labs-explain-no-range = No range given. Carnet does not invent one.
labs-explain-range-in-words = The laboratory writes: "{ $range }".
labs-explain-unclear = The laboratory gives a limit ({ $value }): Carnet cannot tell where it lies in { $range }.

labs-explain-range-between = { $low } to { $high }
labs-explain-range-at-most = up to { $high }
labs-explain-range-at-least = from { $low }
labs-explain-bound-less = less than { $value }
labs-explain-bound-more = more than { $value }

labs-explain-trend-higher = Higher than on { $date } ({ $value }).
labs-explain-trend-lower = Lower than on { $date } ({ $value }).
labs-explain-trend-same = Same as on { $date } ({ $value }).
labs-explain-trend-series = Before: { $series }.
labs-explain-trend-point = { $value } ({ $date })

labs-explain-why = Why it is measured: { $why }
labs-explain-up = Can raise it: { $up }
labs-explain-down = Can lower it: { $down }
labs-explain-often = Common causes: { $causes }
labs-explain-short-range = range: { $range }
labs-explain-short-before = before: { $value }
labs-explain-ask = To ask: { $ask }

labs-explain-call-today = Call the laboratory or a doctor **today**. At this level, people ask for advice the same day. This is no diagnosis.
labs-explain-call-today-doubt = First check this number on your paper. If it is right, call the laboratory or a doctor **today**.
labs-explain-call-unwell = If you feel unwell, do not wait: call your country's emergency number.

labs-explain-unknown = Carnet does not know this test. Ask the laboratory what it measures.
labs-explain-limits = Outside the range does not mean ill, and within it does not mean cured. Carnet makes no diagnosis: your doctor knows your history.

labs-explain-more = For the details of one line, say its name.

labs-explain-picture-range = laboratory's range
labs-explain-picture-no-range = no range given
labs-explain-picture-check = please check
labs-explain-picture-below = below
labs-explain-picture-within = within range
labs-explain-picture-above = above
labs-explain-picture-hidden = { $count ->
        [one] and { $count } more result
       *[other] and { $count } more results
    }
labs-explain-picture-description = Your results on your laboratory's ranges: { $names }.
labs-explain-picture-trend-description = { $name }: change from { $first } to { $last }.

doubt-unit = The unit is missing or does not go with this test. Which unit is written on the paper?
doubt-decimal = The decimal point may be in the wrong place. Which number is written on the paper?
doubt-range = The printed range is not clear. What does the paper say?
doubt-row = Carnet is not sure that this number goes with this name. Please look at the paper.

warning-no-text-layer = This document has a photographed or scanned page: Carnet read no text there.
warning-no-collection-date = The date of sampling is not clearly printed. The date shown is the document's.
warning-pages-cut = Only the first { $pages } pages were read.
warning-date-not-understood = A date in this message was not understood. Check the one that is noted.
