"""The paper that pictures of results are drawn on: size, colours, PNG bytes."""

from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any

WIDTH = 1080


_DPI = 180


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme; text on background keeps a contrast of at least 4.5 to 1."""

    paper: str
    ink: str
    soft: str
    rail: str
    band: str
    inside: str
    outside: str
    doubt: str


LIGHT = Palette(
    "#FFFFFF", "#1C2430", "#5A6675", "#E3E8EE", "#BFE3D0", "#1F7A4D", "#B4540A", "#6B4FA0"
)


DARK = Palette(
    "#14181F", "#F1F4F8", "#A6B1BF", "#2B333E", "#245C43", "#6FD3A0", "#FFB066", "#C3A8F5"
)


def canvas(height: float, colours: Palette) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / _DPI, height), dpi=_DPI, facecolor=colours.paper)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    return figure, axes


def png(figure: Any) -> bytes:
    agg: Any = import_module("matplotlib.backends.backend_agg")

    target = BytesIO()
    agg.FigureCanvasAgg(figure).print_png(target, metadata={"Software": None})
    return target.getvalue()
