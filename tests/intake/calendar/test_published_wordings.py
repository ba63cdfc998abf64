"""Lines of published calendars: none that may close schools is read as a day of school in silence."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.intake.calendar.district_corpus import Outcome
from tests.intake.calendar.published_wordings import PublishedLine, published_lines, reading_of_line

#: The files of the cases, and of how many lines the district may be asked although a person reads them.
FILES = {"published_wordings.yaml": 2, "held_out_wordings.yaml": 2}


@pytest.mark.parametrize(
    "line", [line for name in FILES for line in published_lines(name)], ids=lambda line: line.title
)
def test_no_line_is_misread_in_silence(line: PublishedLine) -> None:
    reading = reading_of_line(line)
    assert reading.outcome is not Outcome.WRONG_IN_SILENCE, reading.said


@pytest.mark.parametrize("name", FILES)
def test_few_lines_are_asked_about_without_need(name: str) -> None:
    outcomes = Counter(reading_of_line(line).outcome for line in published_lines(name))
    assert outcomes[Outcome.WRONG_ASKED] <= FILES[name]
