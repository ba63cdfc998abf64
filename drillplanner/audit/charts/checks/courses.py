"""Courses and certificates of a person, read by the catalogue's tables."""

from __future__ import annotations

from functools import lru_cache

from drillplanner.audit.charts.case.chart_case import Case
from drillplanner.audit.charts.record import Certificate, ChartedPosition, Person
from drillplanner.audit.charts.rules.tables import known_positions, organisation_table
from drillplanner.incident_command.positions.catalog import Tier
from drillplanner.incident_command.positions.training import load_training
from drillplanner.model import StaffMember


def codes_of(certificate: Certificate) -> frozenset[str]:
    """The codes of the courses and certificates that an entry of a record names, however it is spelled."""
    return _codes_in(certificate.name)


@lru_cache(maxsize=4096)
def _codes_in(name: str) -> frozenset[str]:
    entry = StaffMember(staff_id="", name="", campus_id="", title="", certifications=(name,))
    return load_training().held_by(entry)


def courses_held(person: Person) -> frozenset[str] | None:
    """Codes of all that is on record for a person; None where nothing is said of their record."""
    if person.certificates is None:
        return None
    return frozenset().union(*(codes_of(one) for one in person.certificates))


def tier_of(case: Case, position: ChartedPosition) -> str:
    """The tier of training of a position: the district's, else that of large drills, else the catalogue's."""
    table = organisation_table()
    role = table.trained_like.get(position.is_role, position.is_role)
    own = case.record.settings.training_tiers.get(role)
    if own is not None:
        return own
    known = known_positions().get(role)
    usual = known.training_tier if known else "T0"
    return table.tiers_in_large_drills.get(role, usual) if case.tier is Tier.L3 else usual


def courses_of_tier(tier: str) -> tuple[str, ...]:
    """The courses of a tier."""
    return load_training().tiers[tier]
