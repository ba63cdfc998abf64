"""Columns for the campuses that are left without one: priced one campus after another, on the capacity left.

No prices lead all campuses of a district to dates that have room where agencies are scarce. Then the last campuses
get what is best for them beside all others, so that a district always has a plan, if perhaps not the best one.
"""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.district.period_assignment import PeriodAssignment
from drillplanner.solve.district.pricing import (
    PARTS_OF_A_POINT,
    Column,
    GivesWay,
    Prices,
    PricingProblem,
    pairs_near,
)
from drillplanner.solve.problem.agency_days import CROWDED, AgencyDayCosts, Visit
from drillplanner.solve.problem.plans import CampusPlan, Effort
from drillplanner.solve.problem.resource_use import ResourceUse

#: School days from the class's cheapest columns within which a new one is looked for, and the number of these.
STEPS, COLUMNS = 12, 12


def plan_beside_others(
    campus_class: CampusClass,
    columns: Sequence[Column],
    in_use: ResourceUse,
    period_assignment: PeriodAssignment,
    effort: Effort,
) -> CampusPlan | None:
    """Return the best plan that is found for one more campus of the class; None if none fits.

    ``columns`` are those of the class, the cheapest first; the new one is looked for near these, then on all days
    and with all scenarios. Good practice may give way first, and then any limit.
    """
    problem = campus_class.problem
    visits = {(resource.resource_id, day.date) for resource in problem.resources for day in problem.days}
    near = pairs_near(campus_class, columns[:COLUMNS], visits, STEPS)
    for gives_way, among in ((GivesWay.PRACTICE, near), (GivesWay.PRACTICE, None), (GivesWay.EVERYTHING, None)):
        pricing = PricingProblem(campus_class, gives_way, among, in_use)
        priced = pricing.best(_prices(pricing.possible_school_uses, in_use), effort, columns[:COLUMNS])
        plan = None if priced is None else period_assignment.of(campus_class, priced.column, in_use)
        if plan is not None:
            return plan
    return None


def _prices(school_uses: frozenset[Visit], in_use: ResourceUse) -> Prices:
    """Return the prices of drills beyond a limit of schools. Other visits are free where there is room."""
    days = in_use.agency_days or AgencyDayCosts({}, 0, 0)
    return {
        use: PARTS_OF_A_POINT * CROWDED
        for use in sorted(school_uses)
        if days.is_overfull(use, in_use.visits_on(use) + 1)
    }
