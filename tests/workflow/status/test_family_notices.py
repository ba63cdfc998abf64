"""Letters to families by state of the records: nothing that may have been in time is held against a school."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from drillplanner import api
from drillplanner.law import Duty, Match
from drillplanner.model import Audience, Drill, DrillFormat, DrillRecord, DrillType, NoticeLine, NoticeState
from drillplanner.records.notices import BeforeOrAfter, SentNotice
from drillplanner.workflow.status.drills_as_of import DrillsAsOf
from drillplanner.workflow.status.family_notices import is_family_notice, notices_as_of
from tests.intake.small_workspace import DISTRICT, write_workspace

#: A Wednesday with school before and after it.
ON = date(2025, 11, 19)
DAY = timedelta(1)

District = Callable[[str], api.Prepared]


@pytest.fixture(scope="session")
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


def test_a_letter_is_named_with_its_days_and_its_law(district: District) -> None:
    virginia, drill = district("VA"), drill_of(DrillType.LOCKDOWN, held=False)
    letter = notices(virginia, drill, ON - DAY)["VA-07"]
    duty = next(duty for duty in virginia.duties if duty.mandate.mandate_id == "VA-07" and duty.campus_id == "elm")
    record = "drillplanner records notice DIR --drill elm-drill --before --by NAME"
    assert letter == NoticeLine(
        campus_id="elm",
        drill_id="elm-drill",
        drill_type=DrillType.LOCKDOWN,
        drill_date=ON,
        is_after=False,
        mandate="VA-07",
        title=duty.mandate.title,
        state=NoticeState.TO_SEND,
        not_before=None,
        due=ON - 2 * DAY,
        sent_on=(),
        is_sure=True,
        to_do=f"Send it by November 17, 2025, and record it: {record}.",
        cite=duty.cite,
        url=duty.url,
        confidence=duty.mandate.confidence,
    )
    moved = notices(virginia, drill, ON)["VA-07"].to_do
    assert moved == (
        f"If it went out, record the day: {record} --date DATE. If it did not, move the drill: "
        "drillplanner replan DIR."
    )
    held = replace_held(drill)
    assert notices(virginia, held, ON)["VA-07"].to_do == f"If it went out, record the day: {record} --date DATE."
    assert notices(virginia, held, ON, (sent(ON),))["VA-07"].to_do == "Keep the reason with the record."
    in_time = notices(virginia, held, ON, (sent(ON), sent(ON - 3 * DAY)))["VA-07"]
    assert (in_time.state, in_time.sent_on, in_time.to_do) == (NoticeState.SENT, (ON - 3 * DAY, ON), "")
    assert notices(district("NJ"), held, ON)["NJ-12"].is_after


def test_a_letter_is_to_be_sent_from_a_week_of_school_before_its_last_day(district: District) -> None:
    virginia, drill = district("VA"), drill_of(DrillType.LOCKDOWN, held=False)
    dates = virginia.workspace.calendar.dates_at("elm")
    last = dates.index(ON - 2 * DAY)
    assert notices(virginia, drill, dates[last - 5])["VA-07"].state is NoticeState.TO_SEND
    assert "VA-07" not in notices(virginia, drill, dates[last - 6])


def test_what_may_not_bind_and_what_may_not_be_about_the_drill_is_not_sure(district: District) -> None:
    nj, drill = district("NJ"), drill_of(DrillType.LOCKDOWN, held=True)
    assert notices(nj, drill, ON)["NJ-12"].is_sure
    in_doubt = tuple(duty.model_copy(update={"missing_fact": "has_aed"}) for duty in nj.duties)
    assert not notices(replace(nj, duties=in_doubt), drill, ON)["NJ-12"].is_sure
    letter = next(duty for duty in nj.duties if is_family_notice(duty) and duty.campus_id == "elm")
    asked = letter.mandate.requirement.model_copy(
        update={"match": Match(types=(DrillType.LOCKDOWN,), audiences=(Audience.EVERYONE,))}
    )
    only = letter.model_copy(update={"mandate": letter.mandate.model_copy(update={"requirement": asked})})
    of_everyone = replace(nj, duties=(only,))
    assert notices(of_everyone, drill, ON)["NJ-12"].is_sure
    assert not notices(of_everyone, drill.model_copy(update={"audience": None}), ON)["NJ-12"].is_sure


def test_letters_are_in_order_of_their_last_day(district: District) -> None:
    drills = [
        drill_of(DrillType.LOCKDOWN, ON - days * DAY, held=True).model_copy(
            update={"drill_id": f"{campus}-{number}", "campus_id": campus}
        )
        for number, (days, campus) in enumerate([(0, "oak"), (0, "elm"), (0, "elm"), (1, "oak")])
    ]
    nj = district("NJ")
    found = notices_as_of(nj, DrillsAsOf(tuple(drills[1:]), (), (drills[0],), ()), nj.duties, ON + DAY)
    assert [notice.drill_id for notice in found] == ["oak-3", "elm-1", "elm-2", "oak-0"]
    # None comes after a drill of which nobody said that it was held.
    unrecorded = DrillsAsOf((), (), (), tuple(drills))
    assert not notices_as_of(nj, unrecorded, nj.duties, ON + DAY)


def test_an_office_may_name_a_drill_as_the_log_does(district: District) -> None:
    nj, drill = district("NJ"), drill_of(DrillType.LOCKDOWN, held=True)
    record = DrillRecord(
        drill_id="ours", campus_id="elm", drill_type=DrillType.LOCKDOWN, date=ON, held=True, recorded_by="office"
    )
    ours = sent(ON, BeforeOrAfter.AFTER, "ours")

    def state(*records: DrillRecord) -> NoticeState:
        return notices(replace(nj, records=records), drill, ON + DAY, (ours,))["NJ-12"].state

    assert state(record) is NoticeState.SENT
    assert state() is NoticeState.NOT_RECORDED
    for changed in ({"held": False}, {"date": ON - DAY}, {"campus_id": "oak"}, {"drill_type": "secure"}):
        other = DrillRecord.model_validate(record.model_dump() | changed)
        assert state(other) is NoticeState.NOT_RECORDED


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
