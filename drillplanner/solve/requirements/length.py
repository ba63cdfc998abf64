"""``length``: a long drill is only held where a reference drill is held that is long enough beside it."""

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
    """For each length: no drill so long unless a reference drill is held that is long enough."""

    def distinguishing_matches(self, requirement: Length, duty: Duty) -> tuple[Match, ...]:
        """The drills measured, and those that they are measured against."""
        return requirement.match, requirement.reference

    def demanded_matches(self, requirement: Length, duty: Duty) -> tuple[Match, ...]:
        """The drills that others are measured against."""
        return (requirement.reference,)

    def timed_matches(self, requirement: Length, duty: Duty) -> tuple[Match, ...]:
        """Both, so that drills of different lengths are placed apart."""
        return requirement.match, requirement.reference

    def constrain(self, requirement: Length, duty: Duty, variables: CampusVariables) -> None:
        """Nothing where the campus has no reference scenario: the judge then cannot tell."""
        if not variables.matching_scenarios(requirement.reference)[0]:
            return
        days = all_days_of(duty, variables.problem.days)
        scenarios = variables.problem.scenarios
        references: dict[int, list[IntVar]] = defaultdict(list)
        measured: dict[int, list[IntVar]] = defaultdict(list)
        for day in days:
            for index, one in variables.counted_toward_minimum(requirement.reference, day):
                references[scenarios[index].minutes].append(one)
            for index, one in variables.counted_toward_maximum(requirement.match, day):
                measured[scenarios[index].minutes].append(one)
        for minutes, long in measured.items():
            enough = [
                one
                for reference, some in references.items()
                if reference + requirement.minutes_over >= minutes
                for one in some
            ]
            there_is_one = variables.model.new_bool_var("")
            variables.model.add(there_is_one <= LinearExpr.sum(enough))
            variables.model.add(LinearExpr.sum(long) == 0).only_enforce_if(~there_is_one)
        variables.forbid_date_moves((requirement.match, requirement.reference), days)
