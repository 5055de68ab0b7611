"""Results explained: facts first (:func:`explain`), then words (:func:`render`).

What comes first is what stands out: values for which one calls today, then values outside their
own report's range, then what has to be checked on the paper. The rest is grouped and short.
Nothing here diagnoses, and no range is ever invented.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.care.labs.explanation import Explanation, explain, rank
from bot.care.labs.positions import OUTSIDE, Position
from bot.care.labs.spelled import doubted, number, range_shown, shown
from bot.dates import spell_date
from bot.wording import say

FEW = 6
"""Up to so many results within their range are shown with their value; more by name only."""

DETAILED = 4
"""How many results outside their range are explained in full in one message."""


def render(explanations: Sequence[Explanation], language: str, *, detailed: int = DETAILED) -> str:
    """All results as one Markdown message for a phone; a single result gets its full explanation.

    ``detailed`` results outside their range come with an explanation, the others with one line.
    """
    if not explanations:
        return ""
    ordered = sorted(explanations, key=rank)
    if len(ordered) == 1:
        return _single(ordered[0], language)
    today = [item for item in ordered if item.call_today]
    rest = [item for item in ordered if not item.call_today]
    check = [item for item in rest if item.doubt]
    sure = [item for item in rest if not item.doubt]
    outside = [item for item in sure if item.position in OUTSIDE]
    blocks = [_summary(ordered, language)]
    if today:
        lines = [_today(item, language) for item in today]
        unwell = say(language, "labs-explain-call-unwell")
        blocks.append(_block(language, "today", [*lines, unwell]))
    if outside:
        full = [_outside(item, language) for item in outside[:detailed]]
        short = [_short(item, language) for item in outside[detailed:]]
        blocks.append(_block(language, "outside", [*full, *short]))
    if check:
        blocks.append(_block(language, "check", [_check(item, language) for item in check]))
    blocks += _quiet(sure, language)
    limits = say(language, "labs-explain-limits")
    blocks.append(f"{limits} {say(language, 'labs-explain-more')}")
    return "\n\n".join(block for block in blocks if block)


def _summary(items: Sequence[Explanation], language: str) -> str:
    outside = sum(item.position in OUTSIDE for item in items)
    count = say(language, "labs-explain-count", total=len(items))
    if outside:
        told = say(language, "labs-explain-summary-outside", outside=outside)
    elif any(item.position is Position.WITHIN for item in items):
        told = say(language, "labs-explain-summary-all-within")
    else:
        return f"{count}."
    return f"{count}. {told}"


def _block(language: str, heading: str, lines: Iterable[str]) -> str:
    return "\n".join([f"**{say(language, f'labs-explain-heading-{heading}')}**", *lines])


def _quiet(items: Sequence[Explanation], language: str) -> list[str]:
    """The results that need no word of their own, three short groups."""
    groups = (
        ("within", (Position.WITHIN,)),
        ("no-range", (Position.NO_RANGE, Position.RANGE_IN_WORDS, Position.UNCLEAR)),
        ("words", (Position.WORDS,)),
    )
    blocks = []
    for heading, positions in groups:
        found = [item for item in items if item.position in positions]
        if found:
            few = len(found) <= FEW or heading != "within"
            texts = [_brief(item, language) if few else item.name(language) for item in found]
            blocks.append(_block(language, heading, [" · ".join(texts)]))
    return blocks


def _brief(item: Explanation, language: str) -> str:
    text = _titled(item, language)
    if item.position is Position.RANGE_IN_WORDS:
        return f"{text} ({item.observation.range_text})"
    return text


def _today(item: Explanation, language: str) -> str:
    advice = "labs-explain-call-today-doubt" if item.doubt else "labs-explain-call-today"
    parts = [_position(item, language), _trend(item, language), say(language, advice)]
    if item.observation.also_read is not None:
        parts.append(doubted(item.observation, language))
    return f"- **{_titled(item, language)}**. {_joined(parts)}"


def _outside(item: Explanation, language: str) -> str:
    words = item.words(language)
    first = _line(item, language)
    if words is None:
        return f"{first}\n  {say(language, 'labs-explain-unknown')}"
    high = item.position in (Position.ABOVE, Position.FLAGGED_HIGH)
    causes = words.up if high else words.down
    if item.position is Position.FLAGGED or not causes:
        causes = ""
    else:
        causes = say(language, "labs-explain-often", causes=_continued(causes))
    ask = say(language, "labs-explain-ask", ask=words.ask)
    return f"{first}\n  {_joined([words.what, causes])}\n  {ask}"


def _line(item: Explanation, language: str) -> str:
    parts = [_position(item, language), _trend(item, language)]
    return f"- **{_titled(item, language)}**. {_joined(parts)}"


def _short(item: Explanation, language: str) -> str:
    """One line: an arrow, the value, the range, the value before."""
    arrows = {
        Position.BELOW: "↓", Position.FLAGGED_LOW: "↓",
        Position.ABOVE: "↑", Position.FLAGGED_HIGH: "↑",
    }  # fmt: skip
    notes = []
    printed = range_shown(item.observation, language)
    if printed:
        notes.append(say(language, "labs-explain-short-range", range=printed))
    if item.earlier and not item.observation.comparator:
        last = number(item.earlier[-1].value, language)
        notes.append(say(language, "labs-explain-short-before", value=last))
    bracket = f" ({' ; '.join(notes)})" if notes else ""
    return f"- {arrows.get(item.position, '•')} **{_titled(item, language)}**{bracket}"


def _continued(sentence: str) -> str:
    """A sentence as the continuation of another: a small letter, unless it begins a short form."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def _check(item: Explanation, language: str) -> str:
    return f"- **{_titled(item, language)}**. {doubted(item.observation, language)}"


