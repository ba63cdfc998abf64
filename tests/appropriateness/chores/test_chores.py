"""Chores of commitments: recipients, dates, and rules; merged with chores of the law that ask for the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.appropriateness import load_rules, profile_of
from drillplanner.appropriateness.chores.commitments import CommitmentChores, load_chores
from drillplanner.appropriateness.chores.merge_with_law import merge_chores
from drillplanner.audit.schedule.drill_facts import hours_between
from drillplanner.model import Drill, DrillType, GradeBand, Notice, NoticeTime, Task, ToldGroup
from tests.appropriateness.calm import SCHOOL_DAYS
from tests.bundled_scenarios import BUNDLED

MONDAY = date(2026, 11, 9)
#: The drill that the chores of the law below are for.
DRILL = Drill(
    drill_id="one-lockdown", campus_id="one", drill_type=DrillType.LOCKDOWN, date=MONDAY, scenario_id="lockdown"
)


def drill_of(name: str, on: date = MONDAY) -> Drill:
    scenario = BUNDLED[name]
    return Drill(
        drill_id=f"one-{name}", campus_id="one", drill_type=scenario.drill_type, date=on, scenario_id=name
    )


def chores_of(name: str, state: str | None = None, on: date = MONDAY) -> dict[str, Task]:
    promised = CommitmentChores(BUNDLED, profile_of(state))
    found = promised.chores_of_drill(drill_of(name, on), tuple(GradeBand), SCHOOL_DAYS)
    return {task.task_id.split("/")[1]: task for task in found}


def test_every_kind_of_notice_has_a_text_and_an_existing_rule() -> None:
    known = {rule.id for rule in load_rules()}
    book = load_chores()
    assert set(book.notices) == set(NoticeTime)
    for tellings in book.notices.values():
        assert set(tellings) == set(ToldGroup)
        assert {telling.rule for telling in tellings.values()} <= known
    assert {promise.rule for promise in book.promises.values()} <= known


def test_a_lockdown_brings_a_chore_with_its_rule_for_each_commitment() -> None:
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


@pytest.mark.parametrize(
    ("hours", "due_words"),
    [
        (1, "at least 1 hour before"),
        (24, "at least 24 hours before"),
        (72, "at least 72 hours before"),
        (96, "at least 4 days before"),
        (100, "at least 100 hours before"),
        (168, "at least 7 days before"),
    ],
)
def test_a_lead_time_is_in_hours_as_in_laws_and_in_days_if_long(hours: int, due_words: str) -> None:
    facts = BUNDLED["lockdown"].facts.model_copy(
        update={"notices": (Notice(audience=ToldGroup.STAFF, hours_before=hours),)}
    )
    scenario = BUNDLED["lockdown"].model_copy(update={"facts": facts, "band_facts": {}})
    found = CommitmentChores({"lockdown": scenario}, profile_of(None)).chores_of_drill(
        drill_of("lockdown", MONDAY), tuple(GradeBand), SCHOOL_DAYS
    )
    assert [task.due_words for task in found if task.kind == "notify"] == [due_words]


def test_due_dates_match_those_counted_by_hand() -> None:
    due = {name: task.due for name, task in chores_of("lockdown").items()}
    assert due["before-families"] == date(2026, 11, 6)  # 24 hours and a day to spare: the Friday before
    assert due["before-staff"] == date(2026, 10, 30)  # 168 hours and a day: Sunday, so the Friday before it
    assert due["lesson"] == due["needs"] == date(2026, 11, 6)
    assert due["debrief"] == due["record"] == due["after-families"] == MONDAY
    assert due["follow_up"] == date(2026, 11, 11)
    assert due["after_action"] == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("state", "name", "first", "last"),
    [
        (None, "lockdown", None, date(2026, 11, 6)),
        ("TX", "lockdown", None, date(2026, 10, 23)),  # two weeks and a day, from a Monday
        ("CA", "active-assailant", date(2026, 11, 2), date(2026, 11, 6)),  # a day before, and at most a week
        ("CA", "lockdown", None, date(2026, 11, 6)),  # of which the law does not speak
        ("CA", "fire-evacuation", None, date(2026, 11, 6)),
        ("NY", "lockdown", None, date(2026, 10, 30)),  # a week and a day: Sunday, so the Friday before it
    ],
)
def test_the_state_sets_how_early_families_are_notified(
    state: str | None, name: str, first: date | None, last: date
) -> None:
    task = chores_of(name, state)["before-families"]
    assert (task.not_before, task.due) == (first, last)


def test_a_fire_drill_notifies_the_alarm_company_and_a_lesson_needs_no_record() -> None:
    assert {"before-dispatch", "before-alarm_company"} <= set(chores_of("fire-evacuation"))
    assert set(chores_of("emergency-procedures-lesson")) == {"before-families", "before-staff"}


@given(
    st.sampled_from(sorted(BUNDLED)), st.sampled_from(SCHOOL_DAYS), st.sampled_from([None, "NJ", "TX", "CA", "NY"])
)
def test_notices_are_due_before_and_reports_after_within_their_span(
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
    duty = {"kind": kind, "who": "police", "text": "Tell.", "due": due, "due_words": "at least 48 hours before"}
    return Task.model_validate({**fields, **duty, "tells": tells, **more})


def test_equal_chores_merge_into_the_laws_on_the_earlier_day() -> None:
    rule_chore = chores_of("lockdown")["before-responders"]
    late = law("notify", rule_chore.due + timedelta(3), (ToldGroup.RESPONDERS,))
    (kept,) = merge_chores([late], [rule_chore], [DRILL])
    assert (kept.mandate_id, kept.due, kept.serves, kept.developmental) == (
        "NJ-11",
        rule_chore.due,
        ("DA-206",),
        False,
    )
    assert "DA-206 asks for it at least 48 hours before, which is earlier and taken" in kept.due_words

    early = law("notify", rule_chore.due - timedelta(3), (ToldGroup.RESPONDERS, ToldGroup.DISPATCH))
    (kept,) = merge_chores([early], [rule_chore], [DRILL])
    assert kept.due == early.due
    assert "which this day serves as well" in kept.due_words


def test_the_law_may_forbid_the_earlier_day() -> None:
    rule_chore = chores_of("lockdown")["before-families"]
    bound = law(
        "notify", rule_chore.due + timedelta(2), (ToldGroup.FAMILIES,), not_before=rule_chore.due + timedelta(1)
    )
    (kept,) = merge_chores([bound], [rule_chore], [DRILL])
    assert kept.due == bound.not_before


def test_chores_for_other_people_drills_or_kinds_do_not_merge() -> None:
    rule_chore = chores_of("lockdown")["before-families"]
    others = (
        law("notify", rule_chore.due, (ToldGroup.RESPONDERS,)),
        law("notify_after", rule_chore.due, (ToldGroup.FAMILIES,)),
        law("notify", rule_chore.due, (ToldGroup.FAMILIES,), drill_id="two-lockdown"),
        law("notify", rule_chore.due, (ToldGroup.FAMILIES,), drill_id=None),
    )
    for other in others:
        assert merge_chores([other], [rule_chore], [DRILL]) == (other, rule_chore)


def test_a_chore_of_the_law_covers_a_promise_only_if_its_pack_says_so() -> None:
    chores = chores_of("lockdown")
    record, report = chores["record"], chores["after_action"]
    (kept,) = merge_chores([law("record", MONDAY, covers=("record",))], [record], [DRILL])
    assert kept.text == f"Tell. {record.text}"
    assert kept.serves == ("DA-1201",)
    # Gathering feedback, or a letter to the board, is no after-action report.
    feedback = law("evaluate", report.due)
    assert merge_chores([feedback], [report], [DRILL]) == (feedback, report)
    assert len(merge_chores([law("prepare", MONDAY)], [chores["lesson"], chores["needs"]], [DRILL])) == 3


def test_the_content_of_a_promised_notice_is_kept_in_the_laws_notice() -> None:
    rule_chore = chores_of("lockdown")["after-families"]
    (kept,) = merge_chores([law("notify_after", MONDAY, (ToldGroup.FAMILIES,))], [rule_chore], [DRILL])
    assert "where to find help" in kept.text


def test_a_lead_time_that_the_law_barely_allows_is_kept_by_the_hour_of_the_drill() -> None:
    rule_chore = chores_of("lockdown", "NY")["before-families"]
    week = law("notify", MONDAY - timedelta(1), (ToldGroup.FAMILIES,), not_before=MONDAY - timedelta(7))
    (kept,) = merge_chores([week], [rule_chore], [DRILL])
    assert (kept.due, kept.serves) == (MONDAY - timedelta(7), ("DA-203",))
    assert "by the hour at which the drill begins" in kept.due_words
    assert hours_between(kept, DRILL) == 168

    days = law("notify", MONDAY - timedelta(1), (ToldGroup.FAMILIES,), not_before=MONDAY - timedelta(3))
    (kept,) = merge_chores([days], [rule_chore], [DRILL])
    assert (kept.due, kept.serves) == (MONDAY - timedelta(3), ())
    assert "the law forbids it before 2026-11-06" in kept.due_words
    assert hours_between(kept, DRILL) == 48


def test_the_longest_lead_time_of_the_state_is_kept_in_the_laws_chore() -> None:
    rule_chore = chores_of("lockdown", "CA")["before-families"]
    (kept,) = merge_chores([law("notify", MONDAY - timedelta(1), (ToldGroup.FAMILIES,))], [rule_chore], [DRILL])
    assert (kept.not_before, kept.due) == (rule_chore.not_before, rule_chore.due)


def test_a_notice_on_the_day_before_counts_no_hours_unless_it_states_them() -> None:
    assert hours_between(law("notify", MONDAY - timedelta(1)), DRILL) == 0
    assert hours_between(law("notify", MONDAY - timedelta(1), hours_before=24), DRILL) == 24
    assert hours_between(law("notify", MONDAY - timedelta(1), hours_before=48), DRILL) == 0
    assert hours_between(law("notify", MONDAY - timedelta(3)), DRILL) == 48


def with_notices(*notices: Notice) -> CommitmentChores:
    facts = BUNDLED["lockdown"].facts.model_copy(update={"notices": notices})
    return CommitmentChores({"lockdown": BUNDLED["lockdown"].model_copy(update={"facts": facts})}, profile_of())


def test_two_notices_to_the_same_people_stay_two_chores() -> None:
    promised = with_notices(
        Notice(audience=ToldGroup.FAMILIES, hours_before=24), Notice(audience=ToldGroup.FAMILIES, hours_before=168)
    )
    chores = list(promised.chores_of_drill(DRILL, tuple(GradeBand), SCHOOL_DAYS))
    hours = {task.task_id.split("/")[1]: task.hours_before for task in chores if task.tells}
    assert hours == {"before-families": 168, "before-families-2": 24}
    letter = law("notify", MONDAY - timedelta(7), (ToldGroup.FAMILIES,))
    assert len(merge_chores([letter], chores, [DRILL])) == len(chores)


def without_days(*closed: date) -> tuple[date, ...]:
    return tuple(day for day in SCHOOL_DAYS if day not in closed)


def test_after_a_free_week_families_are_notified_on_a_weekday_within_the_longest_lead() -> None:
    week = without_days(*(MONDAY - timedelta(number) for number in range(1, 11)))
    promised = CommitmentChores(BUNDLED, profile_of("CA"))
    for on in (MONDAY, MONDAY + timedelta(1), MONDAY + timedelta(4)):
        found = promised.chores_of_drill(drill_of("active-assailant", on), tuple(GradeBand), week)
        (task,) = (task for task in found if task.task_id.split("/")[1] == "before-families")
        assert task.due.weekday() < 5
        assert on - timedelta(7) <= task.due <= on - timedelta(2)
        assert hours_between(task, drill_of("lockdown", on)) >= 24


def test_families_are_not_told_of_adults_who_talk_at_a_table() -> None:
    """Before, families had a letter about each tabletop of the safety team."""
    tabletop = chores_of("tabletop-exercise")
    assert not {name for name, task in tabletop.items() if ToldGroup.FAMILIES in task.tells}
    assert "before-staff" in tabletop
    # What adults do where families may see it, and what children do, is still told.
    for name in ("reunification-staff", "full-scale-exercise", "active-assailant-discussion", "lockdown"):
        assert "before-families" in chores_of(name), name


def test_nothing_falls_on_a_day_without_school() -> None:
    first = chores_of("lockdown", on=SCHOOL_DAYS[0])
    assert "lesson" not in first
    assert first["needs"].due < SCHOOL_DAYS[0]
    thursday = next(day for day in reversed(SCHOOL_DAYS) if day.weekday() == 3)
    days = tuple(day for day in SCHOOL_DAYS if day <= thursday)
    promised = CommitmentChores(BUNDLED, profile_of())
    found = promised.chores_of_drill(drill_of("lockdown", thursday), tuple(GradeBand), days)
    last = {task.task_id.split("/")[1]: task for task in found}
    assert last["follow_up"].due == last["make_up"].due == thursday
    assert last["after_action"].due == thursday
