# Files.

documents-read = Read a file
documents-heading = I have read: **{ $title }**
documents-keep = Keep what was read
    .proposal = Which document?
    .sure = Only what is certain?
documents-choose = Choose the lines to keep
    .proposal = Which document?
    .lines = What shall I keep? (For example “1-5, 8”.)
documents-discard = Keep nothing
    .proposal = Which document?
documents-send = Send me a file: a laboratory report as a PDF, for example.
document-untitled = Document
documents-nothing-read = I found nothing in it that I can read. I can keep the file as it is, encrypted.
documents-partial = ⚠ A part could not be read: please compare with the document.
documents-somebody-else = ⚠ This document is about a person born in { $year }; your notebook says { $own }. Is it really yours?
documents-same = { $count ->
    [one] One line was already in the notebook: it will not be doubled.
   *[other] { $count } lines were already in the notebook: they will not be doubled.
}
documents-conflict = ⚠ Two different values for the same moment: **{ $old }** in the notebook, **{ $new }** in this document. Both will be kept with their source.
documents-not-understood = What I did not understand ({ $count }):
documents-keep-button = Keep ({ $count })
documents-keep-sure = Keep the certain ones ({ $count })
documents-keep-file = Keep the file
documents-choose-button = Choose
documents-discard-button = Keep nothing
documents-kept = { $count ->
    [one] Kept in your notebook: one line, with the document.
   *[other] Kept in your notebook: { $count } lines, with the document.
}
documents-file-kept = The file is kept, encrypted.
documents-discarded = Nothing is kept, and the file is destroyed.
proposal-gone = This reading waits no more: it was kept or discarded already.
unreadable-empty = This file is empty.
unreadable-encrypted = This file is protected by a password. Remove the protection, then send it again.
unreadable-damaged = This file is damaged or is not what its name says: I cannot read it.
unreadable-too-large = This file is too large for me here (20 MB at most). For a large export, ask for a code with /link, then run `carnet import FILE --code CODE` on the machine where I run: whoever runs me can do it for you, without seeing what the file says. Or send it in several parts.
import-not-kept = The export itself is not kept, only what was read in it.
import-nothing-read = I found nothing in it that I can read.
import-kept = { $count ->
    [one] Kept in your notebook: one line.
   *[other] Kept in your notebook: { $count } lines.
}
import-discarded = Nothing is kept.
unreadable-unknown = I do not know this kind of file.
read-unknown = I do not know the format of this file. In a conversation it can be kept as it is, encrypted.
unreadable-took-too-long = Reading this file took too much time or memory: I stopped. Nothing is kept.

documents-edit = Correct a line before keeping it
    .proposal = Which document?
    .line_number = Which line is to be corrected? (Its number.)
    .text = What should it say? (For example “5.4 mmol/L”.)
documents-edit-button = Correct
documents-edit-which = Give the number of one line only, for example “3” or “2.4”.
documents-edited = Corrected, not kept yet: ~~{ $before }~~ → **{ $after }**
documents-reread = Read a kept document
    .document = Which document?
documents-reread-button = Read: { $what }
documents-reading = I am reading your file…
documents-grouped = This file says { $count } things. Here they are in groups:
documents-choose-groups = Answer with numbers: “1, 3” for groups, “2.1-2.5” for lines, “all but 4”. “Details 2” shows the lines of group 2. “2.3 = 5.4 mmol/L” corrects a line.
documents-inside = { $count ->
    [one] One document is attached: { $names }. It will be kept too.
   *[other] { $count } documents are attached: { $names }. They will be kept too.
}
documents-conflict-source = ⚠ Two different values for the same moment: **{ $old }** in the notebook ({ $source }), **{ $new }** in this document. Both will be kept with their source.
documents-conflicts-more = ⚠ And { $count } more values that differ.
documents-discarded-reading = Nothing more is kept. The document stays in your notebook.
documents-explain-button = Explain
documents-measures-button = See my measurements
group-results = **{ $count } { $count ->
    [one] result
   *[other] results
}** · { $when }
group-results-undated = **{ $count } { $count ->
    [one] result
   *[other] results
}** without a date
group-kind = **{ $count }** · { $kind }
group-series = **{ $device }** · { $count } series ({ $names }) · { $first }–{ $last }
group-further = … and { $count } more: “details { $number }.{ $line }”
category = Kind
    .vital-signs = Measurements
    .activity = Activity
    .survey = Questionnaires
    .other = Other findings
