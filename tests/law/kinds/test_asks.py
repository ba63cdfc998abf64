"""The number that a requirement asks for matches its check, for every mandate of every pack."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drillplanner.law import (
    CampusSchedule,
    Mandate,
    Match,
    MatchContext,
    Setting,
    Window,
    bundled_fire_codes,
    bundled_states,
    load_fire_code,
    load_state_pack,
)
from drillplanner.law.packs.law_book import in_force_windows
from drillplanner.law.packs.looser_mandates import plain_setting
from drillplanner.model import AgencyKind, Drill, DutyStatus

#: Kinds that a year without drills breaks and that ask for no number of drills, with the measure that they use.
OTHER_MEASURE = {
    "minutes": "minutes",
    "offer": "dates on which one drill could be held",
    "share": "months that have no drill of the part, where one drill a month is the whole",
    "spacing": "runs of days that each hold a drill",
    "task": "chores",
}


def bound_mandates() -> Iterator[tuple[Mandate, Setting]]:
    for pack in (*map(load_state_pack, bundled_states()), *map(load_fire_code, bundled_fire_codes())):
        setting = plain_setting(pack.reviewed.year)
        yield from ((mandate, setting) for mandate in pack.mandates)


MANDATES = {mandate.mandate_id: (mandate, setting) for mandate, setting in bound_mandates()}
NUMBERED = [name for name, (mandate, _) in MANDATES.items() if mandate.requirement.minimum is not None]


def windows_of(mandate: Mandate, setting: Setting) -> list[Window]:
    return [window for window in in_force_windows(mandate, setting) if window.missing is None]


def matching_drill(match: Match, number: int, setting: Setting, window: Window) -> Drill:
    """Return a drill that the match surely selects, on the window's school day of that number."""
    days = [on for on in setting.dates if window.covers(on)]
    return Drill(
        drill_id=f"drill-{number}",
        campus_id=setting.campus.campus_id,
        drill_type=match.types[0],
        date=days[number],
        scenario_id="lesson",
        format=match.formats[0] if match.formats else None,
        audience=match.audiences[0] if match.audiences else None,
        route=match.routes[0] if match.routes else None,
        period_tags=match.moments,
        announced=match.announced,
        agencies=() if match.agency is None else ("visitor",),
    )


def schedule_with(drills: list[Drill], match: Match, setting: Setting) -> CampusSchedule:
    kinds: dict[str, AgencyKind] = {} if match.agency is None else {"visitor": match.agency}
    context = MatchContext(agency_kinds=kinds, subjects={"lesson": match.subjects or ()})
    return CampusSchedule(setting=setting, drills=tuple(drills), match_context=context, screenings={}, tasks=())


@pytest.mark.parametrize("name", NUMBERED)
def test_the_number_of_drills_that_is_asked_for_is_enough_and_one_fewer_is_not(name: str) -> None:
    mandate, setting = MANDATES[name]
    for window in windows_of(mandate, setting):
        demand = mandate.requirement.asks(window)
        assert demand is not None
        assert demand.number >= 1
        drills = [matching_drill(demand.match, number, setting, window) for number in range(demand.number)]
        enough, too_few = (
            mandate.requirement.check(window, schedule_with(held, demand.match, setting))
            for held in (drills, drills[1:])
        )
        assert too_few.status is DutyStatus.VIOLATED
        assert enough.status is DutyStatus.MET or not demand.is_enough


@pytest.mark.parametrize("name", NUMBERED)
def test_a_window_of_one_type_asks_for_drills_of_that_type_alone(name: str) -> None:
    mandate, setting = MANDATES[name]
    whole = mandate.requirement.minimum
    for window in windows_of(mandate, setting):
        demand = mandate.requirement.asks(window)
        assert whole is not None
        assert demand is not None
        types = whole.match.types if window.drill_type is None else (window.drill_type,)
        assert demand.match == whole.match.model_copy(update={"types": types})


def test_kinds_that_a_year_without_drills_breaks_ask_for_a_number_or_use_another_measure() -> None:
    broken = {
        mandate.requirement.kind
        for mandate, setting in MANDATES.values()
        for window in windows_of(mandate, setting)
        if mandate.requirement.asks(window) is None
        and mandate.requirement.check(window, schedule_with([], Match(types=("lockdown",)), setting)).status
        is DutyStatus.VIOLATED
    }
    assert broken == set(OTHER_MEASURE)


@pytest.mark.parametrize("name", NUMBERED)
def test_a_looser_requirement_asks_for_less(name: str) -> None:
    requirement = MANDATES[name][0].requirement
    demand = requirement.minimum
    assert demand is not None
    for change in requirement.looser("the rule", "its sentence"):
        looser = change.requirement.minimum
        assert looser is not None
        assert looser.number < demand.number or change.words.startswith("Allow")
        assert change.words.endswith("in the rule: its sentence")
