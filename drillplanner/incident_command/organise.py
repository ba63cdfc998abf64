"""Makes the role chart of a drill: opens its posts, fills them from the staff list, tells what is missing."""

from __future__ import annotations

from collections import Counter

from drillplanner.errors import InputError
from drillplanner.incident_command.assignment import Assignment, assign
from drillplanner.incident_command.chart import AgencySeat, Holder, Post, Reason, RoleChart
from drillplanner.incident_command.gaps import find_gaps
from drillplanner.incident_command.load_positions import load_positions, unknown_positions
from drillplanner.incident_command.opening import COMMANDER, Opening, open_positions
from drillplanner.incident_command.positions import Catalogue, FilledBy, Position, PositionId
from drillplanner.incident_command.suitability import (
    Candidate,
    candidate_of,
    courses_held,
    holds_class,
    may_hold,
    missing_training,
)
from drillplanner.model import Agency, AgencyKind, Audience, Campus, Drill, DrillFormat, Scenario, StaffMember

LIAISON = "CMD-LNO"
#: Agencies that by their office can share command of an incident.
_AUTHORITIES = (AgencyKind.POLICE, AgencyKind.FIRE, AgencyKind.EMERGENCY_MEDICAL, AgencyKind.EMERGENCY_MANAGEMENT)


def organise(
    drill: Drill,
    scenario: Scenario | None,
    campus: Campus,
    staff: tuple[StaffMember, ...],
    agencies: tuple[Agency, ...],
    *,
    turn: int = 0,
    catalogue: Catalogue | None = None,
) -> RoleChart:
    """The role chart of ``drill`` at ``campus``.

    The scenario's positions are opened, the incident commander always; without a scenario, what the catalogue
    opens for that kind of drill. Only people of the campus who hold no class during the drill lead a post, each
    at most one. ``staff`` and ``agencies`` may be the whole district's. ``turn`` counts the drills of the campus
    (0, 1, 2, …) and decides among people who fit equally well.

    Raises InputError when the scenario names a position that the catalogue does not have.
    """
    catalogue = catalogue or load_positions()
    if scenario is not None and (problems := unknown_positions(scenario, catalogue)):
        raise InputError(problems)
    attending = _attending(drill, agencies)
    named = None if scenario is None else scenario.positions
    here = sorted((one for one in staff if one.campus_id == campus.campus_id), key=lambda one: one.staff_id)
    people = tuple(candidate_of(person) for person in here)
    free = tuple(one for one in people if not one.person.teaches)
    standby = tuple(one for one in people if one.person.teaches and not holds_class(one.person, drill))

    def fill(agency_attends: bool) -> tuple[Opening, Assignment]:
        opening = open_positions(
            drill.drill_type,
            named,
            catalogue,
            agency_attends=agency_attends,
            students_attend=drill.audience is not Audience.STAFF,
        )
        staffed = [
            position for one in opening.opened if (position := catalogue.by_id[one]).filled_by is FilledBy.STAFF
        ]
        on_call = [catalogue.by_id[one] for one in opening.on_call]
        return opening, assign(staffed, on_call, free, standby, catalogue, turn)

    opening, assignment = fill(bool(attending))
    if opening.opened.get(LIAISON) is Reason.AGENCY and any(
        catalogue.by_id[one].filled_by is FilledBy.STAFF and one not in assignment.people for one in opening.opened
    ):
        # A post that only our own rule opened takes nobody from those of the scenario: command keeps its work.
        opening, assignment = fill(False)
    posts, on_call = _posts(opening, assignment, people, catalogue)
    chart = RoleChart(
        drill_id=drill.drill_id,
        campus_id=campus.campus_id,
        tier=opening.tier,
        drill_type=drill.drill_type,
        date=drill.date,
        adults_free=len(free),
        who_would=drill.format in (DrillFormat.TABLETOP, DrillFormat.LESSON),
        posts=posts,
        on_call=on_call,
        agencies=tuple(_seat(agency, opening) for agency in attending),
    )
    return chart.model_copy(update={"gaps": tuple(find_gaps(chart, unified_planned=opening.unified))})


def _attending(drill: Drill, agencies: tuple[Agency, ...]) -> tuple[Agency, ...]:
    """The agencies that come; a schedule may name an agency or only its kind."""
    wanted = set(drill.agencies or ())
    named = tuple(agency for agency in agencies if agency.agency_id in wanted)
    kinds = wanted - {agency.agency_id for agency in named} - {agency.kind.value for agency in named}
    by_kind = tuple(
        next(
            (agency for agency in agencies if agency.kind is kind),
            Agency(agency_id=kind.value, name=kind.value.replace("_", " ").capitalize(), kind=kind),
        )
        for kind in AgencyKind
        if kind.value in kinds
    )
    return (*named, *by_kind)


def _seat(agency: Agency, opening: Opening) -> AgencySeat:
    shares = opening.unified and agency.kind in _AUTHORITIES
    contact = LIAISON if LIAISON in opening.opened and not shares else COMMANDER
    return AgencySeat(
        agency_id=agency.agency_id, name=agency.name, kind=agency.kind, reports_to=contact, in_command=shares
    )


def _posts(
    opening: Opening, assignment: Assignment, people: tuple[Candidate, ...], catalogue: Catalogue
) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
    named = Counter(one.staff_id for alternates in assignment.alternates.values() for one in alternates)
    teachers = sum(one.person.teaches for one in people)

    def holders(chosen: tuple[Candidate, ...], position: Position) -> tuple[Holder, ...]:
        return tuple(
            Holder(
                staff_id=one.staff_id,
                name=one.person.name,
                job=one.person.title,
                radio=one.person.radio,
                phone=one.person.phone,
                courses=courses_held(one),
                needs=missing_training(one, position),
                alternate_in=named[one.staff_id],
            )
            for one in chosen
        )

    def post(position_id: PositionId, supervisor: PositionId | None, reason: Reason) -> Post:
        position = catalogue.by_id[position_id]
        chosen = assignment.people.get(position_id, ())
        by_staff = position.filled_by is FilledBy.STAFF
        return Post(
            position_id=position_id,
            title=position.title,
            local_title=position.local_title,
            short=position.short,
            section=position.section,
            level=position.level,
            supervisor=supervisor,
            reason=reason,
            duties=position.duties,
            people=holders(chosen, position),
            seats=position.seats,
            alternates=holders(assignment.alternates.get(position_id, ()), position),
            also=tuple(catalogue.by_id[one].short for one in opening.absorbed.get(position_id, ())),
            absorbs=opening.absorbed.get(position_id, ()),
            vacancy=_vacancy(position, len(chosen), people) if by_staff and len(chosen) < position.seats else "",
            everyone="" if by_staff else _every_teacher(teachers),
        )

    opened = tuple(post(one, opening.supervisor[one], reason) for one, reason in opening.opened.items())
    on_call = tuple(post(one, supervisor, Reason.DRILL_TYPE) for one, supervisor in opening.on_call.items())
    return opened, on_call


def _every_teacher(teachers: int) -> str:
    if teachers == 0:
        return "Every adult with a class"
    return "1 teacher with a class" if teachers == 1 else f"{teachers} teachers, each with a class"


def _vacancy(position: Position, filled: int, people: tuple[Candidate, ...]) -> str:
    if filled:
        return f"{filled} of {position.seats} people"
    if not people:
        return "no staff list for this campus"
    if not any(not one.person.teaches for one in people):
        return "nobody is free of a class"
    if not any(may_hold(one, position) for one in people if not one.person.teaches):
        return "nobody who is free has the certificate it needs"
    return "more posts than people who are free"
