"""The facts of a workspace as candidates, each with the case as it would be without the fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.model import (
    MINUTES_APART,
    MOST_DRILLS_A_DAY,
    ConflictMember,
    District,
    Event,
    FiledDrill,
    ForbiddenDays,
    Pin,
    SameDay,
    Site,
    Workspace,
)
from drillplanner.model.district.district import shared_buildings
from drillplanner.solve.explain.candidates.agencies import agency_candidates
from drillplanner.solve.explain.candidates.calendar import calendar_candidates
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.candidates.scenarios_and_bells import bell_candidates, scenario_candidates
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.requirements import demanded_matches

#: More drills than could ever be at one site at once.
_MOST_AT_ONCE = 10_000


def candidate_facts(case: ConflictCase) -> list[ConflictCandidate]:
    """Return all facts that affect the duties and orders of the case, the district's own orders first."""
    spans = _spans(case)
    counts_days = any(duty.mandate.requirement.counts_school_days for duty in case.duties)
    return [
        *order_candidates(case),
        *_past(case),
        *agency_candidates(case, spans),
        *_sites(case),
        *_filed(case),
        *_events(case, spans),
        *calendar_candidates(case, spans, with_closed=not counts_days),
        *scenario_candidates(case),
        *bell_candidates(case),
        day_rules(case),
    ]


def order_candidates(case: ConflictCase) -> list[ConflictCandidate]:
    """Return the pins, same-day orders, blocked days, and shared buildings of these campuses."""
    district, first_open = case.workspace.district, _as_of(case)
    pins = [pin for pin in district.pins if _bears_on(pin, case) and pin.date >= first_open]
    forbidden = [
        days for days in district.forbidden if not days.campuses or set(days.campuses) & set(case.campus_ids)
    ]
    same_day = (
        order for order in district.same_day if any(order.concerns(campus_id) for campus_id in case.campus_ids)
    )
    return [
        *(_pin(pin) for pin in pins),
        *(_same_day(order) for order in same_day),
        *(_forbidden(days) for days in forbidden),
        *_buildings(case),
    ]


def _bears_on(pin: Pin, case: ConflictCase) -> bool:
    return any(pin.concerns(campus_id) for campus_id in case.campus_ids)


def _pin(pin: Pin) -> ConflictCandidate:
    member = ConflictMember(kind="pin", words=f"pinned: {pin.phrase}", where="district.yaml")
    return ConflictCandidate(
        member, lambda case: case.in_district(lambda district: without_pin(district, pin)), pin
    )


def without_pin(district: District, pin: Pin) -> District:
    """Return the district without the pin."""
    return district.model_copy(update={"pins": tuple(other for other in district.pins if other != pin)})


def _same_day(order: SameDay) -> ConflictCandidate:
    member = ConflictMember(kind="same_day", words=f"asked for: {order.phrase}", where="district.yaml")
    return ConflictCandidate(
        member, lambda case: case.in_district(lambda district: without_same_day(district, order)), order
    )


def without_same_day(district: District, order: SameDay) -> District:
    """Return the district without the order."""
    others = tuple(other for other in district.same_day if other != order)
    return district.model_copy(update={"same_day": others})


def _forbidden(days: ForbiddenDays) -> ConflictCandidate:
    member = ConflictMember(kind="forbidden", words=f"forbidden: {days.phrase}", where="district.yaml")
    return ConflictCandidate(
        member, lambda case: case.in_district(lambda district: without_forbidden(district, days)), days
    )


def without_forbidden(district: District, days: ForbiddenDays) -> District:
    """Return the district without the blocked days."""
    return district.model_copy(update={"forbidden": tuple(other for other in district.forbidden if other != days)})


def _buildings(case: ConflictCase) -> Iterator[ConflictCandidate]:
    """Yield, for each building, that its campuses hold together the drills that all of it can hear."""
    campuses = tuple(campus for campus in case.workspace.campuses if campus.campus_id in case.campus_ids)
    for building, members in shared_buildings(campuses).items():
        names = " and ".join(campus.name for campus in members)
        words = f"{names} are in one building ('{building}') and hold together what all of it hears"
        ids = tuple(campus.campus_id for campus in members)
        yield ConflictCandidate(
            ConflictMember(kind="building", words=words, where="campuses.csv"),
            # A visitor still sees the whole building on one visit.
            lambda case: case.in_district(lambda district: district.model_copy(update={"whole_building": ()})),
            SharedBuilding(building, ids, names),
        )


@dataclass(frozen=True)
class SharedBuilding:
    """A shared building as the subject of a conflict."""

    building: str
    campus_ids: tuple[str, ...]
    names: str


def without_building(workspace: Workspace, campus_ids: Sequence[str]) -> Workspace:
    """Return the workspace with each of these campuses in no building."""
    campuses = tuple(
        campus.model_copy(update={"building": None}) if campus.campus_id in campus_ids else campus
        for campus in workspace.campuses
    )
    return workspace.model_copy(update={"campuses": campuses})


