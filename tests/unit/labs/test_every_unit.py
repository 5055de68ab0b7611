"""No unit of any analyte makes a conversion fail in another way than having no answer."""

from decimal import Decimal

import pytest

from bot.intake.units import convert
from bot.knowledge.analytes import analytes

UNITS = sorted({unit for analyte in analytes().values() for unit in analyte.units})


@pytest.mark.parametrize("unit", UNITS)
def test_converting_says_a_number_or_nothing(unit: str) -> None:
    """Every unit against units of other kinds: a Decimal or None, never an exception."""
    for other in ("kg", "mm[Hg]", "1", "g/L", "mmol/L"):
        assert isinstance(convert(Decimal(1), unit, other), Decimal | None)
