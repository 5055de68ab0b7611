"""A photograph read a second time, by a model, where the person asked for it.

:mod:`request` says what a model receives, :mod:`rows` what is taken of its answer, :mod:`agreement`
what follows from two readings; :class:`VisionReader` puts the first two together.
"""

from bot.intake.vision.agreement import Compared, Copied, compare
from bot.intake.vision.reader import NotRead, VisionReader

__all__ = ["Compared", "Copied", "NotRead", "VisionReader", "compare"]
