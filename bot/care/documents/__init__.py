"""Files: read them apart, show what was understood, keep what the person confirms."""

from bot.care.documents.check import check
from bot.care.documents.keep import choose, discard, edit, keep
from bot.care.documents.read import read, reread

ACTIONS = (read, keep, choose, edit, discard, reread, check)
