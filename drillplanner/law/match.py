"""Which drills a requirement speaks of, as data, and the plain reading of it over finished drills.

The answer has three values: a drill matches, does not match, or cannot be told because the schedule is
silent on something that the match asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import Field

from drillplanner.model import AgencyKind, Audience, Drill, DrillFormat, DrillType, Frozen, PeriodTag, Route


@dataclass(frozen=True)
class MatchContext:
    """What must be looked up to read a drill: kinds of agencies by id, and subjects of scenarios by id."""

    agency_kinds: Mapping[str, AgencyKind] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Match(Frozen):
    """A set of drills. Every condition given must hold; one left out asks nothing."""

    types: tuple[DrillType, ...] = Field(min_length=1, description="Drill types that count.")
    formats: tuple[DrillFormat, ...] | None = Field(default=None, description="Formats that count.")
    audiences: tuple[Audience, ...] | None = Field(default=None, description="Audiences that count.")
    routes: tuple[Route, ...] | None = Field(default=None, description="Routes that count.")
    moments: tuple[PeriodTag, ...] | None = Field(
        default=None, description="Kinds of bell period that count: lunch, recess, assembly, ..."
    )
    announced: bool | None = Field(default=None, description="Only drills that are, or are not, announced.")
    subjects: tuple[str, ...] | None = Field(
        default=None, description="Subjects of a lesson or exercise that count: see subjects.yaml."
    )
    agency: AgencyKind | None = Field(default=None, description="An agency of this kind is present.")

    def selects(self, drill: Drill, known: MatchContext) -> bool | None:
        """True, False, or None where the schedule does not say."""
        if drill.drill_type not in self.types:
            return False
        answers = [answer for _, answer in self._answers(drill, known)]
        if False in answers:
            return False
        return None if None in answers else True

    def missing_information(self, drill: Drill, known: MatchContext) -> str:
        """What the schedule would have to say for the match to be decided; empty if nothing."""
        return ", ".join(name for name, answer in self._answers(drill, known) if answer is None)

    def _answers(self, drill: Drill, known: MatchContext) -> list[tuple[str, bool | None]]:
        return [
            ("format", _among(drill.format, self.formats)),
            ("audience", _among(drill.audience, self.audiences)),
            ("route", _among(drill.route, self.routes)),
            ("period_tags", _share_one(drill.period_tags, self.moments)),
            ("announced", _equal(drill.announced, self.announced)),
            ("scenario", self._by_subject(drill, known)),
            ("agencies", self._agency_present(drill, known)),
        ]

    def _by_subject(self, drill: Drill, known: MatchContext) -> bool | None:
        subjects = known.subjects.get(drill.scenario_id or "")
        return _share_one(subjects, self.subjects)

    def _agency_present(self, drill: Drill, known: MatchContext) -> bool | None:
        if self.agency is None:
            return True
        if drill.agencies is None:
            return None
        return any(known.agency_kinds.get(name, name) == self.agency for name in drill.agencies)


def _among(value: object, allowed: tuple[object, ...] | None) -> bool | None:
    if allowed is None:
        return True
    return None if value is None else value in allowed


def _equal(value: bool | None, wanted: bool | None) -> bool | None:
    if wanted is None:
        return True
    return None if value is None else value is wanted


def _share_one(values: tuple[object, ...] | None, allowed: tuple[object, ...] | None) -> bool | None:
    if allowed is None:
        return True
    return None if values is None else any(value in allowed for value in values)
