"""A law that comes into force or ends in the year binds on its days, and a duty says how firmly it binds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.law.duties.mandate import Duty, Effective, Force
from drillplanner.law.window import Window
from drillplanner.model import Unit, UnitKind
from tests.law.duties.test_layers import duties_of, in_vague_words

FIRST = date(2025, 10, 1)
OCTOBER = Window(first=FIRST, last=date(2025, 10, 31), label="October 2025", key="2025-10")
DAYS = st.integers(-5, 35).map(lambda number: FIRST + timedelta(number))


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        (None, None, 1, 31),
        (date(2025, 10, 1), date(2025, 10, 31), 1, 31),
        (date(2025, 10, 15), None, 15, 31),
        (None, date(2025, 10, 15), 1, 15),
        (date(2025, 10, 31), None, 31, 31),
        (None, date(2025, 10, 1), 1, 1),
        (date(2025, 11, 1), None, None, None),
        (None, date(2025, 9, 30), None, None),
    ],
)
def test_of_a_month_the_part_in_which_the_law_is_in_force_counts(
    since: date | None, until: date | None, first: int | None, last: int | None
) -> None:
    clipped = Effective(since=since, until=until).clip(OCTOBER)
    if first is None or last is None:
        assert clipped is None
        return
    assert clipped is not None
    assert (clipped.first, clipped.last) == (date(2025, 10, first), date(2025, 10, last))
    assert clipped.key == "2025-10"
    whole = (first, last) == (1, 31)
    part = f"October 2025, as far as it is in force (from 2025-10-{first:02} to 2025-10-{last:02})"
    assert clipped.label == ("October 2025" if whole else part)


@given(st.none() | DAYS, st.none() | DAYS, DAYS, DAYS)
def test_it_is_in_force_on_some_day_of_a_time_by_counting_days(
    since: date | None, until: date | None, first: date, last: date
) -> None:
    if first > last or (since and until and until < since):
        return
    effective = Effective(since=since, until=until)
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    in_force = [day for day in days if (since is None or day >= since) and (until is None or day <= until)]
    assert effective.covers(first, last) is bool(in_force)


def test_a_day_outside_is_told_when_it_ended_or_starts() -> None:
    assert Effective(until=date(2026, 6, 30)).outside(date(2026, 7, 1)) == "until 2026-06-30"
    assert Effective(since=date(2026, 1, 1)).outside(date(2025, 12, 31)) == "from 2026-01-01"
    both = Effective(since=date(2026, 1, 1), until=date(2026, 6, 30))
    assert both.outside(date(2025, 12, 31)) == "from 2026-01-01"
    assert both.outside(date(2026, 7, 1)) == "until 2026-06-30"
    with pytest.raises(ValueError, match="it is in force until 2025-01-01, which is before 2026-01-01"):
        Effective(since=date(2026, 1, 1), until=date(2025, 1, 1))
    assert Effective(since=FIRST, until=FIRST).covers(FIRST, FIRST)


def test_a_duty_binds_firmly_unless_a_fact_a_code_or_its_words_leave_a_doubt() -> None:
    (firm,) = duties_of("X-1", min=4)
    (vague,) = in_vague_words([firm])
    presumed = firm.model_copy(update={"presumed": "whether the state keeps the code"})
    unknown = vague.model_copy(update={"missing_fact": "buses", "presumed": "whether the state keeps the code"})

    def firmness(duty: Duty) -> tuple[str | None, Force, bool]:
        return duty.doubt, duty.force, duty.binds_firmly

    assert firmness(firm) == (None, Force.BINDS, True)
    assert firmness(vague) == ('what "often" means here', Force.WHERE_POSSIBLE, False)
    assert firmness(presumed) == ("whether the state keeps the code", Force.WHERE_POSSIBLE, False)
    assert firmness(unknown) == ("buses", Force.WITHOUT_MORE_DRILLS, False)


def test_the_duty_of_a_bus_names_the_bus() -> None:
    (duty,) = duties_of("X-1", min=4)
    yearly = "at least 4 fire drills in the school year"
    assert duty.sentence == yearly
    bus = Unit(unit_id="12", kind=UnitKind.BUS, campus_id="a")
    assert duty.model_copy(update={"unit": bus}).sentence == f"{yearly}, for bus 12"
