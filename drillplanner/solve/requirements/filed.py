"""Encoder of ``filed``: a drill of the filed type is held on the filed date, at the filed time if given."""

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
    """Pins the date. A filed start is pinned too, which leaves only drills that can begin at that time."""

    def distinguishing_matches(self, requirement: Filed, duty: Duty) -> tuple[Match, ...]:
        """Return the drills of each type that could be filed."""
        return tuple(Match(types=(drill_type,)) for drill_type in requirement.match.types)

    def demanded_matches(self, requirement: Filed, duty: Duty) -> tuple[Match, ...]:
        """Return the drills of each type that could be filed."""
        return self.distinguishing_matches(requirement, duty)

    def narrow(
        self, requirement: Filed, duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts
    ) -> Openings:
        """Keep, for a drill of the filed type on the filed date, only the opening with the filed start."""
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
        """Add a row for each filed drill. A move that the law does not allow makes the duty impossible."""
        problem = variables.problem
        filed_drills = _filed_of(requirement, problem.filed)
        self._make_up(requirement, filed_drills, duty, variables)
        for filed in filed_drills:
            if filed.needs_new_date:
                continue
            match = Match(types=(filed.drill_type,))
            attends = duty.unit is None or duty.unit.attends(filed.effective_date)
            stands = attends and _may_be_there(requirement, filed, problem.days)
            on = days_between(problem.days, filed.effective_date, filed.effective_date) if stands else ()

            def pinned(day: int, match: Match = match, on: Collection[int] = on) -> list[IntVar]:
                return variables.toward_minimum(match, day) if day in on else []

            variables.model.add(LinearExpr.sum([drill for day in on for drill in pinned(day)]) >= 1)
            variables.unmovable.append(UnmovableDrills(frozenset(on), True, pinned))

    def _make_up(
        self, requirement: Filed, filed_drills: list[FiledDrill], duty: Duty, variables: CampusVariables
    ) -> None:
        """Add a row for each run of drills to be made up: as many drills of the type within the run's days.

        Days with another filed drill of the type do not count. All drills may be made up within the same number of
        school days, so each has a drill of its own if every run has enough.
        """
        days = variables.problem.days
        for drill_type in dict.fromkeys(drill.drill_type for drill in filed_drills if drill.needs_new_date):
            of_type = [drill for drill in filed_drills if drill.drill_type is drill_type]
            owed = sorted((drill for drill in of_type if drill.needs_new_date), key=lambda drill: drill.on)
            taken = {drill.effective_date for drill in of_type if not drill.needs_new_date}
            match = Match(types=(drill_type,))
            for first in range(len(owed)):
                for last in range(first, len(owed)):
                    lawful = all(drill.cause in requirement.moves_for for drill in owed[first : last + 1])
                    until = _next_school_days(owed[last], days, requirement.make_up_within) if lawful else ()
                    inside = [
                        day.index
                        for day in days
                        if until
                        and owed[first].on < day.date <= days[until[-1]].date
                        and day.date not in taken
                        and (duty.unit is None or duty.unit.attends(day.date))
                    ]
                    counted = [drill for day in inside for drill in variables.toward_minimum(match, day)]
                    variables.model.add(LinearExpr.sum(counted) >= last - first + 1)
                    variables.forbid_date_moves((match,), inside)


def _next_school_days(filed: FiledDrill, days: tuple[DayChoice, ...], number: int) -> list[int]:
    """Return that many school days after the filed date."""
    return [day.index for day in days if day.date > filed.on][:number]


def _filed_of(requirement: Filed, filed: tuple[FiledDrill, ...]) -> list[FiledDrill]:
    """Return those of the campus's filed drills that the requirement is about."""
    return [drill for drill in filed if drill.drill_type in requirement.match.types]


def _start_of(filed: FiledDrill) -> int | None:
    """Return the start that binds, in minutes since midnight; None if the drill moved, which frees its time."""
    if filed.start is None or filed.moved_to is not None:
        return None
    return minutes_of(filed.start)


def _may_be_there(requirement: Filed, filed: FiledDrill, days: tuple[DayChoice, ...]) -> bool:
    """Check whether it keeps its date, or moved for a listed cause to one of the allowed school days."""
    if filed.moved_to is None:
        return True
    later = [day.date for day in days if day.date > filed.on][: requirement.make_up_within]
    return filed.cause in requirement.moves_for and filed.moved_to in later
