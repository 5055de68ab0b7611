"""The program, a photograph and a model on the loopback: what goes over the wire, and when."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from tests.acceptance.model_server import ModelServer, Step, fail, hang, say
from tests.acceptance.terminal import chat
from tests.unit.intake.lab.drawing import draw
from tests.unit.intake.photo.photographs import drawn

PRESS = "Faire vérifier par le modèle"
SECRET = "48.8566 N, telephone of somebody"
ROWS = {"Sodium": ("139", "136", "145"), "Potassium": ("4,2", "3,5", "5,1")}


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report as a telephone sends it, with its place and device attached."""
    lines = [(60.0, "Analyse"), (250.0, "Résultat"), (330.0, "Unité"), (420.0, "Valeurs usuelles")]
    page = [
        None,
        [(60.0, "Laboratoire Inventé"), (330.0, "Prélevé le 03/02/2026 à 08:10")],
        None,
        lines,
        *(
            [(60.0, name), (250.0, value), (330.0, "mmol/L"), (420.0, f"{low} - {high}")]
            for name, (value, low, high) in ROWS.items()
        ),
    ]
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = SECRET
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = SECRET.encode()
    file = tmp_path_factory.mktemp("photo") / "IMG_0001.jpg"
    Image.fromarray(drawn(draw(page), 150)).save(file, "JPEG", exif=exif, quality=92)
    return file


@pytest.fixture
def talk(tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Talk with a model at an address that may read photographs."""

    def run(
        base_url: str, *lines: str, allowed: bool = True, deadline: float = 60.0
    ) -> list[dict[str, Any]]:
        (tmp_path / "config.toml").write_text(
            f'[model]\nbase_url = "{base_url}"\nkey = {{ value = "test-key" }}\n'
            f"second_reader = false\nreads_photos = {str(allowed).lower()}\n"
            f"deadline = {deadline}\n"
        )
        return chat(tmp_path / "data", list(lines), "--clock", "2026-11-25T09:00")

    return run


Talk = Callable[..., list[dict[str, Any]]]


def copied(**other: str) -> Step:
    """The model's copy of the report, with other values for some rows."""
    rows = [
        {
            "name": name,
            "value": other.get(name, value),
            "comparator": None,
            "unit": "mmol/L",
            "low": low,
            "high": high,
            "previous": False,
        }
        for name, (value, low, high) in ROWS.items()
    ]
    return say(json.dumps({"rows": rows}))


def test_a_photograph_is_sent_at_the_press_alone(talk: Talk, photo: Path) -> None:
    """Before it no request; with it one, whose only picture is drawn anew, and a strict form."""
    with ModelServer([copied(Sodium="189")]) as server:
        said = talk(server.base_url, f"/attach {photo}")
        assert [] == server.requests
        assert "127.0.0.1" in said[-1]["text"]
        assert PRESS == said[-1]["choices"][3]["label"]
        said = talk(server.base_url, f"/attach {photo}", "#4")
    assert "Une ligne se lit pareil" in said[-1]["text"]
    assert "le modèle lit 189 mmol/L" in said[-1]["text"]
    (request,) = server.requests
    assert ("POST", "/v1/messages") == (request.method, request.path)
    body = json.loads(request.body)
    (message,) = body["messages"]
    picture, words = message["content"]
    assert ("image", "text") == (picture["type"], words["type"])
    assert ("base64", "image/jpeg") == (picture["source"]["type"], picture["source"]["media_type"])
    sent = base64.b64decode(picture["source"]["data"], validate=True)
    assert SECRET.encode() in photo.read_bytes()
    assert SECRET.encode() not in sent
    with Image.open(io.BytesIO(sent)) as seen:
        assert {} == dict(seen.getexif())
        assert 1_568 == max(seen.size)
    assert "tools" not in body
    schema = body["output_config"]["format"]["schema"]
    assert "json_schema" == body["output_config"]["format"]["type"]
    row = schema["$defs"]["Printed"]
    names = ["comparator", "high", "low", "name", "previous", "unit", "value"]
    assert (names, False) == (sorted(row["required"]), row["additionalProperties"])
    assert "IMG_0001" not in request.body.decode()


def test_a_photograph_stays_where_the_operator_allows_nothing(talk: Talk, photo: Path) -> None:
    """By default the button is not there, and nothing is sent."""
    with ModelServer([copied()]) as server:
        said = talk(server.base_url, f"/attach {photo}", allowed=False)
    assert PRESS not in [c["label"] for c in said[-1]["choices"]]
    assert [] == server.requests


@pytest.mark.parametrize(
    ("step", "deadline", "told"),
    [
        (fail(500), 60.0, "n'a pas pu répondre"),
        (fail(400), 60.0, "ne sait pas lire d'images"),
        (hang(), 5.0, "temps"),
    ],
    ids=["down", "no-pictures", "silent"],
)
def test_a_model_that_fails_leaves_the_reading(
    talk: Talk, photo: Path, step: Step, deadline: float, told: str
) -> None:
    """Down, blind or silent: the person is told so and keeps what Carnet read."""
    with ModelServer(lambda request: step) as server:
        lines = (f"/attach {photo}", "#4", "#1", "explique mon potassium")
        said = talk(server.base_url, *lines, deadline=deadline)
    (failed,) = (m for m in said if "reste telle quelle" in m["text"])
    assert told in failed["text"]
    assert "4,2" in said[-1]["text"]
