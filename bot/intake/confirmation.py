"""Appointment confirmations in ordinary text: an SMS, an e-mail, a forwarded message.

"Votre RDV Doctolib avec le Dr Dupont est confirmé le lundi 30 novembre à 14h30, 12 rue…" gives one
appointment: when, with whom, where, why. The date is read by :mod:`bot.dates`; a text without a
word for an appointment, or without a date, gives nothing. Nothing is followed or fetched.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Literal
from zoneinfo import ZoneInfo

from bot.dates import DateProblem, Said, VagueDate, find_when, zone_for
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.moments import received
from bot.intake.wearables.table import decode
from bot.notebook.facts import Appointment, Provenance

FORMAT = "confirmation"
_MAX_TEXT = 20_000
_MAX_LINES = 200
_MAX_APPOINTMENTS = 20
_VISIT = re.compile(
    r"\b(rdv|r\.d\.v\.?|rendez[- ]vous|consultation|téléconsultation|appointment|appt|visit)\b",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"\b(confirm\w*|rappel\w*|remind\w*|annul\w*|cancel\w*|report[ée]\w*|déplac\w*|resched\w*|moved|"
    r"booked|schedul\w*|réserv\w*|pris|fix[ée]\w*|doctolib|maiia|keldoc|medadom|qare|livi|nhs|"
    r"zocdoc|convocation|convoqu\w*|prévu\w*|attend\w*|your|votre|vos|have an?|avez)\b",
    re.IGNORECASE,
)
_CANCELLED = re.compile(
    r"\b(a (bien )?été annulé|est (bien )?annulé|annulation (de|du|confirm)|annulé par|"
    r"(has|have) been cancell?ed|is cancell?ed|was cancell?ed|cancellation (of|confirm))",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"(déplacé|reporté|décalé|rescheduled|moved)\b.{0,60}?\b(au|à|to|le)\b", re.IGNORECASE | re.S
)
_ASIDE = re.compile(
    r"\b(annul\w*|modif\w*|cancel\w*|resched\w*|change|avant le|jusqu\w*|before|until|au plus tard|"
    r"envoyé|sent|reçu le|received|né\(?e?\)? le|born|dob|date de naissance|pris le|booked on)\b",
    re.IGNORECASE,
)
_TITLE = (
    r"(?:dr\.?|docteure?|doctor|pr\.?|professeure?|prof\.?|mme|m\.|mrs?\.?|ms\.?|madame|monsieur)"
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’\-]*\.?"
_PERSON = re.compile(
    rf"\b((?i:{_TITLE})[ \t]+{_NAME}"
    rf"(?:[ \t]+(?:(?:de|du|des|le|la|van|von|d['’])[ \t]*)?{_NAME}){{0,3}})"
)
_SPECIALITY = re.compile(
    r"\b(médecin généraliste|généraliste|dermatologue|cardiologue|ophtalmologue|ophtalmologiste|"
    r"dentiste|chirurgien[- ]dentiste|gynécologue|sage[- ]femme|pédiatre|psychiatre|psychologue|"
    r"kinésithérapeute|kiné|ostéopathe|orl|radiologue|radiologie|rhumatologue|endocrinologue|"
    r"diabétologue|neurologue|urologue|pneumologue|gastro[- ]entérologue|allergologue|infirmière?|"
    r"orthophoniste|podologue|pédicure|diététicien(?:ne)?|nutritionniste|anesthésiste|oncologue|"
    r"orthodontiste|orthoptiste|chirurgien|laboratoire|irm|scanner|échographie|mammographie|"
    r"gp|dentist|dermatologist|cardiologist|ophthalmologist|optometrist|gyn[a]?ecologist|midwife|"
    r"p[a]?ediatrician|psychiatrist|psychologist|physiotherapist|osteopath|radiologist|nurse|"
    r"rheumatologist|endocrinologist|neurologist|urologist|oncologist|surgeon|dietitian|mri|"
    r"blood test|prise de sang)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^\s*[\W_]*\b(?:lieu|adresse|où|cabinet|centre|where|location|address|place)\b[^:\n]{0,20}:"
    r"\s*(.{3,200})$",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"(\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|av(?:enue|\.)?|bd|boulevard|place|impasse|chemin|route|"
    r"quai|allées?|cours|square|passage|faubourg|street|st\.|road|rd\.|lane|avenue|drive|way)\b"
    r"[^\n;|]{2,120})|(\d{1,4}\s+(?:[A-Z][\w'’]+\s+){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Drive|"
    r"Way|Close|Square|Boulevard|Blvd)\b[^\n;|]{0,100})",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"\b((?:hôpital|clinique|centre (?:médical|hospitalier|de santé)|maison de santé|CHU|cabinet "
    r"(?:médical|dentaire)|laboratoire|hospital|clinic|surgery|medical cent(?:re|er)|"
    r"health cent(?:re|er))\b[^\n,.;:|]{0,60})",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"^\s*[\W_]*\b(?:motif|objet|raison|reason|for|type|pour)\b[^:\n]{0,30}:\s*(.{3,200})$",
    re.IGNORECASE,
)
_TAGS = re.compile(r"<(?:script|style)[^>]*>.*?</(?:script|style)>|<[^<>]{1,400}>", re.I | re.S)
_LINK = re.compile(r"https?://\S+|www\.\S+")
_DATED = re.compile(
    r"\d{1,2}\s*[/.\-]\s*\d{1,2}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:er|st|nd|rd|th)?\s+(?:of\s+)?[^\W\d_]{3,}|"
    r"[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?\b"
)


@dataclass(frozen=True, slots=True)
class _Found:
    said: Said
    line: int
    score: int


_RECORD = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?!!doctype\s+html|/?(?:html|head|body|div|p|table|span|meta|br)\b)",
    re.IGNORECASE,
)
"""XML other than a mail's HTML: a part of a record speaks of visits too, and is no message."""


