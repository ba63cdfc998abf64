"""What a schedule does not say may leave a verdict open, and never turns it around."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from drillplanner.law import CampusSchedule, MatchContext, Setting
from drillplanner.model import (
    AgencyKind,
    Audience,
    Drill,
    DrillFormat,
    DrillType,
    DutyStatus,
    Event,
    PeriodTag,
    Route,
)
from tests.builders import calendar, campus, workspace
from tests.law.kinds.test_check import REQUIREMENTS
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.random_laws import MONDAY

LAST = date(2025, 10, 10)
PLACE = workspace([campus("c0")], calendar(MONDAY, LAST))
#: The columns of a schedule that may be empty, those that are empty together in one group.
SILENT = [
    ("format",),
    ("audience",),
    ("route",),
    ("announced",),
    ("agencies",),
    ("scenario_id",),
    ("period_tags",),
    ("period",),
    ("start", "end"),
]


@st.composite
def full_drills(draw: st.DrawFn) -> Drill:
    """Draw a drill of which the schedule says everything."""
    start = draw(st.sampled_from([time(8, 30), time(9), time(12), time(14, 50)]))
    minutes = draw(st.sampled_from([10, 11, 12, 25]))
    return Drill(
        drill_id="",
        campus_id="c0",
        drill_type=draw(st.sampled_from([DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN, DrillType.INSTRUCTION])),
        date=MONDAY + timedelta(draw(st.sampled_from([0, 1, 2, 3, 4, 7, 8, 9, 10, 11]))),
        scenario_id=draw(st.sampled_from(["on-fire", "on-storms"])),
        format=draw(st.sampled_from([DrillFormat.PHYSICAL, DrillFormat.TABLETOP])),
        audience=draw(st.sampled_from([Audience.EVERYONE, Audience.STAFF])),
        route=draw(st.sampled_from([Route.PRIMARY, Route.SECONDARY])),
        announced=draw(st.booleans()),
        agencies=draw(st.sampled_from([(), ("police",)])),
        period=draw(st.sampled_from(["Period 1", "Lunch"])),
        period_tags=draw(st.sampled_from([(PeriodTag.LUNCH,), (PeriodTag.INSTRUCTION,)])),
        start=start,
        end=time(start.hour, start.minute + minutes) if start.minute + minutes < 60 else time(start.hour + 1, 15),
    )


@st.composite
def drills_and_silent_ones(draw: st.DrawFn) -> tuple[tuple[Drill, ...], tuple[Drill, ...]]:
    """Draw the drills of a year, and the same drills in a schedule that leaves some of their columns empty."""
    drawn = draw(st.lists(full_drills(), min_size=2, max_size=5))
    full = [
        drill.model_copy(update={"drill_id": f"d{number}"})
        for number, drill in enumerate(sorted(drawn, key=lambda drill: (drill.date, drill.start)))
    ]
    silent = []
    for drill in full:
        empty = draw(st.lists(st.sampled_from(SILENT), max_size=4, unique=True))
        silent.append(drill.model_copy(update=dict.fromkeys([name for names in empty for name in names])))
    return tuple(full), tuple(silent)


@st.composite
def requirements(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a requirement whose sets mostly look at columns that may be empty."""
    kinds = [laws.counts, laws.covers, laws.everies, laws.spacings, laws.varies, laws.shares]
    asked = draw(
        st.one_of(
            *(kind() for kind in kinds),
            laws.alternates(),
            laws.minutes(),
            st.sampled_from([laws.LENGTH, laws.ORDER]),
        )
    )
    physical = {"formats": ["physical"]}
    return {
        name: {**value, **physical}
        if name in {"match", "of", "other", "reference"} and draw(st.booleans())
        else value
        for name, value in asked.items()
    }


