"""Tracks of year-round schools, and the schools that are on them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.intake.calendar.recurring.tracks import closed_on_every_track, tracks_named_in
from drillplanner.model import DayKind
from tests.intake.calendar_builder import event, read, the_question

TRACKS = """\
tracks:
  1: [burnet-hill]
  2: [mount-pleasant-elementary]
"""


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("track 4 vacation", ("4",)),
        ("tracks a & c out", ("a", "c")),
        ("tracks 1-3: first day", ("1", "2", "3")),
        ("track one out", ("1",)),
        ("year-round: last day of school", ("year-round",)),
        ("traditional calendar: first day", ("traditional",)),
        ("track and field meet", ()),
        ("a traditional feast", ()),
    ],
)
def test_tracks_are_found_in_titles(title: str, names: tuple[str, ...]) -> None:
    assert tracks_named_in(title) == names


def test_a_track_of_unknown_schools_is_asked_about_and_counts_as_open() -> None:
    question = the_question(read(event("Track 4 Vacation", "20260209", "20260228")))
    assert question.may_close
    assert question.answer == "tracks: {4: [ids of its schools]}"
    assert question.taken_as == "ignored"


def test_a_track_closes_its_own_schools() -> None:
    found = read(
        event("Track 1 out", "20260209", "20260228"), event("Tracks 1 & 2 out", "20260302"), answers=TRACKS
    )
    assert found.questions == ()
    assert found.kind_at(date(2026, 2, 10), "burnet-hill") is DayKind.CLOSED
    assert found.kind_at(date(2026, 2, 10), "mount-pleasant-elementary") is DayKind.FULL
    assert found.kind_at(date(2026, 3, 2), "mount-pleasant-elementary") is DayKind.CLOSED
    assert found.kind_at(date(2026, 3, 2), "heritage") is DayKind.FULL


def test_tracks_begin_on_their_own_days() -> None:
    found = read(
        event("Track 1: First Day of School", "20250814"),
        event("Track 2: First Day of School", "20250825"),
        answers=TRACKS,
    )
    assert found.first_day == date(2025, 8, 14)
    assert found.kind_at(date(2025, 8, 20), "burnet-hill") is DayKind.FULL
    assert found.kind_at(date(2025, 8, 20), "mount-pleasant-elementary") is DayKind.CLOSED
    assert found.kind_at(date(2025, 8, 20), "heritage") is DayKind.CLOSED, "the year begins on September 2 there"


def test_a_school_on_several_tracks_is_closed_where_all_are_out() -> None:
    answers = "tracks: {1: [burnet-hill], 2: [burnet-hill]}\n"
    found = read(
        event("Track 1 out", "20260209", "20260221"), event("Track 2 out", "20260217", "20260228"), answers=answers
    )
    closed = [
        day.date.day for day in found.days if day.date.month == 2 and day.kind_at("burnet-hill") is DayKind.CLOSED
    ]
    assert closed == [16, 17, 18, 19, 20], "Presidents' Day, and the days on which both are out"


def test_a_track_names_known_schools() -> None:
    with pytest.raises(InputError, match="there is no such campus"):
        read(answers="tracks: {A: [nowhere]}\n")


SPANS = st.lists(
    st.tuples(
        st.sampled_from([frozenset("a"), frozenset("b"), frozenset("ab")]), st.integers(0, 20), st.integers(0, 6)
    )
)


@given(SPANS)
def test_every_track_is_out_on_the_days_of_plain_counting(spans: list[tuple[frozenset[str], int, int]]) -> None:
    start = date(2026, 1, 1)
    closures = [(names, start + timedelta(first), start + timedelta(first + more)) for names, first, more in spans]
    found = {
        first + timedelta(offset)
        for first, last in closed_on_every_track(closures, frozenset("ab"))
        for offset in range((last - first).days + 1)
    }
    expected = {
        on
        for on in (start + timedelta(offset) for offset in range(30))
        if all(any(track in names and first <= on <= last for names, first, last in closures) for track in "ab")
    }
    assert found == expected
