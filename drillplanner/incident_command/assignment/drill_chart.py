"""Build the role chart of a drill from its staffing and succession."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from drillplanner.incident_command.assignment.availability import StaffAvailability
from drillplanner.incident_command.assignment.gaps import find_gaps
from drillplanner.incident_command.assignment.responders import responders_on_chart
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.succession import Succession
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    courses_held,
    may_hold,
    missing_training,
)
from drillplanner.incident_command.assignment.wings import WING_LEADERS, areas_of, with_wing_leaders
from drillplanner.incident_command.chart.role_chart import (
    ActivationReason,
    ClassCover,
    Holder,
    Post,
    RoleChart,
)
from drillplanner.incident_command.positions.catalog import Band, FilledBy, Position, PositionCatalog, PositionId
from drillplanner.model import Agency, Drill, DrillFormat, Scenario


def make_chart(
    drill: Drill,
    scenario: Scenario | None,
    staffing: Staffing,
    succession: Succession,
    agencies: Mapping[str, Agency],
    catalog: PositionCatalog,
    band: Band | None,
    wings: tuple[str, ...] = (),
) -> RoleChart:
    """Return the chart with its gaps. ``agencies`` are those of the drill by id, ``wings`` those of the campus."""
    staffing = with_wing_leaders(staffing, succession, wings, catalog)
    activated = staffing.activated
    seats, responders = responders_on_chart(drill, scenario, agencies, activated, staffing.people)
    posts, on_call = _PostBuilder(staffing, succession, catalog, wings).build()
    chart = RoleChart(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        tier=activated.tier,
        drill_type=drill.drill_type,
        date=drill.date,
        band=band,
        adults_free=len(staffing.availability.free) if staffing.availability.has_staff_list else None,
        who_would=drill.format in (DrillFormat.TABLETOP, DrillFormat.LESSON),
        posts=posts,
        on_call=on_call,
        agencies=seats,
        responders=responders,
        closed=activated.closed,
        simulated=activated.simulated,
    )
    gaps = find_gaps(
        chart, unified_planned=activated.unified, exposed=succession.exposed, together=succession.away_together
    )
    return chart.model_copy(update={"gaps": tuple(gaps)})


class _PostBuilder:
    """Builds the posts of one chart with their people."""

    def __init__(
        self, staffing: Staffing, succession: Succession, catalog: PositionCatalog, wings: tuple[str, ...]
    ) -> None:
        self.staffing, self.succession, self.catalog, self.wings = staffing, succession, catalog, wings
        self.named = Counter(
            alternate.staff_id
            for post, alternates in succession.alternates.items()
            if post not in staffing.merged
            for alternate in alternates
        )
        leading = {person.staff_id for people in staffing.people.values() for person in people}
        availability = staffing.availability
        self.teachers = sum(
            candidate.staff_id not in leading for candidate in (*availability.with_class, *availability.standby)
        )
        #: Classes whose teachers lead a post; other teachers take them.
        self.classes_taken = sum(cover in leading for cover in succession.class_covers)

    def build(self) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
        """Return the opened posts, and those on call."""
        activated = self.staffing.activated
        opened = tuple(
            self._post(position_id, activated.supervisor[position_id], reason)
            for position_id, reason in activated.opened.items()
        )
        on_call = tuple(
            self._post(position_id, supervisor_id, ActivationReason.DRILL_TYPE)
            for position_id, supervisor_id in activated.on_call.items()
        )
        return opened, on_call

    def _post(self, position_id: PositionId, supervisor: PositionId | None, reason: ActivationReason) -> Post:
        position = self.catalog.by_id[position_id]
        chosen = self.staffing.people.get(position_id, ())
        by_staff = position.filled_by is FilledBy.STAFF
        absorbed = self.staffing.activated.absorbed.get(position_id, ())
        is_short = by_staff and len(chosen) < position.seats
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
            seats=max(position.seats, len(chosen)),
            alternates=self._holders(self.succession.alternates.get(position_id, ()), position),
            also=tuple(self.catalog.by_id[absorbed_id].short for absorbed_id in absorbed),
            absorbs=absorbed,
            merged_with=tuple(
                merged_id for merged_id in self.staffing.posts_held_with(position_id) if merged_id != position_id
            ),
            vacancy=vacancy_reason(position, len(chosen), self.staffing.availability) if is_short else "",
            everyone="" if by_staff else self._classes(),
        )

    def _classes(self) -> str:
        teachers = _teachers_with_classes(self.teachers, self.classes_taken)
        return f"{teachers}, by {len(self.wings)} wings" if len(self.wings) > 1 and self.teachers > 1 else teachers

    def _holders(self, chosen: tuple[Candidate, ...], position: Position) -> tuple[Holder, ...]:
        covers = self.succession.class_covers
        areas = areas_of(self.wings, len(chosen)) if chosen and position.id == WING_LEADERS else ()
        return tuple(
            Holder(
                staff_id=candidate.staff_id,
                name=candidate.person.name,
                job=candidate.person.title,
                radio=candidate.person.radio,
                phone=candidate.person.phone,
                courses=courses_held(candidate),
                class_covered_by=(
                    ClassCover(staff_id=keeper.staff_id, name=keeper.person.name)
                    if (keeper := covers.get(candidate.staff_id)) is not None
                    else None
                ),
                needs=missing_training(candidate, position),
                alternate_in=self.named[candidate.staff_id],
                area=areas[place] if areas else "",
            )
            for place, candidate in enumerate(chosen)
        )


def _teachers_with_classes(teachers: int, classes_taken: int) -> str:
    if teachers == 0:
        return "Every adult with a class"
    who = "1 teacher" if teachers == 1 else f"{teachers} teachers"
    if classes_taken:
        return f"{who} with {teachers + classes_taken} classes"
    return f"{who} with a class" if teachers == 1 else f"{who}, each with a class"


def vacancy_reason(position: Position, filled: int, availability: StaffAvailability) -> str:
    """Return why a post is vacant, or how many of its people are found."""
    if filled:
        return f"{filled} of {position.seats} people"
    if not availability.at_work:
        return "nobody on the staff list is at work then" if availability.away else "no staff list for this campus"
    if not availability.free:
        return "nobody is free of a class"
    if not any(may_hold(candidate, position) for candidate in availability.free):
        return "nobody who is free has the certificate it needs"
    return "more posts than people who are free"
