"""Pictures of measurements over time for a phone: bars for what adds up, points for levels, pairs
for blood pressure, a band for glucose. PNG bytes, 1080 pixels wide, light or dark.

Long windows are drawn by week or by month (means of the days measured); the heading says so.
Only matplotlib's object interface is used, never its global state.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from bot.care.labs.canvas import DARK, LIGHT, Palette, canvas, png
from bot.wording import say

Step = Literal["day", "week", "month"]
WEEKLY_FROM = 100
"""Days from which a picture is drawn by week."""
MONTHLY_FROM = 800


@dataclass(frozen=True, slots=True)
class Dot:
    """One day: a value, and its extremes where they are worth drawing."""

    day: date
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How a measure is drawn. ``spell`` writes a number of the value axis, ``tick`` is the step
    of its round numbers when ten is not (hours)."""

    title: str
    unit: str
    shape: Literal["bars", "line", "pair"]
    spell: Callable[[float], str]
    tick: float | None = None
    band: tuple[float, float] | None = None
    limits: tuple[float, ...] = ()
    goal: float | None = None


def picture(
    dots: Sequence[Dot], first: date, last: date, look: Look, language: str, *, dark: bool = False
) -> bytes:
    """The days of a window. Raises ``ValueError`` when there are none.

    With the shape "pair", ``value`` is drawn as the upper end and ``low`` as the lower one.
    """
    if not dots:
        raise ValueError("nothing to draw")
    colours = DARK if dark else LIGHT
    step = _step((last - first).days + 1)
    drawn = _by_step(dots, step)
    figure, axes = canvas(3.8, colours)
    axes.set_position((0.13, 0.15, 0.82, 0.63))
    _frame(axes, drawn, first, last, look)
    _background(axes, look, colours)
    if look.shape == "bars":
        _bars(axes, drawn, step, colours)
    elif look.shape == "pair":
        _pairs(axes, drawn, colours)
    else:
        _line(axes, drawn, colours)
    _marks(axes, first, last, language, colours)
    figure.text(0.05, 0.925, look.title, fontsize=13, color=colours.ink, weight="bold", va="center")
    about = look.unit
    if look.goal is not None:
        about += f"  ·  {say(language, 'wellness-picture-goal')} : {look.spell(look.goal)}"
    if step != "day":
        about = f"{about}  ·  {say(language, f'wellness-picture-{step}')}"
    figure.text(0.05, 0.845, about, fontsize=9.5, color=colours.soft, va="center")
    return png(figure)


def _step(days: int) -> Step:
    return "month" if days > MONTHLY_FROM else "week" if days > WEEKLY_FROM else "day"


def _by_step(dots: Sequence[Dot], step: Step) -> list[Dot]:
    """The mean of each week or month, at its middle."""
    if step == "day":
        return list(dots)
    groups: dict[date, list[Dot]] = {}
    for dot in dots:
        monday = dot.day - timedelta(days=dot.day.weekday())
        key = dot.day.replace(day=15) if step == "month" else monday + timedelta(days=3)
        groups.setdefault(key, []).append(dot)
    return [
        Dot(
            day=key,
            value=sum(x.value for x in group) / len(group),
            low=min((x.low for x in group if x.low is not None), default=None)
            if group[0].low is not None
            else None,
            high=max((x.high for x in group if x.high is not None), default=None)
            if group[0].high is not None
            else None,
        )
        for key, group in sorted(groups.items())
    ]


def _frame(axes: Any, dots: Sequence[Dot], first: date, last: date, look: Look) -> None:
    values = [x for dot in dots for x in (dot.value, dot.low, dot.high) if x is not None]
    values += [*look.limits, *(look.band or ()), *((look.goal,) if look.goal is not None else ())]
    bottom, top = min(values), max(values)
    if look.shape == "bars":
        axes.set_ylim(0, top * 1.12 or 1)
    else:
        room = (top - bottom) * 0.18 or abs(top) * 0.05 or 1.0
        axes.set_ylim(bottom - room, top + room)
    edge = max((last - first).days * 0.03, 0.6)
    axes.set_xlim(first.toordinal() - edge, last.toordinal() + edge)


