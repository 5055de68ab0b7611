"""HealthBench rows played through the real engine and judged, criterion by criterion.

The format and the scores are those of HealthBench (OpenAI, 2025, arXiv:2505.08775): an example's
score is the points of the criteria that were met over the points that could be won; the total is
the mean, clipped to 0 to 1, with a bootstrap standard error.
"""

from bot.evaluation.healthbench.counting import Counted, Usage
from bot.evaluation.healthbench.grading import Grader
from bot.evaluation.healthbench.rows import BadRow, Criterion, Row, read_rows
from bot.evaluation.healthbench.running import Run, State
from bot.evaluation.healthbench.scoring import Judged, Score, report, score_of, scores

__all__ = [
    "BadRow",
    "Counted",
    "Criterion",
    "Grader",
    "Judged",
    "Row",
    "Run",
    "Score",
    "State",
    "Usage",
    "read_rows",
    "report",
    "score_of",
    "scores",
]
