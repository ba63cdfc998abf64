"""A record as the checks see it: supervisors, reports, and holders worked out again from what is drawn.

Nothing comes from the assignment: a chain of command is followed from box to box, an absorbed position leads to
the one that does its work, and the people in a box are counted.
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

#: The name of the school itself among the members of unified command.
SCHOOL = "school"


class ChartCase:
    """The record with what follows from it. Positions are those on paper, where ids may be duplicated."""

    def __init__(self, record: CommandRecord) -> None:
        self.record = record
        self.positions: tuple[ChartedPosition, ...] = record.positions or ()

    @property
    def occasion(self) -> Occasion:
        """The drill."""
        return self.record.occasion

    @cached_property
    def tier(self) -> Tier:
        """How much structure the drill has: as stated, else from the catalog."""
        return self.occasion.tier or load_catalog().tiers[self.occasion.drill_type]

    @cached_property
    def by_id(self) -> dict[str, ChartedPosition]:
        """The positions by id; for duplicate ids, the first."""
        by_id: dict[str, ChartedPosition] = {}
        for position in self.positions:
            by_id.setdefault(position.id, position)
        return by_id

    @cached_property
    def opened(self) -> tuple[ChartedPosition, ...]:
        """The opened positions, without duplicates."""
        return tuple(position for position in self.by_id.values() if position.opened)

    @cached_property
    def command_positions(self) -> tuple[ChartedPosition, ...]:
        """The opened positions that command: the incident commander, or unified command."""
        return tuple(position for position in self.opened if self.level(position) is OrganizationLevel.COMMAND)

    @cached_property
    def unified_command(self) -> ChartedPosition | None:
        """Unified command, if it is opened."""
        return next((position for position in self.command_positions if self.is_unified(position)), None)

    @staticmethod
    def is_unified(position: ChartedPosition) -> bool:
        """Return whether the position is unified command."""
        return position.role_id == "CMD-UC" or bool(position.members)

    @staticmethod
    def catalog_entry(position: ChartedPosition) -> KnownPosition | None:
        """Return the position's entry in the catalog, or None for an unknown one."""
        return known_positions().get(position.role_id)

    def level(self, position: ChartedPosition) -> OrganizationLevel | None:
        """Return its level: as stated, else from the catalog."""
        known = self.catalog_entry(position)
        return position.level or (known.level if known else None)

    def section(self, position: ChartedPosition) -> Section | None:
        """Return its section: as stated, else from the catalog."""
        known = self.catalog_entry(position)
        return position.section or (known.section if known else None)

    def title(self, position: ChartedPosition) -> str:
        """Return its title: as printed, else from the catalog, else its id."""
        known = self.catalog_entry(position)
        return position.title or (known.title if known else position.id)

    def is_held_by_teachers(self, position: ChartedPosition) -> bool:
        """Return whether every teacher with a class holds it."""
        known = self.catalog_entry(position)
        return position.held_by == "every_teacher" or bool(
            known and known.by_every_teacher and not position.people
        )

    def is_held_by_agency(self, position: ChartedPosition) -> bool:
        """Return whether an outside agency fills it."""
        known = self.catalog_entry(position)
        return position.held_by == "agency" or bool(known and known.by_agencies)

    def with_role(self, *roles: str) -> tuple[ChartedPosition, ...]:
        """Return the opened positions of these roles."""
        return tuple(position for position in self.opened if position.role_id in roles)

    def charted_role(self, role: str) -> tuple[ChartedPosition, ...]:
        """Return the positions of that role, opened or not."""
        return tuple(position for position in self.by_id.values() if position.role_id == role)

    def position_for(self, position_id: str) -> ChartedPosition | None:
        """Return the opened position that does its work: itself, or the one that absorbs it; else None."""
        seen: set[str] = set()
        position = self.by_id.get(position_id)
        while position is not None and position.state is PositionState.ABSORBED and position.id not in seen:
            seen.add(position.id)
            position = self.by_id.get(position.absorbed_by or "")
        return position if position is not None and position.opened else None

    def position_doing(self, role: str) -> ChartedPosition | None:
        """Return the opened position that does a role's work: its own, an absorbing one, or the next level up."""
        seen: set[str] = set()
        role_id: str | None = role
        while role_id is not None and role_id not in seen:
            seen.add(role_id)
            for position in self.charted_role(role_id):
                if (acting := self.position_for(position.id)) is not None:
                    return acting
            known = known_positions().get(role_id)
            role_id = known.reports_to if known else None
        return self.command_positions[0] if self.command_positions else None

    def supervisor(self, position: ChartedPosition) -> ChartedPosition | None:
        """Return the opened position to which it reports after absorption; None for command or a loose end."""
        return self.position_for(position.reports_to[0]) if position.reports_to else None

    def supervisors_above(self, position: ChartedPosition) -> tuple[ChartedPosition, ...]:
        """Return its supervisors from the nearest upward, until command, a loose end, or the first repetition."""
        supervisors: list[ChartedPosition] = []
        seen = {position.id}
        current = self.supervisor(position)
        while current is not None and current.id not in seen:
            seen.add(current.id)
            supervisors.append(current)
            current = self.supervisor(current)
        return tuple(supervisors)

    def reports(self, position: ChartedPosition) -> tuple[ChartedPosition, ...]:
        """Return the opened positions that report to it, including classes and deputies."""
        return tuple(
            report
            for report in self.opened
            if report.id != position.id and self.supervisor(report) is self.by_id[position.id]
        )

    def counted_reports(self, position: ChartedPosition) -> tuple[ChartedPosition, ...]:
        """Return the reports that count in its span: no deputies or classes, and each person only once."""
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
        """Return the person, with no facts if the record does not list them."""
        return self.record.person_by_id.get(person_id) or Person(id=person_id)

    def name(self, person_id: str) -> str:
        """Return the person's name, or the id."""
        return self.person(person_id).name or person_id

    @staticmethod
    def holders(position: ChartedPosition) -> tuple[str, ...]:
        """Return everyone who holds it: leader, team, and the named members of unified command."""
        members = (member.person for member in position.members if member.person is not None)
        return tuple(dict.fromkeys((*position.people, *members)))

    @staticmethod
    def primary(position: ChartedPosition) -> str | None:
        """Return the person who leads it; for unified command, the school's own member."""
        school = (member.person for member in position.members if member.agency == SCHOOL)
        return next(iter(position.people), None) or next(school, None)

    @cached_property
    def held_by_person(self) -> dict[str, tuple[ChartedPosition, ...]]:
        """The opened positions by the person who holds them or is in their team, in the order of the chart."""
        positions_by_person: dict[str, list[ChartedPosition]] = {}
        for position in self.opened:
            for person_id in self.holders(position):
                positions_by_person.setdefault(person_id, []).append(position)
        return {person_id: tuple(positions) for person_id, positions in positions_by_person.items()}

    def overlaps_in_time(self, first: ChartedPosition, second: ChartedPosition) -> bool:
        """Return whether both are open at the same time at some moment."""
        begins = max(minutes_of(position.begins) if position.begins else 0 for position in (first, second))
        ends = min(minutes_of(position.ends) if position.ends else 24 * 60 for position in (first, second))
        return begins < ends

    def may_merge(self, first: ChartedPosition, second: ChartedPosition) -> bool:
        """Return whether the catalog or the district's settings let one person hold both."""
        pair = {first.role_id, second.role_id}
        if len(pair) == 1:
            return False
        if any(set(merge_pair) == pair for merge_pair in self.record.settings.also_merge):
            return True
        entries = (self.catalog_entry(first), self.catalog_entry(second))
        return any(
            entry is not None and other.role_id in entry.merge_ok
            for entry, other in zip(entries, (second, first), strict=True)
        )

    @property
    def band(self) -> Band | None:
        """The size band of the site by adults without a class, if stated; a chart alone does not show it."""
        return self.occasion.site_band

    def top_teams(self) -> tuple[ChartedPosition, ...]:
        """Return the opened operations teams that are not part of another team."""
        levels = organization_table().team_levels
        teams = [
            position
            for position in self.opened
            if self.section(position) is Section.OPERATIONS
            and self.level(position) in levels
            and not self.is_held_by_teachers(position)
            and not self.is_held_by_agency(position)
        ]
        return tuple(
            team for team in teams if not any(supervisor in teams for supervisor in self.supervisors_above(team))
        )