def _background(axes: Any, look: Look, colours: Palette) -> None:
    if look.band is not None:
        axes.axhspan(*look.band, color=colours.band, alpha=0.55, zorder=0, linewidth=0)
    for limit in look.limits:
        axes.axhline(limit, color=colours.outside, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1)
    if look.goal is not None:
        axes.axhline(look.goal, color=colours.ink, linewidth=1.6, zorder=4)
    for value in _ticks(axes, look):
        axes.axhline(value, color=colours.rail, linewidth=0.8, zorder=0)
        axes.text(
            -0.015, value, look.spell(value), fontsize=9, color=colours.soft, ha="right",
            va="center", transform=axes.get_yaxis_transform(),
        )  # fmt: skip
    fixed = [*look.limits, *(look.band or ())]
    for value in fixed:
        axes.text(
            -0.015, value, look.spell(value), fontsize=9.5, color=colours.ink, ha="right",
            va="center", weight="bold", transform=axes.get_yaxis_transform(),
        )  # fmt: skip


def _ticks(axes: Any, look: Look) -> list[float]:
    """Round values, none on top of a limit's own label."""
    from matplotlib.ticker import MaxNLocator, MultipleLocator

    bottom, top = axes.get_ylim()
    places = (
        MultipleLocator(look.tick) if look.tick else MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10])
    )
    fixed = [*look.limits, *(look.band or ())]
    near = (top - bottom) * 0.07
    return [
        float(value)
        for value in places.tick_values(bottom, top)
        if bottom <= value <= top and all(abs(value - limit) > near for limit in fixed)
    ]


def _bars(axes: Any, dots: Sequence[Dot], step: Step, colours: Palette) -> None:
    width = {"day": 0.72, "week": 5.2, "month": 22.0}[step]
    axes.bar(
        [dot.day.toordinal() for dot in dots], [dot.value for dot in dots], width=width,
        color=colours.inside, zorder=3,
    )  # fmt: skip


def _line(axes: Any, dots: Sequence[Dot], colours: Palette) -> None:
    days = [dot.day.toordinal() for dot in dots]
    for dot in dots:
        if dot.low is not None and dot.high is not None and dot.high > dot.low:
            axes.plot(
                (dot.day.toordinal(),) * 2, (dot.low, dot.high), color=colours.soft, alpha=0.45,
                linewidth=2.4, zorder=2, solid_capstyle="round",
            )  # fmt: skip
    axes.plot(
        days, [dot.value for dot in dots], color=colours.inside, linewidth=1.6, marker="o",
        markersize=6 if len(dots) <= 40 else 3.5, markeredgecolor=colours.paper,
        markeredgewidth=0.8, zorder=3,
    )  # fmt: skip


def _pairs(axes: Any, dots: Sequence[Dot], colours: Palette) -> None:
    for dot in dots:
        x, low = dot.day.toordinal(), dot.low if dot.low is not None else dot.value
        axes.plot(
            (x, x), (low, dot.value), color=colours.soft, linewidth=2.2, zorder=2,
            solid_capstyle="round",
        )  # fmt: skip
        for y, marker in ((dot.value, "v"), (low, "^")):
            axes.plot(
                (x,), (y,), marker=marker, markersize=8.5, color=colours.inside,
                markeredgecolor=colours.paper, markeredgewidth=0.8, linestyle="none", zorder=3,
            )  # fmt: skip


def _marks(axes: Any, first: date, last: date, language: str, colours: Palette) -> None:
    """The first and last day, and one in the middle of a long window."""
    from babel.dates import format_date

    span = (last - first).days
    days = [first, first + timedelta(days=span // 2), last] if span > 6 else [first, last]
    pattern = "MMM y" if span > WEEKLY_FROM * 3 else "d MMM"
    for place, day in enumerate(days):
        side = "left" if place == 0 else "right" if place == len(days) - 1 else "center"
        axes.text(
            day.toordinal(), -0.05, format_date(day, pattern, locale=language), fontsize=9.5,
            color=colours.soft, va="top", ha=side, transform=axes.get_xaxis_transform(),
        )  # fmt: skip
