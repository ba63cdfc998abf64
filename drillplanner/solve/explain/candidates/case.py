"""Campuses with everything that binds them, any part of which can be taken away to see whether it is to blame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from drillplanner.law import Duty
from drillplanner.model import Agency, District, Workspace
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import are_feasible
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.problem.resource_use import ResourceUse


def with_several_drills_a_day(problem: CampusProblem, number: int) -> CampusProblem:
    """The problem with each scenario so many times, since each can be held but once on a day."""
    size = len(problem.scenarios)
    # Each copy is placed and visited for itself.
    groups = tuple(
        replace(group, scenarios=tuple(scenario + size * copy for scenario in group.scenarios))
        for copy in range(number)
        for group in problem.groups
    )
    return replace(
        problem,
        scenarios=problem.scenarios * number,
        members=problem.members * number,
        possible_days=problem.possible_days * number,
        open_days=problem.open_days * number,
        groups=groups,
        open_alarm_scenarios=frozenset(
            scenario + size * copy for copy in range(number) for scenario in problem.open_alarm_scenarios
        ),
    )


@dataclass(frozen=True)
class ConflictCase:
    """Campuses that must meet these duties side by side; other campuses stay out of the question.

    ``aside`` are duties that need not be met; ``drills_a_day`` is how many a campus may hold on one day.
    """

    maker: ProblemBuilder
    campus_ids: tuple[str, ...]
    duties: tuple[Duty, ...]
    set_aside: tuple[Duty, ...] = ()
    drills_a_day: int = 1
    taken: ResourceUse = ResourceUse()  # noqa: RUF009 (frozen)

    @property
    def workspace(self) -> Workspace:
        """The files as they are read, or would be."""
        return self.maker.workspace

    @property
    def is_shared(self) -> bool:
        """Whether more than one campus wants the agencies."""
        return len(self.campus_ids) > 1

    def problems(self) -> tuple[CampusProblem, ...]:
        """One problem a campus."""
        found = []
        for campus_id in self.campus_ids:
            owed = tuple(duty for duty in self.duties if duty.campus_id == campus_id)
            aside = tuple(duty for duty in self.set_aside if duty.campus_id == campus_id)
            problem = self.maker.problem_of(self.workspace.campus_by_id[campus_id], owed, aside)
            found.append(
                with_several_drills_a_day(problem, self.drills_a_day) if self.drills_a_day > 1 else problem
            )
        return tuple(found)

    def is_possible(self, presolve: bool = True) -> bool | None:
        """Whether a lawful plan of these campuses exists; None where the effort did not tell."""
        return are_feasible(self.problems(), self.taken, presolve, one_a_day=self.drills_a_day == 1)

    def without_duties(self, gone: tuple[Duty, ...]) -> ConflictCase:
        """The same, with these duties not owed."""
        ids = {duty.duty_id for duty in gone}
        return replace(self, duties=tuple(duty for duty in self.duties if duty.duty_id not in ids))

    def with_duty(self, duty: Duty) -> ConflictCase:
        """The same with another wording of the duty of that id."""
        return replace(self, duties=tuple(duty if one.duty_id == duty.duty_id else one for one in self.duties))

    def in_workspace(self, change: Callable[[Workspace], Workspace]) -> ConflictCase:
        """The same in another workspace."""
        return replace(self, maker=self.maker.in_workspace(change(self.workspace)))

    def in_district(self, change: Callable[[District], District]) -> ConflictCase:
        """The same with another district.yaml."""
        return self.in_workspace(lambda there: there.model_copy(update={"district": change(there.district)}))

    def with_agency(self, agency_id: str, **update: object) -> ConflictCase:
        """The same with an agency whose limits are others."""

        def changed(one: Agency) -> Agency:
            return one.model_copy(update=update) if one.agency_id == agency_id else one

        return self.in_district(
            lambda district: district.model_copy(
                update={"agencies": tuple(changed(agency) for agency in district.agencies)}
            )
        )

    def with_before(self, change: Callable[[PreviousPlan], PreviousPlan]) -> ConflictCase:
        """The same with another past at these campuses."""
        before = {
            campus_id: change(one) if campus_id in self.campus_ids else one
            for campus_id, one in self.maker.before.items()
        }
        return replace(self, maker=replace(self.maker, before=before))
