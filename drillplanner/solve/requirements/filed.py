"""``filed``: a drill of the filed type is held on the filed day, at the filed time where there is one."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.filed import Filed
from drillplanner.model import FiledDrill, Scenario, minutes_of
from drillplanner.solve.model.rows import UnmovableDrills
from drillplanner.solve.problem.campus_problem import DayChoice, days_between
from drillplanner.solve.problem.openings import CampusYearFacts, Openings, StartWindow, narrowed
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class FiledEncoder(Encoder[Filed]):
    """The day is pinned; so is the start, of which drills are left that can begin just then."""

    def distinguishing_matches(self, requirement: Filed, duty: Duty) -> tuple[Match, ...]:
        """Drills of each type of which some could be filed."""
        return tuple(Match(types=(drill_type,)) for drill_type in requirement.match.types)

    def demanded_matches(self, requirement: Filed, duty: Duty) -> tuple[Match, ...]:
        """The same."""
        return self.distinguishing_matches(requirement, duty)

    def narrow(
        self, requirement: Filed, duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts
    ) -> Openings:
        """Leaves, for a drill of the filed type on the filed day, the opening that holds the filed start."""
        for filed in _filed_of(requirement, ground.filed):
            start = _start_of(filed)
            if filed.drill_type is not scenario.drill_type or start is None or filed.needs_new_date:
                continue
            day = days_between(ground.days, filed.effective_date, filed.effective_date)

            def keep(day: DayChoice, opening: StartWindow, start: int = start) -> StartWindow | None:
                fits = opening.first <= start <= opening.last
                return opening._replace(first=start, last=start) if fits else None

            openings = narrowed(openings, day, ground, keep)
        return openings

    def constrain(self, requirement: Filed, duty: Duty, variables: CampusVariables) -> None:
        """One row a filed drill; a move that the law does not allow makes the duty impossible."""
        problem = variables.problem
        every = _filed_of(requirement, problem.filed)
        self._make_up(requirement, every, duty, variables)
        for filed in every:
            if filed.needs_new_date:
                continue
            match = Match(types=(filed.drill_type,))
            attends = duty.unit is None or duty.unit.attends(filed.effective_date)
            stands = attends and _may_be_there(requirement, filed, problem.days)
            on = days_between(problem.days, filed.effective_date, filed.effective_date) if stands else ()

            def pinned(day: int, match: Match = match, on: Collection[int] = on) -> list[IntVar]:
                return variables.toward_minimum(match, day) if day in on else []

            variables.model.add(LinearExpr.sum([one for day in on for one in pinned(day)]) >= 1)
            variables.unmovable.append(UnmovableDrills(frozenset(on), True, pinned))

    def _make_up(
        self, requirement: Filed, every: list[FiledDrill], duty: Duty, variables: CampusVariables
    ) -> None:
        """Drills that could not be held: for each run of them, as many of their type within their days.

        Days on which another filed drill of the type stands do not count. Since each may be made up within as
        many school days as the others, a drill of its own is left for each if every run has enough.
        """
        days = variables.problem.days
        for drill_type in dict.fromkeys(one.drill_type for one in every if one.needs_new_date):
            same = [one for one in every if one.drill_type is drill_type]
            owed = sorted((one for one in same if one.needs_new_date), key=lambda one: one.on)
            taken = {one.effective_date for one in same if not one.needs_new_date}
            match = Match(types=(drill_type,))
            for first in range(len(owed)):
                for last in range(first, len(owed)):
                    lawful = all(one.cause in requirement.moves_for for one in owed[first : last + 1])
                    until = _next_school_days(owed[last], days, requirement.make_up_within) if lawful else ()
                    inside = [
                        day.index
                        for day in days
                        if until
                        and owed[first].on < day.date <= days[until[-1]].date
                        and day.date not in taken
                        and (duty.unit is None or duty.unit.attends(day.date))
                    ]
                    counted = [one for day in inside for one in variables.toward_minimum(match, day)]
                    variables.model.add(LinearExpr.sum(counted) >= last - first + 1)
                    variables.forbid_date_moves((match,), inside)


def _next_school_days(filed: FiledDrill, days: tuple[DayChoice, ...], number: int) -> list[int]:
    """The next so many school days after the filed one."""
    return [day.index for day in days if day.date > filed.on][:number]


def _filed_of(requirement: Filed, filed: tuple[FiledDrill, ...]) -> list[FiledDrill]:
    """``filed`` are the drills filed for the campus."""
    return [one for one in filed if one.drill_type in requirement.match.types]


def _start_of(filed: FiledDrill) -> int | None:
    """The start that binds, in minutes since midnight: a drill that was moved may be held at another hour."""
    if filed.start is None or filed.moved_to is not None:
        return None
    return minutes_of(filed.start)


def _may_be_there(requirement: Filed, filed: FiledDrill, days: tuple[DayChoice, ...]) -> bool:
    """Whether it stands on its day, or was moved for a listed cause to one of the next so many school days."""
    if filed.moved_to is None:
        return True
    later = [day.date for day in days if day.date > filed.on][: requirement.make_up_within]
    return filed.cause in requirement.moves_for and filed.moved_to in later
