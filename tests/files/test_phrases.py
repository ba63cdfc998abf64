from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from drillplanner.files.phrases import UNDERSTOOD, Phrases, _expression, clean, comparable


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("No\u00a0School", "No School"),
        ("<p>No <b>School</b></p>", "No School"),
        ("Q&amp;A &lt;b&gt;now&lt;/b&gt;", "Q&A now"),
        ("Presidentsâ€™ Day", "Presidents’ Day"),
        ("Presidentsâ€™ Day â€“ No\u00a0School", "Presidents’ Day – No School"),
        ("Dia de AcciÃ³n", "Dia de Acción"),
        ("Día de la Raza", "Día de la Raza"),
        ("Ângela’s Day", "Ângela’s Day"),
        ("zero\u200bwidth\u00ad soft", "zerowidth soft"),
        ("a\x07b\r\n\tc", "ab c"),
        ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
    ],
)
def test_text_is_cleaned_of_markup_and_invisible_characters(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


def test_comparable_spelling_ignores_case_accents_and_apostrophes() -> None:
    assert comparable("  Presidents’  DAY – Año ½ ") == "presidents day - ano 1/2"


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("no school", "no school today", True),
        ("no school", "no-school", True),
        ("no school", "no schools", False),
        ("no school", "casino school", False),
        ("dismissal*", "early dismissals", True),
        ("dismissal*", "early dismiss", False),
        ("last day of * term", "last day of winter term", True),
        ("last day of * term", "last day of term", False),
        ("last day of * term", "last day of the winter term", False),
        ("= a day", "a day", True),
        ("= a day", "a day!", True),
        ("= a day", "not a day", False),
        ("2 hr delay", "2-hr. delay", True),
        ("(late|delayed) start", "delayed start", True),
        ("(late|delayed) start", "early start", False),
        ("(not in session|off)", "students not in session", True),
        ("(not in session|off)", "students not in school", False),
        ("dismissed (at)? noon", "dismissed at noon", True),
        ("dismissed (at)? noon", "dismissed @ noon", True),
        ("dismissed (at)? noon", "dismissed before noon", False),
        ("# hour* early", "2.5 hours early", True),
        ("# hour* early", "two hours early", True),
        ("# hour* early", "an hour early", False),
        ("dismissal #", "dismissal 12:30", True),
        ("= (a|b) day", "b day", True),
        ("= (a|b) day", "c day", False),
    ],
)
def test_a_phrase_is_found_in_a_text(phrase: str, text: str, found: bool) -> None:
    assert bool(Phrases([phrase]).spans_in(text)) is found


_WORDS = [
    "no",
    "school*",
    "half",
    "day",
    "early",
    "(late|delayed) start",
    "(on|)",
    "(at)? noon",
    "*",
    "#",
    "to-day",
]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3),
    st.lists(
        st.sampled_from(
            ["no", "schools", "halfday", "day", "early", "late", "start", "to-day", "at", "noon", "12"]
        ),
        max_size=7,
    ).map(" ".join),
)
def test_a_phrase_is_found_wherever_its_whole_expression_is(phrases: list[str], text: str) -> None:
    try:
        sought = Phrases(phrases)
    except ValueError:
        assume(False)
    either = re.compile("|".join(f"(?:{_expression(phrase)})" for phrase in phrases))
    assert sought.spans_in(text) == [match.span() for match in either.finditer(text)]


def test_understood_words_are_not_found_again() -> None:
    text = Phrases(["no early dismissal"]).without_matches("no early dismissal on friday")
    assert text == UNDERSTOOD * 18 + " on friday"
    assert not Phrases(["early dismissal"]).spans_in(text)
    assert Phrases(["on friday"]).spans_in(text)


def test_no_phrase_matches_across_understood_words() -> None:
    text = Phrases(["x"]).without_matches("no x school")
    assert not Phrases(["no school"]).spans_in(text)


def test_a_phrase_begins_with_a_word_that_must_be_there() -> None:
    with pytest.raises(ValueError, match="need not be there"):
        Phrases(["(early)? release"])


def test_a_phrase_needs_a_word() -> None:
    with pytest.raises(ValueError, match="has no words"):
        Phrases(["= *"])


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once_for_plain_text(text: str) -> None:
    once = clean(text)
    assert "\n" not in once and "\u00a0" not in once and "\x00" not in once
    assert comparable(once) == comparable(comparable(once))


@given(st.text(alphabet="no schl<>&;-", max_size=60))
def test_marking_words_as_understood_keeps_the_length(text: str) -> None:
    assert len(Phrases(["no", "school*"]).without_matches(text)) == len(text)
