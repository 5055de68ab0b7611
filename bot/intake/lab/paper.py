"""What stands around the table: dates, laboratory, patient, language of the report."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from bot.intake.lab.page import Cell, Line, Page
from bot.intake.lab.when import find_date, has_month_first
from bot.knowledge.analytes import folded

_COLLECTED = re.compile(
    r"\b(?:date\s*(?:et\s+heure\s+|/\s*heure\s+)?(?:de|du)\s+(?:pr[ée]l[èe]vement|recueil)|"
    r"(?:pr[ée]l[èe]v(?:[ée](?:e|\(e\))?s?|ements?))(?:\s+(?:du|le|effectu[ée]\s+le|r[ée]alis[ée]\s+le|"
    r"re[çc]u\s+le|sanguin\s+du))?|recueilli\s+le|"
    r"(?:date|time|date\s*(?:and|/|&)\s*time)\s*(?:of\s+)?(?:collected|collection|sampled|drawn|taken)|"
    r"collect(?:ed|ion)(?:\s*(?:date|time|on|/|and|&|at))*|"
    r"(?:specimen|sample|blood)\s+(?:date|taken|collected|drawn|collection)(?:\s*(?:date|on|time|/))*|"
    r"drawn(?:\s+on)?|sampled(?:\s+on)?|taken\s+on)\b",
    re.IGNORECASE,
)
_OTHER_DATES: tuple[re.Pattern[str], ...] = (
    re.compile(r"\b(?:date\s+(?:de\s+l['’ ])?examen|examen\s+du|dossier\s+du|analyses?\s+du|"
               r"bilan\s+du|date\s+of\s+test|test\s+date|date\s+(?:du\s+)?bilan)", re.IGNORECASE),
    re.compile(r"\b(?:re[çc]ue?s?\s+le|re[çc]u|r[ée]ception|received|enregistr[ée]e?\s+le|"
               r"enregistrement|registered|demande\s+du)", re.IGNORECASE),
    re.compile(r"\b(?:[ée]dit[ée]e?\s+le|[ée]dition|imprim[ée]e?\s+le|valid[ée]e?s?\s+le|reported|"
               r"report\s+date|printed|issued|date\s+du\s+compte\s+rendu|compte\s+rendu\s+du|"
               r"date\s+(?:de\s+)?(?:compte|r[ée]sultats?))", re.IGNORECASE),
    re.compile(r"^\W*(?:date|le)\s*(?=[:\d])", re.IGNORECASE),
)  # fmt: skip
_BIRTH = re.compile(
    r"\b(?:n[ée](?:e|\(e\))?s?\s+le|n[ée](?:e|\(e\))?\s*:|date\s+de\s+naissance|ddn|d\.?o\.?b\.?|"
    r"date\s+of\s+birth|birth\s*date|born)\b\.?",
    re.IGNORECASE,
)
_SEX = re.compile(r"\b(?:sexe|sex|gender|genre)\s*[:.]?\s*\(?(f|m|h)[a-zé]*\b", re.IGNORECASE)
_FEMALE = re.compile(r"\b(?:f[ée]minin|female|femme|mme|madame|mrs|ms|mlle)\b", re.IGNORECASE)
_MALE = re.compile(r"\b(?:masculin|male|homme|monsieur|mr)\b|^\s*M\.\s", re.IGNORECASE)
_PATIENT = re.compile(
    r"^(?:patient(?:e|\(e\))?(?:\s+name)?|usager|name|full\s+name|nom(?:\s+(?:et\s+)?pr[ée]noms?)?|"
    r"nom\s*/\s*pr[ée]noms?|pr[ée]nom\s*nom|surname)\s*:\s*(?P<name>.+)$",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:m\.|mr\.?|mrs\.?|ms\.?|mme\.?|mlle\.?|madame|monsieur|dr\.?)\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"\b(?:laboratoires?|laboratory|laboratories|labos?|labs?|biolab\w*|diagnostics?|pathology|"
    r"hospital|h[oô]pital|hospices|chu|chr|clinics?|clinique|biom[ée]d\w*|biologie\s+m[ée]dicale|"
    r"medical\s+cent(?:er|re)|institute?|biogroup|biosant[ée])\b|\w*(?:lab|bio)\b|\bbio\w+",
    re.IGNORECASE,
)
_NOT_ISSUER = re.compile(
    r"\b(?:compte|report|rapport|results?|r[ée]sultats?|bilan|biologistes?|biologiques?|lab\s*no|"
    r"biochem\w*|biochim\w*|interpretation|prescri\w+|patient|valid\w+|page|dossier|number|id)\b|"
    r"\d{6}",
    re.IGNORECASE,
)
_FRENCH = re.compile(
    r"\b(?:valeurs?|r[ée]sultats?|pr[ée]l[èe]vement|pr[ée]lev[ée]|laboratoire|n[ée]e? le|sexe|"
    r"analyses?|unit[ée]s?|examens?|hématies|leucocytes|glycémie|créatinine|biologiste|dossier)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:results?|reference|collected|received|reported|units?|laboratory|range|test|flag|"
    r"haemoglobin|hemoglobin|creatinine|glucose|patient|date of birth|dob|sex|report)\b",
    re.IGNORECASE,
)
_TIME_AM = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*[ap]\.?m\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """The report around its rows. Dates are ISO strings in local time."""

    language: Literal["fr", "en"]
    month_first: bool
    collected: str | None
    dated: str | None
    issuer: str | None
    patient: str | None
    sex: Literal["female", "male"] | None
    born: str | None
    collected_is_certain: bool


def read_paper(pages: Sequence[Page], *, language: str, country: str | None) -> Paper:
    """What the lines around the table say."""
    lines = [line for page in pages for line in page.lines]
    text = "\n".join(line.text for line in lines)
    spoken: Literal["fr", "en"] = _language(text, language)
    month_first = _month_first(text, spoken, country, pages)
    collected = labelled_date(lines, _COLLECTED, month_first)
    others = [labelled_date(lines, label, month_first) for label in _OTHER_DATES]
    fallback = next((day for day in others if day), None) or _first_date(lines, month_first)
    born = labelled_date(lines, _BIRTH, month_first)
    return Paper(
        language=spoken,
        month_first=month_first,
        collected=collected or fallback,
        dated=fallback,
        issuer=_issuer(pages),
        patient=_patient(lines),
        sex=_sex(lines),
        born=born[:10] if born else None,
        collected_is_certain=collected is not None,
    )


def collected_in(line: Line, month_first: bool) -> str | None:
    """The date of sampling that a line states, if it does."""
    return labelled_date([line], _COLLECTED, month_first)


def _first_date(lines: Sequence[Line], month_first: bool) -> str | None:
    """The first date near the top that is no birth date."""
    for line in lines[:40]:
        if not _BIRTH.search(line.text):
            day = find_date(line.text, month_first=month_first)
            if day:
                return day
    return None


def _language(text: str, asked: str) -> Literal["fr", "en"]:
    french, english = len(_FRENCH.findall(text)), len(_ENGLISH.findall(text))
    if french == english:
        return "fr" if asked == "fr" else "en"
    return "fr" if french > english else "en"


def _month_first(text: str, language: str, country: str | None, pages: Sequence[Page]) -> bool:
    told = has_month_first(text)
    if told is not None:
        return told
    if language == "fr":
        return False
    # American paper (letter) tells an American report from a British one.
    spread = _spread(text, pages)
    if spread is not None:
        return spread
    letter = bool(pages) and abs(pages[0].width - 612) < 2 and abs(pages[0].height - 792) < 2
    if letter or country == "US":
        return True
    a4 = bool(pages) and abs(pages[0].width - 595) < 2 and abs(pages[0].height - 842) < 2
    return country is None and not a4 and _TIME_AM.search(text) is not None


def _spread(text: str, pages: Sequence[Page]) -> bool | None:
    """Whether reading the month first brings sampling and report days closer together.

    Sampled, received and reported lie within days of one another: where one reading says so and
    the other puts a month between them, or the report before the sampling, the first is right.
    """
    lines = [line for page in pages[:1] for line in page.lines]
    gaps = {}
    for month_first in (True, False):
        sampled = labelled_date(lines, _COLLECTED, month_first)
        later = [labelled_date(lines, label, month_first) for label in _OTHER_DATES[1:3]]
        known = [day for day in later if day]
        if sampled is None or not known:
            return None
        gaps[month_first] = max(
            (date.fromisoformat(day[:10]) - date.fromisoformat(sampled[:10])).days for day in known
        )
    near = {way: 0 <= gap <= 12 for way, gap in gaps.items()}
    if near[True] == near[False]:
        return None
    return near[True]


def labelled_date(lines: Iterable[Line], label: re.Pattern[str], month_first: bool) -> str | None:
    """The date after a label: in its cell, in the next one, or in the cell below it."""
    held = list(lines)
    for number, line in enumerate(held):
        for index, cell in enumerate(line.cells):
            for found in label.finditer(cell.text):
                near = _near(cell, found.end(), line, index, held[number + 1 : number + 2])
                day = find_date(near, month_first=month_first) if near else None
                if day:
                    return day
    return None


def _near(cell: Cell, end: int, line: Line, index: int, below: Sequence[Line]) -> str | None:
    rest = cell.text[end:]
    if find_date(rest, month_first=False):
        # Another label before the date means that it is not ours.
        first = re.search(r"\d", rest)
        between = rest[: first.start()] if first else rest
        return rest if len(folded(between)) <= 24 else None
    if len(folded(rest)) > 12:
        return None
    if index + 1 < len(line.cells):
        return_text = line.cells[index + 1].text
        if re.match(r"^\W*(?:le\s+|[a-zé]{3,9}\.?,?\s+)?\d", return_text, re.IGNORECASE):
            return return_text
    for other in below:
        for candidate in other.cells:
            if candidate.x0 < cell.x1 and cell.x0 < candidate.x1:
                return (
                    candidate.text
                    if re.match(r"^\W*\d|^[A-Za-z]{3,9}\s\d", candidate.text)
                    else None
                )
    return None


def _issuer(pages: Sequence[Page]) -> str | None:
    if not pages:
        return None
    first = pages[0]
    top = [line for line in first.lines if line.base < first.height * 0.3]
    named = [
        cell
        for line in top
        for cell in line.cells
        if _ISSUER.search(cell.text) and not _NOT_ISSUER.search(cell.text) and len(cell.text) <= 90
    ]
    usual = median(line.size for line in first.lines) if first.lines else 0.0
    pool = named or [
        cell
        for line in top[:2]
        for cell in line.cells[:1]
        if cell.size > 1.2 * usual
        and re.search(r"[^\W\d_]{3}", cell.text)
        and not _NOT_ISSUER.search(cell.text)
        and not _PATIENT.match(cell.text)
        and ":" not in cell.text
    ]
    if not pool:
        return None
    best = max(pool, key=lambda cell: (round(cell.size), -cell.base))
    text = re.split(r"\s[•|·–]\s|\s+T[ée]l\b", best.text)[0]
    text = re.sub(r"\s+(?:\+?\d[\d\s().-]{7,})$", "", text)
    return text.strip(" -–•|,:") or None


def _patient(lines: Sequence[Line]) -> str | None:
    for line in lines:
        for index, cell in enumerate(line.cells):
            found = _PATIENT.match(cell.text)
            name = found["name"] if found else ""
            if not found and re.fullmatch(
                r"(?:patient(?:e|\(e\))?|name|nom|patient name)\s*:?", cell.text, re.IGNORECASE
            ):
                name = line.cells[index + 1].text if index + 1 < len(line.cells) else ""
            name = _person(name)
            if name:
                return name
    for number, line in enumerate(lines[:40]):
        # A name alone on its line, the birth date on the next one.
        for cell in line.cells:
            after = [other for follow in lines[number + 1 : number + 2] for other in follow.cells]
            born = any(_BIRTH.search(other.text) and abs(other.x0 - cell.x0) < 3 for other in after)
            if born and not re.search(r"\d|:", cell.text):
                name = _person(cell.text)
                if name:
                    return name
    return None


def _person(text: str) -> str:
    text = re.split(
        r"\s{2,}|\s(?:n[ée]e?\b|dob\b|sexe?\b|dossier\b|id\b|age\b|\()", text, flags=re.I
    )[0]
    text = _TITLES.sub("", text.strip()).strip(" :,;-")
    if re.search(r"\d", text) or not re.search(r"[^\W\d_]{2}", text) or len(text) > 60:
        return ""
    return " ".join(text.replace(",", " ").split())


def _sex(lines: Sequence[Line]) -> Literal["female", "male"] | None:
    for line in lines:
        found = _SEX.search(line.text)
        if found:
            return "female" if found.group(1).lower() == "f" else "male"
    for line in lines[:40]:
        # French grammar: "née le" is a woman, "né le" a man, "né(e) le" says nothing.
        born = re.search(r"\bn(ée?)\s+le\b", line.text, re.IGNORECASE)
        if born:
            return "female" if len(born.group(1)) == 2 else "male"
        for cell in line.cells:
            if _BIRTH.search(cell.text) or _PATIENT.match(cell.text) or _TITLES.match(cell.text):
                name = cell.text
                if re.match(r"^\s*dr\b", name, re.IGNORECASE):
                    continue
                if _FEMALE.search(name):
                    return "female"
                if _MALE.search(name):
                    return "male"
    return None