def recognise(source: Source) -> bool:
    """Whether this is a short text about an appointment that is surely one."""
    if not source.content or len(source.content) > _MAX_TEXT or b"\x00" in source.content[:200]:
        return False
    if source.content[:5] in (b"BEGIN", b"%PDF-") or source.content[:1] in (b"{", b"["):
        return False
    if _RECORD.match(source.content):
        return False
    text, _damaged = decode(source.content)
    return says_appointment(text)


def says_appointment(text: str) -> bool:
    """Whether the text has the words of a confirmation, a reminder or a cancellation."""
    return bool(_VISIT.search(text) and _SURE.search(text) and re.search(r"\d", text))


def read(source: Source) -> Reading:
    """Read the text of a file or message; raises Unreadable when it is empty."""
    text, damaged = decode(source.content[:_MAX_TEXT])
    if not text.strip():
        raise Unreadable("unreadable-empty")
    reading = read_text(text, source)
    return reading.model_copy(update={"partial": True}) if damaged else reading


def read_text(text: str, source: Source) -> Reading:
    """The appointments in a text; none when it has no date. Never raises."""
    lines = _lines(text)
    zone = zone_for(source.country)
    now = received(source.received_at).astimezone(zone)
    found, warnings, not_understood = _dates(lines, source, now)
    cancelled = bool(_CANCELLED.search(text))
    facts = []
    if (old := _moved_from(lines, source, now)) is not None:
        facts.append(_appointment(old, lines, source, zone, cancelled=True))
    found = found[:_MAX_APPOINTMENTS]
    for each, following in zip_longest(found, found[1:]):
        end = following.line if following is not None else len(lines)
        around = lines if len(found) == 1 else lines[each.line : max(end, each.line + 1)]
        facts.append(_appointment(each.said, around, source, zone, cancelled=cancelled))
        if not each.said.has_time:
            warnings.append("intake-appointment-time-missing")
        if not _DATED.search(each.said.words) and not re.search(r"\d{5,}", each.said.words):
            warnings.append("intake-appointment-relative")
    if cancelled and facts:
        warnings.append(f"intake-appointments-cancelled|count={len(facts)}")
    if not source.country and facts:
        warnings.append(f"intake-zone-assumed|zone={zone.key}")
    if not facts and not not_understood:
        not_understood.append("appointment without a date")
    return Reading(
        format=FORMAT,
        title=facts[0].text if facts else "",
        facts=tuple(facts),
        not_understood=tuple(not_understood),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _lines(text: str) -> list[str]:
    if re.search(r"<(?:html|body|div|p|br)\b", text, re.IGNORECASE):
        text = _TAGS.sub(" ", re.sub(r"<br\s*/?>|</(?:p|div|tr|li)>", "\n", text, flags=re.I))
    text = _LINK.sub(" ", text)
    # A message in one paragraph is read sentence by sentence.
    text = re.sub(r"(?<=[a-zà-ÿ0-9)])[.!]\s+(?=[A-ZÀ-Þ])", "\n", text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line[:600] for line in lines if line][:_MAX_LINES]


def _dates(
    lines: list[str], source: Source, now: datetime
) -> tuple[list[_Found], list[str], list[str]]:
    """The dates that are appointments: the best one, and others that are as sure."""
    found: list[_Found] = []
    warnings: list[str] = []
    not_understood: list[str] = []
    whole = " ".join(lines)
    moved = _MOVED.search(whole)
    texts = (
        [(whole[moved.end() - 3 :], 0)]
        if moved
        else [(line, number) for number, line in enumerate(lines)]
    )
    for text, number in texts:
        try:
            said = find_when(text, language=source.language, country=source.country, now=now)
        except VagueDate:
            continue
        except DateProblem:
            warnings.append("intake-appointment-date-unclear")
            not_understood.append(text[:160])
            continue
        if said is None:
            continue
        score = 2 * said.has_time + 2 * bool(_VISIT.search(text)) + bool(_PERSON.search(text))
        score += bool(_DATED.search(said.words)) - 3 * bool(_ASIDE.search(text) and not moved)
        found.append(_Found(said, number, score))
    found = _joined(found)
    if not found:
        return [], warnings, not_understood
    best = max(each.score for each in found)
    if best < 1:
        return [max(found, key=lambda each: each.score)], warnings, not_understood
    chosen: dict[datetime, _Found] = {}
    for each in found:
        sure = each.said.has_time and each.score >= 4 and _DATED.search(each.said.words)
        if each.score == best or sure:
            chosen.setdefault(each.said.moment, each)
    kept = list(chosen.values())
    if not all(_DATED.search(each.said.words) for each in kept):
        kept = [max(kept, key=lambda each: each.score)]
    return kept, warnings, not_understood


def _moved_from(lines: list[str], source: Source, now: datetime) -> Said | None:
    """The date that no longer holds, when the text says that it moved."""
    whole = " ".join(lines)
    moved = _MOVED.search(whole)
    if moved is None:
        return None
    try:
        return find_when(
            whole[: moved.start()], language=source.language, country=source.country, now=now
        )
    except DateProblem:
        return None


def _joined(found: list[_Found]) -> list[_Found]:
    """A day on one line and its time on the next ("Date : 3 mai", "Heure : 14h30") are one."""
    joined: list[_Found] = []
    for each in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and not before.said.has_time
            and each.said.has_time
            and each.line - before.line <= 2
            and not _DATED.search(each.said.words)
        ):
            moment = before.said.moment.replace(
                hour=each.said.moment.hour, minute=each.said.moment.minute
            )
            said = Said(moment, True, f"{before.said.words} {each.said.words}", before.said.span)
            joined[-1] = _Found(said, before.line, before.score + 2)
        else:
            joined.append(each)
    return joined


