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
from drillplanner.solve.requirements.encoder import AttendedDrills, Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class ShareEncoder(Encoder[Share]):
    """``of_every`` × drills of ``match`` − ``at_least`` × drills of ``of`` ≥ 0.

    Where one drill of ``match`` is enough for all, ``of_every`` is the most drills that the year can have. With
    ``one_a_month`` the drills of ``of`` are those of ``match``, and one in each month without them.
    """

    def distinguishing_matches(self, requirement: Share, duty: Duty) -> tuple[Match, ...]:
        """Return the part and the whole."""
        return requirement.match, requirement.of

    def demanded_matches(self, requirement: Share, duty: Duty) -> tuple[Match, ...]:
        """Return the part; none if it differs from the whole in an agency alone, which needs no further drill."""
        return () if self.attended_drills(requirement) is not None else (requirement.match,)

    def attended_matches(self, requirement: Share, duty: Duty) -> tuple[Match, ...]:
        """Return the part, if an agency must attend it."""
        return () if requirement.match.agency is None else (requirement.match,)

    def attended_drills(self, requirement: Share) -> AttendedDrills | None:
        """Return the drills, if it is a share of the same drills with an agency present."""
        match, of = requirement.match, requirement.of
        # One drill a month asks for drills, and not only that an agency comes to those that are held.
        if requirement.one_a_month or match.agency is None or match.without_agency != of:
            return None
        return AttendedDrills(match, of, requirement.at_least, requirement.of_every)

    def constrain(self, requirement: Share, duty: Duty, variables: CampusVariables) -> None:
        """Add one row. A drill of both sets is in it twice."""
        if requirement.one_a_month:
            self._by_month(requirement, duty, variables)
            return

        # All days of the year: a drill may still move into the window.
        of_every = requirement.of_every or max(1, variables.most_held(range(len(variables.problem.days))))

        def balance(day: int) -> Terms:
            part = [(of_every, drill) for drill in variables.toward_minimum(requirement.match, day)]
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
        assert requirement.of_every is not None  # noqa: S101 (``one_a_month`` goes with it)
        variables.model.add(
            (requirement.of_every - requirement.at_least) * part >= requirement.at_least * months_without
        )
        variables.forbid_date_moves((requirement.match,), days, even_inside=True)
