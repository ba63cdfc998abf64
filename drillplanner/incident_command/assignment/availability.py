"""Who is there for a drill: free to lead, free to stand in, or before a class; who is away is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from drillplanner.incident_command.assignment.leaders import sorted_by_id
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    candidate_of,
    cost,
    holds_class,
    is_free,
)
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import Drill, StaffMember


class Availability(StrEnum):
    """What a person can be asked for at the hour of a drill."""

    FREE = "free"
    STANDBY = "standby"
    WITH_CLASS = "with_class"
    AWAY = "away"


@dataclass(frozen=True)
class StaffAvailability:
    """The people of a campus at the hour of a drill, each group in the order of ids.

    ``standby`` are teachers outside lessons: their class may still be with them, so that they stand in and do
    not lead. ``with_class`` may be asked for only if somebody takes the class.
    """

    free: tuple[Candidate, ...] = ()
    standby: tuple[Candidate, ...] = ()
    with_class: tuple[Candidate, ...] = ()
    away: tuple[StaffMember, ...] = ()

    @cached_property
    def _halves(self) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
        # Whoever fits command best comes first; the other half stays in class and takes the classes.
        command = load_catalog().by_id["CMD-IC"]
        ordered = sorted(self.with_class, key=lambda one: (cost(one, command), one.staff_id))
        half = len(ordered) // 2
        return tuple(ordered[:half]), tuple(ordered[half:])

    @property
    def out_of_class(self) -> tuple[Candidate, ...]:
        """Those before a class who can leave it, because there is another adult for each of their classes."""
        return self._halves[0]

    @property
    def class_keepers(self) -> tuple[Candidate, ...]:
        """Those before a class who stay there and take one more class each, if need be."""
        return self._halves[1]

    @property
    def has_staff_list(self) -> bool:
        """Whether the staff list has anybody of this campus."""
        return bool(self.at_work or self.away)

    @property
    def at_work(self) -> tuple[Candidate, ...]:
        """Everybody who is at work."""
        return (*self.free, *self.standby, *self.with_class)


def availability_of(person: StaffMember, drill: Drill) -> Availability:
    """What the staff list and the drill's day and hour say of a person."""
    if not person.is_at_work(drill.date, drill.start, drill.end):
        return Availability.AWAY
    in_staff_hours = drill.period_tags == ()
    if not person.teaches or in_staff_hours or is_free(person, drill):
        return Availability.FREE
    return Availability.WITH_CLASS if holds_class(person, drill) else Availability.STANDBY


def staff_availability(
    drill: Drill, people: Iterable[StaffMember], known: dict[str, Candidate] | None = None
) -> StaffAvailability:
    """The standing of each of the ``people`` (of one campus) at a drill, with what they hold on its date.

    ``known`` keeps those whose certificates have no dates, so that they are read once for all drills of a campus.
    """
    known = {} if known is None else known
    groups: dict[Availability, list[Candidate]] = {standing: [] for standing in Availability}
    away: list[StaffMember] = []
    for person in people:
        standing = availability_of(person, drill)
        if standing is Availability.AWAY:
            away.append(person)
        elif person.staff_id in known:
            groups[standing].append(known[person.staff_id])
        else:
            candidate = candidate_of(person, drill.date)
            if not any(one.earned or one.expires for one in person.dated_certifications):
                known[person.staff_id] = candidate
            groups[standing].append(candidate)
    return StaffAvailability(
        free=sorted_by_id(groups[Availability.FREE]),
        standby=sorted_by_id(groups[Availability.STANDBY]),
        with_class=sorted_by_id(groups[Availability.WITH_CLASS]),
        away=tuple(sorted(away, key=lambda one: one.staff_id)),
    )
