# Reading structured records: FHIR, CDA, health cards, zip archives.

record-yes = yes
record-no = no
record-no-value = no value
record-samples = trace of { $count } points
record-pictures = { $count } picture(s), not in the file
record-died-of-it = cause of death
record-conclusion = Conclusion
record-not-fetched = address noted, nothing was downloaded
record-empty-attachment = empty attachment
record-no-name = no name
record-unreadable-part = part that cannot be read
record-no-known-allergy = No known allergy
record-as-needed = as needed
record-at-most = at most { $amount }
record-other-person = another person
record-rhythm-one =
    { $unit ->
        [s] { $count } × a second
        [min] { $count } × a minute
        [h] { $count } × an hour
        [d] { $count } × a day
        [wk] { $count } × a week
        [mo] { $count } × a month
        [a] { $count } × a year
       *[other] { $count } × a { $unit }
    }
record-rhythm =
    { $unit ->
        [min] { $count } × every { $every } minutes
        [h] { $count } × every { $every } hours
        [d] { $count } × every { $every } days
        [wk] { $count } × every { $every } weeks
        [mo] { $count } × every { $every } months
        [a] { $count } × every { $every } years
       *[other] { $count } × / { $every } { $unit }
    }
warning-several-people = This file speaks of several people. Please check what you keep.
record-negated = noted as absent
record-planned = planned
record-not-given = not done

warning-part-unreadable = A part of the file could not be read. The rest was.
warning-cut-off = The file is cut off or damaged. Only the beginning could be read.
warning-too-many = The file holds too many items. { $count } of them are missing from this reading.
warning-signature-invalid = The signature of this card is wrong. Its content may have been changed.
warning-signature-unchecked = The signature of this card could not be checked. Carnet does not know who issued it.
warning-card-revoked = This card was cancelled by those who issued it.
warning-card-expired = This card is no longer valid. It has expired.
warning-link-not-opened = This link leads to health data on the Internet. Carnet does not open it. You can download the document and send it here.
warning-link-expired = This health link has expired.
warning-link-passcode = This health link asks for a secret code.
warning-card-incomplete = A part of the card is missing. Please send the other QR codes too.
warning-archive-nested = An archive inside the archive was not opened.
warning-archive-encrypted = A file of the archive is protected by a password.
warning-archive-unsafe = A file of the archive was left aside, to be safe.
warning-archive-limit = The archive is too large. A part of it was not read.

doubt-preliminary = Preliminary result: it may still change.
doubt-range-disagrees = The document says "normal", but the value is outside its own limits.
doubt-units-differ = The limits of the document are in another unit than the value.
