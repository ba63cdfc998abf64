"""Makes the role chart of a drill from its posts, those who lead them and those who stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from drillplanner.incident_command.activation.activated_positions import COMMANDER, ActivatedPositions
from drillplanner.incident_command.assignment.availability import StaffAvailability
from drillplanner.incident_command.assignment.gaps import find_gaps
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.succession import Succession
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    courses_held,
    may_hold,
    missing_training,
)
from drillplanner.incident_command.chart.role_chart import (
    ActivationReason,
    AgencySeat,
    ClassCover,
    Holder,
    Post,
    RoleChart,
)
from drillplanner.incident_command.positions.catalog import Band, FilledBy, Position, PositionCatalog, PositionId
from drillplanner.model import Agency, AgencyKind, Drill, DrillFormat

LIAISON = "CMD-LNO"
#: Agencies that by their office can share command of an incident.
_AUTHORITIES = (AgencyKind.POLICE, AgencyKind.FIRE, AgencyKind.EMERGENCY_MEDICAL, AgencyKind.EMERGENCY_MANAGEMENT)


def make_chart(
    drill: Drill,
    staffing: Staffing,
    succession: Succession,
    agencies: Iterable[Agency],
    catalogue: PositionCatalog,
    band: Band | None,
) -> RoleChart:
    """The chart with its gaps; ``agencies`` are those that attend."""
    opening = staffing.opening
    posts, on_call = _PostBuilder(staffing, succession, catalogue).made()
    chart = RoleChart(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        tier=opening.tier,
        drill_type=drill.drill_type,
        date=drill.date,
        band=band,
        adults_free=len(staffing.presence.free) if staffing.presence.has_staff_list else None,
        who_would=drill.format in (DrillFormat.TABLETOP, DrillFormat.LESSON),
        posts=posts,
        on_call=on_call,
        agencies=tuple(_seat(agency, opening) for agency in agencies),
        closed=opening.closed,
        simulated=opening.simulated,
    )
    gaps = find_gaps(
        chart, unified_planned=opening.unified, exposed=succession.exposed, together=succession.together
    )
    return chart.model_copy(update={"gaps": tuple(gaps)})


def attending_agencies(drill: Drill, agencies: tuple[Agency, ...]) -> tuple[Agency, ...]:
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


def _seat(agency: Agency, opening: ActivatedPositions) -> AgencySeat:
    shares = opening.unified and agency.kind in _AUTHORITIES
    contact = LIAISON if LIAISON in opening.opened and not shares else COMMANDER
    return AgencySeat(
        agency_id=agency.agency_id, name=agency.name, kind=agency.kind, reports_to=contact, in_command=shares
    )


class _PostBuilder:
    """The posts of one chart with their people."""

    def __init__(self, staffing: Staffing, succession: Succession, catalogue: PositionCatalog) -> None:
        self.staffing, self.succession, self.catalogue = staffing, succession, catalogue
        self.named = Counter(
            alternate.staff_id
            for post, alternates in succession.alternates.items()
            if post not in staffing.merged
            for alternate in alternates
        )
        leading = {person.staff_id for people in staffing.people.values() for person in people}
        presence = staffing.presence
        self.teachers = sum(one.staff_id not in leading for one in (*presence.with_class, *presence.standby))
        #: Classes of those who lead a post meanwhile, which the others take.
        self.classes_taken = sum(cover in leading for cover in succession.covers)

    def made(self) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
        """The opened posts, and those on call."""
        opening = self.staffing.opening
        opened = tuple(self._post(one, opening.supervisor[one], reason) for one, reason in opening.opened.items())
        on_call = tuple(
            self._post(one, above, ActivationReason.DRILL_TYPE) for one, above in opening.on_call.items()
        )
        return opened, on_call

    def _post(self, position_id: PositionId, supervisor: PositionId | None, reason: ActivationReason) -> Post:
        position = self.catalogue.by_id[position_id]
        chosen = self.staffing.people.get(position_id, ())
        by_staff = position.filled_by is FilledBy.STAFF
        absorbed = self.staffing.opening.absorbed.get(position_id, ())
        short = by_staff and len(chosen) < position.seats
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
            people=self._holders(chosen, position),
            seats=position.seats,
            alternates=self._holders(self.succession.alternates.get(position_id, ()), position),
            also=tuple(self.catalogue.by_id[one].short for one in absorbed),
            absorbs=absorbed,
            merged_with=tuple(one for one in self.staffing.unit(position_id) if one != position_id),
            vacancy=vacancy_reason(position, len(chosen), self.staffing.presence) if short else "",
            everyone="" if by_staff else _every_teacher(self.teachers, self.classes_taken),
        )

    def _holders(self, chosen: tuple[Candidate, ...], position: Position) -> tuple[Holder, ...]:
        covers = self.succession.covers
        return tuple(
            Holder(
                staff_id=one.staff_id,
                name=one.person.name,
                job=one.person.title,
                radio=one.person.radio,
                phone=one.person.phone,
                courses=courses_held(one),
                class_covered_by=(
                    ClassCover(staff_id=keeper.staff_id, name=keeper.person.name)
                    if (keeper := covers.get(one.staff_id)) is not None
                    else None
                ),
                needs=missing_training(one, position),
                alternate_in=self.named[one.staff_id],
            )
            for one in chosen
        )


def _every_teacher(teachers: int, classes_taken: int) -> str:
    if teachers == 0:
        return "Every adult with a class"
    who = "1 teacher" if teachers == 1 else f"{teachers} teachers"
    if classes_taken:
        return f"{who} with {teachers + classes_taken} classes"
    return f"{who} with a class" if teachers == 1 else f"{who}, each with a class"


def vacancy_reason(position: Position, filled: int, presence: StaffAvailability) -> str:
    """Why a post is vacant, or how short it is of people."""
    if filled:
        return f"{filled} of {position.seats} people"
    if not presence.at_work:
        return "nobody on the staff list is at work then" if presence.away else "no staff list for this campus"
    if not presence.free:
        return "nobody is free of a class"
    if not any(may_hold(one, position) for one in presence.free):
        return "nobody who is free has the certificate it needs"
    return "more posts than people who are free"
