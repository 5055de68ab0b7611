"""Real exports, read and kept from the first message to the trend."""

from pathlib import Path

import pytest

from bot.care.documents.groups import lines_of
from bot.notebook.facts import MeasurementSeries, Proposal
from tests.fakes import Talk

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
FILES = (
    "apple-health/export-sleep-heart.xml",
    "apple-health/export-with-route.zip",
    "cgm-csv/freestyle-libre-3-synthetic.csv",
    "fhir/synthea-louis-maggio.json",
    "fhir/ips-fr-camille-exemple.json",
    "cda-fr/vsm-1.4.xml",
    "c-cda/unstructured-embedded-pdf.xml",
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_sample_is_proposed_kept_and_undone(name: str, language: str) -> None:
    """What is proposed is what is kept; a phone can show it; undo takes all of it back."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"the sample {name} is not beside the project")
    talk = Talk(language=language)
    await talk.opened()
    await talk.attach(path.name, path.read_bytes())
    (proposal,) = await talk.notebook.facts(Proposal)
    wanted = {x.id for x in lines_of(proposal.facts)}
    await talk.press("Garder" if language == "fr" else "Keep")
    assert wanted == {x.id for x in lines_of(await talk.notebook.facts())}
    for fact in await talk.notebook.facts(MeasurementSeries):
        assert {fact.daily, *(x.document for x in fact.parts)} <= set(talk.notebook.documents)
    await talk.press("Annuler" if language == "fr" else "Undo")
    assert [] == await talk.notebook.facts()
