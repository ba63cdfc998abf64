"""A record as the checks see it: supervisors, reports and holders worked out anew from what is drawn.

Nothing here is taken over from the assignment: a line of command is followed from box to box, an absorbed position
leads on to whoever does its work, and what a box holds is counted.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from drillplanner.audit.charts.record import ChartedPosition, CommandRecord, Occasion, Person, PositionState
from drillplanner.audit.charts.rules.tables import KnownPosition, known_positions, organization_table
from drillplanner.incident_command.positions.catalog import OrganizationLevel, Section, Tier
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model.calendar.bells import minutes_of

Band = Literal["XS", "S", "M", "L"]

#: How the school itself is called among the members of unified command.
SCHOOL = "school"


class ChartCase:
    """The record with what follows from it. Positions are the drawn ones; ids may be doubled on paper."""

    def __init__(self, record: CommandRecord) -> None:
        self.record = record
        self.positions: tuple[ChartedPosition, ...] = record.positions or ()

    @property
    def occasion(self) -> Occasion:
        """The drill."""
        return self.record.occasion

    @cached_property
    def tier(self) -> Tier:
        """How much structure the drill has: as said, else by the catalogue."""
        return self.occasion.tier or load_catalog().tiers[self.occasion.drill_type]

    @cached_property
    def by_id(self) -> dict[str, ChartedPosition]:
        """Positions by id; of doubled ones the first."""
        found: dict[str, ChartedPosition] = {}
        for position in self.positions:
            found.setdefault(position.id, position)
        return found

    @cached_property
    def opened(self) -> tuple[ChartedPosition, ...]:
        """The opened positions, doubles left out."""
        return tuple(position for position in self.by_id.values() if position.opened)

    @cached_property
    def command(self) -> tuple[ChartedPosition, ...]:
        """The opened positions that command: the incident commander, or unified command."""
        return tuple(position for position in self.opened if self.level(position) is OrganizationLevel.COMMAND)

    @cached_property
    def unified(self) -> ChartedPosition | None:
        """Unified command, where it is opened."""
        return next((one for one in self.command if self.is_unified(one)), None)

    @staticmethod
    def is_unified(position: ChartedPosition) -> bool:
        """Whether it is unified command."""
        return position.is_role == "CMD-UC" or bool(position.members)

    @staticmethod
    def catalog_entry(position: ChartedPosition) -> KnownPosition | None:
        """What the catalogue knows of the position."""
        return known_positions().get(position.is_role)

    def level(self, position: ChartedPosition) -> OrganizationLevel | None:
        """Its level: as said, else the catalogue's."""
        known = self.catalog_entry(position)
        return position.level or (known.level if known else None)

    def section(self, position: ChartedPosition) -> Section | None:
        """Its section: as said, else the catalogue's."""
        known = self.catalog_entry(position)
        return position.section or (known.section if known else None)

    def title(self, position: ChartedPosition) -> str:
        """Its title: as printed, else the catalogue's, else its id."""
        known = self.catalog_entry(position)
        return position.title or (known.title if known else position.id)

    def is_held_by_teachers(self, position: ChartedPosition) -> bool:
        """Whether every teacher holds it, with a class."""
        known = self.catalog_entry(position)
        return position.held_by == "every_teacher" or bool(
            known and known.by_every_teacher and not position.people
        )

    def is_held_by_agency(self, position: ChartedPosition) -> bool:
        """Whether an outside agency fills it."""
        known = self.catalog_entry(position)
        return position.held_by == "agency" or bool(known and known.by_agencies)

    def with_role(self, *roles: str) -> tuple[ChartedPosition, ...]:
        """The opened positions of these roles."""
        return tuple(position for position in self.opened if position.is_role in roles)

    def charted_role(self, role: str) -> tuple[ChartedPosition, ...]:
        """The positions of that role, opened or not."""
        return tuple(position for position in self.by_id.values() if position.is_role == role)

    def position_for(self, position_id: str) -> ChartedPosition | None:
        """The position that does the work of ``position_id``: itself, or whoever absorbed it; None: not there."""
        seen: set[str] = set()
        position = self.by_id.get(position_id)
        while position is not None and position.state is PositionState.ABSORBED and position.id not in seen:
            seen.add(position.id)
            position = self.by_id.get(position.absorbed_by or "")
        return position if position is not None and position.opened else None

    def position_doing(self, role: str) -> ChartedPosition | None:
        """The opened position that does the work of a role: it, whoever absorbed it, or the next level up."""
        seen: set[str] = set()
        wanted: str | None = role
        while wanted is not None and wanted not in seen:
            seen.add(wanted)
            for position in self.charted_role(wanted):
                if (stands := self.position_for(position.id)) is not None:
                    return stands
            known = known_positions().get(wanted)
            wanted = known.reports_to if known else None
        return self.command[0] if self.command else None

    def supervisor(self, position: ChartedPosition) -> ChartedPosition | None:
        """The opened position to which it reports after absorption; None for command and for loose ends."""
        return self.position_for(position.reports_to[0]) if position.reports_to else None

    def chain(self, position: ChartedPosition) -> tuple[ChartedPosition, ...]:
        """Its supervisors from the nearest upwards, until command, a loose end, or where it began again."""
        above: list[ChartedPosition] = []
        seen = {position.id}
        current = self.supervisor(position)
        while current is not None and current.id not in seen:
            seen.add(current.id)
            above.append(current)
            current = self.supervisor(current)
        return tuple(above)

    def reports(self, position: ChartedPosition) -> tuple[ChartedPosition, ...]:
        """The opened positions that report to it, classes and deputies included."""
        return tuple(
            one for one in self.opened if one.id != position.id and self.supervisor(one) is self.by_id[position.id]
        )

    def counted_reports(self, position: ChartedPosition) -> tuple[ChartedPosition, ...]:
        """Those who count in its span: no deputies, no classes, and one person who holds several counts once."""
        counted: list[ChartedPosition] = []
        holders: set[str] = set()
        for report in self.reports(position):
            if self.level(report) is OrganizationLevel.DEPUTY or self.is_held_by_teachers(report):
                continue
            holder = report.people[0] if report.people else None
            if holder is not None and holder in holders:
                continue
            holders.update((holder,) if holder else ())
            counted.append(report)
        return tuple(counted)

    def person(self, person_id: str) -> Person:
        """The person; one of whom nothing is said where the record does not list them."""
        return self.record.person_by_id.get(person_id) or Person(id=person_id)

    def name(self, person_id: str) -> str:
        """The person's name, or the id."""
        return self.person(person_id).name or person_id

    @staticmethod
    def holders(position: ChartedPosition) -> tuple[str, ...]:
        """Everybody who holds it: leader and team, and in unified command the members who are named."""
        members = (member.person for member in position.members if member.person is not None)
        return tuple(dict.fromkeys((*position.people, *members)))

    @staticmethod
    def primary(position: ChartedPosition) -> str | None:
        """Who leads it; of unified command the school's own member."""
        school = (member.person for member in position.members if member.agency == SCHOOL)
        return next(iter(position.people), None) or next(school, None)

    @cached_property
    def held_by_person(self) -> dict[str, tuple[ChartedPosition, ...]]:
        """Opened positions by who holds them or is in their team, people in the order of the chart."""
        held: dict[str, list[ChartedPosition]] = {}
        for position in self.opened:
            for person_id in self.holders(position):
                held.setdefault(person_id, []).append(position)
        return {person_id: tuple(positions) for person_id, positions in held.items()}

    def overlaps_in_time(self, first: ChartedPosition, second: ChartedPosition) -> bool:
        """Whether both are opened at the same time at some moment."""
        begins = max(minutes_of(one.begins) if one.begins else 0 for one in (first, second))
        ends = min(minutes_of(one.ends) if one.ends else 24 * 60 for one in (first, second))
        return begins < ends

    def may_merge(self, first: ChartedPosition, second: ChartedPosition) -> bool:
        """Whether one person may hold both by the catalogue or the district's settings."""
        pair = {first.is_role, second.is_role}
        if len(pair) == 1:
            return False
        if any(set(one) == pair for one in self.record.settings.also_merge):
            return True
        known = (self.catalog_entry(first), self.catalog_entry(second))
        return any(
            one is not None and other.is_role in one.merge_ok
            for one, other in zip(known, (second, first), strict=True)
        )

    @property
    def band(self) -> Band | None:
        """How large the site is by adults who hold no class; a chart alone does not tell it."""
        return self.occasion.site_band

    def top_teams(self) -> tuple[ChartedPosition, ...]:
        """Opened operations teams that are not part of another team."""
        levels = organization_table().team_levels
        teams = [
            one
            for one in self.opened
            if self.section(one) is Section.OPERATIONS
            and self.level(one) in levels
            and not self.is_held_by_teachers(one)
            and not self.is_held_by_agency(one)
        ]
        return tuple(team for team in teams if not any(above in teams for above in self.chain(team)))
