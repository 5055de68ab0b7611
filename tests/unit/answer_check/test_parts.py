"""The parts of the check: sentences, drafts, numbers, links, lines, language, bounds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.answer_check import Problem, check, check_draft, complete, numbers_in
from bot.engine.answer_check.sentences import sentences
from bot.engine.answer_check.sheet import rules, sheet
from tests.unit.answer_check.answers import Answer, answers


def found(text: str, language: str = "fr", **rest: object) -> set[str]:
    """The ids of what the check finds."""
    return {p.id for p in Answer(language, text, **rest).problems()}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le Dr. Martin a dit 1.5 g/L. Ensuite ?", ["Le Dr. Martin a dit 1.5 g/L.", "Ensuite ?"]),
        ("1. Un.\n2. Deux !", ["1. Un.", "2. Deux !"]),
        ("Appelez le 15. Vite", ["Appelez le 15.", "Vite"]),
        ("**Oui** !\n\n- non", ["Oui !", "non"]),
        ("", []),
        ("…", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    """Decimals, titles and list numbers end nothing; line breaks always do."""
    assert [sentence.text for sentence in sentences(text)] == expected


@given(st.text(max_size=200))
def test_a_draft_is_shown_in_whole_sentences_only(text: str) -> None:
    """What may be shown is a beginning of the draft, and grows as the draft does."""
    shown = complete(text)
    assert text.startswith(shown)
    assert complete(text + " Encore.").startswith(shown)


def test_an_unfinished_sentence_is_neither_judged_nor_shown() -> None:
    """A dose is found when its sentence is whole, and never shown before."""
    known: dict[str, object] = {
        "language": "fr",
        "level": "none",
        "allowed_numbers": frozenset(),
        "allowed_links": (),
        "known_numbers": (),
    }
    begun = "C'est noté. Prenez deux comprimés"
    whole = "C'est noté. Prenez deux comprimés ce soir. Et"
    assert check_draft(begun, **known) == []  # type: ignore[arg-type]
    assert complete(begun) == "C'est noté."
    assert "dose" in {p.id for p in check_draft(whole, **known)}  # type: ignore[arg-type]


def test_a_draft_need_not_have_said_to_call_yet() -> None:
    """The call to keep in view is asked of the whole answer only."""
    text = "Je suis là. Dites-moi où vous êtes. Et"
    problems = check_draft(
        text,
        language="fr",
        level="emergency",
        allowed_numbers=frozenset({"15"}),
        allowed_links=(),
        known_numbers=(),
    )
    assert problems == []
    assert found(text, level="emergency", numbers=["15"]) == {"call"}


@pytest.mark.parametrize("name", ["good", "good_third"])
def test_no_beginning_of_a_good_answer_is_stopped(name: str) -> None:
    """While a good answer streams, none of its drafts is held back."""
    for answer in answers(name):
        for end in range(0, len(answer.text), 17):
            problems = check_draft(
                answer.text[:end],
                language=answer.language,
                level=answer.level,
                allowed_numbers=frozenset(answer.numbers),
                allowed_links=answer.links,
                known_numbers=answer.known,
                medicines=answer.medicines,
                conditions=answer.conditions,
            )
            assert [(p.id, p.words) for p in problems] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,12 g/L", {"1.12"}),
        ("01/03/2026", {"1", "3", "2026"}),
        ("2026-12-01T14:30", {"2026", "12", "1", "14", "30"}),
        ("8 412 pas", {"8412", "8", "412"}),
        ("8,412 steps", {"8412", "8.412"}),
        ("<0.410", {"0.41"}),
        ("rien", set()),
        ("100", {"100"}),
    ],
)
def test_numbers_have_one_spelling(text: str, expected: set[str]) -> None:
    """A number is the same in a notebook, a tool's result and an answer in either language."""
    assert set(numbers_in(text)) == expected


