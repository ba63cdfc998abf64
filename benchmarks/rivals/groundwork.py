"""The starting point of all rivals: each campus's lawful scenarios, days, and times, and its duties."""

from __future__ import annotations

from drillplanner.law import setting_of
from drillplanner.model import Drill, Task
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder, build_problems
from drillplanner.solve.campus.drills import drills_of_plan, offer_tasks
from drillplanner.solve.campus.uncertain_duties import without_unmeetable_uncertain
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan
from drillplanner.solve.problem.year_to_plan import YearToPlan

Problems = tuple[CampusProblem, ...]


def problems_of(instance: YearToPlan) -> Problems:
    """Return one problem for each campus, without uncertain duties that cannot be met, as in our solver.

    The rivals get this free, outside of their time, so that they have the same duties as our solver.
    """
    return without_unmeetable_uncertain(build_problems(instance), ProblemBuilder(instance).problem_of)


def drills_and_offers(
    instance: YearToPlan, problems: Problems, plans: tuple[CampusPlan, ...]
) -> tuple[list[Drill], list[Task]]:
    """Return the drills and the offers of dates in the plans, as the judge reads them."""
    drills: list[Drill] = []
    offers: list[Task] = []
    for problem, plan in zip(problems, plans, strict=True):
        held = drills_of_plan(problem, plan)
        drills += held
        offers += offer_tasks(problem, plan.offers, held, setting_of(problem.campus, instance.workspace))
    return drills, offers
