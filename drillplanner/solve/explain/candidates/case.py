"""Campuses with everything that constrains them. Any part can be removed to see whether it is to blame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from drillplanner.law import Duty
from drillplanner.model import Agency, District, Workspace
from drillplanner.solve.campus.crowding import fewest_extra_drills
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import FOR_A_CHECK, are_feasible, is_feasible
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.day_limits import DayLimits
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.problem.resource_use import ResourceUse


@dataclass(frozen=True)
class ConflictCase:
    """Campuses that must meet these duties together. Other campuses are left out.

    ``set_aside`` are duties that need not be met. Any day may hold several drills; ``has_day_rules`` is False to
    ask what would be possible without drillplanner's own rules for such days.
    """

    builder: ProblemBuilder
    campus_ids: tuple[str, ...]
    duties: tuple[Duty, ...]
    set_aside: tuple[Duty, ...] = ()
    has_day_rules: bool = True
    in_use: ResourceUse = ResourceUse()  # noqa: RUF009 (frozen)
    effort: Effort = FOR_A_CHECK

    @property
    def workspace(self) -> Workspace:
        """The workspace, as read or as changed."""
        return self.builder.workspace

    @property
    def is_shared(self) -> bool:
        """Whether several campuses share the agencies."""
        return len(self.campus_ids) > 1

    def problems(self) -> tuple[CampusProblem, ...]:
        """Return one problem for each campus, with the usual number of drills a day."""
        return tuple(
            self._problem(campus_id, self._duties_at(campus_id), self._usual) for campus_id in self.campus_ids
        )

    def is_possible(self, presolve: bool = True) -> bool | None:
        """Check whether a lawful plan of these campuses exists; None if the search limit was reached.

        A campus that alone needs more drills a day than usual has the fewest extra drills.
        """
        if possible := are_feasible(self.problems(), self.in_use, presolve, effort=self.effort):
            return possible
        limits = {campus_id: self._fewest_extra(campus_id) for campus_id in self.campus_ids}
        if all(of_campus == self._usual for of_campus in limits.values()):
            return possible
        crowded = []
        for campus_id, of_campus in limits.items():
            if of_campus is None:
                return False
            crowded.append(self._problem(campus_id, self._duties_at(campus_id), of_campus))
        return are_feasible(crowded, self.in_use, presolve, effort=self.effort)

    @property
    def _usual(self) -> DayLimits:
        return DayLimits(self.workspace.district.drills_a_day, has_rules=self.has_day_rules)

    def _duties_at(self, campus_id: str) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.duties if duty.campus_id == campus_id)

    def _problem(self, campus_id: str, owed: Sequence[Duty], limits: DayLimits) -> CampusProblem:
        set_aside = tuple(duty for duty in self.set_aside if duty.campus_id == campus_id)
        builder = self.builder.with_day_limits({campus_id: limits})
        return builder.problem_of(self.workspace.campus_by_id[campus_id], tuple(owed), set_aside)

    def _fewest_extra(self, campus_id: str) -> DayLimits | None:
        """Return the campus's limits with the fewest extra drills that it needs alone; None if none suffice."""
        owed = self._duties_at(campus_id)
        if (
            len(self.campus_ids) > 1
            and is_feasible(self._problem(campus_id, owed, self._usual), effort=self.effort) is not False
        ):
            return self._usual
        return fewest_extra_drills(partial(self._problem, campus_id), owed, self._usual, self.effort)

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
