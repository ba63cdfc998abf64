"""Which staff are free, on standby, with a class, or away at a drill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from drillplanner.incident_command.assignment.leaders import sorted_by_id
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    candidate_of,
    holds_class,
    is_free,
    suitability_cost,
)
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import Drill, StaffMember


class Availability(StrEnum):
    """Whether a person can lead, stand in, or neither at the time of a drill."""

    FREE = "free"
    STANDBY = "standby"
    WITH_CLASS = "with_class"
    AWAY = "away"


@dataclass(frozen=True)
class StaffAvailability:
    """The people of a campus at the time of a drill, each group sorted by id.

    ``standby`` are teachers outside lessons: students may still be with them, so they stand in but do not lead.
    ``with_class`` need another adult to take their class.
    """

    free: tuple[Candidate, ...] = ()
    standby: tuple[Candidate, ...] = ()
    with_class: tuple[Candidate, ...] = ()
    away: tuple[StaffMember, ...] = ()

    @cached_property
    def _halves(self) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
        # The better fits for command may leave class; the other half stays and takes over their classes.
        command = load_catalog().by_id["CMD-IC"]
        ordered = sorted(
            self.with_class, key=lambda candidate: (suitability_cost(candidate, command), candidate.staff_id)
        )
        half = len(ordered) // 2
        return tuple(ordered[:half]), tuple(ordered[half:])

    @property
    def out_of_class(self) -> tuple[Candidate, ...]:
        """People with a class who can leave it, because another adult can take each of their classes."""
        return self._halves[0]

    @property
    def class_keepers(self) -> tuple[Candidate, ...]:
        """People with a class who stay there and take one more class each, if needed."""
        return self._halves[1]

    @property
    def has_staff_list(self) -> bool:
        """Whether the staff list has anyone of this campus."""
        return bool(self.at_work or self.away)

    @property
    def at_work(self) -> tuple[Candidate, ...]:
        """Everyone who is at work."""
        return (*self.free, *self.standby, *self.with_class)


def availability_of(person: StaffMember, drill: Drill) -> Availability:
    """Return a person's availability by the staff list and the drill's day and time."""
    if not person.is_at_work(drill.date, drill.start, drill.end):
        return Availability.AWAY
    in_staff_hours = drill.period_tags == ()
    if not person.teaches or in_staff_hours or is_free(person, drill):
        return Availability.FREE
    return Availability.WITH_CLASS if holds_class(person, drill) else Availability.STANDBY


def staff_availability(
    drill: Drill, people: Iterable[StaffMember], read_before: dict[str, Candidate] | None = None
) -> StaffAvailability:
    """Group the ``people`` of one campus by availability, with the certificates valid on the date of the drill.

    ``read_before`` caches people whose certificates have no dates, so they are read once for all drills of a
    campus.
    """
    read_before = {} if read_before is None else read_before
    groups: dict[Availability, list[Candidate]] = {group: [] for group in Availability}
    away: list[StaffMember] = []
    for person in people:
        group = availability_of(person, drill)
        if group is Availability.AWAY:
            away.append(person)
        elif person.staff_id in read_before:
            groups[group].append(read_before[person.staff_id])
        else:
            candidate = candidate_of(person, drill.date)
            if not any(certificate.earned or certificate.expires for certificate in person.dated_certifications):
                read_before[person.staff_id] = candidate
            groups[group].append(candidate)
    return StaffAvailability(
        free=sorted_by_id(groups[Availability.FREE]),
        standby=sorted_by_id(groups[Availability.STANDBY]),
        with_class=sorted_by_id(groups[Availability.WITH_CLASS]),
        away=tuple(sorted(away, key=lambda person: person.staff_id)),
    )
