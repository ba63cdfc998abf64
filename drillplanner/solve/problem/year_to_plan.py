"""The solver's input: a district's files, duties, screened scenarios, and limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from drillplanner.law import Duty, SparedGrades
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.model import DevelopmentalLimits, Screening, Workspace


@dataclass(frozen=True)
class YearToPlan:
    """A district's year of drills that is still to be planned.

    ``workspace``  the district's files: campuses, calendar, agencies, scenarios, and standing orders
    ``duties``     all duties, each with its campus's id; those of campuses not in the workspace are ignored
    ``screenings`` the developmental rules' verdict by scenario id; scenarios without one are not used
    ``stand_ins``  by campus id, drills that may be held instead of others; none for campuses without an entry
    ``limits``     by campus id, the developmental limits of the year; none for campuses without an entry
    ``spared``     by campus id, the grades that law spares some drills; none for campuses without an entry
    ``set_aside``  ids of duties that are not planned for
    """

    workspace: Workspace
    duties: tuple[Duty, ...]
    screenings: Mapping[str, Screening]
    stand_ins: Mapping[str, tuple[StandIn, ...]] = field(default_factory=dict)
    limits: Mapping[str, DevelopmentalLimits] = field(default_factory=dict)
    spared: Mapping[str, tuple[SparedGrades, ...]] = field(default_factory=dict)
    set_aside: frozenset[str] = frozenset()

    def duties_at(self, campus_id: str) -> tuple[Duty, ...]:
        """Return the duties of a campus, in their order."""
        return self._duties_by_campus.get(campus_id, ())

    @cached_property
    def presumed_mandates(self) -> tuple[str, ...]:
        """The ids of the mandates that are only presumed to bind and not set aside, in the order of the duties."""
        return tuple(
            dict.fromkeys(
                duty.mandate.mandate_id
                for duty in self.duties
                if duty.presumed and duty.duty_id not in self.set_aside
            )
        )

    @property
    def has_practice(self) -> bool:
        """Whether some campus has limits of good practice."""
        return any(limit.practice is not None for limits in self.limits.values() for limit in limits.all_limits)

    @property
    def without_practice(self) -> YearToPlan:
        """The year without good practice: what the law and developmental rules ask is as before."""
        return replace(
            self, limits={campus_id: limits.without_practice for campus_id, limits in self.limits.items()}
        )

    @cached_property
    def _duties_by_campus(self) -> Mapping[str, tuple[Duty, ...]]:
        found: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            found[duty.campus_id].append(duty)
        return {campus_id: tuple(duties) for campus_id, duties in found.items()}

    def stand_ins_at(self, campus_id: str) -> tuple[StandIn, ...]:
        """Return the drills that may be held instead of others at a campus."""
        return self.stand_ins.get(campus_id, ())

    def limits_at(self, campus_id: str) -> DevelopmentalLimits:
        """Return the developmental limits of a campus's year."""
        return self.limits.get(campus_id, DevelopmentalLimits())

    def spared_at(self, campus_id: str) -> tuple[SparedGrades, ...]:
        """Return the grades of a campus that the law spares some drills."""
        return self.spared.get(campus_id, ())
