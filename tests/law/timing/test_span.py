"""Windows of requirements: periods, first days, dates, and events; and the choices that fix their ends."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drillplanner.law import Mandate, Setting, Window, bundled_states, load_state_pack
from drillplanner.law.kinds.count import Count
from drillplanner.law.kinds.every import Every
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.packs.law_book import in_force_windows
from drillplanner.law.packs.looser_mandates import plain_setting
from drillplanner.law.timing.due import DueByPeriod
from drillplanner.law.timing.periods import Per, periods
from drillplanner.model import (
    AcademicCalendar,
    DayKind,
    Event,
    EventKind,
    Term,
    TermKind,
    Unit,
    UnitKind,
    count_within,
)
from tests.builders import calendar, campus, workspace

YEAR = calendar(date(2025, 8, 27), date(2026, 6, 18), staff=date(2025, 8, 25))


def setting(year: AcademicCalendar = YEAR, events: tuple[Event, ...] = (), **district: Any) -> Setting:
    place = workspace([campus("a")], year, **district)
    return Setting(place.campuses[0], year, place.district, events)


def windows(place: Setting | None = None, **span: Any) -> tuple[Window, ...]:
    count = Count.model_validate(
        {"kind": "count", "what": "drill", "match": {"types": ["lockdown"]}, "min": 1, **span}
    )
    return count.windows(place or setting())


def days(first: int, unit: str, of: str = "first_day_for_students", stated: bool = True) -> dict[str, Any]:
    return {"first": first, "unit": unit, "unit_is_stated": stated, "of": of}


def test_months_are_those_with_school_days_at_the_campus() -> None:
    keys = [window.key for window in windows(per="month_in_session")]
    assert keys[0] == "2025-08"
    assert keys[-1] == "2026-06"
    assert len(keys) == 11


def test_a_month_with_too_few_school_days_has_no_window() -> None:
    assert windows(setting(month_counts_from=3), per="month_in_session")[0].key == "2025-08"
    assert windows(setting(month_counts_from=4), per="month_in_session")[0].key == "2025-09"


def test_the_law_overrides_the_district_on_when_a_month_counts() -> None:
    assert windows(setting(), per="month_in_session", month_counts_from=10)[0].key == "2025-09"


def test_a_month_without_school_has_no_window() -> None:
    closed = {date(2025, 10, day): DayKind.CLOSED for day in range(1, 32) if date(2025, 10, day).weekday() < 5}
    year = calendar(date(2025, 9, 1), date(2025, 11, 28), closed)
    assert [window.key for window in windows(setting(year), per="month_in_session")] == ["2025-09", "2025-11"]


def test_named_months_give_one_window_each() -> None:
    assert [window.key for window in windows(per="month_in_session", months=[9, 3])] == ["2025-09", "2026-03"]


@pytest.mark.parametrize(
    ("unit", "of", "last"),
    [
        ("calendar_day", "first_day_for_students", date(2025, 9, 5)),
        ("school_day", "first_day_for_students", date(2025, 9, 9)),
        ("calendar_day", "first_day_for_staff", date(2025, 9, 3)),
        ("school_day", "new_year", date(2026, 1, 14)),
    ],
)
def test_first_days(unit: str, of: str, last: date) -> None:
    assert windows(within=days(10, unit, of))[0].last == last


def test_short_days_do_not_count_as_full_days() -> None:
    short = calendar(date(2025, 9, 1), date(2025, 10, 31), {date(2025, 9, 3): DayKind.EARLY_RELEASE})
    assert windows(setting(short), within=days(3, "full_day"))[0].last == date(2025, 9, 4)
    assert windows(setting(short), within=days(3, "school_day"))[0].last == date(2025, 9, 3)


def test_a_short_first_week_counts_as_a_week() -> None:
    # School opens on a Wednesday: the first week ends on the Sunday after it.
    assert windows(within=days(1, "week"))[0].last == date(2025, 8, 31)
    assert windows(within=days(2, "week"))[0].last == date(2025, 9, 7)


def test_weeks_that_the_text_leaves_open_are_not_said_to_be_days() -> None:
    (window,) = windows(within=days(2, "week", stated=False))
    assert window.label.startswith("the first 2 weeks, as we interpret the text, (to ")


@pytest.mark.parametrize("state", bundled_states())
def test_a_time_is_said_to_be_our_reading_only_once(state: str) -> None:
    """The words that ``vague`` quotes set no measure, so that the unit is ours as well."""
    for mandate in load_state_pack(state).mandates:
        for window in mandate.requirement.windows(plain_setting(2026)) if mandate.vague else ():
            assert "as we " not in mandate.requirement.sentence(window), mandate.mandate_id


def test_without_a_first_staff_day_the_count_starts_with_classes() -> None:
    year = calendar(date(2025, 8, 27), date(2026, 6, 18))
    within = days(10, "calendar_day", "first_day_for_staff", stated=False)
    (window,) = windows(setting(year), within=within)
    assert window.last == date(2025, 9, 5)
    assert "as we read 'days'" in window.label


def test_after_the_first_days_means_the_rest_of_the_year() -> None:
    (window,) = windows(after=days(10, "school_day"))
    assert (window.first, window.last) == (date(2025, 9, 10), date(2026, 6, 18))


def test_stated_semesters_are_used_and_others_are_cut_from_the_year() -> None:
    first = Term(kind=TermKind.SEMESTER, number=1, first=date(2025, 8, 27), last=date(2026, 1, 23))
    second = Term(kind=TermKind.SEMESTER, number=2, first=date(2026, 1, 26), last=date(2026, 6, 18))
    stated = YEAR.model_copy(update={"terms": (first, second)})
    assert [window.first for window in windows(setting(stated), per="semester")] == [first.first, second.first]
    assert "as the year was cut" not in windows(setting(stated), per="semester")[0].label
    cut = windows(per="semester")
    assert "as the year was cut" in cut[0].label
    sizes = [count_within(YEAR.school_dates, window.first, window.last) for window in cut]
    assert sum(sizes) == len(YEAR.school_dates)
    assert abs(sizes[0] - sizes[1]) <= 1


def test_first_days_of_each_semester() -> None:
    first, second = windows(per="semester", within=days(15, "school_day", "period"))
    assert [first.key, second.key] == ["semester-1-first-15", "semester-2-first-15"]
    for window in (first, second):
        assert count_within(YEAR.school_dates, window.first, window.last) == 15


def test_dates_run_from_july_to_june() -> None:
    (window,) = windows(between={"since": "11-01", "until": "04-30"})
    assert (window.first, window.last) == (date(2025, 11, 1), date(2026, 4, 30))
    assert windows(between={"until": "12-01"})[0].last == date(2025, 12, 1)


def test_calendar_halves() -> None:
    assert [window.key for window in windows(per="calendar_half")] == ["2025-half-2", "2026-half-1"]


def test_each_of_the_first_four_weeks() -> None:
    assert [window.first for window in windows(per="week", within=days(4, "week"))] == [
        date(2025, 8, 27),
        date(2025, 9, 1),
        date(2025, 9, 8),
        date(2025, 9, 15),
    ]


def test_runs_of_months_that_the_year_cuts_short_have_no_window() -> None:
    year = setting(calendar(date(2025, 9, 2), date(2026, 6, 18)))
    assert [window.key for window in windows(year, per="three_months")] == [
        "2025-09-to-2025-11",
        "2025-12-to-2026-02",
        "2026-03-to-2026-05",
    ]
    assert len(windows(year, per="two_months")) == 5


def test_a_school_month_is_twenty_school_days_and_a_shorter_rest_is_none() -> None:
    year = setting(calendar(date(2025, 9, 1), date(2025, 10, 31)))
    assert [(window.first, window.last) for window in windows(year, per="school_month")] == [
        (date(2025, 9, 1), date(2025, 9, 26)),
        (date(2025, 9, 29), date(2025, 10, 24)),
    ]
    assert windows(setting(calendar(date(2025, 9, 1), date(2025, 9, 25))), per="school_month") == ()


def test_before_each_event() -> None:
    season = Event(kind=EventKind.ATHLETIC_SEASON, first=date(2025, 11, 10), last=date(2026, 2, 20))
    (window,) = windows(setting(events=(season,)), before_each={"kind": "athletic_season", "days": 30})
    assert (window.first, window.last) == (date(2025, 10, 11), date(2025, 11, 9))
    august = Event(kind=EventKind.ATHLETIC_SEASON, first=date(2025, 8, 11), last=date(2025, 11, 1))
    assert windows(setting(events=(august,)), before_each={"kind": "athletic_season", "days": 30}) == ()
    (unknown,) = windows(before_each={"kind": "athletic_season", "days": 30})
    assert unknown.missing == "athletic_season in events.csv"


def test_a_period_without_a_school_day_of_the_campus_asks_for_nothing() -> None:
    autumn = calendar(date(2025, 9, 2), date(2025, 12, 19)).model_copy(
        update={
            "terms": (
                Term(kind=TermKind.SEMESTER, number=1, first=date(2025, 9, 2), last=date(2025, 12, 19)),
                Term(kind=TermKind.SEMESTER, number=2, first=date(2026, 1, 5), last=date(2026, 6, 19)),
            )
        }
    )
    early = days(10, "school_day") | {"of": "period"}
    assert [window.first.month for window in windows(setting(autumn), per="semester", within=early)] == [9]


def test_without_a_summer_session_nothing_is_owed_in_it() -> None:
    assert windows(per="summer_session") == ()


def test_a_summer_program_without_dates_is_a_missing_fact() -> None:
    of_year = setting()
    campus = of_year.campus.model_copy(update={"facts": {"summer_program": True}})
    program = Setting(campus, of_year.calendar, of_year.district)
    assert windows(program, per="summer_session")[0].missing == "summer_session in calendar.yaml"
    dated = calendar(date(2025, 9, 2), date(2026, 7, 31)).model_copy(
        update={"summer": (date(2026, 7, 1), date(2026, 7, 31))}
    )
    (window,) = windows(setting(dated), per="summer_session")
    assert (window.first, window.missing) == (date(2026, 7, 1), None)


def test_a_cohort_counts_its_own_days() -> None:
    mondays = Unit(unit_id="a-days", kind=UnitKind.COHORT, campus_id="a", weekdays=(0, 2))
    of_campus = setting()
    of_cohort = Setting(of_campus.campus, of_campus.calendar, of_campus.district, (), mondays)
    assert windows(of_cohort, within=days(3, "school_day"))[0].last == date(2025, 9, 3)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({"months": [9]}, "'months' goes with"),
        ({"per": "month_in_session", "months": [13]}, "from 1 to 12"),
        ({"between": {"since": "03-01", "until": "11-30"}}, "the window is impossible"),
        ({"between": {"since": "02-30"}}, "not a day of every year"),
        ({"between": {}}, "give 'since', 'until' or both"),
        ({"within": days(10, "school_day"), "after": days(10, "school_day")}, "the window is impossible"),
        (
            {"per": "semester", "before_each": {"kind": "athletic_season", "days": 3}},
            "'before_each' stands alone",
        ),
    ],
)
def test_impossible_spans_are_refused(span: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        windows(**span)


@given(first=st.dates(date(2025, 7, 1), date(2025, 12, 1)), length=st.integers(1, 300), per=st.sampled_from(Per))
def test_periods_are_in_order_and_never_overlap(first: date, length: int, per: Per) -> None:
    parts = periods(per, setting(calendar(first, first + timedelta(length))), 1)
    for part, following in pairwise(parts):
        assert part.first <= part.last < following.first


@given(
    first=st.dates(date(2025, 7, 1), date(2025, 12, 1)),
    length=st.integers(1, 300),
    counts_from=st.integers(1, 15),
    per=st.sampled_from(
        [Per.MONTH_IN_SESSION, Per.WEEK, Per.CALENDAR_HALF, Per.SEMESTER, Per.TRIMESTER, Per.QUARTER]
    ),
)
def test_periods_cover_the_year(first: date, length: int, counts_from: int, per: Per) -> None:
    year = calendar(first, first + timedelta(length))
    parts = periods(per, setting(year), counts_from)
    inside = [count_within(year.dates_at("a"), part.first, part.last) for part in parts]
    if per is Per.MONTH_IN_SESSION:
        assert all(count >= counts_from for count in inside)
    if counts_from == 1 or per is not Per.MONTH_IN_SESSION:
        assert sum(inside) == len(year.dates_at("a"))


def test_a_summer_session_counts_only_if_the_law_says_so() -> None:
    dated = calendar(date(2025, 9, 2), date(2026, 7, 31)).model_copy(
        update={"summer": (date(2026, 7, 1), date(2026, 7, 31))}
    )
    assert windows(setting(dated), per="month_in_session")[-1].key == "2026-06"
    assert windows(setting(dated), per="month_in_session", in_summer=True)[-1].key == "2026-07"
    assert windows(setting(dated))[0].last == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("has", "words"),
    [
        ({"audiences": ["everyone"], "not_moments": ["arrival", "dismissal"]}, "for everyone, not in arrival or"),
        ({"announced": False}, "held without announcement"),
        (
            {"not_on_days": ["testing"], "not_during": "state_assessment", "days_before": 3},
            "nor in the 3 days before",
        ),
        ({"routes": ["fire_escape"]}, "by the way fire escape"),
    ],
)
def test_the_attributes_of_every_drill_are_put_into_words(has: dict[str, Any], words: str) -> None:
    every = Every.model_validate({"kind": "every", "what": "drill", "match": {"types": ["lockdown"]}, "has": has})
    sentence = every.sentence(every.windows(setting())[0])
    assert sentence.startswith("every drill in the school year held ")
    assert words in sentence


def mandate(since: str) -> Mandate:
    return Mandate.model_validate(
        {
            "mandate_id": "X-1",
            "title": "x",
            "text": "x",
            "layer": "statute",
            "sources": ["x"],
            "confidence": "secondary",
            "effective": {"since": since},
            "requirement": {
                "kind": "count",
                "what": "drill",
                "match": {"types": ["lockdown"]},
                "min": 1,
                "per": "month_in_session",
            },
        }
    )


def test_a_law_that_begins_after_the_last_school_day_of_a_month_requires_nothing_in_it() -> None:
    # November 29 and 30, 2025, are a weekend.
    first = {since: next(in_force_windows(mandate(since), setting())) for since in ("2025-11-28", "2025-11-29")}
    assert first["2025-11-28"].key == "2025-11"
    assert first["2025-11-28"].first == date(2025, 11, 28)
    assert first["2025-11-29"].key == "2025-12"


@pytest.mark.parametrize(
    ("by_period", "words"),
    [({"per": "semester", "months": [3]}, "goes with"), ({"per": "month_in_session", "months": [13]}, "1 to 12")],
)
def test_impossible_months_of_a_task_are_refused(by_period: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        DueByPeriod.model_validate(by_period)


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"offer_by": "13-45"}, "not a day of every year"), ({"weeks": 5}, "4 dates cannot lie in 5 weeks")],
)
def test_an_impossible_offer_is_refused(changed: dict[str, Any], words: str) -> None:
    offer = {
        "kind": "offer",
        "what": "drill",
        "match": {"types": ["lockdown"]},
        "dates": 4,
        "offer_by": "09-15",
        "who": "police",
        "due_words": "by 15 September",
    }
    assert Offer.model_validate(offer).weeks == 1
    with pytest.raises(ValidationError, match=words):
        Offer.model_validate(offer | changed)
