"""Pictures of results for a phone: number lines with the report's own ranges, and trends.

Both return PNG bytes, 1080 pixels wide, light or dark. A number line shows the printed range as a
band and the value as a point; beyond the band the scale is the same on both sides, so rows can be
compared by eye. A result without a range gets its value and no line: no range is invented. Only
matplotlib's object interface is used, never its global state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.care.labs.canvas import DARK, LIGHT, Palette, canvas, png
from bot.care.labs.positions import Point, Position, position_of
from bot.care.labs.spelled import number, range_shown, shown
from bot.dates import spell_date
from bot.knowledge.analytes import by_id
from bot.notebook.facts import Observation
from bot.wording import say

MOST_ROWS = 16
_ROW = 0.76
"""Height of one row, in inches."""


def number_line(observations: Sequence[Observation], language: str, *, dark: bool = False) -> bytes:
    """One row per numeric result: its name, value, unit, and its place on its report's range.

    Results in words and rows that restate another one are left out; at most
    :data:`MOST_ROWS` rows are drawn and the rest is counted below. Raises ``ValueError`` when
    there is nothing to draw.
    """
    ids = {item.id for item in observations}
    rows = [item for item in observations if item.value is not None and item.restates not in ids]
    if not rows:
        raise ValueError("no numeric result to draw")
    drawn, hidden = rows[:MOST_ROWS], len(rows) - MOST_ROWS
    colours = DARK if dark else LIGHT
    height = 0.3 + len(drawn) * _ROW + (0.35 if hidden > 0 else 0.1)
    figure, axes = canvas(height, colours)
    axes.set_xlim(0, 1)
    axes.set_ylim(height, 0)
    for index, item in enumerate(drawn):
        _row(axes, item, 0.3 + index * _ROW, language, colours)
        if index:
            axes.plot(
                (0.04, 0.96), (0.1 + index * _ROW,) * 2, color=colours.rail, linewidth=0.8, zorder=0
            )
    if hidden > 0:
        text = say(language, "labs-explain-picture-hidden", count=hidden)
        axes.text(0.04, height - 0.2, text, fontsize=9.5, color=colours.soft, va="center")
    return png(figure)


def _name(item: Observation, language: str) -> str:
    analyte = by_id(item.analyte)
    name = item.text.strip() or (analyte.words(language).name if analyte else "")
    return name if len(name) <= 34 else name[:33].rstrip() + "…"


def _row(axes: Any, item: Observation, top: float, language: str, colours: Palette) -> None:
    position = position_of(item)
    colour = _colour(item, position, colours)
    value = shown(item, language)
    arrow = {
        Position.BELOW: "▼ ", Position.FLAGGED_LOW: "▼ ",
        Position.ABOVE: "▲ ", Position.FLAGGED_HIGH: "▲ ",
    }.get(position, "")  # fmt: skip
    axes.text(0.04, top, _name(item, language), fontsize=11, color=colours.ink, va="center")
    axes.text(
        0.96, top, arrow + value, fontsize=11, color=colour, va="center", ha="right", weight="bold"
    )
    note = _note(item, position, language)
    if item.low is None and item.high is None:
        axes.text(
            0.04, top + 0.3, note, fontsize=9, color=colours.soft, va="center", style="italic"
        )
        return
    scale = _Scale.of(item)
    y = top + 0.25
    left, right = scale.at(scale.start), scale.at(scale.stop)
    axes.plot((left, right), (y, y), color=colours.rail, linewidth=7, solid_capstyle="round")
    low = scale.at(item.low) if item.low is not None else left
    high = scale.at(item.high) if item.high is not None else right
    axes.plot((low, high), (y, y), color=colours.band, linewidth=7, solid_capstyle="butt")
    for open_end, x in ((item.low is None, left), (item.high is None, right)):
        if open_end:
            # The range goes on beyond the picture: its end is the rail's round end.
            axes.plot(
                (x - 0.002, x + 0.002), (y, y), color=colours.band, linewidth=7,
                solid_capstyle="round",
            )  # fmt: skip
    for bound, x in ((item.low, low), (item.high, high)):
        if bound is not None:
            axes.plot((x, x), (y - 0.055, y + 0.055), color=colours.soft, linewidth=1.2)
            axes.text(
                x, y + 0.14, number(bound, language), fontsize=8.5, color=colours.soft,
                ha="center", va="center",
            )  # fmt: skip
    _mark(axes, item, scale, y, colour, colours)
    if note:
        axes.text(0.96, y + 0.14, note, fontsize=8.5, color=colour, ha="right", va="center")


def _colour(item: Observation, position: Position, colours: Palette) -> str:
    if item.doubt:
        return colours.doubt
    if position is Position.WITHIN:
        return colours.inside
    if position in (Position.BELOW, Position.ABOVE, Position.FLAGGED_LOW, Position.FLAGGED_HIGH):
        return colours.outside
    return colours.ink


def _note(item: Observation, position: Position, language: str) -> str:
    if item.doubt:
        return say(language, "labs-explain-picture-check")
    if item.low is None and item.high is None:
        return item.range_text or say(language, "labs-explain-picture-no-range")
    if position in (Position.BELOW, Position.WITHIN, Position.ABOVE):
        return say(language, f"labs-explain-picture-{position.value}")
    return ""


def _mark(
    axes: Any, item: Observation, scale: "_Scale", y: float, colour: str, colours: Palette
) -> None:
    value = item.value or Decimal(0)
    x = scale.at(value)
    if item.comparator:
        # A bound is a direction, not a point.
        marker = "<" if item.comparator.startswith("<") else ">"
    elif value > scale.stop:
        marker = ">"
    elif value < scale.start:
        marker = "<"
    else:
        marker = "o"
    axes.plot(
        (x,), (y,), marker=marker, markersize=10.5, markerfacecolor=colour,
        markeredgecolor=colours.paper, markeredgewidth=1.6, zorder=5, linestyle="none",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Scale:
    """A row's own scale: the range takes the middle, as much room again lies on both sides.

    Values further out stand at the end of the rail as an arrow.
    """

    start: Decimal
    stop: Decimal

    @classmethod
    def of(cls, item: Observation) -> "_Scale":
        low, high, value = item.low, item.high, item.value or Decimal(0)
        if low is not None and high is not None and high > low:
            width = high - low
            return cls(low - width * 3 / 4, high + width * 3 / 4)
        if high is not None:
            return cls(min(Decimal(0), value), high * 2 if high > 0 else high + abs(high) + 1)
        bottom = low if low is not None else Decimal(0)
        return cls(min(Decimal(0), value), max(bottom * 2, bottom + 1))

    def at(self, value: Decimal) -> float:
        share = (value - self.start) / (self.stop - self.start)
        return 0.055 + 0.70 * float(min(max(share, Decimal(0)), Decimal(1)))


def trend(
    observation: Observation, earlier: Sequence[Point], language: str, *, dark: bool = False
) -> bytes:
    """One result over time, in its own unit, with the latest report's range as a band.

    ``earlier`` are points in the unit of ``observation``, oldest first
    (:func:`bot.care.labs.positions.series`). Raises ``ValueError`` without an earlier point or a
    dated numeric value.
    """
    if observation.value is None or observation.effective is None or not earlier:
        raise ValueError("nothing to compare")
    colours = DARK if dark else LIGHT
    points = [*earlier, Point(observation.effective, observation.value)]
    days = [date.fromisoformat(point.date[:10]).toordinal() for point in points]
    values = [float(point.value) for point in points]
    figure, axes = canvas(3.6, colours)
    axes.set_position((0.09, 0.17, 0.83, 0.60))
    _trend_frame(axes, observation, days, values, colours)
    _band(axes, observation, colours, language)
    axes.plot(days, values, color=colours.soft, linewidth=2, zorder=3)
    for day, value, point in zip(days, values, points, strict=True):
        last = point is points[-1]
        colour = _colour(observation, position_of(observation), colours) if last else colours.soft
        axes.plot(
            (day,), (value,), marker="o", markersize=11 if last else 8, color=colour,
            markeredgecolor=colours.paper, markeredgewidth=1.6, zorder=4,
        )  # fmt: skip
    _trend_labels(axes, points, days, values, language, colours)
    title = _name(observation, language)
    figure.text(0.05, 0.92, title, fontsize=13, color=colours.ink, weight="bold", va="center")
    unit = f"{observation.unit or ''}"
    legend = range_shown(observation, language)
    if legend:
        words = say(language, "labs-explain-picture-range")
        unit = (
            f"{unit}  ·  {words} : {legend}"
            if language == "fr"
            else f"{unit}  ·  {words}: {legend}"
        )
    figure.text(0.05, 0.835, unit, fontsize=9.5, color=colours.soft, va="center")
    return png(figure)


def _trend_frame(
    axes: Any, observation: Observation, days: list[int], values: list[float], colours: Palette
) -> None:
    bounds = [float(bound) for bound in (observation.low, observation.high) if bound is not None]
    bottom, top = min([*values, *bounds]), max([*values, *bounds])
    room = (top - bottom) * 0.22 or abs(top) * 0.2 or 1.0
    axes.set_ylim(bottom - room, top + room)
    span = max(days[-1] - days[0], 1)
    axes.set_xlim(days[0] - span * 0.10, days[-1] + span * 0.10)


def _band(axes: Any, observation: Observation, colours: Palette, language: str) -> None:
    bottom, top = axes.get_ylim()
    low = float(observation.low) if observation.low is not None else None
    high = float(observation.high) if observation.high is not None else None
    if low is None and high is None:
        return
    axes.axhspan(
        low if low is not None else bottom, high if high is not None else top,
        color=colours.band, alpha=0.55, zorder=0, linewidth=0,
    )  # fmt: skip
    for bound, exact in ((low, observation.low), (high, observation.high)):
        if bound is not None and exact is not None:
            axes.axhline(bound, color=colours.soft, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
            axes.text(
                -0.012, bound, number(exact, language), fontsize=9, color=colours.soft,
                ha="right", va="center", transform=axes.get_yaxis_transform(),
            )  # fmt: skip


def _trend_labels(
    axes: Any,
    points: Sequence[Point],
    days: list[int],
    values: list[float],
    language: str,
    colours: Palette,
) -> None:
    bottom, top = axes.get_ylim()
    span = max(days[-1] - days[0], 1)
    last_labelled: float | None = None
    for index, (point, day, value) in enumerate(zip(points, days, values, strict=True)):
        ends = index in (0, len(points) - 1)
        near = last_labelled is not None and day - last_labelled < span * 0.12
        crowds_end = not ends and days[-1] - day < span * 0.12
        if (near and not ends) or crowds_end:
            continue
        last_labelled = day
        axes.text(
            day, value + (top - bottom) * 0.075, number(point.value, language), fontsize=10.5,
            color=colours.ink, ha="center", va="bottom", weight="bold" if ends else "normal",
        )  # fmt: skip
    marks = _date_marks(days)
    for index in marks:
        side = "left" if index == 0 else "right" if index == len(days) - 1 else "center"
        words = spell_date(date.fromordinal(days[index]), language, weekday=False)
        axes.text(
            days[index], -0.09, words, fontsize=9, color=colours.soft, va="top",
            ha="center" if len(days) == 1 else side, transform=axes.get_xaxis_transform(),
        )  # fmt: skip


def _date_marks(days: list[int]) -> list[int]:
    """The first and the last day, and one in the middle where there is room."""
    marks = [0, len(days) - 1]
    span = days[-1] - days[0]
    middle = [
        index
        for index, day in enumerate(days[1:-1], start=1)
        if span and 0.38 <= (day - days[0]) / span <= 0.62
    ]
    return sorted({*marks, *middle[:1]})
