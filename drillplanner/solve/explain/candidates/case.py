"""Campuses with everything that constrains them. Any part can be removed to see whether it is to blame."""

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
    """Return the problem with that many copies of each scenario, since one can be held only once a day."""
    size = len(problem.scenarios)
    # Each copy gets a period and visits of its own.
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
    """Campuses that must meet these duties together. Other campuses are left out.

    ``set_aside`` are duties that need not be met. ``drills_a_day`` is how many a campus may hold on one day.
    """

    builder: ProblemBuilder
    campus_ids: tuple[str, ...]
    duties: tuple[Duty, ...]
    set_aside: tuple[Duty, ...] = ()
    drills_a_day: int = 1
    in_use: ResourceUse = ResourceUse()  # noqa: RUF009 (frozen)

    @property
    def workspace(self) -> Workspace:
        """The workspace, as read or as changed."""
        return self.builder.workspace

    @property
    def is_shared(self) -> bool:
        """Whether several campuses share the agencies."""
        return len(self.campus_ids) > 1

    def problems(self) -> tuple[CampusProblem, ...]:
        """Return one problem for each campus."""
        problems = []
        for campus_id in self.campus_ids:
            owed = tuple(duty for duty in self.duties if duty.campus_id == campus_id)
            set_aside = tuple(duty for duty in self.set_aside if duty.campus_id == campus_id)
            problem = self.builder.problem_of(self.workspace.campus_by_id[campus_id], owed, set_aside)
            problems.append(
                with_several_drills_a_day(problem, self.drills_a_day) if self.drills_a_day > 1 else problem
            )
        return tuple(problems)

    def is_possible(self, presolve: bool = True) -> bool | None:
        """Check whether a lawful plan of these campuses exists; None if the search limit was reached."""
        return are_feasible(self.problems(), self.in_use, presolve, one_a_day=self.drills_a_day == 1)

    def without_duties(self, gone: tuple[Duty, ...]) -> ConflictCase:
        """Return the case without these duties."""
        ids = {duty.duty_id for duty in gone}
        return replace(self, duties=tuple(duty for duty in self.duties if duty.duty_id not in ids))

    def with_duty(self, duty: Duty) -> ConflictCase:
        """Return the case with another version of the duty of that id."""
        return replace(
            self, duties=tuple(duty if other.duty_id == duty.duty_id else other for other in self.duties)
        )

    def in_workspace(self, change: Callable[[Workspace], Workspace]) -> ConflictCase:
        """Return the case in a changed workspace."""
        return replace(self, builder=self.builder.in_workspace(change(self.workspace)))

    def in_district(self, change: Callable[[District], District]) -> ConflictCase:
        """Return the case with a changed district.yaml."""
        return self.in_workspace(
            lambda workspace: workspace.model_copy(update={"district": change(workspace.district)})
        )

    def with_agency(self, agency_id: str, **update: object) -> ConflictCase:
        """Return the case with other limits of one agency."""

        def changed(agency: Agency) -> Agency:
            return agency.model_copy(update=update) if agency.agency_id == agency_id else agency

        return self.in_district(
            lambda district: district.model_copy(
                update={"agencies": tuple(changed(other) for other in district.agencies)}
            )
        )

    def with_before(self, change: Callable[[PreviousPlan], PreviousPlan]) -> ConflictCase:
        """Return the case with another previous plan at these campuses."""
        before = {
            campus_id: change(previous) if campus_id in self.campus_ids else previous
            for campus_id, previous in self.builder.before.items()
        }
        return replace(self, builder=replace(self.builder, before=before))
