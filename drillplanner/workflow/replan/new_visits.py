"""Agencies that the district asks to come while the year runs: at which planned drills, and from when.

``attend`` says who comes, not what is held. So a replan adds the visits to drills that are planned already.
Otherwise a further drill would often be the smaller change, since it moves no other. Where past drills lack the
visit, and the rule of the whole year cannot be met any more, it holds for the drills that are left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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
    drill_ids: set[str] = set()
    fewest: Counter[str] = Counter()
    begun: dict[str, Duty] = {}
    violated = {verdict.duty for verdict in request.report.violated}
    workspace, screenings = request.prepared.workspace, request.prepared.screenings
    schedules = campus_schedules(request.settled, workspace, screenings, None)
    for duty in request.prepared.duties:
        if duty.duty_id not in violated or not is_asked_by_district(duty):
            continue
        before, context = campuses[duty.campus_id], schedules[duty.campus_id].match_context
        drills = _drills_of(duty, before, context)
        wanted = _visits_wanted(duty, drills)
        if wanted is None:
            rest = _rest_of(duty, max(request.as_of, drills.last_held + timedelta(1)))
            begun[duty.duty_id] = rest
            drills = _drills_of(rest, before, context)
            wanted = _visits_wanted(rest, drills) or 0
        chosen = dict(_with_visits(duty, drills, wanted, request, context, drill_ids))
        planned = tuple(chosen.get(drill.drill_id, drill) for drill in before.planned)
        campuses[duty.campus_id] = replace(before, planned=planned)
        drill_ids |= chosen.keys()
        # Agencies of two entries may come to the same drills.
        fewest[duty.campus_id] = max(fewest[duty.campus_id], len(chosen))
    duties = tuple(begun.get(duty.duty_id, duty) for duty in request.prepared.duties)
    return NewVisits(campuses, duties, frozenset(drill_ids), fewest.total(), tuple(begun))


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
    duty: Duty,
    drills: _AttendedDrills,
    wanted: int,
    request: RepairRequest,
    context: MatchContext,
    changed: Container[str],
) -> Iterator[tuple[str, Drill]]:
    """Yield drills with a visit more, by id: where an agency is free to come, those that change anyway first."""
    _, attended = _matches_of(duty)
    workspace = request.prepared.workspace
    agencies = [
        agency
        for agency in workspace.district.agencies
        if agency.kind == attended.agency and attended.agency_id in {None, agency.agency_id}
    ]
    without = [drill for drill in drills.coming if attended.selects(drill, context) is not True]
    without.sort(key=lambda drill: drill.drill_id not in changed)
    found = [(agency, drill) for drill in without for agency in _who_can_come(agencies, drill)[:1]]
    for agency, drill in found[: max(0, wanted - drills.coming_with)]:
        yield drill.drill_id, drill.model_copy(update={"agencies": (*(drill.agencies or ()), agency.agency_id)})


def _who_can_come(agencies: Sequence[Agency], drill: Drill) -> list[Agency]:
    return [
        agency
        for agency in agencies
        if agency.can_come_on(drill.date)
        and (agency.available_from is None or drill.start is None or agency.available_from <= drill.start)
        and (agency.available_until is None or drill.end is None or drill.end <= agency.available_until)
    ]
