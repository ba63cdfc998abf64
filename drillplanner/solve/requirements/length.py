"""Encoder of ``length``: a long drill is held only if a reference drill that is long enough is held too."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.length import Length
from drillplanner.solve.problem.campus_problem import all_days_of
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class LengthEncoder(Encoder[Length]):
    """For each length, no drill of that length unless a reference drill is long enough."""

    def distinguishing_matches(self, requirement: Length, duty: Duty) -> tuple[Match, ...]:
        """Return the drills measured, and the reference drills."""
        return requirement.match, requirement.reference

    def demanded_matches(self, requirement: Length, duty: Duty) -> tuple[Match, ...]:
        """Return the reference drills."""
        return (requirement.reference,)

    def timed_matches(self, requirement: Length, duty: Duty) -> tuple[Match, ...]:
        """Return both sets, so that drills of different lengths are placed apart."""
        return requirement.match, requirement.reference

    def constrain(self, requirement: Length, duty: Duty, variables: CampusVariables) -> None:
        """Add rows for each length; none if the campus has no reference scenario, so that no answer exists."""
        if not variables.matching_scenarios(requirement.reference)[0]:
            return
        days = all_days_of(duty, variables.problem.days)
        scenarios = variables.problem.scenarios
        references: dict[int, list[IntVar]] = defaultdict(list)
        measured: dict[int, list[IntVar]] = defaultdict(list)
        for day in days:
            for index, drill in variables.counted_toward_minimum(requirement.reference, day):
                references[scenarios[index].minutes].append(drill)
            for index, drill in variables.counted_toward_maximum(requirement.match, day):
                measured[scenarios[index].minutes].append(drill)
        for minutes, long in measured.items():
            long_enough = [
                drill
                for reference, drills in references.items()
                if reference + requirement.minutes_over >= minutes
                for drill in drills
            ]
            has_reference = variables.model.new_bool_var("")
            variables.model.add(has_reference <= LinearExpr.sum(long_enough))
            variables.model.add(LinearExpr.sum(long) == 0).only_enforce_if(~has_reference)
        variables.forbid_date_moves((requirement.match, requirement.reference), days)
