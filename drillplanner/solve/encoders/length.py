"""``length``: a long drill is only held where a reference drill is held that is long enough beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python.cp_model import LinearExpr

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Length
from drillplanner.solve.encoders.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.variables import CampusVariables


class LengthEncoder(Encoder[Length]):
    """``held`` of each long drill ≤ the number of reference drills beside which it is not too long."""

    def constrain(self, requirement: Length, duty: Duty, variables: CampusVariables) -> None:
        """Nothing where the campus has no reference scenario: the judge then cannot tell."""
        scenarios = variables.problem.scenarios
        references = variables.scenarios_of(requirement.reference)
        if not references:
            return
        for index in variables.scenarios_of(requirement.match):
            least = scenarios[index].minutes - requirement.minutes_over
            if all(scenarios[reference].minutes >= least for reference in references):
                continue
            enough = [
                variable
                for (scenario, _), variable in variables.held.items()
                if scenario in references and scenarios[scenario].minutes >= least
            ]
            for (scenario, _), variable in variables.held.items():
                if scenario == index:
                    variables.model.add(variable <= LinearExpr.sum(enough))
