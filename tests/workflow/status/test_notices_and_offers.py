"""The status of a small year where law requires notices before a drill, dates to be offered, or units apart."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.law import Duty
from drillplanner.model import DayKind, DutyState, StatusLine, Task
from drillplanner.workflow.status.report import status_of_plan
from tests.builders import calendar, campus, workspace
from tests.workflow.status.small_year import (
    FIRE,
    LOCKDOWN,
    PLACE,
    duties,
    plan_of,
    planned,
    prepared,
    status_on,
)

#: A Monday.
MONDAY = date(2025, 9, 15)
MONTHLY = duties("X-01")[:1]


def notice(name: str, before: int, kind: str = "fire_evacuation") -> Duty:
    return duties(
        name,
        kind="task",
        chore="notify",
        who="the police",
        text="Tell the police.",
        due_words="before",
        match={"types": [kind]},
        by_drill={"before": before, "unit": "school_day"},
    )[0]


def test_the_notice_that_a_drill_needs_has_its_own_last_day() -> None:
    law = [*MONTHLY, notice("X-02", 4), notice("X-03", 9, "lockdown")]
    (line,) = status_on(MONDAY, law).lines
    assert (line.state, line.until, line.start_by) == (DutyState.AT_RISK, date(2025, 9, 30), date(2025, 9, 24))
    assert "by September 30, 2025; give notice by September 24, 2025." in line.to_do
    # Too late for a notice of four days is too late for the drill.
    (line,) = status_on(date(2025, 9, 24), law).lines
    assert (line.state, line.start_by) == (DutyState.AT_RISK, date(2025, 9, 24))
    (line,) = status_on(date(2025, 9, 25), law).lines
    assert line.state is DutyState.LATE
    # A drill that nobody recorded may have to be made up with a notice too.
    (line,) = status_on(MONDAY, law, [planned(FIRE, date(2025, 9, 9))]).lines
    assert (line.state, line.until, line.start_by) == (
        DutyState.UNRECORDED,
        date(2025, 9, 30),
        date(2025, 9, 24),
    )


def test_a_drill_for_which_others_move_needs_its_notice_too() -> None:
    limit = duties("X-04", what="lockdown drill", min=None, max=1, match={"types": ["lockdown"]})[:1]
    with_police = duties("X-05", what="drill", match={"types": ["lockdown"], "agency": "police"})[:1]
    ahead = planned(LOCKDOWN, date(2025, 9, 24), agencies=())
    line = status_on(MONDAY, [*with_police, *limit, notice("X-02", 4, "lockdown")], [ahead]).lines[0]
    assert (line.state, line.needs_replan) == (DutyState.AT_RISK, True)
    assert (line.until, line.start_by) == (date(2025, 9, 30), date(2025, 9, 24))


def test_what_no_line_is_about_is_counted() -> None:
    law = [*MONTHLY, notice("X-02", 2), notice("X-03", 2)]
    assert status_on(MONDAY, law).not_judged == 2
    assert status_on(MONDAY, MONTHLY).not_judged == 0


OFFER = duties(
    "X-06",
    kind="offer",
    what="fire drill",
    match={"types": ["fire_evacuation"]},
    dates=2,
    offer_by="09-19",
    who="the fire department",
    due_words="by 19 September",
    per="school_year",
)


def offer(campus_id: str = "oak") -> Task:
    return Task(
        task_id=f"offer-{campus_id}",
        campus_id=campus_id,
        mandate_id="X-06",
        due_words="by 19 September",
        kind="offer",
        drill_id=f"{campus_id}-fire-evacuation-01",
        due=date(2025, 9, 19),
        who="the fire department",
        text="Offer dates.",
        dates=(date(2025, 10, 6), date(2025, 10, 7)),
    )


def offered_on(as_of: date, *tasks: Task) -> StatusLine:
    drill = planned(FIRE, date(2025, 10, 6))
    (line,) = status_of_plan(prepared(OFFER), plan_of([drill], tasks), as_of, "oak").lines
    return line


def test_dates_that_are_not_offered_yet() -> None:
    for as_of in (MONDAY, date(2025, 9, 19)):
        line = offered_on(as_of)
        assert (line.state, line.needs_replan) == (DutyState.AT_RISK, True)
        assert line.to_do == "Offer the dates by September 19, 2025. To plan them: drillplanner replan DIR."
    assert offered_on(date(2025, 9, 20)).state is DutyState.LATE


def test_dates_that_are_offered() -> None:
    line = offered_on(MONDAY, offer("elm"), offer())
    assert (line.state, line.drills) == (DutyState.ON_TRACK, ("oak-fire-evacuation-01",))
    assert offered_on(MONDAY, offer("elm")).state is DutyState.AT_RISK


@pytest.mark.parametrize(("as_of", "state"), [(8, DutyState.ON_TRACK), (9, DutyState.DUE)])
def test_the_days_of_the_school_itself_say_when_a_drill_is_due(as_of: int, state: DutyState) -> None:
    """The week before September 18 has a day off."""
    place = workspace(
        [campus("oak"), campus("elm")],
        calendar(date(2025, 9, 2), date(2025, 10, 31), {date(2025, 9, 12): DayKind.CLOSED}),
    )
    drill = planned(FIRE, date(2025, 9, 17))
    (line,) = status_on(date(2025, 9, as_of), duties("X-01", place=place)[:1], [drill], place=place).lines
    assert line.state is state


def test_a_drill_of_the_day_itself_is_still_to_come() -> None:
    drill = planned(FIRE, MONDAY)
    report = status_on(MONDAY, MONTHLY, [drill])
    assert report.lines[0].state is DutyState.DUE
    assert report.unrecorded == ()
    assert status_on(date(2025, 9, 16), MONTHLY, [drill]).unrecorded[0].in_grace


def test_a_drill_on_a_day_that_was_closed_since_no_longer_counts() -> None:
    closed = calendar(date(2025, 9, 2), date(2025, 10, 31), {date(2025, 9, 24): DayKind.CLOSED})
    place = PLACE.model_copy(update={"calendar": closed})
    (line,) = status_on(MONDAY, MONTHLY, [planned(FIRE, date(2025, 9, 24))], place=place).lines
    assert line.state is DutyState.AT_RISK
