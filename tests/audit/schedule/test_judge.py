"""The judge on tiny schedules: what an impossible entry explains, what stays open, and what the report holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from drillplanner.audit.schedule.judge import judge_schedule
from drillplanner.audit.schedule.report import AuditReport
from drillplanner.law import LawBook
from drillplanner.model import DayKind, Drill, DrillType, DutyStatus, EntryProblem, Schedule, Verdict
from tests.builders import all_ok, drill
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, count, duties_of, law, tiny, with_presumed

FRIDAY, SATURDAY = date(2025, 10, 3), date(2025, 10, 4)
PLACE = tiny(MONDAY, date(2025, 10, 10), scenarios=(FRONT, LOCKDOWN), campuses=2)


def fire(number: int, on: date, campus_id: str = "c0", **more: Any) -> Drill:
    return drill(campus_id, DrillType.FIRE_EVACUATION, on, number, **more)


def report(book: LawBook, *drills: Drill, tasks: tuple[()] | None = (), **more: Any) -> AuditReport:
    return judge_schedule(
        Schedule(source="the test's", drills=drills, **more.pop("schedule", {})),
        PLACE,
        duties_of(PLACE, book),
        all_ok(PLACE.scenarios),
        tasks,
        {},
        **more,
    )


def verdict(found: AuditReport, campus_id: str = "c0", mandate: str = "T-1") -> Verdict:
    (one,) = (each for each in found.verdicts if (each.campus_id, each.mandate) == (campus_id, mandate))
    return one


def test_a_duty_that_an_impossible_entry_would_meet_names_the_entry() -> None:
    book = law(count("fire_evacuation", minimum=2))
    found = verdict(report(book, fire(1, FRIDAY), fire(2, SATURDAY)))
    assert (found.status, found.because_of) == (DutyStatus.VIOLATED, "c0-fire-evacuation-02")
    assert found.drills == ("c0-fire-evacuation-01",)
    # At the other campus nothing is scheduled, and no entry of this one explains it.
    other = verdict(report(book, fire(1, FRIDAY), fire(2, SATURDAY)), "c1")
    assert (other.status, other.because_of, other.drills) == (DutyStatus.VIOLATED, None, ())


def test_a_duty_that_is_short_with_the_impossible_entry_too_names_none() -> None:
    found = verdict(report(law(count("fire_evacuation", minimum=3)), fire(1, FRIDAY), fire(2, SATURDAY)))
    assert (found.status, found.because_of) == (DutyStatus.VIOLATED, None)


def test_a_duty_that_is_met_names_no_entry() -> None:
    found = verdict(report(law(count("fire_evacuation")), fire(1, FRIDAY), fire(2, SATURDAY)))
    assert (found.status, found.because_of) == (DutyStatus.MET, None)


def test_the_first_of_two_impossible_entries_is_named_whatever_else_counts() -> None:
    drills = (fire(1, FRIDAY), fire(2, SATURDAY), fire(3, date(2025, 10, 5)))
    found = verdict(report(law(count("fire_evacuation", minimum=2)), *drills))
    assert found.because_of == "c0-fire-evacuation-02"


def test_drills_that_may_not_count_twice_are_shared_out_with_the_impossible_entry_too() -> None:
    book = law(count("fire_evacuation"), count("fire_evacuation"), mandates={2: {"separate_from": ["T-1"]}})
    found = report(book, fire(1, FRIDAY), fire(2, SATURDAY))
    statuses = {mandate: verdict(found, mandate=mandate) for mandate in ("T-1", "T-2")}
    short = [mandate for mandate, one in statuses.items() if one.status is DutyStatus.VIOLATED]
    assert len(short) == 1
    assert statuses[short[0]].because_of == "c0-fire-evacuation-02"


@pytest.mark.parametrize(
    ("as_of", "status"),
    [(None, DutyStatus.MET), (FRIDAY, DutyStatus.MET), (date(2025, 10, 2), DutyStatus.VIOLATED)],
)
def test_a_drill_after_the_day_of_the_audit_counts_for_nothing(as_of: date | None, status: DutyStatus) -> None:
    found = report(law(count("fire_evacuation")), fire(1, FRIDAY, held=True), as_of=as_of)
    assert verdict(found).status is status
    expected = "c0-fire-evacuation-01" if status is DutyStatus.VIOLATED else None
    assert verdict(found).because_of == expected


def test_a_duty_that_may_not_bind_is_never_not_met() -> None:
    book = with_presumed(law(count("lockdown")), count("fire_evacuation"))
    found = verdict(report(book), mandate="P-1")
    assert found.status is DutyStatus.CANNOT_TELL
    assert found.missing_fact == "whether the state keeps the code"
    assert found.reason.endswith(
        "required, 0 found; whether this breaks the law depends on: whether the state keeps the code"
    )
    assert (found.because_of, found.presumed) == (None, True)
    assert verdict(report(book, fire(1, FRIDAY)), mandate="P-1").status is DutyStatus.MET
    assert not verdict(report(book)).presumed


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        ("legal_text", 'The law says "regularly"'),
        ("secondary", 'Its words, as restated by Test Act 1: "regularly"'),
    ],
)
def test_words_without_a_measure_are_quoted_and_leave_it_open(confidence: str, words: str) -> None:
    vague = {"vague": "regularly", "reading": "once a year", "confidence": confidence}
    found = verdict(report(law(count("fire_evacuation"), mandates={1: vague})))
    assert found.status is DutyStatus.CANNOT_TELL
    assert found.missing_fact == 'what "regularly" means here'
    assert found.reason.split(". ", 1)[1].startswith(words.partition(" Test Act")[0])
    assert found.reason.endswith('"regularly"; it is read so: once a year')


CHORE = {
    "kind": "task",
    "chore": "notify",
    "who": "families",
    "text": "Tell families.",
    "due_words": "the day before",
    "match": {"types": ["fire_evacuation"]},
    "by_drill": {"before": 1, "unit": "calendar_day"},
}
OFFER = {
    "kind": "offer",
    "what": "fire drill",
    "match": {"types": ["fire_evacuation"]},
    "dates": 2,
    "offer_by": "09-15",
    "who": "the fire department",
    "due_words": "by September 15",
}


def test_duties_about_tasks_are_not_judged_if_the_schedule_cannot_list_tasks() -> None:
    book = law(count("fire_evacuation"), CHORE, OFFER)
    silent = report(book, fire(1, FRIDAY), tasks=None)
    assert {one.mandate for one in silent.verdicts} == {"T-1"}
    assert len(silent.not_judged) == 4
    assert silent.not_judged[0] == "T-2/c0/year: Tell families. (families; the day before)"
    told = report(book, fire(1, FRIDAY))
    assert told.not_judged == ()
    assert (verdict(told, mandate="T-2").status, verdict(told, mandate="T-2").is_task) == (
        DutyStatus.VIOLATED,
        True,
    )
    assert (verdict(told).is_task, verdict(told, mandate="T-3").is_task) == (False, False)


def test_a_verdict_carries_the_duty_its_source_and_its_layer() -> None:
    found = verdict(report(law(count("fire_evacuation"))))
    assert (found.duty, found.title, found.confidence, found.layer) == (
        "T-1/c0/year",
        "t",
        "legal_text",
        "statute",
    )
    assert found.cite
    assert found.missing_fact is None
    assert found.reason == "at least 1 drill in the school year required, 0 found"


def test_entries_are_in_the_order_of_rows_and_notes_are_kept() -> None:
    problems = tuple(
        EntryProblem(problem=name, row=row, message="m", drill_id=None)
        for name, row in (("b", 9), ("a", 9), ("c", 2))
    )
    found = report(law(count("fire_evacuation")), schedule={"problems": problems, "notes": ("a note",)})
    assert [(entry.row, entry.problem) for entry in found.entries] == [(2, "c"), (9, "a"), (9, "b")]
    assert found.notes == ("a note",)
    assert found.schedule == "the test's"


def test_a_day_that_is_closed_at_the_campus_is_no_day_for_a_drill() -> None:
    closed = tiny(MONDAY, date(2025, 10, 10), {FRIDAY: DayKind.CLOSED}, scenarios=(FRONT,))
    book = law(count("fire_evacuation"))
    found = judge_schedule(
        Schedule(source="s", drills=(fire(1, FRIDAY),)), closed, duties_of(closed, book), {}, (), {}
    )
    assert verdict(found).because_of == "c0-fire-evacuation-01"
