"""Agencies that the district asks to come while the year runs: at which planned drills, and from when.

``attend`` says who comes, not what is held. So a replan adds the visits to drills that are planned already.
Otherwise a further drill would often be the smaller change, since it moves no other. Where past drills lack the
visit, and the rule of the whole year cannot be met any more, it holds for the drills that are left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.every import Every
from drillplanner.law.kinds.share import Share
from drillplanner.law.match import MatchContext
from drillplanner.law.packs.attendance import ATTENDANCE
from drillplanner.model import Agency, Drill, Workspace
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.workflow.replan.repair_request import RepairRequest


@dataclass(frozen=True)
class NewVisits:
    """What a replan starts from, with the visits that ``attend`` newly asks for.

    ``campuses`` holds what each campus keeps, with the visits at planned drills, and ``duties`` all duties, some
    of which begin later. ``drill_ids`` are the drills that get a visit; ``fewest`` is how many must get one if no
    drill is added. ``begun_too_late`` are ids of duties that the past breaks: they hold for the drills left.
    """

    campuses: Mapping[str, PreviousPlan]
    duties: tuple[Duty, ...]
    drill_ids: frozenset[str] = frozenset()
    fewest: int = 0
    begun_too_late: tuple[str, ...] = ()


@dataclass
class _AttendedDrills:
    """The drills of one duty at one campus: all that it is about, and those with a visit, before and after."""

    held: int = 0
    held_with: int = 0
    last_held: date = date.min
    coming: list[Drill] = field(default_factory=list)
    coming_with: int = 0


def new_visits(request: RepairRequest) -> NewVisits:
    """Return what each campus keeps, with the visits that ``attend`` asks for and the plan does not have."""
    campuses = dict(request.campuses)
    violated = {verdict.duty for verdict in request.report.violated}
    asked: dict[str, list[Duty]] = defaultdict(list)
    for duty in request.prepared.duties:
        if duty.duty_id in violated and is_asked_by_district(duty):
            asked[duty.campus_id].append(duty)
    workspace = request.prepared.workspace
    schedules = campus_schedules(request.settled, workspace, request.prepared.screenings, None) if asked else {}
    drill_ids: set[str] = set()
    fewest = 0
    begun: dict[str, Duty] = {}
    for campus_id, at_campus in asked.items():
        before, context = campuses[campus_id], schedules[campus_id].match_context
        wanted = [_wanted_visits(duty, before, context, request.as_of) for duty in at_campus]
        begun |= {
            duty.duty_id: visits.duty for duty, visits in zip(at_campus, wanted, strict=True) if visits.is_rest
        }
        planned = _with_visits(before.planned, wanted, workspace.district.agencies, context)
        had = {drill.drill_id: drill.agencies for drill in before.planned}
        drill_ids |= {drill.drill_id for drill in planned if drill.agencies != had[drill.drill_id]}
        campuses[campus_id] = replace(before, planned=planned)
        # Agencies of two entries may come to the same drills.
        fewest += max(visits.missing(before.planned, context) for visits in wanted)
    duties = tuple(begun.get(duty.duty_id, duty) for duty in request.prepared.duties)
    return NewVisits(campuses, duties, frozenset(drill_ids), fewest, tuple(begun))


@dataclass(frozen=True)
class _WantedVisits:
    """How many of the coming drills an agency is to attend, for a duty or (``is_rest``) for what is left of it."""

    duty: Duty
    number: int
    is_rest: bool

    def is_without(self, drill: Drill, context: MatchContext) -> bool:
        """Check whether the duty is about this drill, and the agency does not come to it."""
        of, attended = _matches_of(self.duty)
        return (
            self.duty.window.covers(drill.date)
            and of.selects(drill, context) is True
            and attended.selects(drill, context) is not True
        )

    def missing(self, planned: Iterable[Drill], context: MatchContext) -> int:
        """Return how many visits these drills lack."""
        _, attended = _matches_of(self.duty)
        coming = (drill for drill in planned if self.duty.window.covers(drill.date))
        return max(0, self.number - sum(attended.selects(drill, context) is True for drill in coming))

    def who_can_come(self, drill: Drill, agencies: Sequence[Agency]) -> list[Agency]:
        """Return the agencies that the duty may mean and that are free at the time of the drill."""
        _, attended = _matches_of(self.duty)
        meant = (
            agency
            for agency in agencies
            if agency.kind == attended.agency and attended.agency_id in {None, agency.agency_id}
        )
        return _who_can_come(tuple(meant), drill)


def _wanted_visits(duty: Duty, before: PreviousPlan, context: MatchContext, as_of: date) -> _WantedVisits:
    drills = _drills_of(duty, before, context)
    number = _visits_wanted(duty, drills)
    if number is not None:
        return _WantedVisits(duty, number, is_rest=False)
    rest = _rest_of(duty, max(as_of, drills.last_held + timedelta(1)))
    return _WantedVisits(rest, _visits_wanted(rest, _drills_of(rest, before, context)) or 0, is_rest=True)


def _rest_of(duty: Duty, first: date) -> Duty:
    """Return the duty for the days that are left, from ``first`` on; for its last day if none is."""
    window = duty.window
    return duty.model_copy(update={"window": window.model_copy(update={"first": min(first, window.last)})})


def is_asked_by_district(duty: Duty) -> bool:
    """Check whether the duty is an entry of ``attend`` in district.yaml."""
    return duty.mandate.mandate_id.startswith(f"{ATTENDANCE}-")


def comes_often_enough(duty: Duty, drills: Iterable[Drill], first: date, workspace: Workspace) -> bool:
    """Check whether the agency comes to as many drills from ``first`` on as the entry of ``attend`` asks for."""
    of, attended = _matches_of(duty)
    context = MatchContext({agency.agency_id: agency.kind for agency in workspace.district.agencies})
    coming = [
        drill
        for drill in drills
        if drill.campus_id == duty.campus_id
        and first <= drill.date <= duty.window.last
        and of.selects(drill, context)
    ]
    visits = sum(attended.selects(drill, context) is True for drill in coming)
    return visits >= (_visits_wanted(duty, _AttendedDrills(coming=coming)) or 0)


def _matches_of(duty: Duty) -> tuple[Match, Match]:
    """Return the drills that an entry of ``attend`` is about, and those of them that the agency attends."""
    requirement = duty.mandate.requirement
    if isinstance(requirement, Every):
        present = {"agency": requirement.has.agency, "agency_id": requirement.has.agency_id}
        return requirement.match, requirement.match.model_copy(update=present)
    assert isinstance(requirement, Share)  # noqa: S101 (``attend`` makes no other kind)
    return requirement.of, requirement.match


def _drills_of(duty: Duty, before: PreviousPlan, context: MatchContext) -> _AttendedDrills:
    of, attended = _matches_of(duty)
    found = _AttendedDrills()
    for drill in before.settled:
        if duty.window.covers(drill.date) and of.selects(drill, context):
            found.held += 1
            found.held_with += attended.selects(drill, context) is True
            found.last_held = max(found.last_held, drill.date)
    for drill in before.planned:
        if duty.window.covers(drill.date) and of.selects(drill, context):
            found.coming.append(drill)
            found.coming_with += attended.selects(drill, context) is True
    return found


def _visits_wanted(duty: Duty, drills: _AttendedDrills) -> int | None:
    """Return at how many of the coming drills the agency must be; None if all of them are too few."""
    requirement, coming = duty.mandate.requirement, len(drills.coming)
    all_drills = drills.held + coming
    if isinstance(requirement, Share) and requirement.of_every is None:
        wanted = min(requirement.at_least, all_drills) - drills.held_with
    elif isinstance(requirement, Share):
        wanted = -(-requirement.at_least * all_drills // (requirement.of_every or 1)) - drills.held_with
    else:
        wanted = all_drills - drills.held_with
    return None if wanted > coming else max(0, wanted)


def _with_visits(
    planned: tuple[Drill, ...],
    wanted: Sequence[_WantedVisits],
    agencies: Sequence[Agency],
    context: MatchContext,
) -> tuple[Drill, ...]:
    """Return the planned drills with the visits that they lack, where an agency is free to come.

    A drill at which more agencies are wanted gets them before one with fewer, so that few drills change, and the
    order of the entries in district.yaml makes no difference.
    """
    drills = {drill.drill_id: drill for drill in planned}
    left = dict(drills)
    while left:
        needy = [visits for visits in wanted if visits.missing(drills.values(), context)]
        offers = {name: _agencies_to_add(drill, needy, agencies, context) for name, drill in left.items()}
        best = max(left, key=lambda name: len(offers[name]))
        if not offers[best]:
            break
        drill = left.pop(best)
        drills[best] = drill.model_copy(update={"agencies": (*(drill.agencies or ()), *offers[best])})
    return tuple(drills.values())


def _agencies_to_add(
    drill: Drill, needy: Iterable[_WantedVisits], agencies: Sequence[Agency], context: MatchContext
) -> tuple[str, ...]:
    """Return the ids of the agencies that are wanted at the drill and can come, in the order of the district."""
    found = {
        agency.agency_id
        for visits in needy
        if visits.is_without(drill, context)
        for agency in visits.who_can_come(drill, agencies)[:1]
    }
    return tuple(agency.agency_id for agency in agencies if agency.agency_id in found)


def _who_can_come(agencies: Sequence[Agency], drill: Drill) -> list[Agency]:
    return [
        agency
        for agency in agencies
        if agency.can_come_on(drill.date)
        and (agency.available_from is None or drill.start is None or agency.available_from <= drill.start)
        and (agency.available_until is None or drill.end is None or drill.end <= agency.available_until)
    ]
