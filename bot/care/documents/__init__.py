"""Files: read them apart, show what was understood, keep what the person confirms."""

from bot.care.documents.keep import choose, discard, keep
from bot.care.documents.read import read

ACTIONS = (read, keep, choose, discard)