def _appointment(
    said: Said, lines: list[str], source: Source, zone: ZoneInfo, *, cancelled: bool
) -> Appointment:
    text = "\n".join(lines)
    person = _PERSON.search(text)
    speciality = _SPECIALITY.search(text)
    who = " ".join(person.group(1).split()) if person else ""
    kind = speciality.group(1) if speciality else ""
    french = source.language == "fr"
    name = f"{who} ({kind.lower()})" if who and kind else who or kind.capitalize()
    status: Literal["booked", "cancelled"] = "cancelled" if cancelled else "booked"
    return Appointment(
        provenance=Provenance(
            source="document",
            recorded_at=source.received_at,
            confirmed=False,
            document=source.id,
            place=said.words[:120],
        ),
        text=name[:200] or ("Rendez-vous" if french else "Appointment"),
        start=said.moment.replace(tzinfo=None),
        zone=zone.key,
        place=_place(lines),
        reason=_first(_REASON, lines),
        all_day=not said.has_time,
        status=status,
    )


def _place(lines: list[str]) -> str | None:
    if (written := _first(_PLACE, lines)) is not None:
        return written
    house: str | None = None
    for line in lines:
        if street := _STREET.search(line):
            return street.group(0).strip(" .,-")
        if house is None and (match := _HOUSE.search(line)):
            house = match.group(1).strip(" .,-")
    return house


def _first(pattern: re.Pattern[str], lines: list[str]) -> str | None:
    for line in lines:
        if match := pattern.match(line):
            return match.group(1).strip(" .,-") or None
    return None


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "Appointment confirmations, reminders and cancellations in plain text, French and English. "
        "Fairly sure: always shown before it is kept."
    ),
)