NUMBERS = [
    ("Votre glycémie est de 1,12 g/L.", ["1.12"], False),
    ("Votre glycémie est de 1,12 g/L.", ["glycémie 1,12 g/L (0,70-1,10)"], False),
    ("Votre glycémie est de 11,2 g/L.", ["1.12"], True),
    ("Votre glycémie est de 0,112 g/L.", ["1.12"], True),
    ("Votre rendez-vous est à 14 h 30.", ["2026-12-01T14:30"], False),
    ("Votre rendez-vous est à 14 h 45.", ["2026-12-01T14:30"], True),
    ("Votre tension doit rester sous 135/85.", [], False),
    ("Vos 3 questions sont prêtes.", [], False),
    ("Vous avez 54 ans.", ["54"], False),
    ("Vous avez 45 ans.", ["54"], True),
    ("Une valeur normale va de 0,70 à 1,10 g/L.", [], False),
]


@pytest.mark.parametrize(("text", "known", "wrong"), NUMBERS)
def test_figures_about_the_person_are_the_notebooks(
    text: str, known: list[str], wrong: bool
) -> None:
    """A value, a time or an age that stands nowhere is found; limits and counts are not values."""
    assert ("number" in found(text, known=known)) is wrong


def test_the_everyday_space_has_no_figures_to_match() -> None:
    """Where no notebook may be read, numbers are the conversation's own."""
    assert found("Votre total est de 350,50 €, soit 12 %.", everyday=True) == set()


LINKS = [
    ("https://www.ameli.fr/assure", ["ameli.fr"], True),
    ("https://AMELI.fr/x", ["https://www.ameli.fr/"], True),
    ("https://www.nhs.uk/conditions/x", ["https://www.nhs.uk/conditions"], True),
    ("https://www.nhs.uk/conditionsx", ["https://www.nhs.uk/conditions"], False),
    ("https://www.nhs.uk/conditions/../admin", ["https://www.nhs.uk/conditions"], False),
    ("https://www.nhs.uk/conditions/%2e%2e/admin", ["https://www.nhs.uk/conditions"], False),
    ("https://ameli.fr.evil.com/", ["ameli.fr"], False),
    ("https://notameli.fr/", ["ameli.fr"], False),
    ("https://ameli.fr@evil.com/", ["ameli.fr"], False),
    ("https://ameli.fr:8443/", ["ameli.fr"], False),
    ("javascript:alert(1)", ["ameli.fr"], False),
    ("data:text/html,x", ["ameli.fr"], False),
    ("mailto:a@evil.com", ["ameli.fr"], False),
    ("tg://resolve?domain=x", ["ameli.fr"], False),
    ("evil.com", ["ameli.fr"], False),
    ("//evil.com/x", ["ameli.fr"], False),
]


@pytest.mark.parametrize(("link", "allowed", "good"), LINKS)
def test_links_are_the_allow_lists(link: str, allowed: list[str], good: bool) -> None:
    """However a link is dressed, its host and path decide."""
    for text in (f"Voyez [ceci]({link}) et notez.", f"![x]({link}) et notez.", f"Voyez {link} ."):
        assert ("link" not in found(text, links=allowed)) is good


@pytest.mark.parametrize(
    "text",
    ["Votre fichier resultats.pdf est lu.", "Le taux est de 1.5 environ.", "Par ex. le soir."],
)
def test_what_only_looks_like_a_link_is_none(text: str) -> None:
    """File names, decimals and abbreviations are no addresses."""
    assert "link" not in found(text, known=["1.5"])


LINES = [
    ("Appelez le 15 ou le 112.", True),
    ("Appelez le [15](tel:15).", True),
    ("Appelez le 15, le 112 ou le 911.", False),
    ("Appelez le [15](tel:0899123456).", False),
    ("Appelez le 08 99 12 34 56.", False),
    ("Appelez le +33 1 42 00 00 00.", True),
    ("Appelez le cabinet au 01.42.00.00.00.", True),
    ("Appelez avant 17 h.", True),
    ("Appelez 2 jours avant.", True),
    ("Contactez le 36 24.", False),
]


@pytest.mark.parametrize(("text", "good"), LINES)
def test_numbers_to_call_are_the_countrys_or_the_notebooks(text: str, good: bool) -> None:
    """An invented line is found however it is spaced or linked; times and days are no lines."""
    problems = found(text, numbers=["15", "112"], known=["Cabinet : 01 42 00 00 00"])
    assert ("line" not in problems) is good


