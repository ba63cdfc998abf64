"""What all rivals start from: for each campus the lawful scenarios, days and hours, and what it owes."""

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
    """One problem a campus, duties in doubt that cannot be met set aside as our solver does.

    The rivals get this as a gift, outside of their time: then the same duties are theirs.
    """
    return without_unmeetable_uncertain(build_problems(instance), ProblemBuilder(instance).problem_of)


def told(
    instance: YearToPlan, problems: Problems, plans: tuple[CampusPlan, ...]
) -> tuple[list[Drill], list[Task]]:
    """The drills of the plans and the offers of dates, as the judge reads them."""
    drills: list[Drill] = []
    offers: list[Task] = []
    for problem, plan in zip(problems, plans, strict=True):
        held = drills_of_plan(problem, plan)
        drills += held
        offers += offer_tasks(problem, plan.offers, held, setting_of(problem.campus, instance.workspace))
    return drills, offers
