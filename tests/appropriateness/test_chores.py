"""Chores that commitments bring: whom, when, by which rule; and one chore where the law asks for the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.appropriateness import load_rules, profile_of
from drillplanner.appropriateness.chores import PromisedChores, joined, load_chores
from drillplanner.intake.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import Drill, GradeBand, NoticeTime, Task, ToldGroup
from tests.appropriateness.calm import SCHOOL_DAYS

BUNDLED = {path.stem: parse_scenario(path.read_bytes(), path.name) for path in bundled_scenarios()}
MONDAY = date(2026, 11, 9)


def drill_of(name: str, on: date = MONDAY) -> Drill:
    scenario = BUNDLED[name]
    return Drill(
        drill_id=f"one-{name}", campus_id="one", drill_type=scenario.drill_type, date=on, scenario_id=name
    )


def chores_of(name: str, state: str | None = None, on: date = MONDAY) -> dict[str, Task]:
    promised = PromisedChores(BUNDLED, profile_of(state))
    found = promised.of(drill_of(name, on), tuple(GradeBand), SCHOOL_DAYS)
    return {task.task_id.split("/")[1]: task for task in found}


def test_every_group_and_every_time_of_a_notice_has_its_words_and_a_rule_that_there_is() -> None:
    known = {rule.id for rule in load_rules()}
    book = load_chores()
    assert set(book.notices) == set(NoticeTime)
    for tellings in book.notices.values():
        assert set(tellings) == set(ToldGroup)
        assert {one.rule for one in tellings.values()} <= known
    assert {one.rule for one in book.promises.values()} <= known


def test_a_lockdown_brings_what_it_commits_to_each_with_its_rule() -> None:
    chores = chores_of("lockdown")
    assert {name: task.mandate_id for name, task in chores.items()} == {
        "before-families": "DA-203",
        "after-families": "DA-208",
        "before-staff": "DA-210",
        "before-dispatch": "DA-206",
        "before-responders": "DA-206",
        "before-neighbors": "DA-206",
        "lesson": "DA-501",
        "needs": "DA-601",
        "counselor": "DA-701",
        "label": "DA-205",
        "debrief": "DA-702",
        "follow_up": "DA-703",
        "make_up": "DA-803",
        "record": "DA-1201",
        "after_action": "DA-1202",
    }
    assert all(task.developmental and task.drill_id == "one-lockdown" for task in chores.values())


def test_the_days_are_counted_by_hand() -> None:
    due = {name: task.due for name, task in chores_of("lockdown").items()}
    assert due["before-families"] == date(2026, 11, 6)  # 24 hours and a day to spare: the Friday before
    assert due["before-staff"] == date(2026, 10, 30)  # 168 hours and a day: Sunday, so the Friday before it
    assert due["lesson"] == due["needs"] == date(2026, 11, 6)
    assert due["debrief"] == due["record"] == due["after-families"] == MONDAY
    assert due["follow_up"] == date(2026, 11, 11)
    assert due["after_action"] == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("state", "first", "last"),
    [
        (None, None, date(2026, 11, 6)),
        ("TX", None, date(2026, 10, 23)),  # two weeks and a day, from a Monday
        ("CA", date(2026, 11, 2), date(2026, 11, 6)),  # a day before, and at most a week
        ("NY", None, date(2026, 10, 30)),  # a week and a day: Sunday, so the Friday before it
    ],
)
def test_the_state_says_how_early_families_are_told(state: str | None, first: date | None, last: date) -> None:
    task = chores_of("lockdown", state)["before-families"]
    assert (task.not_before, task.due) == (first, last)


def test_a_fire_drill_tells_the_alarm_company_and_a_lesson_needs_no_record() -> None:
    assert {"before-dispatch", "before-alarm_company"} <= set(chores_of("fire-evacuation"))
    assert set(chores_of("emergency-procedures-lesson")) == {"before-families", "before-staff"}


@given(
    st.sampled_from(sorted(BUNDLED)), st.sampled_from(SCHOOL_DAYS), st.sampled_from([None, "NJ", "TX", "CA", "NY"])
)
def test_notices_go_out_before_and_reports_after_and_never_outside_their_span(
    name: str, on: date, state: str | None
) -> None:
    for task in chores_of(name, state, on).values():
        assert task.not_before is None or task.not_before <= task.due
        if task.kind in {"notify", "prepare"}:
            assert task.due <= on
        else:
            assert on <= task.due


def law(kind: str, due: date, tells: tuple[ToldGroup, ...] = (), **more: object) -> Task:
    fields = {"task_id": "NJ-11/one", "mandate_id": "NJ-11", "campus_id": "one", "drill_id": "one-lockdown"}
    said = {"kind": kind, "who": "police", "text": "Tell.", "due": due, "due_words": "at least 48 hours before"}
    return Task.model_validate({**fields, **said, "tells": tells, **more})


def test_one_chore_is_left_where_the_law_asks_for_the_same_and_the_earlier_day_is_taken() -> None:
    own = chores_of("lockdown")["before-responders"]
    late = law("notify", own.due + timedelta(3), (ToldGroup.RESPONDERS,))
    (kept,) = joined([late], [own])
    assert (kept.mandate_id, kept.due, kept.serves, kept.developmental) == ("NJ-11", own.due, ("DA-206",), False)
    assert "DA-206 asks for it at least 48 hours before, which is earlier and taken" in kept.due_words

    early = law("notify", own.due - timedelta(3), (ToldGroup.RESPONDERS, ToldGroup.DISPATCH))
    (kept,) = joined([early], [own])
    assert kept.due == early.due
    assert "which this day serves as well" in kept.due_words


def test_the_law_may_forbid_the_earlier_day() -> None:
    own = chores_of("lockdown")["before-families"]
    bound = law("notify", own.due + timedelta(2), (ToldGroup.FAMILIES,), not_before=own.due + timedelta(1))
    (kept,) = joined([bound], [own])
    assert kept.due == bound.due


def test_other_people_another_drill_or_another_kind_is_another_chore() -> None:
    own = chores_of("lockdown")["before-families"]
    others = (
        law("notify", own.due, (ToldGroup.RESPONDERS,)),
        law("notify_after", own.due, (ToldGroup.FAMILIES,)),
        law("notify", own.due, (ToldGroup.FAMILIES,), drill_id="two-lockdown"),
        law("notify", own.due, (ToldGroup.FAMILIES,), drill_id=None),
    )
    for other in others:
        assert joined([other], [own]) == (other, own)


def test_a_record_of_the_law_is_the_record_and_two_preparations_are_two() -> None:
    chores = chores_of("lockdown")
    assert len(joined([law("record", MONDAY)], [chores["record"]])) == 1
    assert len(joined([law("prepare", MONDAY)], [chores["lesson"], chores["needs"]])) == 3