def schedule_of(drills: tuple[Drill, ...], events: list[Event]) -> CampusSchedule:
    return CampusSchedule(
        setting=Setting(PLACE.campuses[0], PLACE.calendar, PLACE.district, tuple(events)),
        drills=drills,
        match_context=MatchContext(
            agency_kinds={"police": AgencyKind.POLICE},
            subjects={"on-fire": ("fire_safety",), "on-storms": ("storms",)},
        ),
        screenings={},
        tasks=(),
        last_bells=dict.fromkeys(PLACE.calendar.dates_at("c0"), 15 * 60),
    )


@settings(max_examples=400, deadline=None)
@given(asked=requirements(), both=drills_and_silent_ones(), events=laws.events())
def test_an_empty_column_never_turns_a_verdict_around(
    asked: dict[str, Any], both: tuple[tuple[Drill, ...], tuple[Drill, ...]], events: list[Event]
) -> None:
    requirement = REQUIREMENTS.validate_python(asked)
    full, silent = (schedule_of(drills, events) for drills in both)
    for window in requirement.windows(full.setting):
        true = requirement.check(window, full)
        told = requirement.check(window, silent)
        event(f"{requirement.kind}: {told.status}")
        assert told.status in {true.status, DutyStatus.CANNOT_TELL} or true.status is DutyStatus.CANNOT_TELL, (
            window,
            true,
            told,
        )
        if told.status is DutyStatus.CANNOT_TELL:
            assert told.missing_fact


#: All that some columns may say, as far as shares tell it apart.
SAID: dict[str, tuple[Any, ...]] = {
    "format": tuple(DrillFormat),
    "audience": tuple(Audience),
    "agencies": ((), ("police",)),
}
#: Sets that look at the same columns, at others, or at none of them.
SETS = (
    {"types": ["lockdown"], "formats": ["physical"]},
    {"types": ["lockdown", "fire_evacuation"], "formats": ["physical"]},
    {"types": ["lockdown", "fire_evacuation"], "formats": ["physical", "tabletop"]},
    {"types": ["lockdown"], "formats": ["physical"], "agency": "police"},
    {"types": ["lockdown"], "audiences": ["everyone"]},
    {"types": ["lockdown", "fire_evacuation"]},
)


@st.composite
def shares_of_silent_drills(draw: st.DrawFn) -> tuple[dict[str, Any], list[tuple[Drill, str]]]:
    """Draw a share, and some drills of which one column each is empty."""
    share = {
        "kind": "share",
        "what": "drill",
        "of_what": "drills",
        "match": draw(st.sampled_from(SETS)),
        "of": draw(st.sampled_from(SETS)),
        **draw(st.sampled_from([{"at_least": 1}, {"at_least": 1, "of_every": 1}, {"at_least": 1, "of_every": 2}])),
    }
    drills = draw(st.lists(st.tuples(full_drills(), st.sampled_from([*SAID, ""])), min_size=1, max_size=3))
    return share, [
        (drill.model_copy(update={"drill_id": f"d{number}"}), column)
        for number, (drill, column) in enumerate(drills)
    ]


@settings(max_examples=150, deadline=None)
@given(drawn=shares_of_silent_drills())
def test_a_share_says_what_every_filling_of_the_empty_columns_agrees_on(
    drawn: tuple[dict[str, Any], list[tuple[Drill, str]]],
) -> None:
    requirement = REQUIREMENTS.validate_python(drawn[0])
    (window,) = requirement.windows(schedule_of((), []).setting)
    fillings = itertools.product(
        *(
            [drill.model_copy(update={column: value}) for value in SAID[column]] if column else [drill]
            for drill, column in drawn[1]
        )
    )
    agreed = {requirement.check(window, schedule_of(filled, [])).status for filled in fillings}
    silent = tuple(drill.model_copy(update={column: None} if column else {}) for drill, column in drawn[1])
    told = requirement.check(window, schedule_of(silent, []))
    event(f"{len(agreed)}: {told.status}")
    assert told.status is (agreed.pop() if len(agreed) == 1 else DutyStatus.CANNOT_TELL)