def _sites(case: ConflictCase) -> Iterator[ConflictCandidate]:
    """Yield the capacity of each site of the campuses. Without the fact, the capacity is unlimited."""
    used = {case.workspace.campus_by_id[campus_id].evacuation_site for campus_id in case.campus_ids}
    for site in case.workspace.district.sites:
        if site.site_id in used:
            yield _site(site)


def _site(site: Site) -> ConflictCandidate:
    words = f"{site.name} takes {site.capacity_phrase}"
    member = ConflictMember(kind="site", words=words, where="district.yaml")
    return ConflictCandidate(
        member, lambda case: case.in_district(lambda district: _with_room(district, site)), None
    )


def _with_room(district: District, site: Site) -> District:
    free = site.model_copy(update={"drills_at_once": _MOST_AT_ONCE, "minutes_between": 0})
    return district.model_copy(
        update={"sites": tuple(free if other == site else other for other in district.sites)}
    )


def _spans(case: ConflictCase) -> list[tuple[date, date]]:
    """Return the date ranges of the case's duties and pins."""
    windows = [(duty.window.first, duty.window.last) for duty in case.duties if demanded_matches([duty])]
    windows = windows or [(duty.window.first, duty.window.last) for duty in case.duties]
    pins = [(pin.date, pin.date) for pin in case.workspace.district.pins if _bears_on(pin, case)]
    return list(dict.fromkeys((*windows, *pins)))


def _as_of(case: ConflictCase) -> date:
    return next((before.as_of for before in case.builder.before.values()), date.min)


def _past(case: ConflictCase) -> Iterator[ConflictCandidate]:
    """Yield the drills that were held, and the rule that nothing new is planned before the replanning date."""
    for campus_id in case.campus_ids:
        before = case.builder.before.get(campus_id)
        if before is None:
            continue
        for drill in before.settled:
            words = f"held on {drill.date}: {drill.drill_id}"

            def without_drill(past: PreviousPlan, drill_id: str = drill.drill_id) -> PreviousPlan:
                return replace(past, settled=tuple(held for held in past.settled if held.drill_id != drill_id))

            yield ConflictCandidate(
                ConflictMember(kind="held", words=words, where="records/drill_log.csv, or the plan"),
                lambda case, change=without_drill: case.with_before(change),  # type: ignore[misc]
                drill,
            )
    if case.builder.before:
        yield ConflictCandidate(
            ConflictMember(kind="as_of", words=f"nothing new can be held before {_as_of(case)}", where="--as-of"),
            lambda case: case.with_before(lambda past: replace(past, as_of=date.min)),
        )


def _filed(case: ConflictCase) -> Iterator[ConflictCandidate]:
    for filed in case.workspace.filed:
        if filed.campus_id in case.campus_ids:
            yield _filed_drill(filed)


def _filed_drill(filed: FiledDrill) -> ConflictCandidate:
    moved = f", moved to {filed.moved_to}" if filed.moved_to else ""
    missed = ", to be made up" if filed.needs_new_date else ""
    words = f"filed: the {filed.drill_type.phrase} at {filed.campus_id} on {filed.on}{moved}{missed}"
    return ConflictCandidate(
        ConflictMember(kind="filed", words=words, where=_line("filed.csv", filed.row)),
        lambda case: case.in_workspace(lambda workspace: without_filed(workspace, filed)),
        filed,
    )


def without_filed(workspace: Workspace, filed: FiledDrill) -> Workspace:
    """Return the workspace without the filed date."""
    return workspace.model_copy(update={"filed": tuple(other for other in workspace.filed if other != filed)})


def _events(case: ConflictCase, spans: Sequence[tuple[date, date]]) -> Iterator[ConflictCandidate]:
    for event in case.workspace.events:
        if any(event.concerns(campus_id) for campus_id in case.campus_ids):
            yield _event(event)


def _event(event: Event) -> ConflictCandidate:
    when = f"{event.first}" if event.first == event.last else f"{event.first} to {event.last}"
    note = f" ({event.note})" if event.note else ""
    words = f"{event.kind.phrase}, {when}{note}"
    return ConflictCandidate(
        ConflictMember(kind="event", words=words, where=_line("events.csv", event.row)),
        lambda case: case.in_workspace(lambda workspace: _without_event(workspace, event)),
        event,
    )


def _without_event(workspace: Workspace, event: Event) -> Workspace:
    return workspace.model_copy(update={"events": tuple(other for other in workspace.events if other != event)})


def _line(file: str, row: int | None) -> str:
    return file if row is None else f"{file}:{row}"


def day_rules(case: ConflictCase) -> ConflictCandidate:
    """Return drillplanner's own rules for days with several drills."""
    words = (
        f"drillplanner's rules for a day with several drills: drills with students {MINUTES_APART} minutes apart, "
        f"never two in one class's lesson, the first announced, {MOST_DRILLS_A_DAY} at most"
    )
    return ConflictCandidate(
        ConflictMember(kind="day_rules", words=words), lambda case: replace(case, has_day_rules=False)
    )
