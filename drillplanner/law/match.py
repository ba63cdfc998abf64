"""The set of drills that a requirement concerns, as data, and its evaluation on finished drills.

A drill matches, does not match, or may match: the schedule does not say something that the match asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import Field, model_validator

from drillplanner.model import (
    AgencyKind,
    Audience,
    Drill,
    DrillFormat,
    DrillType,
    Frozen,
    PeriodTag,
    Route,
    Scenario,
)


@dataclass(frozen=True)
class MatchContext:
    """The lookups needed to match a drill: the kind of each agency and the subjects of each scenario, by id."""

    agency_kinds: Mapping[str, AgencyKind] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def is_agency(self, name: str, kind: AgencyKind | None, agency_id: str | None) -> bool:
        """Check whether an agency in a schedule is of this kind, and the one with this id if an id is given."""
        return self.agency_kinds.get(name, name) == kind and agency_id in {None, name}


class Match(Frozen):
    """A set of drills. Every condition given must hold; an omitted condition does not restrict the set."""

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
    agency_id: str | None = Field(
        default=None, description="With 'agency': the one agency of that kind, by its id in district.yaml."
    )

    @model_validator(mode="after")
    def _names_the_kind(self) -> Match:
        if self.agency_id is not None and self.agency is None:
            raise ValueError("'agency_id' goes with 'agency'")
        return self

    @property
    def without_agency(self) -> Match:
        """The same set of drills, whether or not an agency is present."""
        return self.model_copy(update={"agency": None, "agency_id": None})

    def selects(self, drill: Drill, context: MatchContext) -> bool | None:
        """Return whether the drill is in the set, or None if the schedule does not say."""
        if drill.drill_type not in self.types:
            return False
        answers = self.answers(drill, context).values()
        if False in answers:
            return False
        return None if None in answers else True

    def selects_scenario(self, scenario: Scenario) -> bool | None:
        """Return whether drills of the scenario are in the set, as far as the scenario decides it.

        Agencies and moments are not looked at, since they are chosen for each drill. None if the match asks for a
        route and the scenario has none: a reader of the schedule could not tell.
        """
        if (
            scenario.drill_type not in self.types
            or (self.formats is not None and scenario.format not in self.formats)
            or (self.audiences is not None and scenario.audience not in self.audiences)
            or (self.announced is not None and scenario.announced is not self.announced)
            or (self.subjects is not None and not set(self.subjects) & set(scenario.subjects))
        ):
            return False
        if self.routes is None:
            return True
        return None if scenario.route is None else scenario.route in self.routes

    def missing_information(self, drill: Drill, context: MatchContext) -> str:
        """Return the columns that must be filled in to decide the match; empty if it is decided."""
        return ", ".join(name for name, answer in self.answers(drill, context).items() if answer is None)

    def answers(self, drill: Drill, context: MatchContext) -> dict[str, bool | None]:
        """Return by column whether the drill fits; None if the column is empty and the set asks for it."""
        return {
            "format": _among(drill.format, self.formats),
            "audience": _among(drill.audience, self.audiences),
            "route": _among(drill.route, self.routes),
            "period_tags": _share_one(drill.period_tags, self.moments),
            "announced": _equal(drill.announced, self.announced),
            "scenario": self._has_subject(drill, context),
            "agencies": self._agency_present(drill, context),
        }

    def _has_subject(self, drill: Drill, context: MatchContext) -> bool | None:
        subjects = context.subjects.get(drill.scenario_id or "")
        return _share_one(subjects, self.subjects)

    def _agency_present(self, drill: Drill, context: MatchContext) -> bool | None:
        if self.agency is None:
            return True
        if drill.agencies is None:
            return None
        return any(context.is_agency(name, self.agency, self.agency_id) for name in drill.agencies)


def _among(value: object, allowed: tuple[object, ...] | None) -> bool | None:
    if allowed is None:
        return True
    return None if value is None else value in allowed


def _equal(value: bool | None, required: bool | None) -> bool | None:
    if required is None:
        return True
    return None if value is None else value is required


def _share_one(values: tuple[object, ...] | None, allowed: tuple[object, ...] | None) -> bool | None:
    if allowed is None:
        return True
    return None if values is None else any(value in allowed for value in values)
