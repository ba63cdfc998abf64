from __future__ import annotations

import pytest

from drillplanner.intake.bells.bell_wording import day_kind, ends_the_day, period_meaning
from drillplanner.model import DayKind, PeriodTag

LESSON, LUNCH, RECESS = PeriodTag.INSTRUCTION, PeriodTag.LUNCH, PeriodTag.RECESS


@pytest.mark.parametrize(
    ("words", "tags", "is_sure"),
    [
        ("{Period 1}", (LESSON,), True),
        ("{Early Bird}", (LESSON,), True),
        ("Passing to {Period 2}", (PeriodTag.PASSING,), True),
        ("Passing to Lunch", (PeriodTag.PASSING,), True),
        ("Lunch 1", (LUNCH,), True),
        ("6th Gr. Lunch", (LUNCH,), True),
        ("Recess", (RECESS,), True),
        ("Meeting/Recess 2", (RECESS,), True),
        ("Brunch", (RECESS,), False),
        ("Break", (RECESS,), False),
        ("Assembly", (PeriodTag.ASSEMBLY,), True),
        ("{Period 2}/Assembly A", (PeriodTag.ASSEMBLY, LESSON), True),
        ("Roll Call", (PeriodTag.ARRIVAL,), False),
        ("Arrival", (PeriodTag.ARRIVAL,), True),
        ("Dismissal", (PeriodTag.DISMISSAL,), True),
        ("Tutorial", (LESSON,), True),
        ("Academic Collaboration Time", (LESSON,), False),
        ("Eclipse Activity", (LESSON,), False),
        ("H", (LESSON,), False),
    ],
)
def test_words_give_the_use_of_a_period(words: str, tags: tuple[PeriodTag, ...], is_sure: bool) -> None:
    meaning = period_meaning(words)
    assert (meaning.tags, meaning.is_sure) == (tags, is_sure)


def test_only_the_whole_words_end_the_day() -> None:
    assert ends_the_day("Free")
    assert not ends_the_day("Free Period")


@pytest.mark.parametrize(
    ("name", "title", "kind"),
    [
        ("normal", "Normal Schedule", DayKind.FULL),
        ("schedule-a", "All Periods", DayKind.FULL),
        ("half-day", "1/2 Day Schedule", DayKind.EARLY_RELEASE),
        ("minimum", "Minimum Day", DayKind.EARLY_RELEASE),
        ("early-dismissal", "Early Dismissal", DayKind.EARLY_RELEASE),
        ("late-start", "Late Start", DayKind.DELAYED_OPENING),
        ("b", "2-hour delay", DayKind.DELAYED_OPENING),
        ("sbac-odd", "SBAC/CAST Odd Block", DayKind.TESTING),
        ("finals-2022-mon", "Monday Finals", DayKind.TESTING),
        ("weekend", "Weekend", DayKind.CLOSED),
        ("even", "Even Block", None),
        ("pd-monday", "PD Monday", None),
        ("minimum-day", "Minimum Day, Finals", None),
    ],
)
def test_a_title_gives_the_kind_of_day(name: str, title: str, kind: DayKind | None) -> None:
    assert day_kind(name, title) is kind
