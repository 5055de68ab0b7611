"""The account: notice and consent, language, country, birth year, spaces, undo, export, delete."""

from bot.care.account.begin import begin
from bot.care.account.courtesy import acknowledge, goodbye, greet, thanks
from bot.care.account.export import export
from bot.care.account.feedback import give, rate
from bot.care.account.linking import (
    accept,
    choose_place,
    link,
    mute,
    refuse,
    take,
    unlink,
)
from bot.care.account.settings import (
    born,
    cancel,
    country,
    date_order,
    delete,
    everyday,
    health,
    help_,
    language,
    nudges,
    privacy,
    undo,
    zone,
)

ACTIONS = (
    help_,
    begin,
    acknowledge,
    goodbye,
    greet,
    thanks,
    health,
    everyday,
    undo,
    cancel,
    language,
    country,
    born,
    zone,
    date_order,
    nudges,
    privacy,
    export,
    link,
    take,
    accept,
    refuse,
    unlink,
    choose_place,
    mute,
    delete,
    rate,
    give,
)