def _single(item: Explanation, language: str) -> str:
    """One result in full: value, place, trend, what it is, what moves it, what to ask."""
    blocks = [f"**{_titled(item, language)}**", _position(item, language)]
    if len(item.earlier) > 1:
        points = [
            say(
                language,
                "labs-explain-trend-point",
                value=number(point.value, language),
                date=_date(point.date, language),
            )
            for point in item.earlier[-4:]
        ]
        blocks.append(say(language, "labs-explain-trend-series", series=" ; ".join(points)))
    blocks.append(_trend(item, language))
    if item.call_today:
        advice = "labs-explain-call-today-doubt" if item.doubt else "labs-explain-call-today"
        blocks += [say(language, advice), say(language, "labs-explain-call-unwell")]
    if item.doubt and (item.observation.also_read is not None or not item.call_today):
        blocks.append(doubted(item.observation, language))
    words = item.words(language)
    if words:
        blocks += [
            words.what,
            say(language, "labs-explain-why", why=_continued(words.why)),
            say(language, "labs-explain-up", up=_continued(words.up)) if words.up else "",
            say(language, "labs-explain-down", down=_continued(words.down)) if words.down else "",
            say(language, "labs-explain-ask", ask=words.ask),
        ]
    else:
        blocks.append(say(language, "labs-explain-unknown"))
    blocks.append(say(language, "labs-explain-limits"))
    return "\n".join(block for block in blocks if block)


def _titled(item: Explanation, language: str) -> str:
    value = shown(item.observation, language)
    for other in item.also:
        value = f"{value}, {say(language, 'labs-explain-also', value=shown(other, language))}"
    return say(language, "labs-explain-value-of", name=item.name(language), value=value)


def _position(item: Explanation, language: str) -> str:
    position = item.position
    if position is Position.WORDS:
        return ""
    if position is Position.RANGE_IN_WORDS:
        return say(language, "labs-explain-range-in-words", range=item.observation.range_text or "")
    if position is Position.UNCLEAR:
        value, printed = shown(item.observation, language), range_shown(item.observation, language)
        return say(language, "labs-explain-unclear", value=value, range=printed)
    if position in (Position.BELOW, Position.WITHIN, Position.ABOVE):
        printed = range_shown(item.observation, language)
        return say(language, f"labs-explain-{position.value}", range=printed)
    return say(language, f"labs-explain-{position.value}")


def _trend(item: Explanation, language: str) -> str:
    current = item.observation
    if not item.earlier or current.value is None or current.comparator or item.doubt:
        return ""
    last = item.earlier[-1]
    if current.value == last.value:
        way = "same"
    else:
        way = "higher" if current.value > last.value else "lower"
    return say(
        language,
        f"labs-explain-trend-{way}",
        date=_date(last.date, language),
        value=number(last.value, language),
    )


def _joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def _date(iso: str, language: str) -> str:
    return spell_date(date.fromisoformat(iso[:10]), language, weekday=False)


__all__ = ["DETAILED", "Explanation", "explain", "number", "range_shown", "render", "shown"]
