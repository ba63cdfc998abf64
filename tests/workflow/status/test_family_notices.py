"""Letters to families by state of the records: nothing that may have been in time is held against a school."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from drillplanner import api
from drillplanner.law import Duty
from drillplanner.model import Audience, Drill, DrillFormat, DrillType, NoticeLine, NoticeState
from drillplanner.records.notices import BeforeOrAfter, SentNotice
from drillplanner.workflow.status.drills_as_of import DrillsAsOf
from drillplanner.workflow.status.family_notices import is_family_notice, notices_as_of
from tests.intake.small_workspace import DISTRICT, write_workspace

#: A Wednesday with school before and after it.
ON = date(2025, 11, 19)
DAY = timedelta(1)

District = Callable[[str], api.Prepared]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> District:
    """Return the small district under the law of a state, read once."""
    known: dict[str, api.Prepared] = {}

    def of_state(state: str) -> api.Prepared:
        if state not in known:
            folder = tmp_path_factory.mktemp(state)
            files = {"district.yaml": DISTRICT.replace("state: NJ", f"state: {state}")}
            known[state] = api.prepare(write_workspace(folder, files))
        return known[state]

    return of_state


def drill_of(drill_type: DrillType, on: date = ON, *, held: bool) -> Drill:
    return Drill(
        drill_id="elm-drill",
        campus_id="elm",
        drill_type=drill_type,
        date=on,
        format=DrillFormat.PHYSICAL,
        audience=Audience.EVERYONE,
        held=held,
    )


def sent(on: date, time: BeforeOrAfter = BeforeOrAfter.BEFORE, drill_id: str = "elm-drill") -> SentNotice:
    return SentNotice("event", drill_id, time, on, "office", "paper", ("en",), None, "")


def notices(
    prepared: api.Prepared, drill: Drill, as_of: date, sent_on: tuple[SentNotice, ...] = ()
) -> dict[str, NoticeLine]:
    """Return the notices about one drill, by mandate."""
    drills = DrillsAsOf((drill,), (), (), ()) if drill.held else DrillsAsOf((), (drill,), (), ())
    found = notices_as_of(replace(prepared, notices=sent_on), drills, prepared.duties, as_of)
    return {notice.mandate: notice for notice in found}


def test_a_letter_on_the_day_of_the_drill_is_recorded_or_asked_for(district: District) -> None:
    nj, drill = district("NJ"), drill_of(DrillType.LOCKDOWN, held=True)
    to_send = notices(nj, drill, ON)["NJ-12"]
    assert (to_send.state, to_send.due, to_send.is_sure) == (NoticeState.TO_SEND, ON, True)
    assert to_send.to_do.startswith("Send it by November 19, 2025, and record it: drillplanner records notice DIR")
    assert notices(nj, drill, ON + DAY)["NJ-12"].state is NoticeState.NOT_RECORDED
    on_day, later = sent(ON, BeforeOrAfter.AFTER), sent(ON + DAY, BeforeOrAfter.AFTER)
    assert notices(nj, drill, ON + DAY, (on_day,))["NJ-12"].state is NoticeState.SENT
    outside = notices(nj, drill, ON + 2 * DAY, (later,))["NJ-12"]
    assert (outside.state, outside.sent_on) == (NoticeState.OUTSIDE_ITS_DAYS, (ON + DAY,))
    # What went out later than the day of the status is not known on it.
    assert notices(nj, drill, ON + DAY, (replace(later, on=ON + 5 * DAY),))["NJ-12"].sent_on == ()
    # A letter before the drill, or about another one, is no letter after it.
    for other in (sent(ON), sent(ON, BeforeOrAfter.AFTER, "other")):
        assert notices(nj, drill, ON + DAY, (other,))["NJ-12"].state is NoticeState.NOT_RECORDED


def test_no_letter_after_a_drill_is_owed_before_it_is_recorded_as_held(district: District) -> None:
    planned = drill_of(DrillType.LOCKDOWN, held=False)
    assert not notices(district("NJ"), planned, ON + DAY)
    # A fire drill brings none in New Jersey.
    assert not notices(district("NJ"), drill_of(DrillType.FIRE_EVACUATION, held=True), ON + DAY)


def test_a_letter_of_24_hours_may_go_out_the_day_before(district: District) -> None:
    virginia, drill = district("VA"), drill_of(DrillType.LOCKDOWN, held=False)
    assert not notices(virginia, drill, ON - 15 * DAY)
    near = notices(virginia, drill, ON - 5 * DAY)["VA-07"]
    # The program plans it a whole school day ahead; the law allows the day before.
    assert (near.state, near.due) == (NoticeState.TO_SEND, ON - 2 * DAY)
    assert notices(virginia, drill, ON - DAY)["VA-07"].state is NoticeState.TO_SEND
    too_late = notices(virginia, drill, ON)["VA-07"]
    assert too_late.state is NoticeState.NOT_RECORDED
    assert "If it did not, move the drill: drillplanner replan DIR." in too_late.to_do
    for days in (1, 2, 30):
        assert notices(virginia, drill, ON, (sent(ON - days * DAY),))["VA-07"].state is NoticeState.SENT
    outside = notices(virginia, replace_held(drill), ON + DAY, (sent(ON),))["VA-07"]
    assert outside.state is NoticeState.OUTSIDE_ITS_DAYS


def replace_held(drill: Drill) -> Drill:
    return drill.model_copy(update={"held": True})


@pytest.mark.parametrize(
    ("state", "mandate", "drill_type"),
    [
        ("IL", "IL-11", DrillType.LOCKDOWN),
        ("IN", "IN-11", DrillType.ACTIVE_ASSAILANT),
        ("PA", "PA-05", DrillType.LOCKDOWN),
        ("NY", "NY-10", DrillType.LOCKDOWN),
        ("CA", "CA-09", DrillType.ACTIVE_ASSAILANT),
    ],
)
def test_where_the_law_sets_no_measure_any_day_before_the_drill_is_in_time(
    district: District, state: str, mandate: str, drill_type: DrillType
) -> None:
    drill = drill_of(drill_type, held=True)
    for days in range(7):
        found = notices(district(state), drill, ON + 5 * DAY, (sent(ON - days * DAY),))
        assert found[mandate].state is NoticeState.SENT
    without = notices(district(state), drill, ON + 5 * DAY)[mandate]
    assert without.state is NoticeState.NOT_RECORDED
    # In vague words it cannot be told what the law asks for: that changes no exit code.
    assert without.is_sure is (mandate in {"NY-10", "CA-09"})


def test_two_weeks_are_two_weeks(district: District) -> None:
    drill = drill_of(DrillType.ACTIVE_ASSAILANT, held=True)
    states = [notices(district("TX"), drill, ON, (sent(ON - days * DAY),))["TX-10"].state for days in (13, 14, 40)]
    assert states == [NoticeState.OUTSIDE_ITS_DAYS, NoticeState.SENT, NoticeState.SENT]


@pytest.mark.parametrize("state", ["CA", "IL", "IN", "MN", "NJ", "NY", "PA", "TX", "VA", "VT"])
def test_a_letter_that_goes_out_on_any_day_the_planner_allows_is_in_time(district: District, state: str) -> None:
    """Whatever the kind of drill, a letter between the first day and the planned last one is in time."""
    prepared = district(state)
    looked_at = 0
    for drill_type in DrillType:
        drill = drill_of(drill_type, held=True)
        for notice in notices(prepared, drill, ON + 10 * DAY).values():
            time = BeforeOrAfter.AFTER if notice.is_after else BeforeOrAfter.BEFORE
            first = notice.not_before or notice.due - 3 * DAY
            for on in (first, notice.due):
                found = notices(prepared, drill, ON + 10 * DAY, (sent(on, time),))[notice.mandate]
                assert found.state is NoticeState.SENT, (drill_type, on, notice)
                looked_at += 1
    assert looked_at > 0


def test_the_duties_that_are_letters_are_those_that_tell_families(district: District) -> None:
    def letters(duties: tuple[Duty, ...]) -> set[str]:
        return {duty.mandate.mandate_id for duty in duties if is_family_notice(duty)}

    assert letters(district("NJ").duties) == {"NJ-12"}
    assert letters(district("CA").duties) == {"CA-09", "CA-09.after"}
