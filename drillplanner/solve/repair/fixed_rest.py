"""The resource use of drills that stay at other campuses, while some campuses are solved again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from drillplanner.model import Drill
from drillplanner.progress import Progress
from drillplanner.solve.campus.search import solve_together, solve_unmoved
from drillplanner.solve.district.parallel import search_in_order
from drillplanner.solve.district.sequential_heuristic import visits_at_hours, with_plan
from drillplanner.solve.goals.agency_goals import crowding_added
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, SolveOutcome
from drillplanner.solve.problem.previous_plan import PreviousPlan, hours_of
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Interval, resource_ids_of
from drillplanner.solve.problem.schools_a_day import SchoolsADay
from drillplanner.solve.problem.year_to_plan import YearToPlan


@dataclass(frozen=True)
class FixedRest:
    """All campuses of the district with their previous plans, and the points of agency days.

    ``schools`` are the limits of schools that hold one kind of drill on a date.
    """

    year: YearToPlan
    before: Mapping[str, PreviousPlan]
    schools: SchoolsADay = SchoolsADay()  # noqa: RUF009 (frozen)

    @cached_property
    def agency_days(self) -> AgencyDayCosts:
        """The points of an agency's date, and of a date with too many schools."""
        workspace = self.year.workspace
        return AgencyDayCosts.of(workspace.district, len(workspace.campuses), self.schools)

    def with_schools_of(self, problems: Sequence[CampusProblem]) -> FixedRest:
        """Return the same with the limits of schools for the drills that these campuses can hold."""
        return replace(self, schools=SchoolsADay.of(self.year.workspace, problems))

    def use_without(self, campus_ids: Collection[str]) -> ResourceUse:
        """Return the visits of all other campuses as they are, and what they use of the limits of schools."""
        return ResourceUse(agency_days=self.agency_days).with_visits(
            use
            for campus_id, before in self.before.items()
            if campus_id not in campus_ids
            for use in self._uses_of(campus_id, before)
        )

    def _uses_of(self, campus_id: str, before: PreviousPlan) -> Iterator[tuple[str, date, Interval]]:
        campus = self.year.workspace.campus_by_id[campus_id]
        drills = (*before.settled, *before.planned)
        for drill in drills:
            for resource_id in resource_ids_of(drill, campus):
                yield resource_id, drill.date, hours_of(drill, campus)
        for resource_id, on in self.schools.uses_of_drills(campus_id, drills, self.year):
            yield resource_id, on, Interval(0, 0)

    def points_with(self, drills: Mapping[str, Sequence[Drill]]) -> int:
        """Return the points of agency days with these drills by campus id, and the others' drills as they are."""
        others = (
            drill
            for campus_id, before in self.before.items()
            if campus_id not in drills
            for drill in (*before.settled, *before.planned)
        )
        anew = (drill for drills_of_campus in drills.values() for drill in drills_of_campus)
        return self.agency_days.total(
            (agency_id, drill.date) for drill in (*anew, *others) for agency_id in drill.agencies or ()
        )

    def solve_each(
        self, problems: Sequence[CampusProblem], effort: Effort, workers: int, progress: Progress
    ) -> tuple[SolveOutcome, ...] | None:
        """Return the best plan of each campus with every drill that can stay fixed, at all campuses.

        None if some must move. Otherwise no plan moves fewer, and since plans with no more moves leave all others
        as they are, the costs add up to a bound. Agency days are not included: their points depend on all of these
        campuses together.
        """
        if any(_must_move(problem, self.before[problem.campus.campus_id]) for problem in problems):
            return None

        def alone(problem: CampusProblem, effort: Effort) -> SolveOutcome | None:
            in_use = replace(self.use_without({problem.campus.campus_id}), agency_days=None)
            return solve_unmoved((problem,), in_use, effort)

        found = search_in_order(alone, problems, effort, workers, ("Planning each campus that is hit", progress))
        outcomes = tuple(outcome for outcome in found if outcome is not None)
        return outcomes if len(outcomes) == len(problems) else None

    def place_sequentially(
        self, problems: Sequence[CampusProblem], plans: Sequence[CampusPlan], effort: Effort, progress: Progress
    ) -> tuple[CampusPlan, ...] | None:
        """Return the plans side by side, each on the capacity that the others leave; None if one does not fit."""
        placed: dict[str, ResourceUse] = {}
        found = []
        for done, (problem, alone) in enumerate(zip(problems, plans, strict=True), start=1):
            plan, in_use = alone, self.use_without(placed.keys() | {problem.campus.campus_id})
            for visits in placed.values():
                in_use = in_use.with_visits(
                    (*key, interval) for key, intervals in visits.visits.items() for interval in intervals
                )
            has_room = _has_room(problem, plan, in_use)
            if not has_room or crowding_added((problem,), (plan,), in_use):
                outcome = solve_together((problem,), in_use, effort)
                if not outcome.plans and not has_room:
                    return None
                (plan,) = outcome.plans or (plan,)
            placed[problem.campus.campus_id] = with_plan(ResourceUse(agency_days=self.agency_days), problem, plan)
            found.append(plan)
            progress("Sharing police and fire visits", done, len(problems))
        return tuple(found)


def _planned(problem: CampusProblem) -> tuple[object, ...]:
    return problem.past.planned if problem.past is not None else ()


def _must_move(problem: CampusProblem, before: PreviousPlan) -> bool:
    """Check whether a planned drill cannot stay."""
    return len(_planned(problem)) < len(before.planned)


def _has_room(problem: CampusProblem, plan: CampusPlan, in_use: ResourceUse) -> bool:
    return all(
        in_use.leaves_room(problem.resource_by_id[resource_id], on, interval)
        for resource_id, on, interval in visits_at_hours(problem, plan)
    )
