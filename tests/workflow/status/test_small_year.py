"""Each state of a duty in a year of two months: what the office reads, which day is the last, and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from drillplanner.files.errors import InputError
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.model import (
    Agency,
    AgencyKind,
    CorrectiveAction,
    DayKind,
    DrillType,
    DutyState,
    ImprovementLedger,
)
from drillplanner.model import StatusLine as Line
from drillplanner.records.follow_ups import DoneFollowUp
from drillplanner.workflow.status.report import NO_OWNER, open_actions, status_of_plan
from tests.builders import POLICE, calendar, campus, workspace
from tests.workflow.status.small_year import (
    FIRE,
    LOCKDOWN,
    PLACE,
    duties,
    entry,
    plan_of,
    planned,
    prepared,
    status_on,
)

MONTHLY = duties("X-01")
SEPTEMBER, OCTOBER = planned(FIRE, date(2025, 9, 10), 1), planned(FIRE, date(2025, 10, 8), 2)
PLANNED = (SEPTEMBER, OCTOBER)
#: September 13 and 14 are a weekend.
FRIDAY, MONDAY = date(2025, 9, 12), date(2025, 9, 15)
NOTHING_LEFT = (
    "No day is left on which a drill counts for it and its notices can still be given. Keep the reason with the "
    "record, and ask your state or fire marshal what they expect."
)


def said(line: Line) -> tuple[DutyState, str, str]:
    return line.state, line.reason, line.to_do


def test_a_planned_drill_is_on_track_and_in_its_last_week_due() -> None:
    september, october = status_on(date(2025, 9, 2), MONTHLY, PLANNED).lines
    # Six school days ahead.
    assert said(september) == (
        DutyState.ON_TRACK,
        "At least 1 fire drill in September 2025 required, 1 found. Next: fire drill on Wednesday, September 10, "
        "2025 (oak-fire-evacuation-01).",
        "",
    )
    assert october.state is DutyState.ON_TRACK
    assert (september.campus_id, september.duty, september.mandate, september.title) == (
        "oak",
        "X-01/oak/2025-09",
        "X-01",
        "Invented duty X-01",
    )
    assert (september.cite, september.url, september.confidence) == (
        "Invented Code 1",
        "https://example.org/law",
        "legal_text",
    )
    assert (september.drills, september.until, september.needs, september.drill_type) == (
        ("oak-fire-evacuation-01",),
        None,
        0,
        None,
    )
    due, later = status_on(date(2025, 9, 3), MONTHLY, PLANNED).lines
    assert said(due) == (
        DutyState.DUE,
        "Planned: fire drill on Wednesday, September 10, 2025 (oak-fire-evacuation-01).",
        "Hold it, and record it: drillplanner record DIR --drill oak-fire-evacuation-01 --held --by NAME.",
    )
    assert later == october


def test_a_drill_that_was_held_meets_its_month() -> None:
    report = status_on(MONDAY, MONTHLY, PLANNED, [entry(SEPTEMBER)])
    met, on_track = report.lines
    assert said(met) == (DutyState.MET, "At least 1 fire drill in September 2025 required, 1 found.", "")
    assert on_track.state is DutyState.ON_TRACK
    assert (report.unrecorded, report.notes, report.exit_code, report.as_of, report.campus) == (
        (),
        (),
        0,
        MONDAY,
        "oak",
    )
    # An office may record it without the id of the plan, and a second one in the month does not matter.
    more = planned(FIRE, date(2025, 9, 24), 3)
    report = status_on(MONDAY, MONTHLY, (*PLANNED, more), [entry(SEPTEMBER, drill_id="ours")])
    assert [line.state for line in report.lines] == [DutyState.MET, DutyState.ON_TRACK]


def test_after_two_school_days_a_drill_without_a_record_is_asked_for() -> None:
    in_grace = status_on(FRIDAY, MONTHLY, PLANNED)
    assert in_grace.lines[0].state is DutyState.DUE
    (unrecorded,) = in_grace.unrecorded
    assert (unrecorded.drill_id, unrecorded.campus_id, unrecorded.drill_type, unrecorded.date) == (
        SEPTEMBER.drill_id,
        "oak",
        FIRE,
        SEPTEMBER.date,
    )
    assert unrecorded.in_grace
    report = status_on(MONDAY, MONTHLY, PLANNED)
    line = report.lines[0]
    assert said(line) == (
        DutyState.UNRECORDED,
        "Its day is over, and nobody recorded it: fire drill on Wednesday, September 10, 2025 "
        "(oak-fire-evacuation-01).",
        "Record it: drillplanner record DIR --drill oak-fire-evacuation-01 --held --by NAME (or --not-held). If "
        "it was not: Hold a fire drill by September 30, 2025.",
    )
    assert (line.until, line.needs, line.drill_type, line.drills) == (
        date(2025, 9, 30),
        1,
        FIRE,
        (SEPTEMBER.drill_id,),
    )
    assert [drill.in_grace for drill in report.unrecorded] == [False]
    assert status_on(date(2025, 10, 1), MONTHLY, PLANNED).lines[0].to_do == (
        "Record it: drillplanner record DIR --drill oak-fire-evacuation-01 --held --by NAME (or --not-held). If "
        "it was not held, no school day is left on which it could be made up for this."
    )


def test_several_drills_without_a_record_are_named_and_only_those_that_help() -> None:
    three = duties("X-02", min=4)[0]
    days = [date(2025, 9, day) for day in (11, 9, 8, 10)]
    drills = [planned(FIRE, day, number) for number, day in enumerate(days, start=1)]
    lockdown = planned(LOCKDOWN, date(2025, 9, 5))
    (line,) = status_on(date(2025, 9, 30), [three], [*drills, lockdown]).lines
    assert line.reason == (
        "Their days are over, and nobody recorded them: fire drill on Monday, September 8, 2025 "
        "(oak-fire-evacuation-03); fire drill on Tuesday, September 9, 2025 (oak-fire-evacuation-02); fire drill "
        "on Wednesday, September 10, 2025 (oak-fire-evacuation-04); and 1 more drill."
    )
    assert set(line.drills) == {drill.drill_id for drill in drills}
    # With one of four no record helps: it must be held in any case.
    (line,) = status_on(date(2025, 9, 24), [three], drills[:1]).lines
    assert (line.state, line.needs) == (DutyState.AT_RISK, 4)


def test_a_drill_that_was_missed_can_be_made_up_to_the_last_school_day_of_its_month() -> None:
    missed = [entry(SEPTEMBER, held=False)]
    report = status_on(MONDAY, MONTHLY, PLANNED, missed)
    line = report.lines[0]
    assert said(line) == (
        DutyState.AT_RISK,
        "At least 1 fire drill in September 2025 required, 0 found.",
        "Hold a fire drill by September 30, 2025. To plan it: drillplanner replan DIR.",
    )
    assert (line.until, line.needs, line.drill_type, line.needs_replan) == (date(2025, 9, 30), 1, FIRE, False)
    assert report.exit_code == 4
    last_day = status_on(date(2025, 9, 30), MONTHLY, PLANNED, missed).lines[0]
    assert (last_day.state, last_day.until) == (DutyState.AT_RISK, date(2025, 9, 30))
    report = status_on(date(2025, 10, 1), MONTHLY, PLANNED, missed)
    assert said(report.lines[0]) == (
        DutyState.LATE,
        "At least 1 fire drill in September 2025 required, 0 found.",
        NOTHING_LEFT,
    )
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("as_of", "least", "until", "hold"),
    [
        # Three days with school are left from September 26 on: a Friday, a Monday, and a Tuesday.
        (24, 3, 26, "Hold 3 lockdown drills, the first by September 26, 2025."),
        (26, 3, 26, "Hold 3 lockdown drills, the first by September 26, 2025."),
        (27, 3, 30, "Hold 3 lockdown drills by September 30, 2025, several on one day."),
        (30, 2, 30, "Hold 2 lockdown drills by September 30, 2025, several on one day."),
    ],
)
def test_of_several_drills_the_first_has_the_last_day(as_of: int, least: int, until: int, hold: str) -> None:
    of_law = duties("X-02", what="lockdown drill", min=least, match={"types": ["lockdown"]})[:1]
    (line,) = status_on(date(2025, 9, as_of), of_law).lines
    assert (line.state, line.until, line.needs) == (DutyState.AT_RISK, date(2025, 9, until), least)
    assert line.to_do == f"{hold} To plan it: drillplanner replan DIR."


@pytest.mark.parametrize(
    ("as_of", "least", "until"),
    [
        # The police come on Mondays, Tuesdays, and Fridays, to one drill a day.
        (15, 1, 30),
        (15, 3, 26),
        (27, 2, 29),
        (27, 3, None),
        (30, 2, None),
    ],
)
def test_drills_with_an_agency_need_its_days(as_of: int, least: int, until: int | None) -> None:
    match = {"types": ["lockdown"], "agency": "police"}
    of_law = duties("X-03", what="lockdown drill with police", min=least, match=match)[:1]
    (line,) = status_on(date(2025, 9, as_of), of_law).lines
    assert line.until == (None if until is None else date(2025, 9, until))
    assert line.state is (DutyState.LATE if until is None else DutyState.AT_RISK)
    assert (", with Police (invented) present," in line.to_do) is (until is not None)


def test_the_police_that_are_at_another_school_cannot_come_on_that_day() -> None:
    match = {"types": ["lockdown"], "agency": "police"}
    of_law = duties("X-03", what="lockdown drill with police", match=match)[:1]
    elsewhere = planned(LOCKDOWN, date(2025, 9, 30), campus_id="elm", agencies=("police",))
    (line,) = status_on(MONDAY, of_law, [elsewhere]).lines
    assert line.until == date(2025, 9, 29)
    alone = planned(LOCKDOWN, date(2025, 9, 30), campus_id="elm")
    (line,) = status_on(MONDAY, of_law, [alone]).lines
    assert line.until == date(2025, 9, 30)


def test_a_day_off_leaves_an_earlier_day() -> None:
    closed = workspace(
        [campus("oak"), campus("elm")],
        calendar(date(2025, 9, 2), date(2025, 10, 31), {date(2025, 9, 30): DayKind.CLOSED}),
    )
    (line, _) = status_on(MONDAY, duties("X-01", place=closed), [OCTOBER], place=closed).lines
    assert line.until == date(2025, 9, 29)


def test_a_limit_is_broken_by_the_plan_or_for_good() -> None:
    limit = duties("X-04", what="lockdown drill", min=None, max=1, match={"types": ["lockdown"]})[:1]
    first, second = planned(LOCKDOWN, date(2025, 9, 8), 1), planned(LOCKDOWN, date(2025, 9, 22), 2)
    for records in ([], [entry(first)]):
        (line,) = status_on(date(2025, 9, 10), limit, [first, second], records).lines
        assert said(line) == (
            DutyState.AT_RISK,
            "The drills planned ahead break it: at most 1 lockdown drill in September 2025 required, 2 found.",
            "Update the plan: drillplanner replan DIR.",
        )
        assert line.needs_replan
        assert line.until is None
    (line,) = status_on(date(2025, 9, 25), limit, [first, second], [entry(first), entry(second)]).lines
    assert said(line) == (
        DutyState.LATE,
        "At most 1 lockdown drill in September 2025 required, 2 found.",
        NOTHING_LEFT,
    )
    assert not line.needs_replan
    # What is planned within the limit is on track, and met only when the month is over.
    (line,) = status_on(date(2025, 9, 10), limit, [first], [entry(first)]).lines
    assert line.state is DutyState.ON_TRACK
    (line,) = status_on(date(2025, 10, 1), limit, [first], [entry(first)]).lines
    assert (line.state, line.without_drills) == (DutyState.MET, False)


def test_what_is_met_because_no_such_drill_was_held_says_so() -> None:
    limit = duties("X-04", what="lockdown drill", match={"types": ["lockdown"]}, min=None, max=1)[:1]
    (line,) = status_on(date(2025, 10, 1), limit, [], []).lines
    reason = "At most 1 lockdown drill in September 2025 required, 0 found. No such drill was held."
    assert (line.state, line.reason, line.without_drills) == (DutyState.MET, reason, True)
    # Before its month is over, one may come.
    (line,) = status_on(MONDAY, limit, [], []).lines
    assert (line.state, line.without_drills) == (DutyState.ON_TRACK, False)


def test_a_drill_that_would_break_another_duty_mends_nothing_unless_others_move() -> None:
    twice = duties("X-05", what="lockdown drill with police", match={"types": ["lockdown"], "agency": "police"})[
        :1
    ]
    at_most = duties("X-06", what="lockdown drill", min=None, max=1, match={"types": ["lockdown"]})[:1]
    ahead = planned(LOCKDOWN, date(2025, 9, 24), agencies=())
    line, limit = status_on(MONDAY, [*twice, *at_most], [ahead]).lines
    assert (line.state, line.needs_replan, line.until) == (DutyState.AT_RISK, True, date(2025, 9, 30))
    assert line.to_do == (
        "Hold a lockdown drill, with Police (invented) present, by September 30, 2025; other planned drills have "
        "to move for it. To plan it: drillplanner replan DIR."
    )
    assert limit.state is DutyState.ON_TRACK


@pytest.mark.parametrize("least", [1, 2])
def test_a_drill_that_breaks_a_limit_for_good_is_no_way_to_mend_another_duty(least: int) -> None:
    match = {"types": ["lockdown"], "agency": "police"}
    with_police = duties("X-05", what="lockdown drill with police", min=least, match=match)[:1]
    at_most = duties("X-06", what="lockdown drill", min=None, max=1, match={"types": ["lockdown"]})[:1]
    held = planned(LOCKDOWN, date(2025, 9, 8), agencies=())
    owed, limit = status_on(MONDAY, [*with_police, *at_most], [held], [entry(held)]).lines
    assert (owed.state, owed.until, owed.needs_replan) == (DutyState.LATE, None, False)
    assert owed.to_do == NOTHING_LEFT
    assert limit.state is DutyState.ON_TRACK
    # Two of three may still be held, so with one the duty is not lost.
    at_most = duties("X-06", what="lockdown drill", min=None, max=3, match={"types": ["lockdown"]})[:1]
    owed, _ = status_on(MONDAY, [*with_police, *at_most], [held], [entry(held)]).lines
    assert owed.state is DutyState.AT_RISK


def test_several_drills_a_day_may_stand_in_for_others() -> None:
    """Police cannot come on the two days that are left, and lockdown drills may count for the drills with them."""
    away = POLICE.model_copy(update={"weekdays": ("friday",)})
    place = PLACE.model_copy(update={"district": PLACE.district.model_copy(update={"agencies": (away,)})})
    match = {"types": ["fire_evacuation"], "agency": "police"}
    asked = duties("X-08", place=place, what="fire drill with police", min=3, match=match)[:1]
    stands_in = StandIn.model_validate(
        {
            "kind": "stand_in",
            "what": "drill",
            "match": {"types": ["lockdown"]},
            "instead_of": "X-08",
            "per": "school_year",
        }
    )
    year = replace(prepared(asked, place=place), stand_ins={"oak": (stands_in,)})
    (line,) = status_of_plan(year, plan_of(()), date(2025, 9, 29), "oak").lines
    assert (line.state, line.until) == (DutyState.AT_RISK, date(2025, 9, 30))


def test_a_limit_of_days_apart_leaves_the_days_that_are_far_enough() -> None:
    match = {"types": ["lockdown"], "agency": "police"}
    with_police = duties("X-05", what="lockdown drill with police", match=match)
    days = {"days": 30, "unit": "calendar_day", "unit_is_stated": True}
    match = {"types": ["lockdown"]}
    apart = duties("X-06", kind="spacing", what="lockdown drill", match=match, apart=days, per="school_year")
    held = planned(LOCKDOWN, date(2025, 9, 12), agencies=())
    september, october, _ = status_on(MONDAY, [*with_police, *apart], [held], [entry(held)]).lines
    assert (september.state, october.state) == (DutyState.LATE, DutyState.AT_RISK)
    assert october.until == date(2025, 10, 31)


def test_of_several_kinds_the_mildest_is_named_as_an_example() -> None:
    types = ["active_assailant", "evacuation_other", "lockdown"]
    (line,) = status_on(MONDAY, duties("X-07", what="security drill", match={"types": types})[:1]).lines
    assert line.drill_type is not DrillType.ACTIVE_ASSAILANT
    assert line.to_do.startswith("Hold a drill that counts, such as a ")
    (line,) = status_on(MONDAY, duties("X-07", what="security drill", min=2, match={"types": types})[:1]).lines
    assert line.to_do.startswith("Hold 2 drills that count, such as a ")


def test_vague_words_are_a_question_for_the_state_and_no_breach() -> None:
    of_law = duties("X-08", vague="often", reading="Once a month.")[:1]
    report = status_on(MONDAY, of_law)
    (line,) = report.lines
    assert line.state is DutyState.CANNOT_TELL
    assert line.to_do == 'Ask your state\'s office or your attorney what "often" means here.'
    assert line.missing == ('what "often" means here',)
    assert report.exit_code == 0


def test_each_school_has_its_own_lines_and_its_own_drills() -> None:
    law = [*MONTHLY, *duties("X-01", "elm")]
    elm = [planned(FIRE, drill.date, number, "elm") for number, drill in enumerate(PLANNED, start=1)]
    report = status_on(MONDAY, law, [*PLANNED, *elm], [entry(SEPTEMBER)], campus_id=None)
    assert [(line.duty, line.state) for line in report.lines] == [
        ("X-01/oak/2025-09", DutyState.MET),
        ("X-01/oak/2025-10", DutyState.ON_TRACK),
        ("X-01/elm/2025-09", DutyState.UNRECORDED),
        ("X-01/elm/2025-10", DutyState.ON_TRACK),
    ]
    assert [drill.drill_id for drill in report.unrecorded] == ["elm-fire-evacuation-01"]
    assert report.campus is None
    of_oak = status_on(MONDAY, law, [*PLANNED, *elm], [entry(SEPTEMBER)])
    assert of_oak.lines == report.lines[:2]
    assert of_oak.unrecorded == ()


def test_what_the_log_says_of_later_days_is_named_and_does_not_count() -> None:
    report = status_on(MONDAY, MONTHLY, PLANNED, [entry(SEPTEMBER), entry(OCTOBER)])
    assert report.notes == (
        "1 entry of the log says that a drill was held after September 15, 2025. It does not count yet.",
    )
    assert report.lines[1].state is DutyState.ON_TRACK
    both = status_on(date(2025, 9, 9), MONTHLY, PLANNED, [entry(SEPTEMBER), entry(OCTOBER)])
    assert both.notes == (
        "2 entries of the log say that drills were held after September 9, 2025. They do not count yet.",
    )
    of_elm = status_on(MONDAY, MONTHLY, PLANNED, [entry(SEPTEMBER), entry(OCTOBER)], campus_id="elm")
    assert (of_elm.notes, of_elm.lines) == ((), ())


def test_a_drill_of_a_later_day_that_will_not_be_held_counts_already_and_is_named() -> None:
    report = status_on(MONDAY, MONTHLY, PLANNED, [entry(SEPTEMBER), entry(OCTOBER, held=False)])
    assert report.notes == (
        "1 entry of the log says that a drill after September 15, 2025 will not be held. It counts already.",
    )
    assert report.lines[1].state is DutyState.AT_RISK
    both = status_on(date(2025, 9, 9), MONTHLY, PLANNED, [entry(drill, held=False) for drill in PLANNED])
    assert both.notes == (
        "2 entries of the log say that drills after September 9, 2025 will not be held. They count already.",
    )


def test_a_held_drill_whose_record_lacks_what_the_district_asks_for_is_not_evidenced() -> None:
    place = workspace(
        [campus("oak"), campus("elm")],
        calendar(date(2025, 9, 2), date(2025, 10, 31)),
        state="AK",
        record_fields=("weather", "students"),
    )
    (line, _) = status_on(MONDAY, MONTHLY, PLANNED, [entry(SEPTEMBER, drill_id="ours")], place=place).lines
    assert said(line) == (
        DutyState.NOT_EVIDENCED,
        "Held, but the record lacks what the law asks for: weather (district), students taking part (district).",
        "Add it: drillplanner record DIR --drill ours --held --field weather=… --field students=… --by NAME.",
    )
    assert line.missing == ("weather (district)", "students taking part (district)")
    assert line.drills == ("ours",)
    told = {"weather": "rain", "students": "204"}
    (line, _) = status_on(MONDAY, MONTHLY, PLANNED, [entry(SEPTEMBER, fields=told)], place=place).lines
    assert line.state is DutyState.MET
    # Another drill of the month that is evidenced is enough.
    more = planned(FIRE, date(2025, 9, 11), 3)
    log = [entry(SEPTEMBER), entry(more, fields=told)]
    (line, _) = status_on(MONDAY, MONTHLY, (*PLANNED, more), log, place=place).lines
    assert line.state is DutyState.MET
    # So is one on the same day.
    later = planned(FIRE, SEPTEMBER.date, 4, start=time(13, 5), end=time(13, 15))
    log = [entry(SEPTEMBER), entry(later, fields=told)]
    (line, _) = status_on(MONDAY, MONTHLY, (*PLANNED, later), log, place=place).lines
    assert line.state is DutyState.MET


def test_a_school_that_is_none_or_may_be_two_is_asked_for() -> None:
    with pytest.raises(InputError) as caught:
        status_on(MONDAY, MONTHLY, campus_id="Hogwarts")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.message, problem.value, problem.allowed) == (
        "--campus",
        None,
        "there is no such school",
        "Hogwarts",
        "oak, elm",
    )
    with pytest.raises(InputError, match=r"Maybe you meant 'Oak'\."):
        status_on(MONDAY, MONTHLY, campus_id="oka")


def test_corrective_actions_that_are_open_on_the_day_come_by_due_day() -> None:
    def action(action_id: str, start: int, due: int, done: int | None = None, **more: object) -> CorrectiveAction:
        return CorrectiveAction.model_validate(
            {
                "action_id": action_id,
                "issue": "The second place was not known.",
                "action": f"Do {action_id}.",
                "capability": "planning",
                "element": "planning",
                "responsible": "Oak School",
                "contact": "Principal",
                "drill_id": "oak-tabletop-01",
                "start": date(2025, 9, start),
                "due": date(2025, 9, due),
                "done": None if done is None else date(2025, 9, done),
            }
            | more
        )

    ledger = ImprovementLedger(
        actions=(
            action("A-5", 1, 20, campus_id="oak"),
            action("A-4", 1, 20, campus_id="elm"),
            action("A-1", 1, 14),
            action("A-2", 16, 20),
            action("A-3", 1, 10, done=15),
            action("A-6", 1, 15, done=16),
            action("A-7", 15, 28),
        )
    )
    found = open_actions(ledger, MONDAY)
    assert [(one.action_id, one.is_overdue) for one in found] == [
        ("A-1", True),
        ("A-6", False),
        ("A-4", False),
        ("A-5", False),
        ("A-7", False),
    ]
    first = found[2]
    assert (first.campus_id, first.action, first.owner, first.due) == (
        "elm",
        "Do A-4.",
        "Oak School (Principal)",
        date(2025, 9, 20),
    )
    assert "A-4" not in [one.action_id for one in open_actions(ledger, MONDAY, "oak")]
    with_ledger = replace(prepared(MONTHLY), ledger=ledger)
    assert status_of_plan(with_ledger, plan_of(PLANNED), MONDAY).actions == found
    assert status_of_plan(with_ledger, plan_of(PLANNED), MONDAY, "oak").actions == open_actions(
        ledger, MONDAY, "oak"
    )


def test_actions_of_a_record_stay_until_they_are_done() -> None:
    due = date(2025, 9, 17)
    record = entry(SEPTEMBER, fields={"actions": f"Fix the lock | custodian | {due}; Train substitutes"})
    done = DoneFollowUp(SEPTEMBER.drill_id, "Fix the lock", 0, date(2025, 9, 19), "office")
    place = replace(prepared(MONTHLY, [record]), done=(done,))
    first, second = f"{SEPTEMBER.drill_id}.1", f"{SEPTEMBER.drill_id}.2"

    def listed(day: int) -> list[tuple[str, str, date | None, bool]]:
        actions = status_of_plan(place, plan_of(PLANNED), date(2025, 9, day)).actions
        return [(one.action_id, one.owner, one.due, one.is_overdue) for one in actions]

    without_owner = (second, NO_OWNER, None, False)
    assert listed(9) == []
    assert listed(17) == [(first, "custodian", due, False), without_owner]
    assert listed(18) == [(first, "custodian", due, True), without_owner]
    assert listed(19) == [without_owner]


FIRE_DEPARTMENT = Agency(agency_id="engine-7", name="Engine 7 (invented)", kind=AgencyKind.FIRE)


def test_a_drill_that_needs_an_agency_is_not_proposed_with_another() -> None:
    place = workspace(
        [campus("oak"), campus("elm")],
        calendar(date(2025, 9, 2), date(2025, 10, 31)),
        agencies=(POLICE, FIRE_DEPARTMENT),
    )
    of_law = duties("X-09", place=place, match={"types": ["fire_evacuation"], "agency": "fire"})[:1]
    (line,) = status_on(MONDAY, of_law, place=place).lines
    assert line.to_do.startswith("Hold a fire drill, with Engine 7 (invented) present, by September 30, 2025.")


def test_the_district_of_these_tests_has_the_days_they_count_on() -> None:
    assert PLACE.calendar.dates_at("oak")[0] == date(2025, 9, 2)
    assert PLACE.calendar.dates_at("oak")[-1] == date(2025, 10, 31)
