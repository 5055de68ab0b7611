"""The lines of a file in groups that fit one phone screen, and which of them somebody chose.

"21 results of 12 March, laboratory X" is one group; so are all vaccinations, or all series of one
watch. Groups are numbered 1, 2, 3; the lines of group 2 are 2.1, 2.2, 2.3.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import Context
from bot.notebook import facts as f
from bot.wording.folding import fold
from bot.wording.lines import line, partial

FRAME = (f.DocumentReference, f.DiagnosticReport, f.Patient)
"""What comes along with the lines of a paper and is not counted among them."""

SHOWN = 12
"""Lines, or groups, that are listed before the rest is counted."""

ALL = 60
"""Groups that are listed when some are to be chosen."""

MOST_DAYS = 6
"""Days of results that stand alone; more of them are told by year."""

MOST_SERIES = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, under a title."""

    title: str
    facts: tuple[f.Kept, ...]


def lines_of(facts: Sequence[f.Kept]) -> list[f.Kept]:
    """What is counted and can be chosen."""
    return [fact for fact in facts if not isinstance(fact, FRAME)]


def grouped(facts: Sequence[f.Kept], context: Context) -> list[Group]:
    """The lines in groups: results by report and day, newest first, then the rest by kind."""
    reports = {fact.id: fact for fact in facts if isinstance(fact, f.DiagnosticReport)}
    results: dict[tuple[str, str], list[f.Kept]] = {}
    others: dict[str, list[f.Kept]] = {}
    series: dict[str, list[f.MeasurementSeries]] = {}
    for fact in lines_of(facts):
        if isinstance(fact, f.MeasurementSeries):
            series.setdefault(fact.device or fact.origin, []).append(fact)
        elif isinstance(fact, f.Observation) and fact.category == "laboratory":
            report = reports.get(fact.report or "")
            key = ((fact.effective or "")[:10], (report and report.issuer) or "")
            results.setdefault(key, []).append(fact)
        elif isinstance(fact, f.Observation):
            others.setdefault(f"category.{fact.category}", []).append(fact)
        else:
            others.setdefault(f"kind.{type(fact).__name__}", []).append(fact)
    found = _results(results, context) + _series(series, context)
    for name, kept in others.items():
        title = context.say("group-kind", kind=context.say(name), count=len(kept))
        found.append(Group(_dated(title, kept, context), tuple(kept)))
    return found


def _results(days: dict[tuple[str, str], list[f.Kept]], context: Context) -> list[Group]:
    if len(days) > MOST_DAYS:
        years: dict[str, list[f.Kept]] = {}
        for day, _issuer in sorted(days, reverse=True):
            years.setdefault(day[:4], []).extend(days[day, _issuer])
        return [
            Group(_title(len(kept), partial(year, context.language), "", context), tuple(kept))
            for year, kept in years.items()
        ]
    return [
        Group(
            _title(len(kept), partial(day, context.language), issuer, context),
            tuple(kept),
        )
        for (day, issuer), kept in sorted(days.items(), key=lambda x: x[0], reverse=True)
    ]


def _title(count: int, when: str, issuer: str, context: Context) -> str:
    if not when:
        title = context.say("group-results-undated", count=count)
    else:
        title = context.say("group-results", count=count, when=when)
    return f"{title} · {issuer}" if issuer else title


def _series(devices: dict[str, list[f.MeasurementSeries]], context: Context) -> list[Group]:
    if sum(len(kept) for kept in devices.values()) <= MOST_SERIES:
        return [
            Group(line(fact, context.language), (fact,))
            for kept in devices.values()
            for fact in kept
        ]
    found = []
    for device, kept in devices.items():
        names = list(dict.fromkeys(fact.text for fact in kept))
        shown = ", ".join(names[:3]) + ("…" if len(names) > 3 else "")
        title = context.say(
            "group-series", device=device or "?", count=len(kept), names=shown,
            first=partial(min(x.first_day for x in kept)[:4], context.language),
            last=partial(max(x.last_day for x in kept)[:4], context.language),
        )  # fmt: skip
        found.append(Group(title, tuple(kept)))
    return found


def _dated(title: str, kept: Sequence[f.Kept], context: Context) -> str:
    days = sorted(
        (getattr(x, "effective", None) or getattr(x, "date", None) or "")[:4] for x in kept
    )
    years = [day for day in days if day]
    if not years:
        return title
    return f"{title} · {years[0]}" + (f"–{years[-1]}" if years[-1] != years[0] else "")


def listed(groups: Sequence[Group], context: Context, most: int = SHOWN) -> str:
    """The groups as numbered Markdown lines; the rest is counted."""
    shown = "  \n".join(f"{n}\\. {each.title}" for n, each in enumerate(groups[:most], 1))
    if len(groups) <= most:
        return shown
    return f"{shown}  \n{context.say('and-more', count=len(groups) - most)}"


def detailed(
    groups: Sequence[Group], number: int, context: Context, first: int = 1, most: int = 40
) -> str:
    """The lines of one group, numbered "2.1", from line ``first`` on."""
    kept = groups[number - 1].facts
    shown = [
        f"{number}.{n}\\. {line(fact, context.language)}"
        for n, fact in enumerate(kept[first - 1 : first - 1 + most], first)
    ]
    left = len(kept) - (first - 1) - len(shown)
    if left > 0:
        shown.append(context.say("group-further", count=left, number=number, line=first + most))
    return "  \n".join([f"**{groups[number - 1].title}**", "", *shown])


_ONE = re.compile(
    r"(?P<group>\d{1,5})(?:\.(?P<line>\d{1,5}))?"
    r"(?:\s*(?:-|–|à|a|to)\s*(?P<to>\d{1,5})(?:\.(?P<to_line>\d{1,5}))?)?"
)
_BUT = re.compile(r"^(?:tout |all |everything )?(?:sauf|except|but)\b")


def chosen(text: str, groups: Sequence[Group]) -> list[f.Kept]:
    """The lines that "1, 3-5, 2.1-2.4" names, in their order; "all but 3" turns it round."""
    picked: set[str] = set()
    for found in _ONE.finditer(text):
        group, line_, to, to_line = (
            int(found[name]) if found[name] else None for name in ("group", "line", "to", "to_line")
        )
        assert group is not None  # noqa: S101 - the pattern begins with it
        if line_ is None:
            for each in groups[max(group, 1) - 1 : max(to or group, 0)] if group else ():
                picked |= {fact.id for fact in each.facts}
        elif 1 <= group <= len(groups):
            last = to_line or to or line_
            picked |= {x.id for x in groups[group - 1].facts[max(line_, 1) - 1 : last]}
    everything = [fact for each in groups for fact in each.facts]
    if not picked:
        return []
    outside = _BUT.search(fold(text)) is not None
    return [fact for fact in everything if (fact.id in picked) is not outside]


def flat(facts: Sequence[f.Kept]) -> list[Group]:
    """Each line as a group of its own: short files are chosen by plain line numbers."""
    return [Group("", (fact,)) for fact in lines_of(facts)]


def by_group(facts: Sequence[f.Kept], context: Context) -> list[Group] | None:
    """The groups, when there are too many lines to show one by one."""
    if len(lines_of(facts)) <= SHOWN:
        return None
    groups = grouped(facts, context)
    return groups if len(groups) > 1 else None
