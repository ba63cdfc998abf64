"""Counts of things in sentences, singular and plural."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.files.counting import counted
from drillplanner.workflow.replan.sentences import taken_as_held_sentence


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        (0, ("drill",), "0 drills"),
        (1, ("drill",), "1 drill"),
        (2, ("duty", "duties"), "2 duties"),
        (1, ("duty", "duties"), "1 duty"),
        (16800, ("drill",), "16,800 drills"),
    ],
)
def test_one_is_singular(number: int, words: tuple[str, ...], expected: str) -> None:
    assert counted(number, *words) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "1 drill before 2026-02-01 is not in the drill log and taken as held. Maybe record it with"),
        (2, "2 drills before 2026-02-01 are not in the drill log and taken as held. Maybe record them with"),
    ],
)
def test_unrecorded_drills_are_counted(number: int, expected: str) -> None:
    assert taken_as_held_sentence(number, date(2026, 2, 1)).startswith(expected)
