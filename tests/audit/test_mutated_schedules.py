"""The judge against plain counting: random schedules, and every way of spoiling one drill of them.

A schedule is drawn from all that could be held on the days of a tiny district. Then one drill is moved, dropped,
held twice or exchanged. Whatever comes out, the judge finds a violation exactly when plain counting does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.mandates import LawBook
from drillplanner.model import DayKind, Drill, DutyStatus, Unit, Workspace
from tests.solve import laws
from tests.solve.laws import MONDAY
from tests.solve.plain_sharing import keeps_all
from tests.solve.small import LUNCH_BELLS, duties_of, judged, law, tiny
from tests.solve.test_against_brute_force import BY_NAME, SCENARIOS, calendars
from tests.solve.trying import Trial

SLOW = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def drawn(data: st.DataObject, trial: Trial) -> tuple[Drill, ...]:
    """On each day nothing, or one of the drills that could be held; then one of them spoilt."""
    coin = st.booleans()
    kept: list[Drill] = []
    for options in trial.options:
        held = data.draw(coin)
        if held and options:
            kept.append(data.draw(st.sampled_from(options)))
    spoil = data.draw(coin)
    if spoil and kept:
        kept.remove(data.draw(st.sampled_from(kept)))
        free = [day for day in trial.options if day and all(one.date != day[0].date for one in kept)]
        move = data.draw(coin)
        if move and free:
            kept.append(data.draw(st.sampled_from(data.draw(st.sampled_from(free)))))
    return tuple(sorted(kept, key=lambda drill: drill.date))


def agrees(place: Workspace, book: LawBook, data: st.DataObject) -> None:
    """The judge's word on a random schedule against plain counting, duty by duty where no drill is shared out."""
    assume(place.calendar.dates_at("c0"))
    trial = Trial(place, book)
    drills = drawn(data, trial)
    decided = [duty for duty in duties_of(place, book) if duty.doubt is None]
    report = judged(place, book, drills)
    assert not report.entries
    broken = {verdict.duty for verdict in report.verdicts if verdict.status is DutyStatus.VIOLATED}
    unsure = {verdict.duty for verdict in report.verdicts if verdict.status is DutyStatus.CANNOT_TELL}
    told = [duty for duty in decided if duty.duty_id not in unsure]
    event("lawful" if keeps_all(told, drills, trial.place) else "unlawful")
    assert keeps_all(told, drills, trial.place) == (not broken), sorted(broken)


def a_place(scenarios: tuple[str, ...], calendar: tuple[date, dict[date, DayKind]], **more: Any) -> Workspace:
    last, kinds = calendar
    chosen = tuple(BY_NAME[name] for name in scenarios)
    return tiny(MONDAY, last, kinds, scenarios=chosen, bells=LUNCH_BELLS, **more)


@SLOW
@given(
    data=st.data(),
    requirements=st.lists(laws.requirements(), min_size=1, max_size=3),
    scenarios=SCENARIOS,
    calendar=calendars(),
    events=laws.events(),
    filed=laws.filings(6),
)
def test_laws_of_any_kind(
    data: st.DataObject,
    requirements: list[dict[str, Any]],
    scenarios: tuple[str, ...],
    calendar: tuple[date, dict[date, DayKind]],
    events: list[Any],
    filed: list[Any],
) -> None:
    agrees(a_place(scenarios, calendar, events=events, filed=filed), law(*requirements), data)


@SLOW
@given(
    data=st.data(),
    requirements=st.lists(laws.counts(), min_size=2, max_size=3),
    stand_in=st.none() | laws.stand_ins(),
    separate=st.booleans(),
    scenarios=SCENARIOS,
    calendar=calendars(6),
    events=laws.events(),
)
def test_laws_that_share_drills_out(
    data: st.DataObject,
    requirements: list[dict[str, Any]],
    stand_in: dict[str, Any] | None,
    separate: bool,
    scenarios: tuple[str, ...],
    calendar: tuple[date, dict[date, DayKind]],
    events: list[Any],
) -> None:
    written = [*requirements, *([stand_in] if stand_in else [])]
    book = law(*written, mandates={2: {"separate_from": ["T-1"]}} if separate else {})
    agrees(a_place(scenarios, calendar, events=events), book, data)


@SLOW
@given(
    data=st.data(),
    requirements=st.lists(laws.requirements(), min_size=1, max_size=2),
    units=st.sampled_from([(laws.COHORT,), (laws.COHORT, laws.WHOLE)]),
    scenarios=SCENARIOS,
    calendar=calendars(),
)
def test_laws_that_count_by_cohort(
    data: st.DataObject,
    requirements: list[dict[str, Any]],
    units: tuple[Unit, ...],
    scenarios: tuple[str, ...],
    calendar: tuple[date, dict[date, DayKind]],
) -> None:
    own = {number: {"unit": "cohort"} for number in range(1, len(requirements) + 1)}
    agrees(a_place(scenarios, calendar, units=units), law(*requirements, mandates=own), data)
