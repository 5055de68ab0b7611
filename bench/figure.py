"""One figure of a measurement."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in which unit, and what was aimed at.

    ``ratio`` compares with a plain floor that was measured in the same run (this / the floor).
    ``target`` is the most the value may be, or with ``at_least`` the least.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    ratio: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where there is none."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


def percentile(sorted_values: list[float], share: float) -> float:
    """The value below which this share of the values lies, values given in order."""
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]
