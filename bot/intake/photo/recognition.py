"""Finding and reading text in pixels, with rapidocr; its models come with its package.

The line classifier stays off: it turns "9 *" upside down into ".6". Instead the page as a whole is
turned the right way up, by what reads best.

Every session computes on one thread and strips are read side by side: threads inside a session wait
for each other by spinning, which doubles the work and is worst where cores are shared.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from bot.intake.photo.leaders import without_leaders
from bot.intake.reading import Unreadable

A = TypeVar("A")
B = TypeVar("B")

_DETECTION_SIDE = 1_600
SIDE_BY_SIDE = 2
_INK = 0.06
_SMALLEST = 8
_LONGEST_SHAPE = 3

_ORDINARY = str.maketrans(
    {
        "，": ",", "。": ".", "：": ":", "；": ";", "（": "(", "）": ")", "［": "[", "］": "]",
        "％": "%", "／": "/", "＜": "<", "＞": ">", "〈": "<", "〉": ">", "《": "<", "》": ">",
        "－": "-", "一": "-", "～": "-", "＊": "*", "＋": "+", "＝": "=", "μ": "µ", "、": ",",
        "．": ".", "　": " ", "∗": "*", "⋆": "*", "★": "*",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """One character: how sure (0 to 1), and the place of its middle (0 left to 1 right)."""

    text: str
    sure: float
    middle: float


@dataclass(frozen=True, slots=True)
class Strip:
    """One run of text: its four corners (clockwise from the upper left, pixels), its letters."""

    corners: Any
    letters: tuple[Letter, ...]
    columns: Any = None
    """How much ink stands in each column of pixels, 0 to 1."""

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    @property
    def ink(self) -> tuple[float, float]:
        """Where the first and the last ink stands (0 left to 1 right)."""
        inked = self._inked()
        if inked is None or not inked.any():
            return 0.0, 1.0
        places = inked.nonzero()[0]
        return float(places[0]) / len(inked), float(places[-1] + 1) / len(inked)

    def blanks(self, gaps: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """The widest blank between each two letters: where it begins and ends."""
        inked = self._inked()
        found = []
        for left, right in gaps:
            start = end = (left + right) / 2
            if inked is not None:
                first, last = int(left * len(inked)), int(right * len(inked)) + 1
                best = _widest(inked[first:last])
                if best is not None:
                    start, end = (first + best[0]) / len(inked), (first + best[1]) / len(inked)
            found.append((start, end))
        return found

    def _inked(self) -> Any | None:
        return None if self.columns is None else self.columns > _INK


def _widest(inked: Any) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    start: int | None = None
    for index, dark in enumerate([*inked.tolist(), True]):
        if not dark and start is None:
            start = index
        elif dark and start is not None:
            if best is None or index - start > best[1] - best[0]:
                best = (start, index)
            start = None
    return best


def each(task: Callable[[A], B], items: Iterable[A]) -> list[B]:
    """The task done for every item, in order; reading lets other threads compute meanwhile."""
    _engine()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return list(pool.map(task, items))


@cache
def _engine() -> Any:
    rapidocr: Any = import_module("rapidocr")
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Rec.rec_img_shape": [3, 48, 160],
            "Global.max_side_len": _DETECTION_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _run(pixels: Any, **steps: bool) -> Any:
    """One call of the engine; raises Unreadable when the picture asks for too much memory."""
    runtime: Any = import_module("rapidocr.inference_engine.onnxruntime.main")
    try:
        return _engine()(pixels, **steps)
    except runtime.ONNXRuntimeError:
        raise Unreadable("unreadable-too-large") from None


def find(grey: Any) -> list[Any]:
    """The corners of every run of text in a grey picture, as float arrays (4, 2), in pixels."""
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    height, width = grey.shape
    if min(height, width) < _SMALLEST:
        return []
    # The engine enlarges the shorter side to a fixed length: a ribbon would become a wall.
    least = max(height, width) // _LONGEST_SHAPE
    below, beside = max(least - height, 0), max(least - width, 0)
    if below or beside:
        paper = int(numpy.median(grey))
        grey = cv2.copyMakeBorder(grey, 0, below, 0, beside, cv2.BORDER_CONSTANT, value=paper)
    found = _run(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    if boxes is None:
        return []
    return [numpy.asarray(box, dtype=numpy.float32) for box in boxes]


def cut(grey: Any, corners: Any, *, grow: float = 0.0) -> Any:
    """The upright pixels inside four corners; ``grow`` adds this share of the height around."""
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    width = max(_length(corners[1] - corners[0]), _length(corners[2] - corners[3]), 2.0)
    height = max(_length(corners[3] - corners[0]), _length(corners[2] - corners[1]), 2.0)
    edge = grow * height
    target = numpy.array(
        [[edge, edge], [edge + width, edge], [edge + width, edge + height], [edge, edge + height]],
        dtype=numpy.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners, target)
    size = (max(round(width + 2 * edge), 2), max(round(height + 2 * edge), 2))
    return cv2.warpPerspective(
        grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def recognise(grey: Any, corners: Any) -> Strip:
    """What is written inside four corners of a grey picture."""
    pixels = without_leaders(cut(grey, corners))
    return Strip(corners, read(pixels), _ink(pixels))


def _ink(pixels: Any) -> Any:
    """How much of each column is dark; the upper and lower edge belong to other lines."""
    cv2: Any = import_module("cv2")
    edge = max(pixels.shape[0] // 8, 1)
    inner = cv2.GaussianBlur(pixels[edge:-edge] if pixels.shape[0] > 8 else pixels, (3, 3), 0)
    level, _ = cv2.threshold(inner, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return (inner < min(level, 200)).mean(axis=0)


def read(strip: Any) -> tuple[Letter, ...]:
    """The letters of one grey strip; empty when nothing was read."""
    cv2: Any = import_module("cv2")
    found = _run(cv2.cvtColor(strip, cv2.COLOR_GRAY2BGR),
        use_det=False, use_cls=False, use_rec=True, return_word_box=True,
    )  # fmt: skip
    texts = getattr(found, "txts", None)
    if not texts or not texts[0]:
        return ()
    text, information = texts[0], found.word_results[0]
    places = [place for word in information.word_cols for place in word]
    visible = sum(not letter.isspace() for letter in text)
    length = max(float(information.line_txt_len), 1.0)
    if len(places) != visible or len(information.confs) != len(text):
        share = 1 / len(text)
        return tuple(
            Letter(letter.translate(_ORDINARY), float(found.scores[0]), (index + 0.5) * share)
            for index, letter in enumerate(text)
        )
    letters: list[Letter] = []
    taken = iter(places)
    last = 0.0
    for letter, sure in zip(text, information.confs, strict=True):
        if not letter.isspace():
            last = min((float(next(taken)) + 0.5) / length, 1.0)
        letters.append(Letter(letter.translate(_ORDINARY), float(sure), last))
    return tuple(letters)


def _length(side: Any) -> float:
    return float((side**2).sum() ** 0.5)
