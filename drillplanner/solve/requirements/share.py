"""Encoder of ``share``: drills of one set, weighted, are at least as many as those of another.

One file a kind, as in ``law/kinds/``, however short.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.share import Share
from drillplanner.solve.model.rows import LinearRow, Terms
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class ShareEncoder(Encoder[Share]):
    """``of_every`` × drills of ``match`` − ``at_least`` × drills of ``of`` ≥ 0.

    With ``one_a_month`` the drills of ``of`` are those of ``match``, and one in each month without them.
    """

    def distinguishing_matches(self, requirement: Share, duty: Duty) -> tuple[Match, ...]:
        """Return the part and the whole."""
        return requirement.match, requirement.of

    def demanded_matches(self, requirement: Share, duty: Duty) -> tuple[Match, ...]:
        """Return the part."""
        return (requirement.match,)

    def constrain(self, requirement: Share, duty: Duty, variables: CampusVariables) -> None:
        """Add one row. A drill of both sets is in it twice."""
        if requirement.one_a_month:
            self._by_month(requirement, duty, variables)
            return

        def balance(day: int) -> Terms:
            part = [(requirement.of_every, drill) for drill in variables.toward_minimum(requirement.match, day)]
            return part + [
                (-requirement.at_least, drill) for drill in variables.toward_maximum(requirement.of, day)
            ]

        variables.add_row(LinearRow(variables.days_of(duty), balance, 0))

    def _by_month(self, requirement: Share, duty: Duty, variables: CampusVariables) -> None:
        """Add a variable for each month that one of the drills of ``match`` is held in it, and one constraint."""
        days = variables.days_of(duty)
        by_month: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
        for day in days:
            on = variables.problem.days[day].date
            by_month[on.year, on.month] += variables.toward_minimum(requirement.match, day)
        months_with_one = []
        for drills in by_month.values():
            has_one = variables.model.new_bool_var("")
            variables.model.add(has_one <= LinearExpr.sum(drills))
            months_with_one.append(has_one)
        part = LinearExpr.sum([drill for drills in by_month.values() for drill in drills])
        months_without = len(by_month) - LinearExpr.sum(months_with_one)
        variables.model.add(
            (requirement.of_every - requirement.at_least) * part >= requirement.at_least * months_without
        )
        variables.forbid_date_moves((requirement.match,), days, even_inside=True)
