"""Who the notebook is about: conditions, medicines, allergies, notes; show, correct, remove."""

from bot.care.profile.history import family, lifestyle, procedure, vaccination
from bot.care.profile.medicines import medication
from bot.care.profile.note import (
    allergy,
    condition,
    journal,
    life_event,
    pregnancy,
    sex,
)
from bot.care.profile.part import denied, part
from bot.care.profile.show import correct, remove, show
from bot.care.profile.stop import stopped
from bot.care.profile.team import team

ACTIONS = (
    show,
    part,
    condition,
    medication,
    stopped,
    allergy,
    journal,
    sex,
    pregnancy,
    correct,
    remove,
    life_event,
    denied,
    team,
    procedure,
    vaccination,
    family,
    lifestyle,
)
