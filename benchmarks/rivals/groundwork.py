"""What all rivals start from: for each campus the lawful scenarios, days and hours, and what it owes."""

from __future__ import annotations

from benchmarks.instances import Instance
from drillplanner.mandates import Duty, setting_of
from drillplanner.model import Campus, DevelopmentalLimits, Drill, Task
from drillplanner.solve.doubts import without_undecidable
from drillplanner.solve.expand import campus_problem, expand
from drillplanner.solve.plans import CampusPlan
from drillplanner.solve.problem import CampusProblem
from drillplanner.solve.result import drills_of, offers_of

Problems = tuple[CampusProblem, ...]


def problems_of(instance: Instance) -> Problems:
    """One problem a campus, duties in doubt that cannot be met set aside as our solver does.

    The rivals get this as a gift, outside of their time: then the same duties are theirs.
    """

    def under(campus: Campus, owed: tuple[Duty, ...], aside: tuple[Duty, ...] = ()) -> CampusProblem:
        stand_ins = instance.stand_ins.get(campus.campus_id, ())
        own = instance.limits.get(campus.campus_id, DevelopmentalLimits())
        return campus_problem(instance.workspace, campus, owed, instance.screenings, stand_ins, own, aside)

    expanded = expand(
        instance.workspace, instance.duties, instance.screenings, instance.stand_ins, instance.limits
    )
    return without_undecidable(expanded, under)


def told(instance: Instance, problems: Problems, plans: tuple[CampusPlan, ...]) -> tuple[list[Drill], list[Task]]:
    """The drills of the plans and the offers of dates, as the judge reads them."""
    drills: list[Drill] = []
    offers: list[Task] = []
    for problem, plan in zip(problems, plans, strict=True):
        held = drills_of(problem, plan)
        drills += held
        offers += offers_of(problem, plan.offers, held, setting_of(problem.campus, instance.workspace))
    return drills, offers