@pytest.mark.parametrize(
    ("language", "text", "good"),
    [
        ("fr", "Votre médecin vous attend mardi, et vous pouvez préparer vos questions.", True),
        ("fr", "Your doctor expects you on Tuesday and you can prepare your questions.", False),
        ("en", "Votre médecin vous attend mardi, et vous pouvez préparer vos questions.", False),
        ("fr", "Дорогой друг, ваши результаты готовы.", False),
        (
            "fr",
            "Le terme anglais « you should see your doctor about this » se traduit ainsi.",
            True,
        ),
        ("fr", "OK", True),
        ("fr", "HbA1c : 6,1 %", True),
        ("de", "Anything goes here, since we only judge the two languages we speak.", True),
    ],
)
def test_the_language_is_the_persons(language: str, text: str, good: bool) -> None:
    """Another language is found by its own small words or its script; quotations are not."""
    assert ("language" not in found(text, language, known=["6.1"])) is good


def test_what_an_answer_quotes_is_not_what_it_promises() -> None:
    """A letter drafted for the person may say what the person did."""
    assert found("Voici : « J'ai appelé votre cabinet hier. »") == set()
    assert found("J'ai appelé votre cabinet hier.") == {"promise"}


def test_conditions_of_the_notebook_may_be_named() -> None:
    """What the person told is no diagnosis; anything else stated of them is."""
    text = "Vous avez un diabète de type 2."
    assert "diagnosis" in found(text)
    assert found(text, conditions=["Diabète de type 2"]) == set()


def test_medicines_of_the_notebook_are_known_by_their_names() -> None:
    """A name that no ending tells is a medicine when the notebook has it."""
    text = "Arrêtez le Zorvolex ce soir."
    assert "medicine" in found(text, medicines=["Zorvolex"])


def test_emphasis_and_invisible_characters_hide_nothing() -> None:
    """Markdown inside a sentence, or a zero-width space inside a word, does not get it through."""
    assert "dose" in found("Prenez **deux** *comprimés* ce soir.")
    assert "medicine" in found("Arr\u200bêtez votre trai\u00adtement ce soir.")


def test_the_graver_the_level_the_more_is_found() -> None:
    """What an urgent alarm forbids, an emergency forbids too."""
    for answer in answers("bad"):
        if answer.level == "urgent":
            graver = Answer(answer.language, answer.text, level="emergency", numbers=["15"])
            assert answer.problem in {p.id for p in graver.problems()}


def test_the_same_answer_is_judged_the_same() -> None:
    """No order, time or chance goes into it, and nothing is said twice."""
    for answer in answers("bad"):
        problems = answer.problems()
        assert problems == answer.problems()
        assert len(problems) == len(set(problems))


def test_a_problem_shows_no_words_when_printed() -> None:
    """A problem that ends up in a log says which rule, not what was said."""
    problem = Problem("dose", "SECRET", "hint")
    assert "SECRET" not in repr(problem)


@pytest.mark.parametrize(
    "text", ["a" * 19_999, "vous pouvez " * 1_600, "1 2 " * 4_900, "(" * 19_000, "?\n" * 9_000]
)
def test_hostile_lengths_end(text: str) -> None:
    """A long, repetitive answer is judged, and one that is too long is a problem by itself."""
    answer = Answer("fr", text)
    assert "length" not in {p.id for p in answer.problems()}
    assert [p.id for p in Answer("fr", "a" * 20_001).problems()] == ["length"]


@given(st.text(max_size=300))
def test_nothing_a_model_says_breaks_the_check(text: str) -> None:
    """Whatever the characters, a list of problems comes back."""
    for level in ("none", "emergency"):
        result = check(
            text,
            language="fr",
            level=level,
            allowed_numbers=frozenset({"15"}),
            allowed_links=("ameli.fr",),
            known_numbers=(text,),
        )
        assert all(isinstance(problem, Problem) for problem in result)


def test_the_sheet_is_reviewable() -> None:
    """Dates and sources are there; every rule says why, hints in words, and speaks both languages.

    A rule whose patterns hold for both languages stands under one of them.
    """
    table = sheet()
    assert table["reviewed_on"] < table["review_due"]
    assert table["reviewed_by"] == "none yet"
    assert all(re.match(r"https://", source) for source in table["sources"])
    assert all(entry["why"] and entry["hint"] for entry in table["rule"])
    assert {rule.id for rule in rules()} == {
        "dose",
        "medicine",
        "interaction",
        "diagnosis",
        "reassurance",
        "promise",
        "identity",
    }
