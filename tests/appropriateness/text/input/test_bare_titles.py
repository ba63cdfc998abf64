"""Titles that name a drill and its day are no reason to ask; with one more word they may be."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness.text import Context, Description, screen_description
from drillplanner.appropriateness.text.input.bare_titles import is_bare_title

TITLES = (
    "Fire drill",
    "Intruder drill on Monday.",
    "Active shooter drill Friday",
    "Bomb threat drill, Oct 3",
    "Lockdown drill, 9:40 a.m.",
    "Active assailant drill for staff, August 20",
)
MORE = (
    "Active shooter in our school",
    "Surprise lockdown drill on Friday",
    "Intruder drill for kindergartners on Monday",
    "Lockdown drill with blanks on Monday",
    "",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_bare_title_alarms_no_one(title: str) -> None:
    assert is_bare_title(title)
    assert screen_description(Description(id="x", text=title)).verdict == "ok"


@pytest.mark.parametrize("text", MORE)
def test_with_any_other_word_it_is_no_bare_title(text: str) -> None:
    assert not is_bare_title(text)


def test_what_is_given_beside_a_title_is_read_with_it() -> None:
    given = Description(
        id="x",
        text="Active shooter drill on Monday.",
        context=Context(grades=("K", "1"), audience="students"),
    )
    assert screen_description(given).verdict != "ok"
