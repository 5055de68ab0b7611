"""What Carnet does when everything around the person is hostile, and the model obeys all of it.

Scenes bring instructions to the model by every road there is (messages, documents, calendars,
health records, what the notebook already holds); a scripted model follows them and always plays
things down. Counted is what got through: writes nobody confirmed, messages sent elsewhere, lowered
levels, leaks.
"""

from bot.evaluation.hostile.play import Outcome, play
from bot.evaluation.hostile.scenes import Scene, scenes

__all__ = ["Outcome", "Scene", "play", "scenes"]
